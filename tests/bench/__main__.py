"""Everything side by side in one run: ``python -m tests.bench [--full]``. Only the ratios mean anything elsewhere.

Without ``--full`` batches have a tenth of their size; openpyxl alone needs minutes for the whole.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlsxwriter

from docgen.container import Container
from docgen.engine.book import make_book
from docgen.engine.checks import CheckFacts, beyond_rules, check_fields, poison
from docgen.engine.clauses import Rulebook, answered, judge, merge
from docgen.engine.derived import complete_registers
from docgen.language import Code, Scope, shape_of
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.collector import collector_paused
from docgen.ooxml.sheets.compiled import compile_sheets
from docgen.resources import sample_folder, schema_folder
from tests.bench import bench_discs, bench_fill, bench_sheets, bench_validation

ROOT = Path(__file__).parents[2]
MERGED_COLUMNS = 15
#: A register whose rows rules gather.
JUDGED = "维修保养"
MEMORY = """
import resource, sys
from tests.bench.bench_fill import RECORD, form_template
from docgen.language import Code, Scope, shape_of
from docgen.ooxml import compile_template
names = {key: Code(f"d[{key!r}]", shape_of(value, key)) for key, value in RECORD.items()}
template = compile_template(form_template(), "form.docx", Scope.of(names, ("d",)))
for _ in range(int(sys.argv[1])):
    template.render(RECORD).to_bytes()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def say(work: str, found: str, must: str, aim: str) -> None:
    """A line of the table."""
    print(f"| {work} | {found} | {must} | {aim} |", flush=True)


def words() -> None:
    """A form of two pages against docxtpl and the limit."""
    for picture in (False, True):
        found = bench_fill.measure(picture)
        times, share = found["docxtpl"] / found["ours"], found["limit written"] / found["ours written"]
        name = "Word 表，200 KB 照片（docxtpl 不放照片）" if picture else "Word 表，无照片"
        must, aim = ("55 倍", "150 倍") if picture else ("100 倍", "250 倍")
        say(f"{name}，对 docxtpl", f"{times:.0f} 倍", must, aim)
        say(f"{name}，占极限（压缩、校验和、写盘）", f"{share:.0%}", "60 %", "85 %")
        say("　　不写盘", f"{found['limit'] / found['ours']:.0%}", "", "")


