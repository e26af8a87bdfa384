from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.ooxml.sheets.fits import REMEMBERED, Room
from docgen.ooxml.sheets.heights import CELL_PADDING, Fit, char_width, line_count, outline, pieces, text_height


def slowly(text: str, fit: Fit) -> int:
    """Lines as the rules say it: pieces that are not broken are put on lines one after the other."""
    room = max((fit.width - CELL_PADDING) / fit.size, 1.0)
    total = 0
    for line in text.splitlines() or [""]:
        lines, used = 1, 0.0
        for piece in pieces(line):
            bare = sum(map(char_width, piece.rstrip()))
            if used and used + bare > room:
                lines, used = lines + 1, 0.0
            if bare > room:
                for char in piece:
                    if used and used + char_width(char) > room:
                        lines, used = lines + 1, 0.0
                    used += char_width(char)
            else:
                used += sum(map(char_width, piece))
        total += lines
    return total


@settings(max_examples=400, deadline=None)
@given(
    st.text(alphabet="abWM12,.()[]-  、，。（）《》一二三\n\u3000“”e\u0301é·", max_size=30),
    st.sampled_from([20.0, 34.0, 54.0, 60.5]),
    st.sampled_from([7.5, 9.0, 11.0]),
)
def test_lines_are_counted_as_pieces_fall(text: str, width: float, size: float) -> None:
    assert line_count(text, Fit(width, size)) == slowly(text, Fit(width, size))
    assert line_count(outline(text), Fit(width, size)) == line_count(text, Fit(width, size))


def test_texts_that_differ_in_letters_only_have_one_outline() -> None:
    assert outline("第 12 条记录，A") == outline("共 37 项活动、B")
    assert outline("一\u2028二\n三").splitlines() == outline("一\n二\u2028三").splitlines()


def test_what_is_remembered_is_what_would_be_counted_and_stays_small() -> None:
    fit = Fit(54.0, 9.0)
    room = Room.of(fit)
    for number in range(REMEMBERED * 2):
        text = f"{number:b}".replace("1", "一") + "，。（a b"
        assert room.height(text) == text_height(text, fit)
    assert 0 < len(room.known) <= REMEMBERED
