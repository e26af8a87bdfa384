"""How high a row must be for wrapped text: counted when a sheet is filled, since not every program does it on opening.

LibreOffice gives a row without a height the default one, Excel and WPS do so in previews. The count is on the safe
side: 宋体 and its usual substitutes differ in the width of Latin letters and in line height, and a line too many looks
better than a line cut off. Lengths are points (1/72 inch).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

#: Width of a narrow character and height of a line, as shares of the type size, in the widest usual faces.
NARROW = 0.56
WIDE_LETTERS = {"W": 0.95, "M": 0.9, "m": 0.86, "w": 0.8, "@": 0.95, "%": 0.9}
CAPITAL = 0.7
LINE = 1.45
#: What a cell keeps free at its left and right together, and a row above and below its lines.
CELL_PADDING = 4.0
ROW_PADDING = 3.0
#: A row can not be higher (Excel's limit).
HIGHEST = 409.0
NOT_AT_START = frozenset("，。、；：？！）》〉】〕」』”’…—,.;:?!)]}%·")
NOT_AT_END = frozenset("（《〈【〔「『“‘([{")


@dataclass(frozen=True, slots=True)
class Fit:
    """The room a cell offers its text.

    Attributes:
        width: width of the cell, of all its columns where cells are merged.
        size: type size.
    """

    width: float
    size: float


def char_width(char: str) -> float:
    """The width of a character as a share of the type size."""
    if char in WIDE_LETTERS:
        return WIDE_LETTERS[char]
    if char < "\u0080":
        return CAPITAL if char.isupper() else NARROW
    kind = unicodedata.east_asian_width(char)
    if kind in "WFA":
        return 1.0
    return 0.0 if unicodedata.combining(char) else NARROW


def pieces(line: str) -> list[str]:
    """A line cut where it may be broken: between wide characters, after spaces and hyphens, never inside a word.

    Punctuation that must not begin a line stays with what stands before it, an opening bracket with what follows.
    """
    result: list[str] = []
    glue = False
    for char in line:
        last = result[-1][-1] if result else ""
        narrow = char_width(char) < 1.0 and not char.isspace()
        in_word = narrow and last and char_width(last) < 1.0 and not last.isspace() and last != "-"
        if result and (glue or in_word or char in NOT_AT_START or char.isspace()):
            result[-1] += char
        else:
            result.append(char)
        glue = char in NOT_AT_END
    return result


def line_count(text: str, fit: Fit) -> int:
    """How many lines a text takes in a cell."""
    room = max((fit.width - CELL_PADDING) / fit.size, 1.0)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(_wrapped(line, room) for line in text.splitlines() or [""])


class _Kinds(dict[str, tuple[float, str]]):
    """Width of a character and how it breaks: ``n`` narrow, ``h`` hyphen, ``w`` wide, ``s`` space.

    ``c`` and ``C`` (narrow and wide) never begin a line, ``o`` and ``O`` never end one. Worked out once per character.
    """

    def __missing__(self, char: str) -> tuple[float, str]:
        width = char_width(char)
        kind = "s" if char.isspace() else "h" if char == "-" else "n" if width < 1.0 else "w"
        if char in NOT_AT_START:
            kind = "C" if width == 1.0 else "c"
        elif char in NOT_AT_END:
            kind = "O" if width == 1.0 else "o"
        self[char] = width, kind
        return width, kind


_KINDS = _Kinds()


class _Likes(dict[int, str]):
    """For ``str.translate``: the first character met that is as wide and breaks alike; ends of lines stay."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[tuple[float, str], str] = {}

    def __missing__(self, code: int) -> str:
        char = chr(code)
        like = char if len(f"{char}x".splitlines()) > 1 else self.first.setdefault(_KINDS[char], char)
        self[code] = like
        return like


LIKES = _Likes()


def outline(text: str) -> str:
    """A text that takes the same lines; texts that differ only in letters or figures mostly have one outline."""
    return text.translate(LIKES)


#: Neighbours between which a line may be broken; the same rules as in :func:`pieces`.
_BREAKS = frozenset([a + b for a in "nhwscC" for b in "wO"] + [a + b for a in "hwsC" for b in "nho"])


def _wrapped(line: str, room: float) -> int:
    lines, used, width, bare, before = 1, 0.0, 0.0, 0.0, ""
    start = 0
    for at, char in enumerate(line):
        step, kind = _KINDS[char]
        if before + kind in _BREAKS:
            if bare > room:
                lines, used = _cut(line[start:at], room, lines, used)
            elif used and used + bare > room:
                lines, used = lines + 1, width
            else:
                used += width
            width, start = 0.0, at
        width += step
        if kind != "s":
            bare = width
        before = kind
    if bare > room:
        return _cut(line[start:], room, lines, used)[0]
    return lines + 1 if used and used + bare > room else lines


def _cut(piece: str, room: float, lines: int, used: float) -> tuple[int, float]:
    """Break a piece that is longer than a line, between any characters."""
    if used:
        lines, used = lines + 1, 0.0
    for char in piece:
        step = _KINDS[char][0]
        if used and used + step > room:
            lines, used = lines + 1, 0.0
        used += step
    return lines, used


def text_height(text: str, fit: Fit) -> float:
    """The height a row needs for a text."""
    return line_count(text, fit) * fit.size * LINE + ROW_PADDING


def row_height(height: float, least: float) -> float:
    """A row's height as a sheet writes it: at least the default one, in quarter points."""
    return min(math.ceil(max(height, least) * 4) / 4, HIGHEST)


def digit_pixels(font: str, size: float) -> int:
    """Width in pixels (96 dpi) of a digit in the workbook's normal style, which is the unit of column widths."""
    pixels = round(size * 96 / 72 + 1e-6)
    if any(unicodedata.east_asian_width(c) in "WF" for c in font) or font in ("SimSun", "SimHei"):
        return math.ceil(pixels / 2)
    return max(round(size * 96 / 72 * 0.507), 1)


def column_points(width: float, pixels: int) -> float:
    """The width of a column in points from its width in digits."""
    return math.floor(width * pixels + 0.5) * 72 / 96
