"""The report on the tests of DA/T 70—2018 as a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docgen.model.values import chinese_date
from docgen.render.sheets_mm import Sheets, page_number
from docgen.render.wordxml import A4, FANG, HEI, SONG, Cell, Look, Row, para, table

_TITLE = Look(20, SONG, "center", bold=True, line=32, after=10)
_TEXT = Look(12, FANG, "both", line=22, indent=2)
_NOTE = Look(10.5, FANG, line=16, before=3, after=4)
_BOX = "top left bottom right"
_GREY = "F2F2F2"
_AIR = 1.0
_COLUMNS = (("编号", 24.0), ("检测项目", 50.0), ("结果", 16.0), ("做了什么、发现什么、要人做什么", 80.0))


@dataclass(frozen=True, slots=True)
class TestRow:
    """A test as it is printed: its number, which of the four, what, what came out, and a note."""

    code: str
    quality: str
    title: str
    outcome: str
    note: str


def fourfold_report(what: str, day: date, software: str, counts: str, rows: Sequence[TestRow]) -> bytes:
    """The report; who tested signs it by hand.

    Args:
        what: what was tested.
        day: when.
        software: name and version of the program.
        counts: how much was looked at, in words.
        rows: the tests in their order.
    """
    sheets = Sheets("四性检测报告")
    page_number(sheets.new_page(A4, (25, 20, 20, 20)))
    outcomes = [row.outcome for row in rows]
    summary = "，".join(f"{word} {outcomes.count(word)} 项" for word in dict.fromkeys(outcomes))
    sheets.add(para("四性检测报告", _TITLE))
    sheets.add(para(f"检测对象：{what}（{counts}）", _TEXT) + para(f"检测日期：{chinese_date(day)}", _TEXT))
    sheets.add(para(f"检测项目参照 DA/T 70—2018 归档环节；由{software}核对，{summary}。", _TEXT))
    sheets.add(para("没有由程序做过的项目一律写“需人工”，由检测人做完后在右栏写明。", _NOTE))
    sheets.add(_table(rows) + _signature())
    return sheets.to_bytes()


def _table(rows: Sequence[TestRow]) -> str:
    head = Look(9.5, HEI, "center", line=13)
    made = [Row([Cell(w, para(n, head), _BOX, fill=_GREY) for n, w in _COLUMNS], 6.5, head=True)]
    width = sum(w for _, w in _COLUMNS)
    left, centre = Look(9, SONG, line=12), Look(9, SONG, "center", line=12)
    bold = Look(9, HEI, "center", line=12)
    for quality in dict.fromkeys(row.quality for row in rows):
        made.append(Row([Cell(width, para(quality, Look(9.5, HEI, line=13)), _BOX, fill=_GREY)], 6))
        for row in rows:
            if row.quality == quality:
                texts = (
                    (row.code, left),
                    (row.title, left),
                    (row.outcome, bold if row.outcome == "不通过" else centre),
                )
                cells = [Cell(w, para(t, look), _BOX) for (t, look), (_, w) in zip(texts, _COLUMNS, strict=False)]
                cells.append(Cell(_COLUMNS[3][1], para(row.note, left), _BOX))
                made.append(Row(cells, 5.5, exact=False))
    return table(made, _AIR)


def _signature() -> str:
    text = "检测人：　　　　　　　　　　　　　　　　年　　月　　日"
    return para("", Look(12, line=14)) + para(text, Look(12, FANG, line=24))
