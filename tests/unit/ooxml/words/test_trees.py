"""Trees of boxes in Word templates: the filter, the shapes, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest

from docgen.model.values import Bad, Blank, BlankRows, BlockedValue
from docgen.ooxml import RenderError
from docgen.ooxml.drawings.layout import MOST_BOXES
from docgen.ooxml.words.objects import ObjectMisspelt, Wanted, object_filter
from tests.unit.ooxml.sheets.sheetmaker import refused, rows, workbook
from tests.unit.ooxml.words.documents import NS, W, fill, paragraphs, problems, render

TAG = "{{ 部门|组织图(200, 100, '上级', '名称', '负责人') }}"
WPS = f"{{{NS['wps']}}}"
A = f"{{{NS['a']}}}"
WP = f"{{{NS['wp']}}}"
MM = 36_000


def row(upper: str, name: str, person: Any = "") -> dict[str, Any]:
    return {"上级": upper, "名称": name, "负责人": person}


OFFICE = [
    row("", "总部", "甲"),
    row("总部", "一部", "乙"),
    row("总部", "二部"),
    row("", "顾问"),
    *(row("一部", f"一{n}组") for n in range(30)),
    *(row("二部", f"二{n}组") for n in range(3)),
]


def boxes(root: Any) -> dict[str, Any]:
    """Id → shape with text."""
    return {s.find(f"{WPS}cNvPr").get("id"): s for s in root.iter(f"{WPS}wsp") if s.find(f"{WPS}txbx") is not None}


def frame(shape: Any) -> tuple[int, int, int, int]:
    """Left, top, width, height in EMU."""
    place, size = shape.find(f".//{A}xfrm/{A}off"), shape.find(f".//{A}xfrm/{A}ext")
    return int(place.get("x")), int(place.get("y")), int(size.get("cx")), int(size.get("cy"))


def ends(shape: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a connector begins and ends: its box's upper left and lower right corner, flipped, then turned."""
    x, y, width, height = frame(shape)
    placed = shape.find(f".//{A}xfrm")
    turn = math.radians(int(placed.get("rot", "0")) / 60_000)
    across, down = (-1 if placed.get("flipH") == "1" else 1), (-1 if placed.get("flipV") == "1" else 1)
    corners = []
    for sign in (-1, 1):
        dx, dy = sign * across * width / 2, sign * down * height / 2
        corners.append(
            (
                x + width / 2 + dx * math.cos(turn) - dy * math.sin(turn),
                y + height / 2 + dx * math.sin(turn) + dy * math.cos(turn),
            )
        )
    return corners[0], corners[1]


def site(shape: Any, number: int) -> tuple[float, float]:
    """The middle of a side, as DrawingML numbers them: top, left, bottom, right."""
    x, y, width, height = frame(shape)
    return [(x + width / 2, y), (x, y + height / 2), (x + width / 2, y + height), (x + width, y + height / 2)][number]


def test_connectors_end_on_the_shapes_they_name() -> None:
    root = fill(paragraphs(TAG), {"部门": OFFICE}).element
    found = boxes(root)
    links = [s for s in root.iter(f"{WPS}wsp") if s.find(f"{WPS}cNvCnPr") is not None]
    assert len(links) == len(OFFICE) - 1
    kinds = set()
    for link in links:
        kinds.add(link.find(f".//{A}prstGeom").get("prst"))
        for name, point in zip(("stCxn", "endCxn"), ends(link), strict=True):
            joint = link.find(f".//{A}{name}")
            assert point == pytest.approx(site(found[joint.get("id")], int(joint.get("idx"))), abs=400)
    assert kinds == {"straightConnector1", "bentConnector2", "bentConnector3", "bentConnector4"}


def test_boxes_hold_the_texts_inside_the_drawing() -> None:
    made = fill(paragraphs(f"前{TAG}后"), {"部门": OFFICE})
    assert made.paragraphs[0].text == "前后"
    extent = made.element.find(f".//{WP}extent")
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    assert width <= 200 * MM
    assert height <= 100 * MM
    texts = []
    for shape in boxes(made.element).values():
        left, top, wide, high = frame(shape)
        assert 0 <= left <= left + wide <= width
        assert 0 <= top <= top + high <= height
        texts.append("/".join(p.findtext(f"{W}r/{W}t") for p in shape.iter(f"{W}p")))
    assert texts[:3] == ["总部/甲", "一部/乙", "一0组"]
    assert len(texts) == len(OFFICE)
    ids = [n.get("id") for n in made.element.iter(f"{WPS}cNvPr", f"{WP}docPr")]
    assert len(ids) == len(set(ids))


