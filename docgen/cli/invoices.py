"""``docgen invoices``: electronic invoices become rows of a register, after a person has looked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.cli.console import Console
from docgen.cli.intake import add_acceptance
from docgen.cli.wording import App
from docgen.tasks.invoices import DESK, PICTURES, REGISTERED, REPEATED, Scanned
from docgen.tasks.invoices import scan as scan_task

HELP = "发票：看一个文件夹的电子发票，读出号码、金额，由人核对后登记。"
NEXT = "下一步：打开核对，深色表头的列由人填写，要登记的在“收录”列填 是；\n保存关闭后运行 docgen invoices accept"

app = App(HELP, no_args_is_help=True)


@app.command("scan", help="看一个文件夹的电子发票（XML、OFD、PDF），写出待收录的表。")
@opt.command("workspace", "year", "standard")
def scan(
    session: opt.Session,
    folder: Annotated[Path, typer.Argument(help="发票所在的文件夹。", show_default=False)],
    out: Annotated[Path | None, typer.Option("-o", "--output", help="表写在哪里；默认“发票待收录.xlsx”。")] = None,
) -> None:
    """Propose rows for invoices."""
    found, loaded = session.open()
    scanned = scan_task(found, loaded, found.year(session.year), folder, out)
    show_scanned(session.console, scanned, found.shown(scanned.path))
    rows, aside = scanned.proposal.rows, scanned.proposal.aside
    result = {
        "proposal": str(scanned.path),
        "rows": len(rows),
        "total": format(scanned.total, "f"),
        "noted": sum(bool(row.notes) for row in rows),
        "aside": [{"file": a.path, "why": a.why, "other": a.other} for a in aside],
        "unchecked": sorted(scanned.unchecked),
    }
    session.console.json({"ok": True, "exit": 0, "findings": [], **result})


def show_scanned(console: Console, scanned: Scanned, path: str) -> None:
    """What can be registered, what can not and why."""
    rows = scanned.proposal.rows
    noted = sum(bool(row.notes) for row in rows)
    more = f"，其中 {noted} 张有要核对的地方（见“说明”列）" if noted else ""
    console.data(f"可登记 {len(rows)} 张，共 {scanned.total:,.2f} 元{more}")
    parts = [
        f"{word} {len(found)} 个"
        for word, found in (
            ("重复", scanned.aside(*REPEATED)),
            ("已登记", scanned.aside(*REGISTERED)),
            ("只有图片", scanned.aside(*PICTURES)),
            ("读不出来", scanned.aside()),
        )
        if found
    ]
    if parts:
        console.data(f"{'，'.join(parts)}（原因见“不收录”表）")
    for year, reason in scanned.unchecked.items():
        console.data(f"[警告] 没有与 {year} 年核对重复：{reason}")
    console.data(f"[完成] {path}")
    if rows:
        console.data(NEXT)


add_acceptance(app, DESK, "张")