def with_xlsxwriter(records: list[dict[str, Any]]) -> bytes:
    """The same register written from nothing: no template, the fastest writer there is."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "in_memory": False})
    sheet = book.add_worksheet("台账")
    plain, money = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "#,##0.00"})
    for row, one in enumerate(records, 2):
        for column, value in enumerate(one.values()):
            sheet.write(row, column, value, money if isinstance(value, Decimal) else plain)
    book.close()
    return stream.getvalue()


def sheets(rows: int) -> None:
    """A register of 12 columns against openpyxl and XlsxWriter."""
    records = [bench_sheets.record(i) for i in range(1, rows + 1)]
    data = bench_sheets.template(tags=True)
    scope = Scope.of({"列表": Code("d", shape_of(records, "列表"))}, ("d",))
    compiled = compile_sheets(Container.read(data, "台账.xlsx"), data, "台账.xlsx", scope)
    ours = bench_sheets.cpu(lambda: compiled.render(records).to_bytes(), 3)
    theirs = bench_sheets.cpu(lambda: bench_sheets.with_openpyxl(bench_sheets.template(tags=False), records), 1)
    writer = bench_sheets.cpu(lambda: with_xlsxwriter(records), 1)
    name = f"Excel 台账 {rows} × {bench_sheets.COLUMNS}"
    say(f"{name}，对 openpyxl 读、填、存", f"{theirs / ours:.1f} 倍", "10 倍", "12 倍")
    say(f"{name}，对 XlsxWriter 从零写", f"{writer / ours:.1f} 倍", "", "")


def docgen(*arguments: str, folder: Path) -> float:
    """Wall seconds of a command."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    start = time.perf_counter()
    command = [sys.executable, "-m", "docgen", *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def merged(rows: int, folder: Path) -> None:
    """A mail merge from a workbook by two processes, everything included."""
    book = xlsxwriter.Workbook(str(folder / "数据.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, [f"项目{c}" for c in range(bench_fill.FIELDS)])
    for row in range(1, rows + 1):
        values = [f"第{row}条的{c}" for c in range(MERGED_COLUMNS)] + ["同"] * (bench_fill.FIELDS - MERGED_COLUMNS)
        sheet.write_row(row, 0, values)
    book.close()
    (folder / "表.docx").write_bytes(bench_fill.form_template(members=False))
    command = ("fill", "数据.xlsx", "-t", "表.docx", "-o", "出", "--jobs", "2")
    seconds = docgen(*command, folder=folder)
    scale = 100_000 / rows
    shown = f"{seconds:.1f} 秒" + (f"（折合 10 万份约 {seconds * scale:.0f} 秒）" if scale != 1 else "")
    say(f"邮件合并 {rows} 份，{bench_fill.FIELDS} 列，2 个进程，含读数据", shown, "60 秒", "35 秒")
    say("同上，再运行一次（没有变化）", f"{docgen(*command, folder=folder):.1f} 秒", "", "")


def validation(rows: int, folder: Path) -> None:
    """A register of 15 columns, a wrong date in every hundredth row: reading with types, then the rules."""
    for different in (False, True):
        found = bench_validation.measure(rows, folder, different)
        what = "，文字格各不相同" if different else ""
        name = (
            f"校验 {rows} × {bench_validation.COLUMNS}{what}（{found.wrong} 处错误全部定位）：定类型 + 执行规则和约束"
        )
        seconds = f"{found.typed:.2f} + {found.checked:.2f} = {found.validated:.2f} 秒"
        say(name, f"{seconds}，是 csv 模块读同一文件的 {found.ratio:.1f} 倍", "1 秒", "0.4 秒")
        say("　　之前解析文件", f"{found.parsed:.2f} 秒", "", "")


def large_year(rows: int, folder: Path) -> list[Path]:
    """The fictional year, one register of it a workbook of so many rows."""
    others = sorted((sample_folder() / "数据").glob("*.csv"))
    source = next(p for p in others if p.stem.endswith(JUDGED))
    head, *body = csv.reader(source.read_text(encoding="utf-8-sig").splitlines())
    path = folder / f"{JUDGED}.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet(JUDGED)
    sheet.write_row(0, 0, head)
    for row in range(rows):
        sheet.write_row(row + 1, 0, [f"X-{row:06d}", *body[row % len(body)][1:]])
    book.close()
    return [path, *(p for p in others if p != source)]


def whole_check(rows: int, folder: Path) -> None:
    """Everything a check does with the rows: read, judge the fields, derive, judge the clauses, put it in order."""
    standard = load_standard(schema_folder(""))
    paths, day = large_year(rows, folder), date(2024, 12, 31)
    with collector_paused():
        times = [time.process_time()]
        loaded = load_registers(standard, paths, lambda p: p.name)
        times.append(time.process_time())
        fields = (*loaded.findings, *check_fields(standard, loaded.registers, CheckFacts(day, 2024)))
        times.append(time.process_time())
        registers = poison(loaded.registers, beyond_rules(standard, fields))
        book = make_book(standard, complete_registers(standard, registers, 2024).registers, 2024)
        times.append(time.process_time())
        judged = judge(Rulebook.of(standard), book, day, (6, 30))
        answered(standard, book, merge(standard, book, fields, judged.findings), judged, day)
        times.append(time.process_time())
    steps = [f"{b - a:.2f}" for a, b in pairwise(times)]
    name = f"检查“{JUDGED}”{rows} 行（.xlsx）：读取、字段规则、派生、条款规则 {len(standard.compliance)} 条"
    say(name, f"{' + '.join(steps)} = {times[-1] - times[0]:.2f} 秒", "", "3 秒")


def memory() -> None:
    """Peak memory of 20,000 documents against 1,000."""
    if sys.platform == "win32":
        return
    peaks = []
    for count in ("1000", "20000"):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", MEMORY, count]
        peaks.append(int(subprocess.run(command, env=environment, check=True, capture_output=True).stdout))
    say("内存峰值，2 万份对 1 千份", f"{peaks[1] / peaks[0] - 1:+.1%}", "+10 %", "+0 %")


def start_up(folder: Path) -> None:
    """How long the program takes to do nothing."""
    docgen("init", "示例", "--sample", folder=folder)
    work = folder / "示例"
    docgen("fill", folder=work)
    say("启动：docgen --help", f"{min(docgen('--help', folder=work) for _ in range(3)):.2f} 秒", "0.3 秒", "0.15 秒")
    nothing = min(docgen("fill", folder=work) for _ in range(3))
    say("示例工作区，没有变化的 docgen fill", f"{nothing:.2f} 秒", "1 秒", "0.5 秒")


def archived() -> None:
    """The plan of a large year, and the codes of its labels."""
    seconds, discs = bench_discs.plan_seconds()
    say(f"{bench_discs.PHOTOS} 张照片排盘（cd700，{discs} 张）", f"{seconds:.2f} 秒", "2 秒", "")
    say("标签二维码，每个", f"{bench_discs.qr_milliseconds():.2f} 毫秒", "1.5 毫秒", "")


def main(full: bool) -> None:
    """Measure everything and print a table."""
    names = ("docxtpl", "openpyxl", "XlsxWriter")
    libraries = "，".join(f"{name} {version(name)}" for name in names)
    print(f"Python {sys.version.split()[0]}，{libraries}；{os.cpu_count()} 个处理器\n")
    print("| 工作 | 结果 | 必须 | 目标 |\n|---|---|---|---|")
    rows = 100_000 if full else 10_000
    words()
    sheets(rows)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        merged(rows, folder)
        validation(100_000, folder)
        whole_check(100_000, folder)
        memory()
        archived()
    start_up(folder)


if __name__ == "__main__":
    main("--full" in sys.argv[1:])
