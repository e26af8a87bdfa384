"""``docgen import``: somebody's own table comes over into a register, after a person has seen what fits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.cells import cell_len

from docgen.cli import options as opt
from docgen.cli.console import Console, pad
from docgen.cli.present import finding_json, finding_lines
from docgen.errors import UsageError
from docgen.load.settings import Workspace
from docgen.model.standard import Standard
from docgen.tasks.importing import Plan, Source, carry_out, plan_import
from docgen.tasks.importing import undo as undo_task

HELP = """\
导入：把自己的旧表（Excel、CSV）按列名对到一张登记表，看过再写入。

例：docgen import 旧台账.xlsx --to 登记表的名称
"""
#: How many problems and rows the terminal lists before it only counts.
LISTED = 15
SKIPPED = {
    "total": "是合计行",
    "known": "“{key}”已经有了：{other}",
    "twice": "“{key}”在旧表里重复，用{other}",
}


@opt.command("workspace", "year", "standard")
def import_(
    session: opt.Session,
    file: Annotated[Path | None, typer.Argument(help="旧表：.xlsx、.xls 或 .csv。", show_default=False)] = None,
    to: Annotated[str, typer.Option("--to", help="导入到哪张登记表，写它的名称（工作簿里的表名）。")] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="旧表里的哪个工作表；默认最像的一个。")] = "",
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="指定一列：“旧列名=登记表的列名”，可以写几次。")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再问，直接写入。")] = False,
    back: Annotated[bool, typer.Option("--undo", help="撤销上一次导入。")] = False,
) -> None:
    """Bring a table over."""
    console = session.console
    found, loaded = session.open()
    year = found.year(session.year)
    if back:
        done = undo_task(found, year)
        console.data(f"[完成] 已撤销：{found.shown(done.workbook)} 恢复原样")
        console.json({"ok": True, "exit": 0, "findings": [], "workbook": found.shown(done.workbook)})
        return
    if file is None or not to:
        raise UsageError("要写明旧表和登记表", remedy="例：docgen import 旧台账.xlsx --to 登记表的名称")
    plan = plan_import(found, loaded, year, Source(file, to, sheet, _pairs(maps or [])))
    show_plan(console, plan, loaded, console.verbose)
    kept = None
    if plan.rows and (yes or _asked(console, len(plan.rows), plan.register.name, session.no_input)):
        kept = carry_out(found, year, plan)
        show_done(console, plan, found, kept)
    elif plan.rows:
        console.data("没有写入。确认后加 --yes 再运行一次。")
    console.json(plan_json(plan, kept is not None))


def _pairs(maps: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in maps:
        heading, sign, column = text.replace("＝", "=").partition("=")
        if not sign or not heading.strip() or not column.strip():
            raise UsageError(f"--map 写得不对：{text}", remedy="写成 --map “旧列名=登记表的列名”。")
        pairs[heading.strip()] = column.strip()
    return pairs


def _asked(console: Console, count: int, name: str, silent: bool) -> bool:
    """Whether a person says yes; nobody is asked where nobody can answer."""
    if silent or console.as_json or not sys.stdin.isatty():
        return False
    return typer.confirm(f"把 {count} 行写入“{name}”吗？", err=True)


def show_plan(console: Console, plan: Plan, standard: Standard, verbose: bool) -> None:
    """Which column is which, what comes over, what does not, what is wrong."""
    table, matching = plan.table, plan.matching
    where = " › ".join(part for part in (table.file, table.sheet) if part)
    console.data(f"{where}：表头在第 {table.head_row} 行，下面 {len(table.numbers)} 行")
    width = max((cell_len(h) for h in matching.columns), default=0) + 2
    for heading, column in matching.columns.items():
        same = "" if heading == column else column
        console.data(f"  {pad(f'{heading}（{table.head[heading]}）', width + 5)}→ {same or '同名'}")
    for heading, near in matching.left.items():
        hint = f'；是否为“{near}”？加 --map "{heading}={near}"' if near and plan.filled[heading] else ""
        console.data(f"[提示] 旧列“{heading}”没有对应的列，{plan.filled[heading]} 格没有带过来{hint}")
    for heading, column in matching.twice.items():
        console.data(f'[提示] 旧列“{heading}”也像“{column}”，没有用；要用它加 --map "{heading}={column}"')
    required = [name for name in matching.lacking if plan.register.fields[name].required]
    if required:
        console.data(f"[提示] 旧表没有、以后要补填的必填列：{'、'.join(required)}")
    if not plan.keyed:
        console.data(f"[提示] 旧表没有“{'、'.join(plan.register.key)}”列，不能查重")
    shown = plan.findings if verbose else plan.findings[:LISTED]
    for finding in shown:
        for line in finding_lines(finding, standard):
            console.data(line)
    if len(shown) < len(plan.findings):
        console.data(f"另有 {len(plan.findings) - len(shown)} 处，加 -v 全部列出")
    for row in plan.skipped[: None if verbose else LISTED]:
        why = SKIPPED[row.why].format(key=row.key, other=row.other)
        console.data(f"[跳过] 第 {row.number} 行：{why}")
    if not verbose and len(plan.skipped) > LISTED:
        console.data(f"另跳过 {len(plan.skipped) - LISTED} 行，加 -v 全部列出")
    skipped = f"，跳过 {len(plan.skipped)} 行" if plan.skipped else ""
    wrong = f"；{len(plan.findings)} 处不合规则，照原样写入，以后在工作簿里改" if plan.findings and plan.rows else ""
    console.data(f"可导入 {len(plan.rows)} 行{skipped}{wrong}")


def show_done(console: Console, plan: Plan, workspace: Workspace, kept: Path) -> None:
    """What was written, and the way back."""
    assert plan.grown is not None
    first = plan.grown.first
    rows = f"第 {first} 至 {first + len(plan.rows) - 1} 行"
    console.data(f"[完成] {workspace.shown(plan.grown.workbook)} › {plan.register.name}：{rows}")
    console.data(f"导入以前的工作簿：{workspace.shown(kept)}；撤销用 docgen import --undo")


def plan_json(plan: Plan, written: bool) -> dict[str, Any]:
    """The same as the keys programs read."""
    return {
        "ok": True,
        "exit": 0,
        "findings": [finding_json(f) for f in plan.findings],
        "written": written,
        "register": plan.register.name,
        "sheet": plan.table.sheet,
        "head_row": plan.table.head_row,
        "columns": dict(plan.matching.columns),
        "left": {h: plan.filled[h] for h in (*plan.matching.left, *plan.matching.twice)},
        "lacking": list(plan.matching.lacking),
        "rows": len(plan.rows),
        "skipped": [{"row": s.number, "why": s.why, "key": s.key, "other": s.other} for s in plan.skipped],
    }
