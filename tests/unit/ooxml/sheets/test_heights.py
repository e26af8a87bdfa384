from __future__ import annotations

import pytest

from docgen.ooxml.sheets.heights import (
    CELL_PADDING,
    LINE,
    ROW_PADDING,
    Fit,
    column_points,
    digit_pixels,
    line_count,
    pieces,
    row_height,
    text_height,
)


def room(chars: float, size: float = 9) -> Fit:
    """A cell in which exactly so many wide characters fit."""
    return Fit(chars * size + CELL_PADDING, size)


@pytest.mark.parametrize(
    ("text", "chars", "lines"),
    [
        ("", 5, 1),
        ("五个字一行", 5, 1),
        ("五个字一行六", 5, 2),
        ("十个字正好占满两行整", 5, 2),
        ("一\n二\n三", 5, 3),
        ("一\r\n二", 5, 2),
        ("一二三四五，六", 5, 2),
        ("24992000000027776894", 6, 2),
        ("2499200000002777689424992000", 6, 3),
        ("word word word", 4, 3),
        ("word word word", 6, 2),
        ("CG-2024-01", 7, 1),
        ("CG-2024-01", 4.9, 2),
    ],
)
def test_lines(text: str, chars: float, lines: int) -> None:
    assert line_count(text, room(chars)) == lines


def test_a_smaller_type_takes_fewer_lines() -> None:
    text = "灌区渠系水利用系数测算方法" * 4
    counts = [line_count(text, Fit(100, size)) for size in (7, 9, 12)]
    assert counts == sorted(counts) and counts[0] < counts[-1]


def test_words_and_punctuation_stay_together() -> None:
    assert pieces("用V1.0版，好（二）") == ["用", "V1.0", "版，", "好", "（二）"]
    assert pieces("KT-2024-01") == ["KT-", "2024-", "01"]


def test_no_character_is_lost_in_pieces() -> None:
    text = "《灌区技术（演示刊）》 40(10):12-17，见GG-2021-01；×·…"
    assert "".join(pieces(text)) == text


def test_height_grows_with_lines_and_keeps_the_least() -> None:
    fit = room(5)
    assert text_height("三", fit) == pytest.approx(9 * LINE + ROW_PADDING)
    assert text_height("三\n三", fit) == pytest.approx(2 * 9 * LINE + ROW_PADDING)
    assert row_height(text_height("三", fit), 20) == 20
    assert row_height(29.11, 20) == 29.25
    assert row_height(5000, 20) == 409


@pytest.mark.parametrize(
    ("font", "size", "pixels"),
    [("宋体", 11, 8), ("宋体", 12, 8), ("宋体", 10, 7), ("SimSun", 9, 6), ("Calibri", 11, 7)],
)
def test_the_unit_of_column_widths(font: str, size: float, pixels: int) -> None:
    assert digit_pixels(font, size) == pixels


def test_column_width_in_points() -> None:
    assert column_points(10, 8) == 60
