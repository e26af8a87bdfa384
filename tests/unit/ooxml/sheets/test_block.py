"""A block of cells kept up to date: nothing else in the workbook changes, and the block is no change of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName

from docgen.container import Container
from docgen.errors import UnreadableFile
from docgen.ooxml.sheets.block import MOST, Block, digest_beside, find_block
from tests.unit.ooxml.sheets.sheetmaker import changed, shared
from tests.unit.ooxml.sheets.test_appending import SHEET
from tests.unit.ooxml.sheets.test_appending import book as drawn

NAME = "还缺"
TEXT_BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:sp/></xdr:wsDr>'
)
LINES = ["还缺（今天）", "· 甲 <&> 乙", "=1+1", ""]


def book(area: str = "影像!$E$3:$E$6", how: Callable[[Any], None] = lambda book: None) -> bytes:
    """A chart, a text box, a conditional format, a part only WPS knows, and a block beside a table."""
    file = openpyxl.load_workbook(BytesIO(drawn()))
    file.defined_names[NAME] = DefinedName(NAME, attr_text=area)
    file["影像"]["E3"] = "还缺"
    file["影像"]["F4"] = "旁边"
    how(file)
    stream = BytesIO()
    file.save(stream)
    data = changed(stream.getvalue(), "wpsExtra/own.xml", lambda _: "<wps>own</wps>")
    return changed(data, "xl/drawings/drawing9.xml", lambda _: TEXT_BOX)


def block(data: bytes) -> Block:
    found = find_block(data, "书", NAME)
    assert found is not None
    return found


def packed(data: bytes) -> dict[str, bytes]:
    return {name: part.packed for name, part in Container.read(data, "x").parts.items()}


@pytest.mark.parametrize("save", [lambda data: data, shared])
def test_every_other_part_stays_byte_for_byte(save: Callable[[bytes], bytes]) -> None:
    before = save(book())
    after = block(before).workbook_with(LINES)
    old, new = packed(before), packed(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {SHEET}
    assert {"wpsExtra/own.xml", "xl/drawings/drawing9.xml", "xl/charts/chart1.xml"} <= old.keys()
    assert b"conditionalFormatting" in Container.read(after, "x")[SHEET]


@pytest.mark.parametrize("save", [lambda data: data, shared])
def test_what_is_written_is_read_and_nothing_else_on_the_sheet_changes(save: Callable[[bytes], bytes]) -> None:
    before = save(book())
    assert block(before).lines == ["还缺", "", "", ""]
    after = block(before).workbook_with(LINES)
    assert block(after).lines == LINES
    old, new = (openpyxl.load_workbook(BytesIO(data))["影像"] for data in (before, after))
    # A text that begins like a formula is a text.
    assert [new.cell(row, 5).value for row in range(3, 7)] == [*LINES[:3], None]
    assert new["E5"].data_type == "s"
    beside = [[c.value for c in row if c.column != 5] for row in old.iter_rows(max_row=6, max_col=6)]
    assert [[c.value for c in row if c.column != 5] for row in new.iter_rows(max_row=6, max_col=6)] == beside


def test_the_block_is_no_change_of_the_workbook() -> None:
    data = book()
    mark = digest_beside(data, "书", NAME)
    for lines in (LINES, [], ["还缺", *["字" * 300] * 3]):
        data = block(data).workbook_with(lines)
        assert digest_beside(data, "书", NAME) == mark
    other = book(how=lambda file: file["影像"].__setitem__("F4", "旁边变了"))
    assert digest_beside(other, "书", NAME) != mark
    elsewhere = book(how=lambda file: file["说明"].__setitem__("A1", "动了"))
    assert digest_beside(elsewhere, "书", NAME) != mark
    style = book(how=lambda file: file["影像"].column_dimensions.__getitem__("A").__setattr__("width", 33))
    assert digest_beside(style, "书", NAME) != mark
    assert digest_beside(data + b" ", "书", NAME) != mark


LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)


@settings(max_examples=30, deadline=None)
@given(st.lists(LINE, max_size=5))
def test_any_text_comes_back(lines: list[str]) -> None:
    data = block(BOOK).workbook_with(lines)
    shown = ["".join(c for c in line if c.isprintable()) for line in lines[:4]]
    assert block(data).lines == shown + [""] * (4 - len(shown))
    assert digest_beside(data, "书", NAME) == digest_beside(BOOK, "书", NAME)


BOOK = book()


@pytest.mark.parametrize(
    "area", ["影像!#REF!", "没有!$E$3:$E$6", "影像!$E$3:$F$6", f"影像!$E$3:$E${3 + MOST}", "影像!$E:$E", "42"]
)
def test_a_name_that_stands_for_something_else_is_no_block(area: str) -> None:
    data = book(area)
    assert find_block(data, "书", NAME) is None
    assert digest_beside(data, "书", NAME) != digest_beside(book(), "书", NAME)
    assert find_block(data, "书", "别的名称") is None


def test_a_quoted_sheet_and_rows_put_between_are_followed() -> None:
    def rename(file: Any) -> None:
        file["影像"].title = "张's 首页"

    data = book("'张''s 首页'!$E$3:$E$9", rename)
    assert len(block(data).lines) == 7


def test_a_formula_is_seen() -> None:
    data = book(how=lambda file: file["影像"].__setitem__("E5", "=A1"))
    assert block(data).lines == ["还缺", "", "=", ""]


def test_damaged_files() -> None:
    with pytest.raises(UnreadableFile):
        find_block(b"PK no workbook", "书", NAME)
    # Its bytes stand for what nobody can read.
    assert digest_beside(b"PK 1", "书", NAME) != digest_beside(b"PK 2", "书", NAME)
    doctored = changed(book(), SHEET, lambda text: "<!DOCTYPE x [<!ENTITY a 'b'>]>" + text.partition("?>")[2])
    with pytest.raises(UnreadableFile):
        find_block(doctored, "书", NAME)
