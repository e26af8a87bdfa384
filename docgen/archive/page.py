"""The page of a package: all its items in the three levels of the catalogue; opens in any browser, without network."""

from __future__ import annotations

from docgen.archive.copying import DigestingStream
from docgen.archive.csip import href
from docgen.archive.layout import CATALOGUE, ITEMS, Layout
from docgen.model.archive import Content, Item, Package
from docgen.web import Category, Entry, File, Group, Page, file_kind, page_lines


def write_page(stream: DigestingStream, package: Package) -> None:
    """The list of all items that hold no personal data, with links to their files.

    Items with personal data are only counted: neither their titles nor their file names stand here.
    """
    for line in page_lines(_page(package)):
        stream.write(f"{line}\n".encode())


def _page(package: Package) -> Page:
    layout = Layout(package)
    hidden = sum(item.personal for item in package.items)
    intro = f"<p>共{len(package.items)}件。"
    intro += f"其中{hidden}件含个人信息，不列在本页。</p>" if hidden else "</p>"
    intro += f'<p>完整目录：<a href="{href(layout.inside(CATALOGUE))}">归档文件目录</a>　'
    intro += f'<a href="{href(layout.inside(ITEMS))}">每一件的说明</a></p>'
    day = package.created.date().isoformat()
    return Page(
        title=f"{package.agency.studio}{package.year}年度归档文件",
        top=package.agency.studio,
        about=f"编号：{package.id}　立档单位：{package.agency.unit}　归档日期：{day}",
        intro=intro,
        places=(),
        categories=tuple(_categories(package, layout)),
        foot=f"由 {package.software} 生成，不需要联网。",
    )


def category_titles(package: Package) -> dict[str, str]:
    """Title of each category's number: the second folder of its files; the number alone where it has none."""
    titles: dict[str, str] = {}
    for item in package.items:
        titles.setdefault(item.category, item.category)
        for content in item.contents[:1]:
            parts = content.path.split("/")
            if len(parts) > 2 and titles[item.category] == item.category:
                titles[item.category] = parts[1]
    return titles


def _categories(package: Package, layout: Layout) -> list[Category]:
    """Numbers given late stand behind those of other folders, so a folder's items need not follow each other."""
    found: dict[str, dict[str, list[Item]]] = {}
    for item in package.items:
        if not item.personal:
            found.setdefault(item.category, {}).setdefault(item.folder, []).append(item)
    titles = category_titles(package)
    return [
        Category(titles[number], tuple(_group(folder, items, layout) for folder, items in folders.items()))
        for number, folders in found.items()
    ]


def _group(folder: str, items: list[Item], layout: Layout) -> Group:
    rows = [Entry(i.number, i.title, i.date, tuple(_file(layout, c) for c in i.contents)) for i in items]
    return Group(folder, tuple(rows), len(rows))


def _file(layout: Layout, content: Content) -> File:
    name = content.path.rpartition("/")[2]
    kind = file_kind(content.media_type)
    return File(name, href(layout.content(content)), content.role.value, kind, caption=content.caption)
