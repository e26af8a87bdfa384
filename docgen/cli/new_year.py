"""``docgen new-year``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from docgen.cli import options as opt
from docgen.cli.console import Console
from docgen.load.settings import Workspace
from docgen.tasks.newyear import Started, start_year

HELP = """\
结转：新的一年的数据工作簿，带上仍然有效的记录。

例：docgen new-year 2025
"""


@opt.command("workspace", "standard")
def new_year(
    session: opt.Session,
    year: Annotated[int, typer.Argument(min=1900, max=9999, help="新的年度；从它的上一年结转。", show_default=False)],
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="只说要带上什么，不写。")] = False,
) -> None:
    """Start a new year."""
    found, loaded = session.open()
    started = start_year(found, loaded, year, dry_run=dry_run)
    show_started(session.console, started, found)
    session.console.json(started_json(started, found))


def show_started(console: Console, started: Started, workspace: Workspace) -> None:
    """What went over, what stayed, what was left blank."""
    plan = started.plan
    for name, rows in plan.rows.items():
        left = plan.left.get(name, 0)
        console.data(f"  {name}：带上 {len(rows)} 行" + (f"，留在 {plan.year - 1} 年 {left} 行" if left else ""))
    others = [name for name in plan.left if name not in plan.rows]
    if others:
        console.data(f"从空白开始的登记表：{'、'.join(others)}")
    blank: dict[tuple[str, str], list[str]] = {}
    for dropped in plan.dropped:
        blank.setdefault((dropped.entry.register, dropped.column), []).append(dropped.value)
    for (register, column), values in blank.items():
        shown = "、".join(list(dict.fromkeys(values))[:3]) + ("等" if len(set(values)) > 3 else "")
        console.data(f"[提示] {register}“{column}”：{shown}没有带到 {plan.year} 年，{len(values)} 处留空")
    done = "[完成] 已建" if started.written else "将建"
    console.data(f"{done} {workspace.shown(started.path)}，{plan.year - 1} 年的数据没有改动")
    if started.written:
        console.data(f"下一步：把 docgen.toml 里的 year 改成 {plan.year}；做上一年的归档时加 -y {plan.year - 1}")


def started_json(started: Started, workspace: Workspace) -> dict[str, Any]:
    """The same as the keys programs read."""
    plan = started.plan
    return {
        "ok": True,
        "exit": 0,
        "findings": [],
        "year": plan.year,
        "workbook": workspace.shown(started.path),
        "written": started.written,
        "carried": {name: len(rows) for name, rows in plan.rows.items()},
        "left": dict(plan.left),
        "blanked": [{"place": str(d.entry.place(d.column)), "value": d.value} for d in plan.dropped],
    }
