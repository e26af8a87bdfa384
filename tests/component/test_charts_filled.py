"""Charts of the built-in templates: what they read is what the records say, however many groups and items there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from openpyxl import Workbook, load_workbook

from docgen.container import Container
from docgen.model.entry import Entry, Registers
from docgen.ooxml.security import parse_xml
from docgen.ooxml.sheets.guard import CHART
from docgen.ooxml.shift import areas, parse_formula
from tests.component.test_registers_filled import document, sample_year

MATERIALS = ("activity-stats", "fund-list", "achievement-summary")
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHAPES = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"


@dataclass(frozen=True)
class Series:
    """What a series of a chart shows: its name, the names along the axis, the values."""

    name: Any
    categories: list[Any]
    values: list[Any]


def read(book: Workbook, reference: str) -> list[Any]:
    (area,) = areas(parse_formula(reference))
    (first, last), (top, bottom) = area.columns, area.rows
    rows = book[area.sheet].iter_rows(top, bottom, first, last, values_only=True)
    return [value for row in rows for value in row]


def charts(data: bytes) -> Iterator[list[Series]]:
    """The series of every chart of a workbook; no values where a chart reads nothing."""
    book, container = load_workbook(BytesIO(data), data_only=True), Container.read(data, "x")
    for part in sorted(p for p in container.parts if p.startswith("xl/charts/chart")):
        found = []
        for series in parse_xml(container[part]).iter(f"{CHART}ser"):
            texts = {kind: series.find(f"{CHART}{kind}") for kind in ("tx", "cat", "val")}
            refs = {kind: node.findtext(f".//{CHART}f") for kind, node in texts.items() if node is not None}
            name = read(book, refs["tx"])[0] if refs["tx"] else texts["tx"].findtext(f"{CHART}v")  # type: ignore[union-attr]
            values = [] if refs["val"] == "#REF!" else read(book, refs["val"])
            categories = [] if refs["cat"] == "#REF!" else read(book, refs["cat"])
            found.append(Series(name, categories, values))
        yield found


def year_with(**rows: list[dict[str, Any]]) -> Registers:
    """The fictional year with other rows in some registers: the first row, changed again and again."""
    year = dict(sample_year().rows)
    for name, changes in rows.items():
        model = year[name][0]
        year[name] = tuple(
            Entry(name, str(n), {**model.values, **change}, replace(model.origin, row=n))
            for n, change in enumerate(changes, 3)
        )
    return Registers(year)


def groups(count: int, people: int) -> Registers:
    names = [f"第{n}创新小组" for n in range(1, count + 1)]
    members = [
        {"序号": n, "姓名": f"成员{n:02d}", "所属小组": names[n % count], "状态": "在室", "室内身份": ["组员"]}
        for n in range(people)
    ]
    return year_with(小组=[{"小组名称": n, "组长": f"{n[1]}号组长"} for n in names], 成员=members)


@pytest.mark.parametrize("material", MATERIALS)
def test_a_sheet_of_charts_is_a_page_of_its_own(material: str) -> None:
    book = load_workbook(BytesIO(document(material, sample_year())))
    (sheet,) = (s for s in book.worksheets if s._charts)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert "第 &P 页　共 &N 页" in sheet.oddFooter.center.text
    assert str(sheet["A1"].value).endswith("图（2024年度）")
    assert sheet.print_area.endswith(f"${sheet.max_row}")
    last = f"工作表“{book.worksheets[book.worksheets.index(sheet) - 1].title}”。"
    assert str(sheet.cell(sheet.max_row, 1).value).endswith(last)
    for chart in sheet._charts:
        (first, left), (end, right) = ((m.row, m.col) for m in (chart.anchor._from, chart.anchor.to))
        assert first == end
        assert (left, right) == (0, sheet.max_column)
        # 409 points are the highest row a spreadsheet has; A4 on its side holds 179 mm.
        assert sheet.row_dimensions[first + 1].height <= 409
    heights = [sheet.row_dimensions[r].height for r in range(1, sheet.max_row + 1)]
    assert sum(heights) <= (210 - 17 - 14) * 72 / 25.4


def test_activities_by_month_and_group() -> None:
    by_month, by_group = charts(document("activity-stats", sample_year()))
    activities = Counter((a.values["活动小组"], a.values["日期"].month) for a in sample_year()["创新活动"])
    names = [g.values["小组名称"] for g in sample_year()["小组"]]
    assert [s.name for s in by_month] == by_group[0].categories == names
    assert [s.values for s in by_month] == [[activities[name, m] for m in range(1, 13)] for name in names]
    assert by_group[0].values == [sum(s.values) for s in by_month]
    assert sum(by_group[0].values) == len(sample_year()["创新活动"])
    assert by_month[0].categories[0] == "一月"


@pytest.mark.parametrize("count", [1, 8])
def test_a_series_for_each_group(count: int) -> None:
    by_month, by_group = charts(document("activity-stats", groups(count, 0)))
    assert len(by_month) == len(by_group[0].values) == count
    assert len({s.name for s in by_month}) == count


def test_money_against_budget() -> None:
    ((budget, paid),) = charts(document("fund-list", sample_year()))
    lines, payments = sample_year()["经费预算"], sample_year()["经费支出"]
    assert budget.categories == paid.categories
    assert sorted(paid.categories) == sorted({e.values["预算科目"] for e in lines})
    planned = [e.values["调整后金额"] or e.values["预算金额"] for e in lines]
    assert sum(Decimal(str(v)) for v in budget.values) == sum(planned)
    assert sum(Decimal(str(v)) for v in paid.values) == sum(e.values["金额"] for e in payments)
    for item, value in zip(paid.categories, paid.values, strict=True):
        assert Decimal(str(value)) == sum(e.values["金额"] for e in payments if e.values["预算科目"] == item)


def test_achievements_by_kind() -> None:
    ((kinds,),) = charts(document("achievement-summary", sample_year()))
    counted = Counter(e.values["成果类别"] for e in sample_year()["成果"])
    assert dict(zip(kinds.categories, kinds.values, strict=True)) == counted
    assert len(kinds.values) == len(counted) > 1


@pytest.mark.parametrize("material", MATERIALS)
def test_without_records_charts_are_empty(material: str) -> None:
    for series in charts(document(material, Registers({}))):
        assert all(not s.values for s in series)


@pytest.mark.parametrize(("count", "people"), [(1, 5), (1, 40), (3, 40), (8, 40)])
def test_the_organisation_has_a_box_for_everybody(count: int, people: int) -> None:
    made = docx.Document(BytesIO(document("org-chart", groups(count, people))))
    boxes = [
        "/".join(t.text or "" for t in shape.iter(f"{WORDS}t"))
        for shape in made.element.body.iter(f"{SHAPES}wsp")
        if shape.find(f"{SHAPES}txbx") is not None
    ]
    assert sum(box.startswith("成员") for box in boxes) == people
    assert sum("创新小组" in box for box in boxes) == count
    assert boxes[0].startswith("领衔人")
    assert sum(1 for _ in made.element.body.iter(f"{SHAPES}cNvCnPr")) == len(boxes) - 1
