"""``docgen photos``: pictures of a phone become rows of a register, after a person has looked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.cli.intake import add_acceptance
from docgen.cli.wording import App
from docgen.tasks.photos import DESK
from docgen.tasks.photos import scan as scan_task

HELP = "照片：看一个文件夹的照片，对上活动和培训，由人核对后收录。"
NEXT = "下一步：打开核对，人物由看过照片的人填写；要收录的在“收录”列填 是；\n保存关闭后运行 docgen photos accept"

app = App(HELP, no_args_is_help=True)


@app.command("scan", help="看一个文件夹的照片和视频，写出待收录的表；原文件不动。")
@opt.command("workspace", "year", "standard")
def scan(
    session: opt.Session,
    folder: Annotated[Path, typer.Argument(help="照片所在的文件夹，可以是手机或读卡器。", show_default=False)],
    out: Annotated[Path | None, typer.Option("-o", "--output", help="表写在哪里；默认“影像待收录.xlsx”。")] = None,
) -> None:
    """Propose rows for pictures."""
    found, loaded = session.open()
    scanned = scan_task(found, loaded, found.year(session.year), folder, out)
    proposal = scanned.proposal
    undated = sum(row.shot.day is None for row in proposal.rows)
    matched = sum(row.event is not None for row in proposal.rows)
    console = session.console
    more = f"，其中没有拍摄时间的 {undated} 个" if undated else ""
    console.data(f"可收录 {len(proposal.rows)} 个{more}；对上活动或培训的 {matched} 个")
    if proposal.same or proposal.unusable:
        console.data(f"重复或已收录 {len(proposal.same)} 个，打不开 {len(proposal.unusable)} 个（见“不收录”表）")
    console.data(f"[完成] {found.shown(scanned.path)}")
    console.data(NEXT)
    result = {"rows": len(proposal.rows), "matched": matched, "undated": undated}
    rest = {"same": dict(proposal.same), "unusable": [s.path for s in proposal.unusable]}
    console.json({"ok": True, "exit": 0, "findings": [], "proposal": str(scanned.path), **result, **rest})


add_acceptance(app, DESK, "个")
