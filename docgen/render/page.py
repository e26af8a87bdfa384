"""The first page of an archive and its plain text guide: they open anywhere, without network, script or program.

Items with personal data are only counted under the title of their material; neither their titles nor the names of
their files stand here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

_STYLE = """
body{font-family:"Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#222;max-width:64em;margin:1.5em auto;
padding:0 1em;line-height:1.6}
h1{font-size:1.6em;margin-bottom:.2em}h2{border-bottom:2px solid #888;margin-top:2em}h3{margin:1.2em 0 .3em}
table{border-collapse:collapse;width:100%;margin:.5em 0}
table.i{table-layout:fixed}td{overflow-wrap:anywhere}
th,td{border:1px solid #bbb;padding:.25em .6em;text-align:left;vertical-align:top}th{background:#f2f2f2}
td.n,th.n{text-align:right;white-space:nowrap}td.w{white-space:nowrap}th.m{padding-top:.7em}
.q{color:#666}p.q{margin-top:0}a{color:#0b4f9e}
@media print{a{color:inherit;text-decoration:none}body{max-width:none}}
"""


#: The page of a disc.
_DISC_PAGE = "index.html"
#: Columns of the lists of items: the same in every category.
_COLUMNS = (
    '<colgroup><col style="width:8em"><col><col style="width:6.5em"><col style="width:38%"><col style="width:6em">'
    '<col style="width:3.5em"></colgroup>\n'
    "<tr><th>件号</th><th>题名</th><th>日期</th><th>文件</th><th>盒号</th><th>光盘</th></tr>"
)


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
        image: ending of the discs' images beside their folders, empty where there are none.
    """

    bag: str
    payload: str
    discs: str = "光盘"
    labels: str = "标签"
    report: str = "归档报告.docx"
    catalogue: str = ""
    label_files: tuple[str, ...] = ()
    image: str = ""


def start_page(package: Package, boxes: Sequence[Box], discs: Sequence[Disc], titles: Titles, places: Places) -> bytes:
    """The page that is opened first.

    Args:
        package: the archive.
        boxes: all its boxes.
        discs: all its discs.
        titles: words of the standard.
        places: where things lie.
    """
    return "".join(f"{line}\n" for line in _lines(package, boxes, discs, titles, places)).encode()


def _lines(
    package: Package, boxes: Sequence[Box], discs: Sequence[Disc], titles: Titles, places: Places
) -> Iterator[str]:
    title = escape(f"{package.agency.studio}{package.year}年度归档资料")
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    yield f'<p class="q">{escape(_about(package))}</p>'
    yield from _summary(package, boxes, discs, places)
    found = headings(package.items)
    yield from _contents(found, titles)
    lies = (boxes_of(boxes), discs_of(discs))
    for category in dict.fromkeys(h.category for h in found):
        yield f'<h2 id="c{escape(category)}">{escape(titles.category(category))}</h2>\n<table class="i">{_COLUMNS}'
        for heading in found:
            if heading.category == category:
                yield from _heading(heading, places, lies)
        yield "</table>"
    yield from _boxes(package, boxes, titles)
    yield from _discs(package, discs, places)
    yield "</body>\n</html>"


def _about(package: Package) -> str:
    agency = package.agency
    return (
        f"编号 {package.id}　立档单位 {agency.unit}　归档日期 {package.created.date().isoformat()}　"
        f"依据 {package.standard}《{package.standard_title}》"
    )


def _summary(package: Package, boxes: Sequence[Box], discs: Sequence[Disc], places: Places) -> Iterator[str]:
    files = [c for i in package.items for c in i.contents]
    size = size_text(sum(c.size for c in files))
    yield (
        f"<p>共 {len(package.items)} 件，电子文件 {len(files)} 个（{size}），资料盒 {len(boxes)} 盒，"
        f"光盘 {len(discs)} 张。</p>\n<ul>"
    )
    yield f"<li>{_link(places.report, '归档报告')}：有什么、缺什么、核对了什么</li>"
    if places.catalogue:
        yield f"<li>{_link(places.catalogue, '归档包自带的目录')}</li>"
    if places.label_files:
        labels = "　".join(_link(f"{places.labels}/{n}", n.removesuffix(".docx")) for n in places.label_files)
        yield f"<li>标签和盒内用纸：{labels}</li>"
    yield f"<li>原件在 {_link(f'{places.payload}/', places.payload)}</li>\n</ul>"


def _link(path: str, text: str) -> str:
    return f'<a href="{quote(path, safe="/")}">{escape(text)}</a>'


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
        yield f'<tr><td><a href="#c{escape(category)}">{escape(titles.category(category))}</a></td>{cells}</tr>'
    yield "</table>"


def _heading(heading: Heading, places: Places, lies: tuple[dict[str, str], dict[str, str]]) -> Iterator[str]:
    """A material with its items; those with personal data only by number."""
    count = f'<span class="q">{len(heading.items)} 件</span>'
    yield f'<tr><th colspan="6" class="m">{escape(heading.label)}　{count}</th></tr>'
    hidden = [i for i in heading.items if i.personal]
    if hidden:
        folder = _folder(hidden)
        name = _link(f"{places.payload}/{folder}/", heading.title) if folder else escape(heading.title)
        boxes, discs = (
            escape("、".join(dict.fromkeys(found[i.number] for i in hidden if i.number in found))) for found in lies
        )
        said = f"{name}：{len(hidden)} 件含个人信息，不逐件列出"
        yield f'<tr><td colspan="4">{said}</td><td>{boxes}</td><td>{discs}</td></tr>'
    for item in heading.items:
        if not item.personal:
            yield _row(item, places, lies)


def _folder(items: Sequence[Item]) -> str:
    """The folder of a material: nothing below it, whose name may be a person's."""
    for item in items:
        for content in item.contents:
            parts = content.path.split("/")
            if len(parts) > 3:
                return "/".join(parts[:3])
    return ""


def _row(item: Item, places: Places, lies: tuple[dict[str, str], dict[str, str]]) -> str:
    files = "<br>".join(_file(c, places) for c in item.contents) or '<span class="q">只有纸质</span>'
    number, day = escape(item.number), escape(dotted(item.date))
    box, disc = (escape(found.get(item.number, "")) for found in lies)
    return (
        f'<tr><td class="w">{number}</td><td>{escape(item.title)}</td><td class="w">{day}</td><td>{files}</td>'
        f"<td>{box}</td><td>{disc}</td></tr>"
    )


def _file(content: Content, places: Places) -> str:
    link = _link(f"{places.payload}/{content.path}", content.path.rpartition("/")[2])
    role = "" if content.role is Role.ATTACHMENT else f' <span class="q">{escape(content.role.value)}</span>'
    return link + role


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
            f"<tr><td>{_link(f'{places.discs}/{disc.folder}/{_DISC_PAGE}', disc.name)}</td>"
            f'<td>第 {disc.number} 张，共 {disc.total} 张</td><td class="n">{len(held.items)}</td>'
            f'<td class="n">{len(disc.paths)}</td><td class="n">{size_text(disc.size)}</td>'
            f"<td>{escape(number_range(held.first, held.last))}</td></tr>"
        )
    yield "</table>"
