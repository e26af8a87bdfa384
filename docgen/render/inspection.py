"""One page for whoever inspects a year's records: which clause lies in which box, as which items, where in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docgen.model.archive import Box, Disc, Item, Package
from docgen.model.standard import Material, Standard
from docgen.render.holdings import box_totals, boxes_of, number_runs, runs
from docgen.render.label.qr import qr_picture
from docgen.render.report import BOX, GREY
from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import (
    A4,
    FANG,
    HEI,
    SONG,
    Cell,
    Look,
    Row,
    fit,
    line_count,
    para,
    picture_line,
    table,
    text_width,
)

TITLE = Look(18, SONG, "left", bold=True, line=26)
HEAD, NOTE = Look(9, HEI, "center", line=11), Look(8.5, FANG, line=12, before=3)
WIDTH, AIR = 186.0, 0.8
#: Room for the code and what stands beside it, and for all rows of the table, in millimetres.
CODE, TOP, ROOM = 30.0, 34.0, 218.0
COLUMNS = (("条款", 15.0), ("要求的内容", 62.0), ("盒号", 27.0), ("件号", 50.0), ("件数", 10.0), ("盒内位置", 22.0))
#: Font sizes that are tried until the page holds all clauses.
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
LEADING = 1.22
MM_PER_POINT = 25.4 / 72
SHORT_DIGEST = 16
LISTED = "见盒内目录"
#: Words of the catalogue: files that lie in another material's items; a material that the data feed.
WITH, DATA = "with:", "data"


@dataclass(frozen=True, slots=True)
class Demand:
    """What a clause asks for.

    Attributes:
        clause: its number.
        title: what it is about.
        materials: ids of the materials that answer it, and of those in whose items they lie.
        later: nothing but closing papers, which are made when everything is packed and are no items.
    """

    clause: str
    title: str
    materials: frozenset[str]
    later: bool = False


def demands(standard: Standard) -> tuple[Demand, ...]:
    """The clauses to which materials of the catalogue belong, in the standard's order; labels and folders left out."""
    found: dict[str, list[Material]] = {}
    for material in standard.materials.values():
        for clause in material.clause.split("、") if material.category else ():
            found.setdefault(clause.partition("–")[0], []).append(material)
    return tuple(_demand(standard, clause, found[clause]) for clause in standard.clauses if clause in found)


def _demand(standard: Standard, clause: str, materials: Sequence[Material]) -> Demand:
    title = standard.clause_titles.get(clause) or "、".join(_plain(m.title) for m in materials)
    homes = {m.item.removeprefix(WITH): m for m in materials if m.item.startswith(WITH)}
    # Pictures lie in a category of their own: all of them would stand here for each clause that wants some.
    near = {home for home, m in homes.items() if standard.materials[home].category == m.category}
    return Demand(clause, title, frozenset({m.id for m in materials} | near), all(m.fed_by != DATA for m in materials))


def _plain(title: str) -> str:
    return title[: title.rindex("（")] if title.endswith("）") and title.rindex("（") > 0 else title


def inspection_page(
    package: Package,
    boxes: Sequence[Box],
    discs: Sequence[Disc],
    asked: Sequence[Demand],
    elsewhere: Mapping[str, int],
    digest: str,
) -> bytes:
    """The page as a Word file.

    Args:
        package: the archive.
        boxes: all its boxes.
        discs: all its discs.
        asked: the clauses.
        elsewhere: id of a material → how many of its records are filed in another year.
        digest: SHA-256 of the package's manifest (hexadecimal).

    Raises:
        OutputError: the code does not fit into its place.
    """
    title = f"{package.agency.studio}{package.year}年度迎检一页纸"
    lines = [_line(demand, package, boxes, elsewhere) for demand in asked]
    lines = [line for line, demand in zip(lines, asked, strict=True) if not (demand.later and line[4] == "0")]
    sheets = Sheets(title)
    sheets.new_page(A4, (12, 12, 10, 12))
    code = qr_picture(_text(package, boxes, discs, digest), CODE)
    picture = picture_line(sheets.picture(code.png, code.width, title), "right")
    head = para(title, Look(fit(title, WIDTH - CODE - 2, 18, 10), SONG, bold=True, line=26)) + _about(
        package, boxes, discs, digest
    )
    sheets.add(table([Row([Cell(WIDTH - CODE, head, valign="top"), Cell(CODE, picture, valign="top")], TOP)]))
    sheets.add(_table(lines) + para(_explained(), NOTE))
    return sheets.to_bytes()


def _about(package: Package, boxes: Sequence[Box], discs: Sequence[Disc], digest: str) -> str:
    look = Look(9.5, FANG, line=14)
    agency = package.agency
    lines = (
        f"依据：{package.standard}《{package.standard_title}》",
        f"单位：{agency.unit}　　资料员：{agency.keeper}",
        f"归档编号：{package.id}　　共{len(package.items)}件，{len(boxes)}盒，光盘{len(discs)}张",
        f"归档包清单 SHA-256：{digest}",
    )
    return "".join(para(line, Look(fit(line, WIDTH - CODE - 2, 9.5, 5), FANG, line=look.line)) for line in lines)


