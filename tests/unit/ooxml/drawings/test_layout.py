"""Where the boxes of a tree stand: inside, apart from each other, and joined by lines that cross none of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.ooxml.drawings.layout import MOST_BOXES, MOST_LEVELS, POINT, TooLarge, draw
from docgen.ooxml.drawings.trees import DOWN, LEFT, RIGHT, UP, Box, Drawing, Link, Node, text_width

WIDTH, HEIGHT = 25_700, 13_800
Point = tuple[int, int]
NAMES = st.text(alphabet="王李欧阳司马河润清沐雨", min_size=2, max_size=4)
TITLES = st.sampled_from(
    ["", "技师", "高级工程师", "正高级工程师", "高级技师", "助理馆员", "特级技师（正高级）", "Senior Engineer"]
)
GROUPS = st.text(alphabet="节水灌溉闸控自动化测数据组", min_size=3, max_size=12)


@st.composite
def studios(draw_: st.DrawFn) -> list[Node]:
    """A leader over one to eight groups with at most forty members, and up to three boxes beside."""
    count = draw_(st.integers(1, 8))
    members = [draw_(st.integers(0, 40 // count if count > 1 else 40)) for _ in range(count)]
    members[0] += 40 - sum(members) if draw_(st.booleans()) else 0
    groups = []
    for number, many in enumerate(members):
        people = [
            Node(tuple(t for t in (name, title) if t))
            for name, title in draw_(st.lists(st.tuples(NAMES, TITLES), min_size=many, max_size=many))
        ]
        groups.append(Node((f"{draw_(GROUPS)}{number}", f"组长　{draw_(NAMES)}"), tuple(people)))
    sides = draw_(st.lists(st.tuples(GROUPS, NAMES), max_size=3))
    return [Node(("领衔人", f"{draw_(NAMES)}　{draw_(TITLES)}"), tuple(groups)), *(Node(s) for s in sides)]


@st.composite
def trees(draw_: st.DrawFn) -> Node:
    """Any tree of at most four levels."""
    below: st.SearchStrategy[Node] = st.builds(Node, st.tuples(NAMES))
    for _ in range(3):
        below = st.builds(Node, st.tuples(NAMES, TITLES), st.lists(below, max_size=4).map(tuple))
    return draw_(below)


def path(drawing: Drawing, link: Link) -> list[Point]:
    """The corners of a connector."""
    first, last = drawing.boxes[link.start].sites[link.leaves], drawing.boxes[link.end].sites[link.enters]
    if first[0] == last[0] or first[1] == last[1]:
        return [first, last]
    if link.leaves == DOWN and link.enters == UP:
        middle = (first[1] + last[1]) // 2
        return [first, (first[0], middle), (last[0], middle), last]
    if link.leaves == DOWN:
        aside, bus = first[0] + link.across, first[1] + link.drop
        return [first, (first[0], bus), (aside, bus), (aside, last[1]), last]
    turn = first[0] - link.out if link.leaves == link.enters == LEFT else (first[0] + last[0]) // 2
    return [first, (turn, first[1]), (turn, last[1]), last]


def crosses(box: Box, first: Point, last: Point) -> bool:
    """Whether an upright or level line goes through the inside of a box."""
    left, right = sorted((first[0], last[0]))
    top, bottom = sorted((first[1], last[1]))
    return left < box.x + box.width and right > box.x and top < box.y + box.height and bottom > box.y


def check(drawing: Drawing, roots: Sequence[Node], width: int, height: int) -> None:
    """What holds of every drawing."""
    assert drawing.width <= width
    assert drawing.height <= height
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + box.width <= drawing.width
        assert 0 <= box.y <= box.y + box.height <= drawing.height
    for one, other in combinations(drawing.boxes, 2):
        apart_across = one.x + one.width < other.x or other.x + other.width < one.x
        apart_down = one.y + one.height < other.y or other.y + other.height < one.y
        assert apart_across or apart_down, (one, other)
    for link in drawing.links:
        corners = path(drawing, link)
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in corners)
        for first, last in pairwise(corners):
            assert not any(crosses(box, first, last) for box in drawing.boxes), (link, corners)
    texts = sorted("".join(box.lines).replace("　", "") for box in drawing.boxes)
    assert texts == sorted("".join(n.lines).replace("　", "") for root in roots for n in walk(root))
    for box in drawing.boxes:
        room = box.width / (drawing.size * POINT) - 1
        lines = sum(max(1, -(-text_width(line) // room)) for line in box.lines)
        assert box.height >= lines * 1.3 * drawing.size * POINT, box


def walk(node: Node) -> list[Node]:
    return [node, *(n for below in node.below for n in walk(below))]


@settings(max_examples=25, deadline=None)
@given(studios())
def test_forty_people_in_eight_groups_always_fit_a_page(roots: list[Node]) -> None:
    drawing = draw(roots, WIDTH, HEIGHT)
    check(drawing, roots, WIDTH, HEIGHT)
    assert len(drawing.links) == len(drawing.boxes) - 1
    assert draw(roots, WIDTH, HEIGHT) == drawing


@settings(max_examples=25, deadline=None)
@given(st.lists(trees(), min_size=1, max_size=3), st.integers(3_000, 40_000), st.integers(2_000, 40_000))
def test_a_tree_fits_or_is_refused(roots: list[Node], width: int, height: int) -> None:
    try:
        drawing = draw(roots, width, height)
    except TooLarge as error:
        assert "个方框" in str(error)
        return
    check(drawing, roots, width, height)


def leader(*groups: Node) -> Node:
    return Node(("领衔人", "张三"), groups)


def group(name: str, people: int) -> Node:
    return Node((name,), tuple(Node((f"成员{n}", "技师")) for n in range(people)))


def test_groups_stand_side_by_side_with_their_members_below() -> None:
    drawing = draw([leader(group("甲组", 2), group("乙组", 1))], WIDTH, HEIGHT)
    by_name = {box.lines[0]: box for box in drawing.boxes}
    first, second = by_name["甲组"], by_name["乙组"]
    assert first.y == second.y > by_name["领衔人"].y
    assert (first.width, first.height) == (second.width, second.height)
    assert [box.lines for box in drawing.boxes[2:4]] == [("成员0　技师",), ("成员1　技师",)]
    assert drawing.boxes[2].x == drawing.boxes[3].x > first.x
    assert [(k.start, k.leaves, k.end, k.enters) for k in drawing.links] == [
        (0, DOWN, 1, UP),
        (1, LEFT, 2, LEFT),
        (1, LEFT, 3, LEFT),
        (0, DOWN, 4, UP),
        (4, LEFT, 5, LEFT),
    ]


@pytest.mark.parametrize(("people", "columns", "bends"), [(8, 2, {0}), (14, 4, {-1, 1}), (40, 6, {-1, 0, 1})])
def test_a_column_that_is_too_tall_becomes_several(people: int, columns: int, bends: set[int]) -> None:
    drawing = draw([leader(group("甲组", people))], WIDTH, HEIGHT)
    assert len({box.x for box in drawing.boxes if box.lines[0].startswith("成员")}) == columns
    assert {k.enters for k in drawing.links[1:]} == {LEFT, RIGHT}
    assert {(k.across > 0) - (k.across < 0) for k in drawing.links[1:]} == bends


def test_tops_without_anything_below_stand_beside() -> None:
    drawing = draw([leader(group("甲组", 1)), Node(("单位",)), Node(("顾问",)), Node(("工会",))], WIDTH, HEIGHT)
    by_name = {box.lines[0]: box for box in drawing.boxes}
    top = by_name["领衔人"]
    assert by_name["单位"].x < top.x < by_name["顾问"].x
    assert by_name["工会"].x < top.x
    assert by_name["顾问"].sites[LEFT][1] == top.sites[RIGHT][1]


def test_the_largest_type_that_fits_is_taken() -> None:
    roots = [leader(group("甲组", 3), group("乙组", 3))]
    wide, narrow = draw(roots, WIDTH, HEIGHT), draw(roots, 9_000, 6_000)
    assert wide.size > narrow.size
    with pytest.raises(TooLarge, match="9 个方框在 30×20 毫米 里放不下"):
        draw(roots, 3_000, 2_000)


def test_more_than_a_page_can_hold_is_refused_at_once() -> None:
    with pytest.raises(TooLarge, match="方框太多"):
        draw([leader(group("甲组", MOST_BOXES))], WIDTH, HEIGHT)
    node = Node(("末",))
    for _ in range(MOST_LEVELS):
        node = Node(("上",), (node,))
    with pytest.raises(TooLarge, match="层次太深"):
        draw([node], WIDTH, HEIGHT)
