"""Where the boxes and connectors of a tree stand: pure arithmetic, the same for the same tree.

Lengths are hundredths of a millimetre, measured from the upper left corner; type sizes are points. The widest of the
usual type sizes that fits is taken. Boxes with boxes of their own stand side by side below their superior; boxes that
end a branch stand in a column below it, or, where one is too tall, in pairs of columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from docgen.ooxml.drawings.trees import DOWN, LEFT, RIGHT, UP, Box, Drawing, Link, Node, text_width

#: Hundredths of a millimetre in a point.
POINT = 35.28
#: Type sizes in points, in the order in which they are tried.
SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
#: The smallest that reads well at arm's length.
SMALL = 9.0
#: Most boxes and levels; more are no drawing for one page.
MOST_BOXES, MOST_LEVELS = 300, 8
#: Factors of the type size: line, space inside a box above and below, and at its sides.
LINE, ABOVE, BESIDE = 1.3, 0.3, 0.5
#: The same: between levels, boxes of a column, branches (least and most), a column's line and its boxes.
LEVEL, STEP, LEAST, MOST, STUB = 2.2, 0.5, 1.2, 4.0, 1.4
#: Characters in a line of the top and of a box beside it before it is broken.
TOP_WIDTH = 18
#: Numbers of columns, in the order in which they are tried.
COLUMNS = (1, 2, 4, 6)
#: Between the lines of a box that are put into one.
SPACE = "　"


class TooLarge(Exception):
    """A tree does not fit; the message is for users."""


def draw(roots: Sequence[Node], width: int, height: int) -> Drawing:
    """Lay out a tree or several.

    Tops without anything below stand at both sides of the first top that has, level with it.

    Args:
        roots: the tops, at least one.
        width: of the place.
        height: of the place.

    Raises:
        TooLarge: it does not fit even in the smallest type.
    """
    rows = _levels(roots)
    count = sum(map(len, rows))
    if count > MOST_BOXES or len(rows) > MOST_LEVELS:
        raise TooLarge(f"方框太多或层次太深：{count} 个方框；一张图最多 {MOST_BOXES} 个方框、{MOST_LEVELS} 层")
    for size, way in ATTEMPTS:
        found = _Attempt(size, width, height, way).drawing(roots)
        if found is not None:
            return found
    place = f"{width / 100:g}×{height / 100:g} 毫米"
    raise TooLarge(f"{count} 个方框在 {place} 里放不下（最小用 {SIZES[-1]:g} 磅字）")


def _levels(roots: Sequence[Node]) -> list[list[Node]]:
    """The boxes of each level, from the top."""
    rows = [list(roots)]
    while below := [n for upper in rows[-1] for n in upper.below]:
        rows.append(below)
    return rows


@dataclass
class _Part:
    """A box with what hangs on it, measured.

    Attributes:
        columns: of the boxes below it; 0 where they stand side by side.
        box: its own size.
        parts: what hangs on it.
        width: of all of it.
        middle: of its own box, from the left of all of it.
        starts: of the parts side by side, from the left of all of it.
    """

    node: Node
    columns: int
    box: tuple[int, int]
    parts: list[_Part] = field(default_factory=list)
    width: int = 0
    middle: int = 0
    starts: list[int] = field(default_factory=list)

    @property
    def leaf(self) -> tuple[int, int]:
        return max(p.box[0] for p in self.parts), max(p.box[1] for p in self.parts)


@dataclass(frozen=True)
class _Way:
    """How narrow a layout is; lengths are characters in a line of a box before it is broken.

    Attributes:
        head: of a superior.
        leaf: of a box that ends a branch; from :data:`JOINED` on all its lines are put into one.
        tall: the same where there are several columns.
        stacked: boxes that end a branch stand in columns below the top as well.
        loose: factor of the room between levels and boxes of a column.
    """

    head: int
    leaf: int
    tall: int
    stacked: bool = False
    loose: float = 1


JOINED = 12
_WIDE = (_Way(13, 15, 15, loose=1.7), _Way(13, 15, 15), _Way(8, 8, 8), _Way(8, 8, 15))
_STACKED = (_Way(13, 15, 15, stacked=True), _Way(6, 6, 12, stacked=True))
#: Type size and way, in the order in which they are tried: a small type comes only after all else.
ATTEMPTS = (
    *((size, way) for size in SIZES if size >= SMALL for way in _WIDE),
    *((size, way) for size in SIZES if size >= SMALL for way in _STACKED),
    *((size, way) for size in SIZES if size < SMALL for way in (*_WIDE, *_STACKED)),
)


class _Attempt:
    """A layout in one type size."""

    def __init__(self, size: float, width: int, height: int, way: _Way) -> None:
        self.em = size * POINT
        self.size = size
        self.width, self.height = width, height
        self.way = way
        #: How many columns the boxes of a superior need where one is too tall; superiors by identity.
        self.columns: dict[int, int] = {}
        #: How far boxes beside the top reach below it.
        self.overhang = 0
        self.boxes: list[Box] = []
        self.links: list[Link] = []

    def drawing(self, roots: Sequence[Node]) -> Drawing | None:
        heads = [r for r in roots if r.below]
        sides = [r for r in roots if not r.below] if len(heads) == 1 else []
        while True:
            self.boxes, self.links = [], []
            tall = self._place(heads if sides else list(roots), sides)
            if not tall or any(self.columns.get(n) == COLUMNS[-1] for n in tall):
                break
            self.columns |= {n: next(c for c in COLUMNS if c > self.columns.get(n, 1)) for n in tall}
        left = min(b.x for b in self.boxes)
        wide = max(b.x + b.width for b in self.boxes) - left
        margin = max((0, *(link.out - self.boxes[link.start].x + left for link in self.links if link.out)))
        high = max(b.y + b.height for b in self.boxes)
        if tall or wide + margin > self.width or high > self.height:
            return None
        shift = margin - left
        boxes = tuple(Box(b.lines, b.x + shift, b.y, b.width, b.height, b.leads) for b in self.boxes)
        return Drawing(self.size, wide + margin, high, boxes, tuple(self.links))

    def _length(self, factor: float) -> int:
        return round(self.em * factor)

    # -- measuring ----------------------------------------------------------------------------------------------

    def _box(self, node: Node, most: float) -> tuple[int, int]:
        """Size of a box whose lines are broken at a number of characters."""
        widest = min(max(map(text_width, node.lines), default=0), most)
        return self._length(widest + 2 * BESIDE) + 1, self._tall(node, widest)

    def _tall(self, node: Node, widest: float) -> int:
        """Height of a box whose lines hold so many characters; a line that is broken may leave one place free."""
        lines = 0
        for line in node.lines:
            length = text_width(line)
            lines += 1 if length <= widest else -int(-length // max(widest - 1, 1))
        return self._length(lines * LINE + 2 * ABOVE)

    def _measure(self, node: Node, depth: int) -> _Part:
        if not node.below:
            return self._leaf(node, self.way.head)
        ends = not any(n.below for n in node.below) and (depth > 0 or self.way.stacked)
        columns = self.columns.get(id(node), 1) if ends else 0
        part = _Part(node, columns, self._box(node, self.way.head if depth else TOP_WIDTH))
        if columns:
            self._measure_columns(part)
        else:
            part.parts = [self._measure(n, depth + 1) for n in node.below]
            if depth == 0:
                self._even(part.parts)
            self._measure_row(part, self._gap(part.parts) if depth == 0 else self._length(LEAST))
        return part

    def _even(self, parts: Sequence[_Part]) -> None:
        """Make columns equally wide where there is room for it."""
        widest = max(p.width for p in parts)
        if all(p.columns == 1 for p in parts) and (widest + self._length(LEAST)) * len(parts) <= self.width:
            for part in parts:
                self._widen(part, widest)

    def _widen(self, part: _Part, width: int) -> None:
        """Set the width of a single column: a little to the right of the box it hangs on, right sides in line."""
        part.width = width
        part.box = width - self._length(STUB) // 2, part.box[1]
        part.middle = width - part.box[0] // 2

    def _measure_row(self, part: _Part, gap: int) -> None:
        _level_heads(part.parts)
        ends = list(accumulate(p.width + gap for p in part.parts))
        starts = [0, *ends[:-1]]
        inner = ends[-1] - gap
        middle = (part.parts[0].middle + starts[-1] + part.parts[-1].middle) // 2
        half = -(-part.box[0] // 2)
        left, right = max(0, half - middle), max(0, half - (inner - middle))
        part.width, part.middle, part.starts = left + inner + right, left + middle, [left + s for s in starts]

    def _measure_columns(self, part: _Part) -> None:
        most = self.way.leaf if part.columns == 1 else self.way.tall
        part.parts = [self._leaf(_joined(n, most), most) for n in part.node.below]
        stub, (wide, _) = self._length(STUB), part.leaf
        if part.columns == 1:
            self._widen(part, max(wide + stub, part.box[0] + stub // 2))
        else:
            columns = part.columns * (wide + stub) + (part.columns // 2 - 1) * self._length(LEAST)
            part.width = max(columns, part.box[0])
            part.middle = part.width // 2

    def _leaf(self, node: Node, most: float) -> _Part:
        box = self._box(node, most)
        return _Part(node, 0, box, width=box[0], middle=box[0] // 2)

    # -- placing ------------------------------------------------------------------------------------------------

    def _place(self, heads: Sequence[Node], sides: Sequence[Node]) -> set[int]:
        """Place everything; returns the superiors whose columns are too tall."""
        parts = [self._measure(h, 0) for h in heads]
        _level_heads(parts)
        left, right = ([self._leaf(n, TOP_WIDTH) for n in sides[i::2]] for i in (0, 1))
        step = self._length(STEP)
        beside = [sum(p.box[1] for p in side) + step * max(len(side) - 1, 0) for side in (left, right)]
        top = max(0, -(-(max(beside) - parts[0].box[1]) // 2))
        self.overhang = top
        tall: set[int] = set()
        x, gap = 0, self._gap(parts)
        for part in parts:
            tall |= self._branch(part, x, top, parts[0].box[1])
            x += part.width + gap
        if sides:
            self._sides(left, right)
        return tall

    def _gap(self, parts: Sequence[_Part]) -> int:
        """Between branches: as much as there is room for, within reason."""
        least, most = self._length(LEAST), self._length(MOST)
        free = self.width - sum(p.width for p in parts)
        return min(max(free // max(len(parts), 1), least), most)

    def _branch(self, part: _Part, x: int, y: int, high: int, leads: bool = False) -> set[int]:
        """Place a box, in a row of boxes of some height, with all that hangs on it."""
        number = len(self.boxes)
        width = part.box[0]
        left = x + part.middle - width // 2
        self.boxes.append(Box(part.node.lines, left, y, width, high, leads or bool(part.node.below)))
        if not part.parts:
            return set()
        if part.columns:
            return self._column(part, number, x)
        return self._row(part, number, x)

    def _row(self, part: _Part, number: int, x: int) -> set[int]:
        box = self.boxes[number]
        # The line across runs halfway: it must pass below what stands beside the top.
        away = self._length(LEVEL * self.way.loose) + (2 * self.overhang if number == 0 else 0)
        y, high = box.y + box.height + away, max(p.box[1] for p in part.parts)
        leads = any(p.parts for p in part.parts)
        tall: set[int] = set()
        for child, start in zip(part.parts, part.starts, strict=True):
            self.links.append(Link(number, DOWN, len(self.boxes), UP))
            tall |= self._branch(child, x + start, y, high, leads)
        return tall

    def _column(self, part: _Part, number: int, x: int) -> set[int]:
        box = self.boxes[number]
        stub, step, (wide, high) = self._length(STUB), self._length(STEP * self.way.loose), part.leaf
        if part.columns == 1:
            wide = part.width - stub
        drop = step + (self.overhang if number == 0 else 0)
        y = box.y + box.height + drop + (step if part.columns > 2 else 0)
        middle = box.sites[DOWN][0]
        for place, child in enumerate(part.parts):
            row, column = divmod(place, part.columns)
            end = len(self.boxes)
            if part.columns == 1:
                at, link = x + stub, Link(number, LEFT, end, LEFT, stub // 2)
            else:
                pair, right = divmod(column, 2)
                pitch = 2 * (wide + stub) + self._length(LEAST)
                across = pitch * pair - pitch * (part.columns // 2 - 1) // 2
                at = middle + across + (stub if right else -stub - wide)
                link = Link(number, DOWN, end, LEFT if right else RIGHT, 0, drop if across else 0, across)
            self.links.append(link)
            self.boxes.append(Box(child.node.lines, at, y + row * (high + step), wide, high, False))
        lowest = max(b.y + b.height for b in self.boxes[number + 1 :])
        return {id(part.node)} if lowest > self.height else set()

    def _sides(self, left: Sequence[_Part], right: Sequence[_Part]) -> None:
        """Place the boxes beside the first box, level with it."""
        top, step, away = self.boxes[0], self._length(STEP), self._length(MOST)
        _, middle = top.sites[LEFT]
        for parts, leaves, enters in ((left, LEFT, RIGHT), (right, RIGHT, LEFT)):
            y = middle - (sum(p.box[1] for p in parts) + step * max(len(parts) - 1, 0)) // 2
            for part in parts:
                wide, high = part.box
                x = top.x - away - wide if leaves == LEFT else top.x + top.width + away
                self.links.append(Link(0, leaves, len(self.boxes), enters))
                self.boxes.append(Box(part.node.lines, x, max(y, 0), wide, high, False))
                y += high + step


def _level_heads(parts: Sequence[_Part]) -> None:
    """Boxes side by side are equally high."""
    high = max(p.box[1] for p in parts)
    for part in parts:
        part.box = part.box[0], high


def _joined(node: Node, most: int) -> Node:
    """A box with its lines put into one where that is wanted and possible."""
    line = SPACE.join(node.lines)
    return Node((line,)) if JOINED <= most >= text_width(line) else node
