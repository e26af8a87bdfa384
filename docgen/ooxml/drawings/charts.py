"""Native charts of a Word document: the chart's part, and the workbook in it that 编辑数据 opens.

Source: ECMA-376 part 1, 21.2 (DrawingML charts). What the chart shows stands in it twice, as the format wants: as
stored values, which readers draw, and as cells of the workbook, which people edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docgen.container import write_zip
from docgen.language.runtime import empty, follow, number, seq, touch
from docgen.model.values import BlankRows, Money, plain_decimal, show
from docgen.ooxml.shift import column_letters
from docgen.ooxml.texts import ValueProblem, checked, xml_text

MOST_NAMES, MOST_SERIES = 100, 12
FEW = 10
SHEET = "Sheet1"
#: How values are shown; zeros are left out, since they would only cover the axis.
AMOUNT, COUNT, ANY_NUMBER = "#,##0.00;-#,##0.00;;", "0;-0;;", "#,##0.##;-#,##0.##;;"
TRANSITIONAL = "http://schemas.openxmlformats.org"
OFFICE = f"{TRANSITIONAL}/officeDocument/2006/relationships"
PACKAGE_RELATIONS = f"{TRANSITIONAL}/package/2006/relationships"
CHART_RELATION, WORKBOOK_RELATION = f"{OFFICE}/chart", f"{OFFICE}/package"
WORKBOOK_ID = "rId1"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOOK = (
    '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="%d"/></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)
#: Names and scales in 8 points; the values at the bars are smaller, so that two bars' values stand apart.
_TEXT, _SMALL = _LOOK % 800, _LOOK % 700
_GRID = (
    '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
    "</c:majorGridlines>"
)
_CHART = (
    _HEAD + f'<c:chartSpace xmlns:c="{TRANSITIONAL}/drawingml/2006/chart" xmlns:a="{TRANSITIONAL}/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
    '<c:barChart><c:barDir val="%(dir)s"/><c:grouping val="clustered"/><c:varyColors val="0"/>%(series)s'
    '<c:dLbls><c:numFmt formatCode="%(form)s" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
    '%(small)s<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls><c:gapWidth val="40"/>'
    '<c:axId val="111"/><c:axId val="222"/></c:barChart>'
    '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="%(order)s"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="%(names)s"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
    '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>%(text)s<c:crossAx val="222"/><c:crosses val="autoZero"/>'
    '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/>'
    '<c:noMultiLvlLbl val="1"/></c:catAx>'
    '<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="%(values)s"/>%(grid)s<c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="none"/>'
    '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>%(text)s<c:crossAx val="111"/>'
    '<c:crosses val="%(crosses)s"/><c:crossBetween val="between"/>%(step)s</c:valAx>'
    '</c:plotArea>%(legend)s<c:plotVisOnly val="1"/>'
    '<c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>%(text)s'
    f'<c:externalData r:id="{WORKBOOK_ID}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
)
_LEGEND = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/>%s</c:legend>'
_SERIES = (
    '<c:ser><c:idx val="%(n)d"/><c:order val="%(n)d"/><c:tx><c:strRef><c:f>%(title_ref)s</c:f><c:strCache>'
    '<c:ptCount val="1"/><c:pt idx="0"><c:v>%(title)s</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    '<c:invertIfNegative val="0"/><c:cat><c:strRef><c:f>%(names_ref)s</c:f><c:strCache><c:ptCount val="%(count)d"/>'
    "%(names)s</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>%(values_ref)s</c:f><c:numCache>"
    '<c:formatCode>General</c:formatCode><c:ptCount val="%(count)d"/>%(values)s</c:numCache></c:numRef></c:val></c:ser>'
)
_POINT = '<c:pt idx="%d"><c:v>%s</c:v></c:pt>'
_WORKBOOK_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{TRANSITIONAL}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{TRANSITIONAL}/spreadsheetml/2006/main" xmlns:r="{OFFICE}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" '
    'Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{TRANSITIONAL}/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/>'
    '<name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>'
    '<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '</cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


@dataclass(frozen=True)
class ChartFiles:
    """A chart as it is stored: its part, and the workbook that part refers to by :data:`WORKBOOK_ID`."""

    part: bytes
    workbook: bytes


@dataclass(frozen=True)
class _Table:
    """What a chart shows: a name for each row, for each series its title and a number or nothing for each row.

    Attributes:
        form: number format of the values.
        step: element that says how far the lines of the axis are apart; empty where that is left to the program.
    """

    names: list[str]
    series: list[tuple[str, list[str]]]
    form: str
    step: str


def bar_chart(rows: Any, columns: Sequence[str], level: bool) -> ChartFiles | None:
    """A chart of records; ``None`` where there are none, or on a form to be filled by hand.

    Args:
        rows: the records.
        columns: the column with the names along the axis, then those with numbers, each a series of its own.
        level: bars that lie, the first record on top; else columns that stand.

    Raises:
        ValueProblem: there are too many, or a value is no number.
        BlockedValue: a value carries an error finding.
    """
    if isinstance(rows, BlankRows) or not seq(rows):
        return None
    table = _read(seq(rows), columns)
    series = "".join(_series(table, n) for n in range(len(table.series)))
    facts = {
        "series": series,
        "form": table.form,
        "step": table.step,
        "text": _TEXT,
        "small": _SMALL,
        "grid": _GRID,
        "legend": _LEGEND % _TEXT if len(table.series) > 1 else "",
        "dir": "bar" if level else "col",
        "order": "maxMin" if level else "minMax",
        "names": "l" if level else "b",
        "values": "b" if level else "l",
        "crosses": "max" if level else "autoZero",
    }
    return ChartFiles((_CHART % facts).encode(), _workbook(table, columns[0]))


def _read(records: list[Any], columns: Sequence[str]) -> _Table:
    if len(records) > MOST_NAMES or len(columns) - 1 > MOST_SERIES:
        raise ValueProblem(f"图表里最多 {MOST_NAMES} 项、{MOST_SERIES} 列数字，这里有 {len(records)} 项")
    names = [checked(touch(follow(record, columns[0]))) for record in records]
    found = {column: [_number(follow(record, column), column) for record in records] for column in columns[1:]}
    values = [v for each in found.values() for v in each if v is not None]
    whole = all(v == int(v) for v in values)
    form = AMOUNT if any(isinstance(v, Money) for v in values) else COUNT if whole else ANY_NUMBER
    texts = [(title, ["" if v is None else plain_decimal(v) for v in each]) for title, each in found.items()]
    # Where few things are counted, a program would put lines between whole numbers.
    few = whole and max(values, default=0) <= FEW
    return _Table(names, texts, form, '<c:majorUnit val="1"/>' if few else "")


def _number(value: Any, column: str) -> Any:
    if empty(touch(value)):
        return None
    if isinstance(value, str):
        raise ValueProblem(f"“{column}”列的“{show(value)[:20]}”不是数字，画不进图表")
    return number(value)


def _series(table: _Table, n: int) -> str:
    title, values = table.series[n]
    last, letters = len(table.names) + 1, column_letters(n + 2)
    return _SERIES % {
        "n": n,
        "title_ref": f"{SHEET}!${letters}$1",
        "title": xml_text(title),
        "names_ref": f"{SHEET}!$A$2:$A${last}",
        "values_ref": f"{SHEET}!${letters}$2:${letters}${last}",
        "count": len(table.names),
        "names": "".join(_POINT % (i, xml_text(name)) for i, name in enumerate(table.names)),
        "values": "".join(_POINT % (i, value) for i, value in enumerate(values) if value),
    }


def _workbook(table: _Table, head: str) -> bytes:
    lines = [[_words(head), *(_words(title) for title, _ in table.series)]]
    for row, name in enumerate(table.names):
        numbers = [f"<v>{values[row]}</v>" if values[row] else "" for _, values in table.series]
        lines.append([_words(name), *numbers])
    data = "".join(
        f'<row r="{r}">{"".join(_cell(f"{column_letters(c)}{r}", cell) for c, cell in enumerate(line, 1))}</row>'
        for r, line in enumerate(lines, 1)
    )
    sheet = f'<worksheet xmlns="{TRANSITIONAL}/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>'
    parts = {**_WORKBOOK_PARTS, "xl/worksheets/sheet1.xml": sheet}
    return write_zip({name: (_HEAD + text).encode() for name, text in parts.items()})


def _words(text: str) -> str:
    return f'<is><t xml:space="preserve">{xml_text(text)}</t></is>'


def _cell(place: str, inner: str) -> str:
    kind = ' t="inlineStr"' if inner.startswith("<is>") else ""
    return f'<c r="{place}"{kind}>{inner}</c>' if inner else ""
