"""``docgen find``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.cli import options as opt
from docgen.cli.console import Console
from docgen.load.settings import Workspace
from docgen.render.holdings import dotted, number_range
from docgen.tasks.find import Found, FoundItem
from docgen.tasks.find import find as find_task

HELP = """\
查找：一份资料在哪一盒、哪张光盘、哪个文件。

例：docgen find 2024-07-0012

例：docgen find "防冻 活动"
"""
#: Items shown one by one.
MOST = 20


@opt.command("workspace", "year", "standard")
def find(
    session: opt.Session,
    text: Annotated[str, typer.Argument(help="扫到的文字、件号、档号、盒号、光盘编号，或题名里的几个字。")],
) -> None:
    """Find something in the archives."""
    opened, loaded = session.open()
    found = find_task(opened, loaded, text, session.year)
    show_found(session.console, found, opened)
    session.console.json(found_json(found, opened))


def show_found(console: Console, found: Found, workspace: Workspace) -> None:
    """A box or disc with the range of its items, or items with their places."""
    items = found.items
    if found.what != "item":
        kind = "资料盒" if found.what == "box" else "光盘"
        console.data(f"{kind} {found.name}：{len(items)} 件{_range(items)}")
        if found.place is not None:
            console.data(f"  文件夹：{workspace.shown(found.place)}")
        for item in items[:MOST]:
            console.data(f"  {item.item.number} {item.item.title}")
    else:
        for item in items[:MOST]:
            _show_item(console, item, workspace)
    if len(items) > MOST:
        console.data(f"……另有 {len(items) - MOST} 件；多写几个字可以缩小范围")


def _range(items: tuple[FoundItem, ...]) -> str:
    return f"，{number_range(items[0].item.number, items[-1].item.number)}" if items else ""


def _show_item(console: Console, found: FoundItem, workspace: Workspace) -> None:
    item = found.item
    day = f"（{dotted(item.date)}）" if item.date else ""
    console.data(f"{item.number} {item.title}{day}")
    if item.code:
        console.data(f"  档号：{item.code}")
    if found.box:
        console.data(f"  盒：{found.box}（盒脊编号 {found.box_id}）")
    if found.discs:
        console.data(f"  光盘：{'、'.join(found.discs)}")
    for path in found.files:
        console.data(f"  文件：{workspace.shown(path)}")


def found_json(found: Found, workspace: Workspace) -> dict[str, Any]:
    """What was found as the keys programs read."""
    return {
        "ok": True,
        "exit": 0,
        "findings": [],
        "what": found.what,
        "name": found.name,
        "place": workspace.shown(found.place) if found.place is not None else "",
        "items": [
            {
                "year": one.year,
                "number": one.item.number,
                "code": one.item.code,
                "title": one.item.title,
                "date": one.item.date,
                "box": one.box,
                "box_id": one.box_id,
                "discs": list(one.discs),
                "files": [workspace.shown(Path(path)) for path in one.files],
            }
            for one in found.items
        ],
    }
