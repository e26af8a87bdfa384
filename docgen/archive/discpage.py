"""The page of a disc: what is here, what is on which other disc. Opens in any browser, without network or script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from docgen.archive.carrier import CATALOGUE, NOTE, DiscSet
from docgen.archive.copying import DigestingStream
from docgen.archive.csip import href
from docgen.archive.setlist import SET_CATALOGUE
from docgen.model.archive import Content, Disc, Item

_STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:1em auto;padding:0 1em;line-height:1.6}"
    "h2{border-bottom:1px solid #999;margin-top:2em}h3{margin-bottom:.3em}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.2em .5em;text-align:left;"
    "vertical-align:top}td:first-child{white-space:nowrap;width:9em}.off{color:#666}"
)


def write_disc_page(stream: DigestingStream, whole: DiscSet, disc: Disc) -> None:
    """All items of the set that hold no personal data; those files that are on this disc are links.

    Items with personal data are only counted: neither their titles nor their file names stand here.
    """
    for line in _lines(whole, disc):
        stream.write(f"{line}\n".encode())


def _lines(whole: DiscSet, disc: Disc) -> Iterator[str]:
    package = whole.package
    held = whole.held(disc.number)
    files = sum(len(one.contents) for one in held)
    hidden = sum(one.item.personal for one in held)
    name = f"{package.agency.studio}{package.year}年度电子档案光盘"
    title = escape(f"{name}　第{disc.number}张/共{disc.total}张")
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    yield f"<p>载体编号：{escape(disc.name)}　保管单位：{escape(package.agency.unit)}　"
    yield f"本盘{len(held)}件，{files}个文件</p>"
    if hidden:
        yield f"<p>其中{hidden}件含个人信息，不列在本页，见{CATALOGUE}。</p>"
    links = ((NOTE, "说明文件"), (CATALOGUE, "本盘文件目录"), (SET_CATALOGUE, "全套目录"))
    yield "<p>" + "　".join(f'<a href="{href(path)}">{label}</a>' for path, label in links) + "</p>"
    if disc.total > 1:
        yield "<p>灰色的文件在另一张光盘上。</p>"
    for category, folders in _grouped(whole).items():
        yield f"<h2>{escape(category)}</h2>"
        for folder, rows in folders.items():
            yield f"<h3>{escape(folder)}</h3>\n<table>\n<tr><th>件号</th><th>题名</th><th>日期</th><th>文件</th></tr>"
            for item, contents in rows:
                yield _row(whole, disc, item, contents)
            yield "</table>"
    yield "</body>\n</html>"


def _grouped(whole: DiscSet) -> dict[str, dict[str, list[tuple[Item, list[Content]]]]]:
    """Category → folder → items that may be shown, with those of their files that are on any disc.

    Numbers given late stand behind those of other folders, so a folder's items need not follow each other.
    """
    groups: dict[str, dict[str, list[tuple[Item, list[Content]]]]] = {}
    for item in whole.package.items:
        contents = [content for content in item.contents if content.path in whole.where]
        if contents and not item.personal:
            folders = groups.setdefault(_category(contents[0]), {})
            folders.setdefault(item.folder, []).append((item, contents))
    return groups


def _category(content: Content) -> str:
    """The second level of the catalogue: the folder below the studio's own."""
    parts = content.path.split("/")
    return parts[1] if len(parts) > 2 else ""


def _row(whole: DiscSet, disc: Disc, item: Item, contents: list[Content]) -> str:
    files = "<br>".join(_file(whole, disc, content) for content in contents)
    cells = (escape(item.number), escape(item.title), escape(item.date), files)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _file(whole: DiscSet, disc: Disc, content: Content) -> str:
    name = escape(content.path.rpartition("/")[2])
    number = whole.where[content.path]
    if number == disc.number:
        return f'<a href="{href(whole.path(content))}">{name}</a>'
    return f'<span class="off">{name}（在第{number}张）</span>'