def test_equal_data_give_equal_bytes() -> None:
    first, second = (render(paragraphs(TAG), {"部门": OFFICE}).to_bytes() for _ in range(2))
    assert first == second


def test_it_may_stand_in_loops_and_headers_and_be_empty() -> None:
    document = paragraphs("{%p for 行 in 表 %}", "{{ 行.部门|组织图(80, 40, '上级', '名称') }}", "{%p endfor %}")
    document.sections[0].header.paragraphs[0].text = "{{ 全部|组织图(40, 20, '上级', '名称') }}"
    data = {"表": [{"部门": [row("", "甲"), row("甲", "乙")]}, {"部门": []}], "全部": [row("", "<丙>&")]}
    made = fill(document, data)
    assert len(boxes(made.element)) == 2
    header = made.sections[0].header._element
    assert [t.text for t in header.iter(f"{W}t")] == ["<丙>&", next(header.iter(f"{{{NS['mc']}}}Fallback"))[0].text]
    assert not [p for p in made.part.package.iter_parts() if "/media/" in p.partname]


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([row("", "甲"), row("丙", "乙")], "“乙”的“上级”是“丙”，不在图里"),
        ([row("", "甲"), row("", "甲"), row("甲", "乙")], "“乙”的“上级”是“甲”，在图里有 2 个"),
        ([row("", "甲"), row("丙", "乙"), row("乙", "丙")], "“上级”成了圈，找不到最上面的：乙、丙"),
        ([row("", "甲"), row("甲", "")], "第 2 条记录没有“名称”"),
        ([row("", f"{n}") for n in range(MOST_BOXES + 1)], "方框太多"),
        (
            [row("", "甲"), *(row("甲", "很长的名称" * 9 + f"{n}") for n in range(90))],
            "91 个方框在 200×100 毫米 里放不下",
        ),
    ],
)
def test_what_is_no_tree(records: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(RenderError, match=message) as caught:
        render(paragraphs("", TAG), {"部门": records})
    assert caught.value.place == "模板.docx › 正文 › 第2段"


def test_nothing_is_drawn_on_a_form_to_be_filled_by_hand() -> None:
    blank = BlankRows([dict.fromkeys(("上级", "名称", "负责人"), Blank())])
    made = fill(paragraphs(TAG), {"部门": blank}, like={"部门": OFFICE})
    assert not boxes(made.element)


def test_a_wrong_value_blocks() -> None:
    with pytest.raises(BlockedValue):
        render(paragraphs(TAG), {"部门": [row("", "甲", Bad(()))]}, like={"部门": [row("", "甲")]})


def test_the_filter() -> None:
    assert object_filter("部门|排序('名称')｜组织图（２０，10.5，“上级”, '名称')") == Wanted(
        "tree", "部门|排序('名称')", 720_000, 378_000, ("上级", "名称")
    )


@pytest.mark.parametrize(
    "body", ["部门|组织图", "部门|组织图(9, 9)", "部门|组织图(9, 9, '上级')", "部门|组织图('上级', '名称')"]
)
def test_the_filter_misspelt(body: str) -> None:
    with pytest.raises(ObjectMisspelt):
        object_filter(body)
    (found,) = problems(paragraphs(f"{{{{ {body} }}}}"), {"部门": OFFICE})
    assert "组织图(250, 150, '上级', '名称'" in found.remedy


def test_columns_must_be_those_of_the_records() -> None:
    (found,) = problems(paragraphs("{{ 部门|组织图(9, 9, '上级', '名字') }}"), {"部门": OFFICE})
    assert "名字" in found.message


def test_no_trees_in_workbooks_and_properties() -> None:
    (found,) = refused(workbook(rows([TAG])), {"部门": OFFICE})
    assert "没有过滤器“组织图”" in found.message
    assert "只用于 Word 模板" in found.remedy
    document = paragraphs("甲")
    document.core_properties.title = TAG
    (found,) = problems(document, {"部门": OFFICE})
    assert found.place.sheet == "文档属性"
