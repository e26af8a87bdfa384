"""Trees of boxes and their drawings as plain values.

Lengths are hundredths of a millimetre, measured from the upper left corner of the drawing; type sizes are points.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Widths of letters and digits, and of wide ones, in characters of full width.
LATIN, CAPITAL = 0.6, 0.85


@dataclass(frozen=True)
class Node:
    """A box of the tree: its lines of text, and the boxes below it."""

    lines: tuple[str, ...]
    below: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Box:
    """A box in its place; ``leads``: others hang on it."""

    lines: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int
    leads: bool

    @property
    def sites(self) -> tuple[tuple[int, int], ...]:
        """Where connectors may end: the middles of the upper, left, lower and right side, as office programs count."""
        across, down = self.x + self.width // 2, self.y + self.height // 2
        return (
            (across, self.y),
            (self.x, down),
            (across, self.y + self.height),
            (self.x + self.width, down),
        )


UP, LEFT, DOWN, RIGHT = range(4)


@dataclass(frozen=True)
class Link:
    """A connector: numbers of two boxes, and the side of each on which it ends.

    ``out`` is how far a connector between two left sides bends out to the left of the first one. One that leads from a
    box to columns aside goes down by ``drop``, then ``across`` (to the left: negative), then down again.
    """

    start: int
    leaves: int
    end: int
    enters: int
    out: int = 0
    drop: int = 0
    across: int = 0


@dataclass(frozen=True)
class Drawing:
    """A tree drawn: type size in points, size, boxes and connectors."""

    size: float
    width: int
    height: int
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


@lru_cache(maxsize=4096)
def text_width(text: str) -> float:
    """Width of a line in characters of full width, never less than it is printed."""
    return sum(
        1 if unicodedata.east_asian_width(c) in "WFA" else CAPITAL if c.isupper() or c in "@%&—" else LATIN
        for c in text
    )
