"""Which paper lies in which box. Order is kept, an item is never split, a recorded plan is never changed.

Boxes of the usual outer size differ in the width of their spine (DA/T 22—2015, 6.4.1: 20, 30, 40, 50 mm or other).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.engine.codes import longest_first
from docgen.model.archive import Box, Item
from docgen.model.finding import Finding, Severity

#: By category (thin neighbours may share a box), or one retention period of one category a box.
BY_CATEGORY, FOR_TRANSFER = "category", "transfer"
BOX_RULES = (BY_CATEGORY, FOR_TRANSFER)


@dataclass(frozen=True)
class BoxRules:
    """How thick paper is and what a box takes.

    Attributes:
        rule: ``category``, or ``transfer``: a box never mixes retention periods or categories (a year has boxes of its
            own in any case), as archives take them over (DA/T 22—2015).
        spines: widths of the boxes that can be had, in millimetres, ascending.
        wall: millimetres of a box's width that hold no paper.
        fill: how full a box gets, of 1.
        sheet: millimetres a sheet of paper needs.
        pages_per_sheet: 1 for single-sided prints, 2 for double-sided ones.
        item: millimetres an item needs besides its sheets (cover, clip).
        unknown: millimetres of an item whose pages could not be counted.
        thickness: material id → millimetres of one of its items when its pages are unknown.
        share: categories may share a box when together they fit into the narrowest one.
        thin: millimetres of paper below which a box is remarked on.
    """

    rule: str = BY_CATEGORY
    spines: tuple[int, ...] = (20, 30, 40, 50)
    wall: float = 4
    fill: float = 0.9
    sheet: float = 0.1
    pages_per_sheet: int = 1
    item: float = 0.2
    unknown: float = 0.6
    thickness: Mapping[str, float] = field(default_factory=dict)
    share: bool = True
    thin: float = 5

    def of(self, item: Item) -> float:
        """The thickness of an item's paper in millimetres."""
        if item.pages is None:
            return self.thickness.get(item.material, self.unknown)
        return self.item + self.sheet * -(-item.pages // self.pages_per_sheet)

    def room(self, spine: int) -> float:
        """How much paper a box takes, in millimetres."""
        return (spine - self.wall) * self.fill


def plan_boxes(items: Sequence[Item], rules: BoxRules, recorded: Mapping[str, Sequence[str]]) -> tuple[Box, ...]:
    """Put the paper of a year into boxes.

    Args:
        items: all items, in the order of category and number.
        rules: what a box takes.
        recorded: box number → item numbers, as planned before: these boxes stay as they are; what is new goes into
            new boxes behind them.

    Returns:
        The boxes, recorded ones first within their category.
    """
    by_number = {i.number: i for i in items if i.paper}
    old = [(number, [by_number[n] for n in numbers if n in by_number]) for number, numbers in recorded.items()]
    placed = {i.number for _, found in old for i in found}
    boxes = [_box(number, found, rules) for number, found in old if found]
    new = [i for i in items if i.paper and i.number not in placed]
    taken: dict[str, int] = {}
    for number in recorded:
        label, _, ordinal = number.rpartition("-")
        taken[label] = max(taken.get(label, 0), int(ordinal))
    for group in _groups(new, rules):
        label = "+".join(dict.fromkeys(i.category for i in group))
        for part in _split(group, rules):
            taken[label] = taken.get(label, 0) + 1
            boxes.append(_box(f"{label}-{taken[label]}", part, rules))
    return tuple(sorted(boxes, key=lambda box: (box.categories[0], len(box.categories), _ordinal(box.number))))


def _ordinal(number: str) -> int:
    return int(number.rpartition("-")[2])


def _groups(items: Sequence[Item], rules: BoxRules) -> list[list[Item]]:
    """Items that may lie in one box.

    For transfer those of one category and retention period, the longest period first. Otherwise those of a category,
    neighbouring thin categories together as far as they fit into the narrowest box.
    """
    groups: list[list[Item]] = []
    if rules.rule == FOR_TRANSFER:
        apart = sorted(items, key=lambda i: (i.category, longest_first(i.retention)))
        return [list(found) for _, found in itertools.groupby(apart, key=lambda i: (i.category, i.retention))]
    room = rules.room(rules.spines[0])
    for _, found in itertools.groupby(items, key=lambda i: i.category):
        category = list(found)
        thin = _thickness(category, rules)
        if rules.share and groups and thin + _thickness(groups[-1], rules) <= room:
            groups[-1] += category
        else:
            groups.append(category)
    return groups


def _thickness(items: Sequence[Item], rules: BoxRules) -> float:
    return round(sum(rules.of(i) for i in items), 3)


def _split(items: Sequence[Item], rules: BoxRules) -> list[list[Item]]:
    """As many of the widest boxes as needed, filled in order; an item thicker than a box has one for itself."""
    room = rules.room(rules.spines[-1])
    parts: list[list[Item]] = [[]]
    for item in items:
        if parts[-1] and _thickness([*parts[-1], item], rules) > room:
            parts.append([])
        parts[-1].append(item)
    return parts


def _box(number: str, items: Sequence[Item], rules: BoxRules) -> Box:
    thickness = _thickness(items, rules)
    spine = next((s for s in rules.spines if rules.room(s) >= thickness), rules.spines[-1])
    return Box(
        number=number,
        categories=tuple(dict.fromkeys(i.category for i in items)),
        items=tuple(i.number for i in items),
        thickness=thickness,
        spine=spine,
        retention=tuple(dict.fromkeys(i.retention for i in items)),
    )


def box_remarks(boxes: Sequence[Box], rules: BoxRules) -> tuple[Finding, ...]:
    """What is worth a look before the labels are printed: thin, mixed and overfull boxes, each kind in one remark."""
    thin = [b for b in boxes if b.thickness < rules.thin]
    mixed = [b for b in boxes if rules.rule == FOR_TRANSFER and (len(b.retention) > 1 or len(b.categories) > 1)]
    full = [b for b in boxes if b.thickness > rules.room(b.spine)]
    kinds = (
        ("box.thin", Severity.INFO, thin, f"不到 {rules.thin:g} 毫米", "可以装进软夹，或与相邻的盒合放一格。"),
        (
            "box.mixed",
            Severity.WARNING,
            mixed,
            "是以前排的，混装了类目或保管期限",
            "移交前由人分装；已排定的盒不自动改。",
        ),
        ("box.overfull", Severity.WARNING, full, "装不下", "换更宽的盒，或由人分成两盒，在备考表里写明。"),
    )
    found = []
    for code, severity, those, what, remedy in kinds:
        if those:
            shown = "、".join(f"{b.number}（{b.thickness:.1f}）" for b in those)
            found.append(Finding(code, severity, f"{len(those)} 盒{what}：{shown}", remedy))
    return tuple(found)
