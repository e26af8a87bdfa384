"""``docgen labels``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.cli.check import parse_day
from docgen.cli.package import noon
from docgen.errors import UsageError
from docgen.tasks.gather import Wanted
from docgen.tasks.labels import LabelsRequest
from docgen.tasks.labels import labels as labels_task

HELP = """\
标签：重印任何一盒的盒面、盒脊标签、盒内目录和备考表，或全部盒和光盘的。

例：docgen labels --box 07-1,12-1 --offset 1.5,-0.5
"""


def labels(
    box: Annotated[str, typer.Option("--box", help="盒号，用逗号分开；不写则全部。")] = "",
    offset: Annotated[str, typer.Option("--offset", help="整页向右、向下移多少毫米，如 1.5,-0.5。")] = "0,0",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="放在哪个文件夹。")] = None,
    media: Annotated[str, typer.Option("--media", help="光盘：cd700、dvd、bd25……或容量。")] = "dvd",
    workspace: opt.WorkspaceOption = None,
    year: opt.YearOption = None,
    standard: opt.StandardOption = "",
    quiet: opt.QuietOption = False,
    verbose: opt.VerboseOption = False,
    as_json: opt.JsonOption = False,
    no_input: opt.NoInputOption = False,
) -> None:
    """Print labels again."""
    with opt.session(quiet=quiet, verbose=verbose, as_json=as_json) as session:
        found, loaded = opt.open_workspace(workspace, standard)
        today = datetime.now().astimezone().date()
        boxes = tuple(part.strip() for part in box.replace("，", ",").split(",") if part.strip())
        wanted = Wanted(created=noon(parse_day("")), media=media)
        shift = parse_offset(offset)
        request = LabelsRequest(found, loaded, found.year(year), today, wanted, boxes, shift, output)
        result = labels_task(request)
        session.console.data(f"[完成] {len(result.boxes)} 盒的标签：{'、'.join(result.files)}。位置：{result.out}")
        session.console.talk("打印时选“实际大小”（100%），不要“适应页面”。")
        session.console.json(
            {
                "ok": True,
                "exit": 0,
                "findings": [],
                "out": str(result.out),
                "files": list(result.files),
                "boxes": list(result.boxes),
            }
        )


def parse_offset(text: str) -> tuple[float, float]:
    """Two numbers of millimetres.

    Raises:
        UsageError: they are not.
    """
    try:
        right, down = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError as error:
        raise UsageError(f"--offset 不能是“{text}”", remedy="写成 1.5,-0.5（毫米）。") from error
    if max(abs(right), abs(down)) > 20:
        raise UsageError("--offset 最多 20 毫米")
    return right, down
