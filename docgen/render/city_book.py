"""The summary of a city as a workbook: one row a studio, clauses, materials, gaps, hints, and native charts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from docgen.container import normalised
from docgen.model.city import Outcome, State
from docgen.model.status import Verdict
from docgen.model.summary import CitySummary, Gap
from docgen.render.city_sheet import FILLS as STATE_FILLS
from docgen.render.city_sheet import table

MONEY, SHARE = "#,##0.00", "0%"
A3 = 8
VERDICT_FILLS = {
    Verdict.WRONG: "F6C9C4",
    Verdict.DOUBT: "FBE7B2",
    Verdict.OPEN: "DDE8F6",
    Verdict.ANSWERED: "E6E0F0",
    Verdict.RIGHT: "D5ECD4",
    Verdict.PEOPLE: "F2F2F2",
}
#: Colours of series: the same verdicts, strong enough for a bar.
SERIES = {
    Verdict.WRONG: "C0504D",
    Verdict.DOUBT: "E3A72F",
    Verdict.OPEN: "7DA7D9",
    Verdict.ANSWERED: "9A86B8",
    Verdict.RIGHT: "6FAF6C",
    Verdict.PEOPLE: "BFBFBF",
}
#: Hints that a sheet lists, and places that a hint names.
MOST_HINTS, MOST_PLACES = 2000, 12
NAME, PLACE = ("名称", 32), ("文件夹", 28)


def summary_workbook(summary: CitySummary) -> bytes:
    """The workbook."""
    book = Workbook()
    first: Any = book.active
    first.title = "总览"
    _overview(first, summary)
    _charts(book.create_sheet("图表"), summary)
    _clauses(book.create_sheet("条款"), summary)
    _materials(book.create_sheet("资料"), summary)
    _gaps(book.create_sheet("缺项"), summary.gaps)
    _hints(book.create_sheet("雷同提示"), summary)
    _failed(book.create_sheet("未完成"), summary.outcomes)
    stream = io.BytesIO()
    book.save(stream)
    return normalised(stream.getvalue())


def _overview(sheet: Any, summary: CitySummary) -> None:
    own = [(title, max(9, 2 * len(title) + 1)) for title in summary.columns]
    counts = [("应有文档", 9), ("已生成", 9), ("已签", 9), ("错误", 8), ("警告", 8), ("尚缺", 8)]
    funds = [("已支出（元）", 15), ("预算（元）", 15), ("占比", 8)] if summary.funds else []
    heads = [("序号", 6), NAME, ("单位", 28), PLACE, ("年度", 8), ("结果", 9), *own, *counts, *funds]
    rows: list[Sequence[Any]] = []
    for number, line in enumerate(summary.lines, 1):
        o = line.outcome
        unit = o.figures.unit if o.figures else ""
        values = o.figures.values if o.figures else (None,) * len(own)
        weights = [o.counts.get(word) for word in ("错误", "警告", "尚缺")]
        money = [line.spent, line.budget, line.share] if summary.funds else []
        papers = line.papers if o.figures else (None,) * 3
        rows.append((number, o.name, unit, o.place, o.year or None, o.state.value, *values, *papers, *weights, *money))
    table(sheet, heads, rows)
    for number, line in enumerate(summary.lines, 2):
        sheet.cell(number, 6).fill = PatternFill("solid", fgColor=STATE_FILLS[line.outcome.state])
        for column, form in zip(range(len(heads) - 2, len(heads) + 1), (MONEY, MONEY, SHARE), strict=True):
            if summary.funds:
                sheet.cell(number, column).number_format = form
    sheet.page_setup.paperSize = A3
    _total(sheet, len(rows), range(7, len(heads) + (0 if summary.funds else 1)), summary)


def _total(sheet: Any, rows: int, columns: range, summary: CitySummary) -> None:
    """Sums below the table, as formulas: a filter does not hide what they add up."""
    row = rows + 2
    sheet.cell(row, 2, "合计").font = Font(bold=True)
    for column in columns:
        letter = get_column_letter(column)
        cell = sheet.cell(row, column, f"=SUM({letter}2:{letter}{rows + 1})")
        cell.font = Font(bold=True)
        cell.number_format = sheet.cell(2, column).number_format if rows else "General"
    if summary.funds:
        part, whole = (get_column_letter(columns.stop - n) for n in (2, 1))
        cell = sheet.cell(row, columns.stop, f'=IF({whole}{row}=0,"",{part}{row}/{whole}{row})')
        cell.number_format, cell.font = SHARE, Font(bold=True)


def _clauses(sheet: Any, summary: CitySummary) -> None:
    heads = [("序号", 6), NAME, PLACE, *((clause, 9) for clause in summary.clauses)]
    lines = [line.outcome for line in summary.lines if line.outcome.figures]
    rows = [
        (number, o.name, o.place, *(o.figures.clauses.get(c, "") for c in summary.clauses))
        for number, o in enumerate(lines, 1)
        if o.figures
    ]
    table(sheet, heads, rows)
    sheet.freeze_panes = "D2"
    for row in sheet.iter_rows(min_row=2, min_col=4, max_row=len(rows) + 1, max_col=len(heads)):
        for cell in row:
            if cell.value:
                cell.fill = PatternFill("solid", fgColor=VERDICT_FILLS[Verdict(cell.value)])
                cell.alignment = Alignment(horizontal="center", vertical="top")


def _materials(sheet: Any, summary: CitySummary) -> None:
    """Documents made of those wanted; a studio that lacks some stands out."""
    heads = [("序号", 6), NAME, PLACE, *((title, 13) for title in summary.materials.values())]
    lines = [line.outcome for line in summary.lines if line.outcome.figures]
    rows: list[Sequence[Any]] = []
    for number, o in enumerate(lines, 1):
        assert o.figures is not None
        counts = [o.figures.materials.get(name) for name in summary.materials]
        rows.append((number, o.name, o.place, *(each[1] if each else None for each in counts)))
    table(sheet, heads, rows)
    sheet.freeze_panes = "D2"
    for number, o in enumerate(lines, 2):
        for column, name in enumerate(summary.materials, 4):
            wanted, made, _ = o.figures.materials.get(name, (0, 0, 0)) if o.figures else (0, 0, 0)
            if made < wanted:
                cell = sheet.cell(number, column)
                cell.value, cell.fill = f"{made}/{wanted}", PatternFill("solid", fgColor="F6C9C4")


def _gaps(sheet: Any, gaps: Sequence[Gap]) -> None:
    heads = [("序号", 6), ("规则", 16), ("条款", 14), ("要求", 60), ("工作室数", 10), ("处数", 9)]
    rows = [(n, gap.rule, gap.clause, gap.text, gap.studios, gap.findings) for n, gap in enumerate(gaps, 1)]
    table(sheet, heads, rows)


def _hints(sheet: Any, summary: CitySummary) -> None:
    heads = [("序号", 6), ("相同的是", 10), ("工作室数", 10), ("处数", 9), ("在哪里", 100)]
    rows = []
    for number, same in enumerate(summary.same[:MOST_HINTS], 1):
        named = "\n".join(f"{studio}：{place}" for studio, place in same.places[:MOST_PLACES])
        more = f"\n另有 {len(same.places) - MOST_PLACES} 处" if len(same.places) > MOST_PLACES else ""
        rows.append((number, same.kind, len(same.studios), len(same.places), named + more))
    table(sheet, heads, rows)
    note = "只是提示，由人核对：集体活动的照片、上级统一的文字本来就会相同。"
    if len(summary.same) > MOST_HINTS:
        note += f"另有 {len(summary.same) - MOST_HINTS} 条没有列出。"
    sheet.cell(len(rows) + 3, 2, note)


def _failed(sheet: Any, outcomes: Iterable[Outcome]) -> None:
    heads = [("序号", 6), NAME, PLACE, ("代码", 24), ("原因", 60), ("处理", 44)]
    failed = [o for o in outcomes if o.state is State.FAILED]
    table(sheet, heads, [(n, o.name, o.place, o.code, o.reason, o.remedy) for n, o in enumerate(failed, 1)])


def _charts(sheet: Any, summary: CitySummary) -> None:
    """The figures of the charts, and the charts beside them."""
    verdicts = [verdict for verdict in Verdict if any(counts[verdict.value] for _, counts in summary.verdicts)]
    block: list[Sequence[Any]] = [("条款", *(v.value for v in verdicts))]
    block += [(clause, *(counts[v.value] for v in verdicts)) for clause, counts in summary.verdicts]
    last = _block(sheet, 1, block)
    if summary.verdicts and verdicts:
        height = max(7.0, 0.55 * len(summary.verdicts) + 3)
        chart = _bars(sheet, "各条款的工作室数", 1, last, len(verdicts), height, [SERIES[v] for v in verdicts])
        chart.grouping, chart.overlap, chart.type = "percentStacked", 100, "bar"
        chart.y_axis.numFmt = "0%"
        chart.x_axis.scaling.orientation = "maxMin"
        sheet.add_chart(chart, "I1")
    top = last + 3
    for title, head, counted, colour in (
        ("资料齐全程度（已生成占应有）", "占比", summary.completeness, "5B8DB8"),
        ("经费使用（支出占预算）", "占比", summary.shares, "C58B3B"),
    ):
        if any(counted.values()):
            last = _block(sheet, top, [(head, "工作室数"), *counted.items()])
            chart = _bars(sheet, title, top, last, 1, 7.0, [colour])
            chart.legend = None
            chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
            sheet.add_chart(chart, f"U{1 + 16 * (colour != '5B8DB8')}")
            top = last + 3
    sheet.column_dimensions["A"].width = 14
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A3
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _block(sheet: Any, top: int, rows: Sequence[Sequence[Any]]) -> int:
    """Write rows from a row on; the last row."""
    for number, values in enumerate(rows, top):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(bold=number == top)
    return top + len(rows) - 1


def _bars(sheet: Any, title: str, top: int, last: int, series: int, height: float, colours: Sequence[str]) -> Any:
    chart: Any = BarChart()
    chart.title, chart.height, chart.width, chart.gapWidth = title, height, 22, 40
    chart.add_data(Reference(sheet, min_col=2, max_col=1 + series, min_row=top, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    for each, colour in zip(chart.series, colours, strict=True):
        each.graphicalProperties.solidFill = colour
        each.graphicalProperties.line.solidFill = colour
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    return chart
