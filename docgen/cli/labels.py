"""``docgen labels``."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.cli import options as opt
from docgen.cli.archived import show_reprint
from docgen.cli.check import parse_day
from docgen.cli.console import Console
from docgen.cli.package import noon, one_of
from docgen.errors import UsageError
from docgen.render.label.stock import STOCKS
from docgen.render.pdf import CHOICES
from docgen.tasks.gather import Wanted
from docgen.tasks.labels import LabelsRequest, LabelsResult
from docgen.tasks.labels import labels as labels_task

HELP = """\
标签：重印一盒或全部盒、光盘的标签，盒内目录和备考表。

例：docgen labels --box 07-1,12-1 --offset 1.5,-0.5

例：docgen labels --changed
"""


@opt.command("workspace", "year", "standard")
def labels(
    session: opt.Session,
    box: Annotated[str, typer.Option("--box", help="盒号，用逗号分开；不写则全部。")] = "",
    offset: Annotated[str, typer.Option("--offset", help="整页向右、向下移多少毫米，如 1.5,-0.5。")] = "0,0",
    changed: Annotated[bool, typer.Option("--changed", help="只印与打印过的不同的，并给出更换清单。")] = False,
    print_set: Annotated[bool, typer.Option("--print-set", help="全年纸质资料按盒序合成一个 PDF，另有清单。")] = False,
    stock: Annotated[int, typer.Option("--stock", help="只印小标签，用每张 8、14、21 或 24 枚的 A4 标签纸。")] = 0,
    start: Annotated[int, typer.Option("--start", help="标签纸从第几枚印起（前面的已用掉）。")] = 1,
    ruler: Annotated[bool, typer.Option("--ruler", help="只印一张标尺，量打印机的偏差。")] = False,
    pdf: Annotated[str, typer.Option("--pdf", help="用什么转 PDF：auto、libreoffice、builtin 或 none。")] = "auto",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="放在哪个文件夹。")] = None,
    media: Annotated[str, typer.Option("--media", help="光盘：cd700、dvd、bd25……或容量。")] = "dvd",
) -> None:
    """Print labels again."""
    found, loaded = session.open()
    today = datetime.now().astimezone().date()
    wanted = Wanted(created=noon(parse_day("")), media=media)
    request = LabelsRequest(
        found, loaded, found.year(session.year), today, wanted, parse_boxes(box), parse_offset(offset)
    )
    request = replace(request, out=output, changed=changed, ruler=ruler, print_set=print_set)
    request = replace(request, pdf=pdf, stock=stock, start=start)
    check_options(request)
    result = labels_task(request, session.console.progress)
    show_labels(session.console, request, result)
    session.console.json(labels_json(result))


def check_options(request: LabelsRequest) -> None:
    """Refuse options that do not go together.

    Raises:
        UsageError: they do not.
    """
    one_of("--pdf", request.pdf, CHOICES)
    one_of("--stock", str(request.stock), ("0", *map(str, STOCKS)))
    if not 1 <= request.start <= (request.stock or 1):
        raise UsageError(f"--start 不能是 {request.start}", remedy="写 1 到一张标签纸的枚数，与 --stock 一起用。")
    some = bool(request.boxes) or bool(request.stock)
    if sum((some, request.changed, request.print_set, request.ruler)) > 1:
        raise UsageError("--box、--changed、--print-set、--ruler 一次只用一个")


def parse_boxes(text: str) -> tuple[str, ...]:
    """Numbers of boxes with commas between them."""
    return tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())


def labels_json(result: LabelsResult) -> dict[str, Any]:
    """What was written as the keys programs read."""
    return {
        "ok": True,
        "exit": 0,
        "findings": [],
        "out": str(result.out),
        "files": list(result.files),
        "boxes": list(result.boxes),
        "reprint": result.reprint.places(),
        "pages": result.printed.pages if result.printed is not None else 0,
    }


def show_labels(console: Console, request: LabelsRequest, result: LabelsResult) -> None:
    """What was written, and how to print it."""
    names, where = "、".join(result.files), f"位置：{result.out}"
    if request.ruler:
        console.data(f"[完成] {names}。{where}")
    elif result.printed is not None:
        made = result.printed
        pages = f"，共 {made.pages} 页" if made.pages else ""
        console.data(f"[完成] 按盒序打印 {made.documents} 份{pages}：{names}。{where}")
        if made.why:
            console.problem(f"[警告] {made.why}")
    elif request.changed and not result.reprint:
        console.data("[完成] 没有要更换的")
    elif request.changed:
        show_reprint(console, result.reprint)
        console.data(f"[完成] 要更换的：{names}。{where}")
    else:
        console.data(f"[完成] {len(result.boxes)} 盒的标签：{names}。{where}")
    console.talk("打印时选“实际大小”（100%），不要“适应页面”。")


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
