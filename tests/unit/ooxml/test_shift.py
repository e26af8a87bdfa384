from __future__ import annotations

import pytest

from docgen.ooxml.shift import areas, column_letters, column_number, parse_formula, translated, write


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("SUM(I5:I5)", ["I5:I5"]),
        ("SUM('a b''c'!$I$5:I9)+LOG10(A1)", ["'a b''c'!$I$5:I9", "A1"]),
        ('"A1 ""B2"" "&B2&表1[金额]', ["B2"]),
        ('IF(A1>0,"x,)",SUM(B2,C3))', ["A1", "B2", "C3"]),
        ("1:1", ["1:1"]),
        ("SUM(明细!$5:$7,A:B)", ["明细!$5:$7"]),
        ("{1,2;3}+A1", ["A1"]),
        ("ABC12x+A1B+合计A1+_A1", []),
        ("#REF!+A1+#DIV/0!", ["A1"]),
        ("1.5E+3*A1-.5", ["A1"]),
        ("-A1%^2", ["A1"]),
        ("Sheet1!#REF!", []),
        ("'2024'!A1&Sheet_1.x!B2", ["'2024'!A1", "Sheet_1.x!B2"]),
        ("XFE1+A1048577+XFD1048576", ["XFD1048576"]),
        ("表1[[#Headers],[A1]]+C1", ["C1"]),
        ("_xlfn.XLOOKUP(A1,B:B,C:C)", ["A1"]),
        ("sum(i5:i6)", ["I5:I6"]),
    ],
)
def test_references_are_found_and_nothing_else_changes(formula: str, found: list[str]) -> None:
    pieces = parse_formula(formula)
    assert [str(a) for a in areas(pieces)] == found
    assert write(pieces).lower() == formula.lower()


def test_the_sheet_of_a_reference() -> None:
    found = list(areas(parse_formula("'a b''c'!A1+明细!B2+C3")))
    assert [a.sheet for a in found] == ["a b'c", "明细", ""]


def test_shared_formulas_are_written_out() -> None:
    assert translated("A1+$B$2+C$3+$D4", 2, 1) == "B3+$B$2+D$3+$D6"
    assert translated('"A1"&SUM(A1:B$9)', 1, 0) == '"A1"&SUM(A2:B$9)'
    assert translated("A1", -1, 0) == "#REF!"


def test_unbalanced_parentheses() -> None:
    with pytest.raises(ValueError, match="parentheses"):
        parse_formula("SUM(A1")


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number