def _text(package: Package, boxes: Sequence[Box], discs: Sequence[Disc], digest: str) -> str:
    """What the code says: readable without network, no title of an item."""
    return "\n".join(
        (
            f"编号：{package.id}",
            f"名称：{package.agency.short_name}",
            f"年度：{package.year}",
            f"件{len(package.items)} 盒{len(boxes)} 盘{len(discs)}",
            f"清单：{digest[:SHORT_DIGEST]}",
        )
    )


def _line(demand: Demand, package: Package, boxes: Sequence[Box], elsewhere: Mapping[str, int]) -> tuple[str, ...]:
    items = [i for i in package.items if i.material in demand.materials]
    lies_in, shown = boxes_of(boxes), box_totals(boxes)
    where = _runs(list(dict.fromkeys(lies_in[i.number] for i in items if i.number in lies_in)), shown)
    if items and not where:
        where = "只有电子"
    numbers = [
        f"{category}-{number_runs([i for i in items if i.category == category])}"
        for category in dict.fromkeys(i.category for i in items)
    ]
    others = sum(elsewhere.get(material, 0) for material in demand.materials)
    if others and not items:
        numbers.append(f"归入其他年度{others}件")
    return (
        demand.clause,
        demand.title,
        where,
        "；".join(numbers) or "无",
        str(len(items)),
        _place(items, package, boxes),
    )


def _runs(found: Sequence[str], shown: dict[str, str]) -> str:
    """Boxes as ranges: those of one category that follow each other are said from first to last."""
    groups: list[list[str]] = []
    order = list(shown)
    for box in sorted(found, key=order.index):
        follows = groups and order.index(box) == order.index(groups[-1][-1]) + 1
        if follows and box.rpartition("-")[0] == groups[-1][-1].rpartition("-")[0]:
            groups[-1].append(box)
        else:
            groups.append([box])
    return "、".join(g[0] if len(g) == 1 else f"{g[0]}至{g[-1]}" for g in groups)


def _place(items: Sequence[Item], package: Package, boxes: Sequence[Box]) -> str:
    """Where to look in the box: from which page to which, or which papers where not all pages are counted."""
    wanted = {i.number for i in items}
    holding = [b for b in boxes if wanted & set(b.items)]
    if len(holding) != 1:
        return LISTED if holding else ""
    known = {i.number: i.pages for i in package.items}
    inside = holding[0].items
    places = [n for n, number in enumerate(inside) if number in wanted]
    before = [known[number] for number in inside[: places[0]]]
    mine = [known[number] for number in inside[places[0] : places[-1] + 1]]
    if len(mine) > len(places) or None in before or None in mine:
        return f"第{runs([str(n + 1) for n in places])}件"
    first = sum(n for n in before if n is not None) + 1
    last = first - 1 + sum(n for n in mine if n is not None)
    return f"第{first}—{last}页" if last > first else f"第{first}页"


def _table(lines: Sequence[tuple[str, ...]]) -> str:
    """All clauses, in the largest size at which they stand on the page."""
    for size in SIZES:
        rows = [Row([Cell(w, para(t, HEAD), BOX, fill=GREY) for t, w in COLUMNS], 6, head=True)]
        rows += [_row(line, size) for line in lines]
        if sum(row.height for row in rows) <= ROOM:
            break
    return table(rows, AIR)


def _row(line: Iterable[str], size: float) -> Row:
    texts = [(_broken(text, size, column[1]), column) for text, column in zip(line, COLUMNS, strict=True)]
    lines = max(sum(line_count(t, size, w - 2 * AIR) for t in text.split("\n")) for text, (_, w) in texts)
    height = lines * size * LEADING * MM_PER_POINT
    cells = []
    for number, (text, (_, width)) in enumerate(texts):
        look = Look(size, SONG, "left" if number in (1, 3) else "center", line=size * LEADING)
        cells.append(Cell(width, para(text, look), BOX))
    return Row(cells, height + 1.0)


def _broken(text: str, size: float, width: float) -> str:
    """A list of numbers broken behind its marks only: elsewhere a line would begin with a dash."""
    if "-" not in text:
        return text
    lines = [""]
    for piece in re.split("(?<=[、；])", text):
        fits = not lines[-1] or text_width(lines[-1] + piece, size) <= width - 2 * AIR
        lines[-1:] = [lines[-1] + piece] if fits else [lines[-1], piece]
    return "\n".join(lines)


def _explained() -> str:
    return (
        "盒号为类目加顺序；件号为类目加流水，与盒内目录一致。“盒内位置”是盒内的起止页；页数没有全部计出的，"
        "写盒内第几件；分在几盒的，见各盒的盒内目录。照片和视频在光盘里，只存一次。没有资料的条款写“无”。"
    )
