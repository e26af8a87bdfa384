"""The first page of an archive: it opens anywhere, without network or program.

Items with personal data are only counted under the title of their material; neither their titles nor the names of
their files stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from docgen.model.archive import Box, Content, Disc, Item, Package, Role
from docgen.render.holdings import (
    Heading,
    Held,
    Titles,
    box_totals,
    boxes_of,
    discs_of,
    dotted,
    headings,
    number_range,
    size_text,
)
from docgen.web import Category, Entry, File, Group, Page, anchor, file_kind, link, page_lines

#: The page of a disc.


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie, seen from the page; with ``/`` and without one at the end.

    Attributes:
        bag: the archive package (a bag).
        payload: the folder that the items' paths begin at.
        discs: the folder with a folder per disc.
        labels: the folder with labels.
        report: the report.
        catalogue: a list of the package's own, empty for none.
        label_files: names of the files in the folder with labels.
        report_page: the report as a page, empty for none.
        catalogues: the catalogues as Excel files.
        disc_page: the page of a disc, from its folder.
        image: ending of the discs' images beside their folders, empty where there are none.
        inspection: the page for an inspection, empty where there is none.
        form: the form for handing discs over, empty where there is none.
    """

    bag: str
    payload: str
    discs: str = "光盘"
    disc_page: str = "index.html"
    labels: str = "标签"
    report: str = "归档报告.docx"
    catalogue: str = ""
    label_files: tuple[str, ...] = ()
    report_page: str = ""
    catalogues: tuple[str, ...] = ()
    image: str = ""
    inspection: str = ""
    form: str = ""


def start_page(
    package: Package,
    boxes: Sequence[Box],
    discs: Sequence[Disc],
    titles: Titles,
    places: Places,
    thumbs: Mapping[str, str] | None = None,
) -> bytes:
    """The page that is opened first.

    Args:
        package: the archive.
        boxes: all its boxes.
        discs: all its discs.
        titles: words of the standard.
        places: where things lie.
        thumbs: path of a picture → path of a small one, seen from the page.
    """
    found = headings(package.items)
    lies = (boxes_of(boxes), discs_of(discs))
    listed = _Listing(places, lies, thumbs or {})
    categories = tuple(
        Category(titles.category(number), tuple(listed.group(h) for h in found if h.category == number))
        for number in dict.fromkeys(h.category for h in found)
    )
    intro = [*_summary(package, boxes, discs, places), *_contents(found, titles)]
    intro += [*_boxes(package, boxes, titles), *_discs(package, discs, places)]
    page = Page(
        title=f"{package.agency.studio}{package.year}年度归档资料",
        top=package.agency.studio,
        about=_about(package),
        intro="\n".join(intro),
        places=("盒号", "光盘"),
        categories=categories,
        foot=f"由 {package.software} 生成，不需要联网。",
    )
    return "".join(f"{line}\n" for line in page_lines(page)).encode()


def _about(package: Package) -> str:
    agency = package.agency
    return (
        f"编号 {package.id}　立档单位 {agency.unit}　归档日期 {package.created.date().isoformat()}　"
        f"依据 {package.standard}《{package.standard_title}》"
    )


def _summary(package: Package, boxes: Sequence[Box], discs: Sequence[Disc], places: Places) -> Iterator[str]:
    files = [c for i in package.items for c in i.contents]
    size = size_text(sum(c.size for c in files))
    cards = (
        (len(package.items), "件"),
        (len(files), f"个电子文件，{size}"),
        (len(boxes), "个资料盒"),
        (len(discs), "张光盘"),
    )
    yield '<div class="cards">' + "".join(f"<div><b>{n}</b>{escape(text)}</div>" for n, text in cards) + "</div>\n<ul>"
    page = f"（{link(places.report_page, '网页')}）" if places.report_page else ""
    yield f"<li>{link(places.report, '归档报告')}{page}：有什么、缺什么、核对了什么</li>"
    if places.catalogues:
        names = ((path, path.rpartition("/")[2].removesuffix(".xlsx")) for path in places.catalogues)
        yield f"<li>目录：{'　'.join(link(path, name) for path, name in names)}</li>"
    if places.inspection:
        yield f"<li>{link(places.inspection, '迎检一页纸')}：条款、盒、件对照，打印一张 A4</li>"
    if places.form:
        yield f"<li>{link(places.form, '移交与接收登记表')}：移交光盘时打印，双方签字、盖章</li>"
    if places.catalogue:
        yield f"<li>{link(places.catalogue, '归档包自带的目录')}</li>"
    if places.label_files:
        labels = "　".join(link(f"{places.labels}/{n}", n.removesuffix(".docx")) for n in places.label_files)
        yield f"<li>标签和盒内用纸：{labels}</li>"
    yield f"<li>原件在 {link(f'{places.payload}/', places.payload)}</li>\n</ul>"


