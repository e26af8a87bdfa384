"""How much faster a register is filled than with openpyxl: ``python tests/bench/bench_sheets.py [rows]``.

The register has 12 columns, a merged title, a total below the list, a frozen pane and print titles. Both ways are
measured in one run (CPU seconds, best of some runs); only the ratio means anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from copy import copy
from decimal import Decimal
from functools import partial
from io import BytesIO
from time import process_time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Side

from docgen.container import Container
from docgen.language import Code, Scope, shape_of
from docgen.ooxml.sheets.compiled import compile_sheets

COLUMNS = 12
LIST_ROW = 4


def record(index: int) -> dict[str, Any]:
    """One row of the register: texts, a long number kept as text, an amount."""
    row: dict[str, Any] = {f"列{c}": f"第 {index} 条记录的第 {c} 栏" for c in range(3, COLUMNS)}
    return {"列1": index, "列2": f"{10**17 + index}", **row, "列12": Decimal(index * 7 % 100_000).scaleb(-2)}


def template(tags: bool, wrapped: bool = False) -> bytes:
    """The register with one data row between block tags, or with an empty data row for openpyxl.

    Where the cells of the data row wrap their text, a height is worked out for every row.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台账"
    sheet["A1"] = "设备台账"
    sheet.merge_cells("A1:L1")
    thin = Side(style="thin")
    rows: list[list[Any]] = [[f"列{c}" for c in range(1, COLUMNS + 1)]]
    if tags:
        rows.append(["{%tr for 项 in 列表 %}"])
    rows.append([f"{{{{ 项.列{c} }}}}" if tags else None for c in range(1, COLUMNS + 1)])
    if tags:
        rows.append(["{%tr endfor %}"])
    for row in rows:
        sheet.append(row)
    data = LIST_ROW if tags else LIST_ROW - 1
    for column in range(1, COLUMNS + 1):
        cell = sheet.cell(data, column)
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        cell.alignment = Alignment(wrap_text=wrapped)
    sheet.cell(data, COLUMNS).number_format = "#,##0.00"
    total = sheet.max_row + 1
    sheet.cell(total, 1).value = "合计"
    sheet.cell(total, COLUMNS).value = f"=SUM(L{data}:L{data})"
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_openpyxl(data: bytes, records: list[dict[str, Any]]) -> bytes:
    """Load, fill, save."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    first = LIST_ROW - 1
    styles = [copy(sheet.cell(first, c)._style) for c in range(1, COLUMNS + 1)]
    for offset, one in enumerate(records):
        for column, value in enumerate(one.values(), 1):
            cell = sheet.cell(first + offset, column)
            cell.value = value
            cell._style = styles[column - 1]
    last = first + len(records)
    sheet.cell(last, 1).value = "合计"
    sheet.cell(last, COLUMNS).value = f"=SUM(L{first}:L{last - 1})"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def cpu(do: Callable[[], object], times: int) -> float:
    """CPU seconds of the fastest run."""
    best = float("inf")
    for _ in range(times):
        start = process_time()
        do()
        best = min(best, process_time() - start)
    return best


def main(rows: int) -> None:
    """Measure and print."""
    records = [record(i) for i in range(1, rows + 1)]
    scope = Scope.of({"列表": Code("d", shape_of(records, "列表"))}, ("d",))
    theirs = cpu(lambda: with_openpyxl(template(tags=False), records), 1)
    print(f"{rows} 行 × {COLUMNS} 列")
    for name, wrapped in (("不换行", False), ("自动换行，逐行算行高", True)):
        data = template(tags=True, wrapped=wrapped)
        compiled = compile_sheets(Container.read(data, "台账.xlsx"), data, "台账.xlsx", scope)
        ours = cpu(partial(lambda book: book.render(records).to_bytes(), compiled), 3)
        print(f"{name}：openpyxl {theirs * 1000:.0f} ms    docgen {ours * 1000:.0f} ms    {theirs / ours:.1f} 倍")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
