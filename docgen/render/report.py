"""The report on a year's archive as a Word file: what is there, what is missing, what was checked and with what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.model.archive import Box, Disc, Item, Package
from docgen.model.values import chinese_date
from docgen.render.guide_text import changes_summary
from docgen.render.holdings import (
    Held,
    Titles,
    box_totals,
    boxes_of,
    headings,
    number_range,
    size_text,
    unsigned,
)
from docgen.render.sheets_mm import FOOT, Sheets, page_number
from docgen.render.wordxml import A4, FANG, HEI, SONG, Cell, Look, Row, fit, para, table

TITLE = Look(20, SONG, "center", bold=True, line=32, after=12)
HEAD = Look(14, HEI, line=24, before=8, after=3, level=1, keep=True)
TEXT = Look(12, FANG, "both", line=22, indent=2)
POINT = Look(12, FANG, "both", line=22, indent=2, keep=True)
NOTE = Look(10.5, FANG, line=16, before=3, after=4)
CENTRE, NAMES = Look(9.5, SONG, "center", line=12), Look(9.5, HEI, "center", line=12)
ROOM = 156.0
BOX = "top left bottom right"
_AIR = 1.0
GREY = "F2F2F2"
#: Records of a list that are named one by one; the rest is only counted.
MOST = 40


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that should be there and is not: what, and why or what to do."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class FiledElsewhere:
    """Something that is filed in another year: what, and where or why."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was made: of what, with what, and what came out."""

    what: str
    tool: str
    result: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report says besides what package, boxes and discs say themselves.

    Attributes:
        titles: words of the standard.
        gaps: what is missing.
        elsewhere: what is filed in another year.
        missing_files: files that the records name and that are not there.
        judged: what the rules about archives say of this one.
        checked: the checks that were made; nothing else is called checked.
        remarks: what is worth a look in the plan of boxes, discs and codes.
        places: what lies where: name and path from the archive's folder.
        structures: names of the layouts that were followed.
    """

    titles: Titles
    gaps: tuple[Gap, ...] = ()
    elsewhere: tuple[FiledElsewhere, ...] = ()
    missing_files: tuple[str, ...] = ()
    judged: tuple[Gap, ...] = ()
    checked: tuple[Checked, ...] = ()
    remarks: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    structures: tuple[str, ...] = ("BagIt 1.0（RFC 8493）", "E-ARK CSIP 2.1")


def archive_report(package: Package, boxes: Sequence[Box], discs: Sequence[Disc], facts: ReportFacts) -> bytes:
    """The report as a Word file.

    Args:
        package: the archive.
        boxes: all its boxes.
        discs: all its discs.
        facts: what else there is to say.
    """
    title = report_title(package)
    sheets = Sheets(title)
    page_number(sheets.new_page(A4, (30, 26, 28, 28)))
    sheets.add(para(title, TITLE) + para(_opening(package), TEXT))
    sheets.add(para("一、总体情况", HEAD) + _summary(package, boxes, discs))
    sheets.add(para("二、需要补齐和确认的事项", HEAD) + _open_points(package, facts))
    sheets.add(para("三、资料盒和光盘", HEAD) + _boxes(package, boxes, facts.titles) + _discs(package, discs))
    sheets.add(para("四、存放位置", HEAD) + _places(facts))
    sheets.add(para("五、核对情况", HEAD) + _checks(facts) + signatures("整理人", "检查人"))
    # The longest table comes last, so that what needs doing stands on the first pages.
    sheets.new_page(A4, (16, 26, 17, 28)).footer_distance = FOOT
    sheets.add(para("附：各类资料件数", HEAD) + _by_category(package, boxes, facts.titles))
    return sheets.to_bytes()


def report_title(package: Package) -> str:
    """What the report is called."""
    return f"{package.agency.studio}{package.year}年度归档报告"


def _opening(package: Package) -> str:
    agency, changes = package.agency, package.changes
    version = f"，比{changes.previous}{changes_summary(changes).replace(' ', '')}，以前的版本都保留" if changes else ""
    return (
        f"{agency.unit}{agency.studio}{package.year}年度资料于{chinese_date(package.created.date())}整理归档，"
        f"归档编号{package.id}{version}。类目和内容依据{package.standard}《{package.standard_title}》。"
        f"本报告由{package.software}按登记数据生成，供整理人和检查人核对。"
    )


def _summary(package: Package, boxes: Sequence[Box], discs: Sequence[Disc]) -> str:
    items = package.items
    files = [c for i in items for c in i.contents]
    size = sum(c.size for c in files)
    facts = (
        ("件数", f"{len(items)}件"),
        ("类目数", f"{len({i.category for i in items})}类"),
        ("有纸质的", f"{sum(i.paper for i in items)}件"),
        ("只有电子的", f"{sum(not i.paper for i in items)}件"),
        ("电子文件", f"{len(files)}个"),
        ("字节数", f"{size:,}（{size_text(size)}）"),
        ("资料盒", f"{len(boxes)}盒"),
        ("光盘", f"{len(discs)}张"),
    )
    name, value = 26.0, ROOM / 2 - 26
    rows = []
    for left, right in zip(facts[::2], facts[1::2], strict=True):
        cells = [
            cell for head, text in (left, right) for cell in (_head(head, name), Cell(value, para(text, CENTRE), BOX))
        ]
        rows.append(Row(cells, 7))
    return table(rows, _AIR)


def _head(text: str, width: float) -> Cell:
    return Cell(width, para(text, NAMES), BOX, fill=GREY)


_COLUMNS = (("类目和具体内容", 82.0), ("件数", 12.0), ("文件数", 13.0), ("纸质", 11.0), ("电子", 11.0), ("盒号", 27.0))


def _by_category(package: Package, boxes: Sequence[Box], titles: Titles) -> str:
    """A row per category with its sums, below it a row per material, and the whole."""
    lies_in = boxes_of(boxes)
    rows = [Row([_head(name, width) for name, width in _COLUMNS], 6.5, head=True)]
    found = headings(package.items)
    for category in dict.fromkeys(h.category for h in found):
        mine = [h for h in found if h.category == category]
        rows.append(_counts(titles.category(category), [i for h in mine for i in h.items], {}, HEI))
        rows += [_counts(f"　{h.label}", h.items, lies_in, SONG) for h in mine]
    rows.append(_counts("合计", package.items, {}, HEI))
    return table(rows, _AIR)


def _counts(name: str, items: Sequence[Item], lies_in: dict[str, str], font: str) -> Row:
    files = sum(len(i.contents) for i in items)
    paper, electronic = sum(i.paper for i in items), sum(bool(i.contents) for i in items)
    boxes = list(dict.fromkeys(lies_in[i.number] for i in items if i.number in lies_in))
    shown = "、".join(boxes) if len(boxes) < 3 else f"{boxes[0]}—{boxes[-1]}"
    texts = [str(n or "") for n in (len(items), files, paper, electronic)]
    left = Look(8.5, font, line=11)
    centre = Look(8.5, font, "center", line=11)
    last = Look(fit(shown, _COLUMNS[-1][1] - 2 * _AIR, 8.5, 6), SONG, "center", line=11)
    fill = "" if font == SONG else GREY
    cells = [Cell(_COLUMNS[0][1], para(name, left), BOX, fill=fill)]
    cells += [Cell(w, para(t, centre), BOX, fill=fill) for t, (_, w) in zip(texts, _COLUMNS[1:-1], strict=True)]
    cells.append(Cell(_COLUMNS[-1][1], para(shown, last), BOX, fill=fill))
    return Row(cells, 4.0, exact=False)


def _open_points(package: Package, facts: ReportFacts) -> str:
    items = package.items
    unknown = [i for i in items if i.paper and i.pages is None]
    open_items = [i for i in items if unsigned(i)]
    suggested = [i for i in items if not i.retention_confirmed]
    uncoded = sum(not i.archival_code for i in items)
    periods = "、".join(f"{p}{n}件" for p, n in sorted(Counter(i.retention for i in suggested).items()))
    points = (
        (f"缺项{len(facts.gaps)}项", [f"{g.title}：{g.message}" for g in facts.gaps]),
        (f"归档结果与条款不符{len(facts.judged)}项", [f"{g.title}：{g.message}" for g in facts.judged]),
        (f"登记了而没有找到的附件{len(facts.missing_files)}个", facts.missing_files),
        (f"归入其他年度或尚未归档的{len(facts.elsewhere)}件", [f"{e.title}：{e.reason}" for e in facts.elsewhere]),
        (f"电子件未签{len(open_items)}件（没有签字盖章的正本扫描件）", _per_category(open_items, facts.titles)),
        (f"有纸质而页数未计出的{len(unknown)}件", _per_category(unknown, facts.titles)),
        (f"保管期限为建议、单位尚未确认的{len(suggested)}件", [periods] if periods else []),
        (f"档号未编{uncoded}件", [_why_uncoded(package)] if uncoded else []),
        (f"排盒、编号和分盘的提示{len(facts.remarks)}条", facts.remarks),
    )
    parts = []
    for number, (head, lines) in enumerate(points, 1):
        parts.append(para(f"{number}．{head}{'：' if lines else '。'}", POINT if lines else TEXT))
        parts += [para(line, Look(10.5, FANG, line=16, left=8.5)) for line in _first(lines)]
    return "".join(parts)


def _first(lines: Sequence[str]) -> list[str]:
    if len(lines) <= MOST:
        return list(lines)
    return [*lines[:MOST], f"……另有{len(lines) - MOST}条。"]


def _per_category(items: Iterable[Item], titles: Titles) -> list[str]:
    """One line with the number of items in each category."""
    counts = Counter(i.category for i in items)
    return ["；".join(f"{titles.category(c)}{n}件" for c, n in sorted(counts.items()))] if counts else []


def _why_uncoded(package: Package) -> str:
    if package.agency.fonds_code:
        return "这些件的保管期限不是年限或永久，编不出档号。"
    return "全宗号尚未取得，档号位置空着；件号不受影响，取得后在设置中填写即可补编。"


def _grid(columns: Sequence[tuple[str, float]], lines: Iterable[Sequence[str]]) -> str:
    """A plain table: the first column to the left, the others in the middle."""
    rows = [Row([_head(name, width) for name, width in columns], 6.5, head=True)]
    for line in lines:
        cells = []
        for number, (text, (_, width)) in enumerate(zip(line, columns, strict=True)):
            look = Look(fit(text, width - 2 * _AIR, 9.5, 8), SONG, "center" if number else "left", line=12)
            cells.append(Cell(width, para(text, look), BOX))
        rows.append(Row(cells, 5.6, exact=False))
    return table(rows, _AIR)


def _boxes(package: Package, boxes: Sequence[Box], titles: Titles) -> str:
    if not boxes:
        return para("没有需要装盒的纸质资料。", TEXT)
    shown = box_totals(boxes)
    lines = []
    for box in boxes:
        held = Held.of(package, box.items)
        categories = "、".join(titles.category(c) for c in held.categories)
        numbers = number_range(held.first, held.last)
        retention = "、".join(held.retention)
        lines.append((categories, shown[box.number], str(len(box.items)), numbers, retention, f"{box.spine}"))
    columns = (
        ("类目", 40.0), ("盒号", 26.0), ("件数", 10.0), ("起止件号", 44.0), ("保管期限", 20.0), ("盒脊毫米", 16.0),
    )  # fmt: skip
    return _grid(columns, lines) + para("盒的厚度按页数估算，页数未计出的件按设定值估算；装盒时可换用其他规格。", NOTE)


def _discs(package: Package, discs: Sequence[Disc]) -> str:
    if not discs:
        return para("没有刻录光盘的资料。", TEXT)
    lines = []
    for disc in discs:
        held = Held.of(package, disc.items)
        numbers = number_range(held.first, held.last)
        size = size_text(disc.size)
        lines.append(
            (disc.name, f"{disc.number}／{disc.total}", str(len(held.items)), str(len(disc.paths)), size, numbers)
        )
    columns = (("光盘", 44.0), ("张次", 16.0), ("件数", 16.0), ("文件数", 18.0), ("容量", 20.0), ("起止件号", 42.0))
    note = "光盘文件夹已备好，刻录、刻录日期和套别（封存、查阅、异地）由制作人完成并填写。"
    return _grid(columns, lines) + para(note, NOTE)


def _places(facts: ReportFacts) -> str:
    """What lies where, seen from the folder this report lies in."""
    if not facts.places:
        return para("与本报告同在一个文件夹。", TEXT)
    return _grid((("内容", 60.0), ("位置（从本报告所在的文件夹算起）", 96.0)), facts.places)


def _checks(facts: ReportFacts) -> str:
    structures = "、".join(facts.structures)
    text = para(f"归档包参照{structures}的目录结构。能否接收，以接收单位的检查为准。", TEXT)
    if not facts.checked:
        return text + para("生成本报告时没有做核对。", TEXT)
    columns = (("核对内容", 62.0), ("用什么核对", 50.0), ("结果", 44.0))
    return text + _grid(columns, [(c.what, c.tool, c.result) for c in facts.checked])


def signatures(left: str, right: str) -> str:
    """Blanks for two people: nobody's name and no date are filled in."""
    look = Look(12, FANG, line=24)
    date = "　　　年　　月　　日"
    cells = [(f"{left}：\n{date}", ROOM / 2), (f"{right}：\n{date}", ROOM / 2)]
    space = para("", Look(12, line=18))
    return space + table([Row([Cell(width, para(text, look)) for text, width in cells], 20)], 2) + para("", NOTE)