def _contents(found: Sequence[Heading], titles: Titles) -> Iterator[str]:
    """The table of categories with links to their lists."""
    yield "<h2>各类资料</h2>\n<table>"
    yield (
        f'<tr><th>{escape(titles.levels[1])}</th><th class="n">件数</th><th class="n">文件数</th>'
        '<th class="n">纸质</th><th class="n">电子</th></tr>'
    )
    for category in dict.fromkeys(h.category for h in found):
        items = [i for h in found if h.category == category for i in h.items]
        counts = (
            len(items),
            sum(len(i.contents) for i in items),
            sum(i.paper for i in items),
            sum(bool(i.contents) for i in items),
        )
        cells = "".join(f'<td class="n">{n}</td>' for n in counts)
        label = titles.category(category)
        yield f'<tr><td><a href="#{anchor(label)}">{escape(label)}</a></td>{cells}</tr>'
    yield "</table>"


@dataclass(frozen=True, slots=True)
class _Listing:
    """Makes the lists of items."""

    places: Places
    lies: tuple[dict[str, str], dict[str, str]]
    thumbs: Mapping[str, str]

    def group(self, heading: Heading) -> Group:
        """A material with its items; those with personal data only by number."""
        hidden = [i for i in heading.items if i.personal]
        entries = tuple(self._entry(i) for i in heading.items if not i.personal)
        return Group(heading.label, entries, len(heading.items), self._hidden(heading, hidden) if hidden else "")

    def _hidden(self, heading: Heading, hidden: Sequence[Item]) -> str:
        folder = _folder(hidden)
        name = link(f"{self.places.payload}/{folder}/", heading.title) if folder else escape(heading.title)
        boxes, discs = (
            escape("、".join(dict.fromkeys(found[i.number] for i in hidden if i.number in found)))
            for found in self.lies
        )
        said = f"{name}：{len(hidden)} 件含个人信息，不逐件列出"
        return f'<td colspan="4">{said}</td><td>{boxes}</td><td>{discs}</td>'

    def _entry(self, item: Item) -> Entry:
        files = tuple(self._file(c) for c in item.contents)
        where = tuple(found.get(item.number, "") for found in self.lies)
        return Entry(item.number, item.title, dotted(item.date), files, where)

    def _file(self, content: Content) -> File:
        href = quote(f"{self.places.payload}/{content.path}", safe="/")
        note = "" if content.role is Role.ATTACHMENT else content.role.value
        thumb = quote(self.thumbs.get(content.path, ""), safe="/")
        return File(content.path.rpartition("/")[2], href, note, file_kind(content.media_type), thumb, content.caption)


def _folder(items: Sequence[Item]) -> str:
    """The folder of a material: nothing below it, whose name may be a person's."""
    for item in items:
        for content in item.contents:
            parts = content.path.split("/")
            if len(parts) > 3:
                return "/".join(parts[:3])
    return ""


def _boxes(package: Package, boxes: Sequence[Box], titles: Titles) -> Iterator[str]:
    if not boxes:
        return
    yield "<h2>资料盒</h2>\n<table>"
    yield (
        f'<tr><th>盒号</th><th>{escape(titles.levels[1])}</th><th class="n">件数</th><th>起止件号</th>'
        '<th>保管期限</th><th class="n">盒脊（毫米）</th></tr>'
    )
    shown = box_totals(boxes)
    for box in boxes:
        held = Held.of(package, box.items)
        categories = "、".join(titles.category(c) for c in held.categories)
        yield (
            f'<tr><td class="w">{escape(shown[box.number])}</td><td>{escape(categories)}</td>'
            f'<td class="n">{len(held.items)}</td><td>{escape(number_range(held.first, held.last))}</td>'
            f'<td>{escape("、".join(held.retention))}</td><td class="n">{box.spine}</td></tr>'
        )
    yield "</table>"


def _discs(package: Package, discs: Sequence[Disc], places: Places) -> Iterator[str]:
    if not discs:
        return
    yield "<h2>光盘</h2>\n<table>"
    yield '<tr><th>光盘</th><th>张次</th><th class="n">件数</th><th class="n">文件数</th><th class="n">容量</th>'
    yield "<th>起止件号</th></tr>"
    for disc in discs:
        held = Held.of(package, disc.items)
        yield (
            f"<tr><td>{link(f'{places.discs}/{disc.folder}/{places.disc_page}', disc.name)}</td>"
            f'<td>第 {disc.number} 张，共 {disc.total} 张</td><td class="n">{len(held.items)}</td>'
            f'<td class="n">{len(disc.paths)}</td><td class="n">{size_text(disc.size)}</td>'
            f"<td>{escape(number_range(held.first, held.last))}</td></tr>"
        )
    yield "</table>"
