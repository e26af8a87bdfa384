"""Who must sign what in a month: a row a document, those who sign in their order; and who signs how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.render.report import BOX, GREY
from docgen.render.sheets_mm import Sheets, page_number
from docgen.render.wordxml import FANG, HEI, SONG, Cell, Look, Row, line_count, para, table

PAPER, MARGINS = (297.0, 210.0), (14, 15, 16, 15)
TITLE = Look(18, SONG, "center", bold=True, line=28, after=4)
TEXT, HEAD = Look(11, FANG, line=18), Look(10, HEI, "center", line=13)
SMALL = Look(9, SONG, line=11.5)
CENTRE = Look(9, SONG, "center", line=11.5)
SECTION = Look(12, HEI, line=20, before=6, after=2, keep=True)
WIDTH, AIR = 267.0, 0.8
NUMBER, WHEN, EACH = 9.0, 31.0, 29.5
#: An empty box: the tick is made by hand when the signature stands.
BOX_MARK = "□"
MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class SignRow:
    """A document to be signed: its material, name, day, and role and person of those who sign, in order."""

    material: str
    name: str
    when: str
    signers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SignFacts:
    """What the list says besides its rows.

    Attributes:
        studio: name of the studio.
        month: the month as printed.
        due: documents that are to be signed in the month.
        signed: those of which a signed scan is there.
        missing: those that were not made yet.
    """

    studio: str
    month: str
    due: int
    signed: int
    missing: int


def sign_list(facts: SignFacts, rows: Sequence[SignRow]) -> bytes:
    """The list as a Word file.

    Args:
        facts: what it says besides.
        rows: the documents without a signed scan.
    """
    title = f"{facts.studio}签字清单（{facts.month}）"
    sheets = Sheets(title)
    page_number(sheets.new_page(PAPER, MARGINS))
    sheets.add(para(title, TITLE) + para(_summary(facts, len(rows)), TEXT))
    if rows:
        sheets.add(_documents(rows))
        sheets.add(para("每人要签的份数", SECTION) + _persons(rows))
    return sheets.to_bytes()


def _summary(facts: SignFacts, open_: int) -> str:
    text = f"应签{facts.due}份，已有签字扫描件{facts.signed}份，待签{open_}份。"
    if facts.missing:
        text += f"另有{facts.missing}份尚未生成，不在表内。"
    if not open_:
        return text
    return text + "按从左到右的次序签；签后扫描，放在文档旁边，文件名与文档相同。空格由签字时勾。"


def _documents(rows: Sequence[SignRow]) -> str:
    most = max(len(row.signers) for row in rows)
    name = WIDTH - NUMBER - WHEN - most * EACH
    widths = (NUMBER, name, WHEN, *([EACH] * most))
    heads = ("序号", "文档", "日期", *(f"第{n}签" for n in "一二三四五六七八九"[:most]))
    made = [Row([Cell(w, para(t, HEAD), BOX, fill=GREY) for t, w in zip(heads, widths, strict=True)], 7, head=True)]
    for number, row in enumerate(rows, 1):
        signs = [f"{BOX_MARK} {role}\n{person or '　'}" for role, person in row.signers]
        texts = [str(number), f"{row.material}\n{row.name}", row.when, *signs, *([""] * (most - len(signs)))]
        lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
        cells = [
            Cell(width, para(text, SMALL if n in (1, *range(3, 3 + most)) else CENTRE), BOX)
            for n, (text, width) in enumerate(zip(texts, widths, strict=True))
        ]
        made.append(Row(cells, lines * SMALL.line * MM_PER_POINT + 1.2))
    return table(made, AIR)


def _lines(text: str, width: float) -> int:
    return sum(line_count(line, SMALL.size, width - 2 * AIR) for line in text.split("\n"))


def _persons(rows: Sequence[SignRow]) -> str:
    """A row a person, in the order in which they are first needed; what nobody is named for stands by its role."""
    found: dict[str, list[int]] = {}
    for place in range(max(len(row.signers) for row in rows)):
        for number, row in enumerate(rows, 1):
            if place < len(row.signers):
                role, person = row.signers[place]
                found.setdefault(person or f"（{role}）", []).append(number)
    return _table_of(found)


def _table_of(found: Mapping[str, Sequence[int]]) -> str:
    widths = (60.0, 20.0, WIDTH - 80)
    heads = ("签字人", "份数", "表内序号")
    made = [Row([Cell(w, para(t, HEAD), BOX, fill=GREY) for t, w in zip(heads, widths, strict=True)], 7, head=True)]
    for person, numbers in found.items():
        texts = (person, str(len(set(numbers))), "、".join(map(str, sorted(set(numbers)))))
        lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
        looks = (SMALL, CENTRE, SMALL)
        cells = [Cell(w, para(t, look), BOX) for t, w, look in zip(texts, widths, looks, strict=True)]
        made.append(Row(cells, lines * SMALL.line * MM_PER_POINT + 1.2))
    return table(made, AIR)
