"""The plain list of a package that opens in any browser, without network and without script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from docgen.archive.copying import DigestingStream
from docgen.archive.csip import href
from docgen.archive.layout import CATALOGUE, ITEMS, Layout
from docgen.model.archive import Item, Package

_STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:1em auto;padding:0 1em;line-height:1.6}"
    "h2{border-bottom:1px solid #999;margin-top:2em}h3{margin-bottom:.3em}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.2em .5em;text-align:left;"
    "vertical-align:top}td:first-child{white-space:nowrap;width:9em}"
)


def write_page(stream: DigestingStream, package: Package) -> None:
    """The list of all items that hold no personal data, with links to their files.

    Items with personal data are only counted: neither their titles nor their file names stand here.
    """
    for line in _lines(package):
        stream.write(f"{line}\n".encode())


def _lines(package: Package) -> Iterator[str]:
    title = escape(f"{package.agency.studio}{package.year}年度归档文件")
    layout = Layout(package)
    shown = [item for item in package.items if not item.personal]
    hidden = len(package.items) - len(shown)
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    yield f"<p>编号：{escape(package.id)}　立档单位：{escape(package.agency.unit)}　"
    yield f"归档日期：{package.created.date().isoformat()}　共{len(package.items)}件</p>"
    if hidden:
        yield f"<p>其中{hidden}件含个人信息，不列在本页。</p>"
    yield f'<p>完整目录：<a href="{href(layout.inside(CATALOGUE))}">归档文件目录</a>　'
    yield f'<a href="{href(layout.inside(ITEMS))}">每一件的说明</a></p>'
    titles = _categories(package)
    for category, items in groupby(shown, key=lambda item: item.category):
        yield f"<h2>{escape(titles.get(category, category))}</h2>"
        for folder, held in groupby(items, key=lambda item: item.folder):
            yield f"<h3>{escape(folder)}</h3>\n<table>\n<tr><th>件号</th><th>题名</th><th>日期</th><th>文件</th></tr>"
            for item in held:
                yield _row(layout, item)
            yield "</table>"
    yield "</body>\n</html>"


def _categories(package: Package) -> dict[str, str]:
    """Title of each category's number: the second folder of its files; the number alone where it has none."""
    titles: dict[str, str] = {}
    for item in package.items:
        for content in item.contents[:1]:
            parts = content.path.split("/")
            if len(parts) > 2:
                titles.setdefault(item.category, parts[1])
    return titles


def _row(layout: Layout, item: Item) -> str:
    links = "<br>".join(
        f'<a href="{href(layout.content(c))}">{escape(c.path.rsplit("/", 1)[-1])}</a>（{escape(c.role.value)}）'
        for c in item.contents
    )
    cells = (escape(item.number), escape(item.title), escape(item.date), links or "纸质")
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
