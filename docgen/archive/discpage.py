"""The page of a disc: what is here, what is on which other disc. Opens in any browser, without network or script."""

from __future__ import annotations

from html import escape

from docgen.archive.carrier import DiscSet
from docgen.archive.carrierlayout import NOTE
from docgen.archive.copying import DigestingStream
from docgen.archive.csip import href
from docgen.archive.page import category_titles
from docgen.archive.setlist import SET_CATALOGUE
from docgen.model.archive import Content, Disc, Item
from docgen.web import Category, Entry, File, Group, Page, file_kind, page_lines


def write_disc_page(stream: DigestingStream, whole: DiscSet, disc: Disc) -> None:
    """All items of the set that hold no personal data; those files that are on this disc are links.

    Items with personal data are only counted: neither their titles nor their file names stand here.
    """
    for line in page_lines(_page(whole, disc)):
        stream.write(f"{line}\n".encode())


def _page(whole: DiscSet, disc: Disc) -> Page:
    package = whole.package
    name = f"{package.agency.studio}{package.year}年度电子档案光盘"
    return Page(
        title=f"{name}　第{disc.number}张/共{disc.total}张",
        top=package.agency.studio,
        about=f"载体编号：{disc.name}　保管单位：{package.agency.unit}",
        intro=_intro(whole, disc),
        places=(),
        categories=tuple(_categories(whole, disc)),
        foot=f"由 {package.software} 生成，不需要联网。",
    )


def _intro(whole: DiscSet, disc: Disc) -> str:
    held = whole.held(disc.number)
    files = sum(len(one.contents) for one in held)
    hidden = sum(one.item.personal for one in held)
    catalogue = whole.layout.catalogue
    links = ((NOTE, "说明文件"), (catalogue, "本盘文件目录"), (SET_CATALOGUE, "全套目录"))
    lines = [f"<p>本盘{len(held)}件，{files}个文件</p>"]
    if hidden:
        lines.append(f"<p>其中{hidden}件含个人信息，不列在本页，见{escape(catalogue)}。</p>")
    lines.append("<p>" + "　".join(f'<a href="{_up(whole)}{href(path)}">{label}</a>' for path, label in links) + "</p>")
    if disc.total > 1:
        lines.append("<p>灰色的文件在另一张光盘上。</p>")
    return "\n".join(lines)


def _categories(whole: DiscSet, disc: Disc) -> list[Category]:
    """Category → folder → items that may be shown, with those of their files that are on any disc.

    Numbers given late stand behind those of other folders, so a folder's items need not follow each other.
    """
    found: dict[str, dict[str, list[Entry]]] = {}
    for item in whole.package.items:
        contents = [content for content in item.contents if content.path in whole.where]
        if contents and not item.personal:
            folders = found.setdefault(item.category, {})
            folders.setdefault(item.folder, []).append(_entry(whole, disc, item, contents))
    titles = category_titles(whole.package)
    return [
        Category(titles[number], tuple(Group(label, tuple(rows), len(rows)) for label, rows in folders.items()))
        for number, folders in found.items()
    ]


def _entry(whole: DiscSet, disc: Disc, item: Item, contents: list[Content]) -> Entry:
    return Entry(item.number, item.title, item.date, tuple(_file(whole, disc, content) for content in contents))


def _file(whole: DiscSet, disc: Disc, content: Content) -> File:
    name = content.path.rpartition("/")[2]
    number = whole.where[content.path]
    if number != disc.number:
        return File(name, "", f"（在第{number}张）", caption=content.caption)
    return File(
        name, f"{_up(whole)}{href(whole.path(content))}", kind=file_kind(content.media_type), caption=content.caption
    )


def _up(whole: DiscSet) -> str:
    """From the page to the root of the disc."""
    return "../" * whole.layout.page.count("/")
