"""``accept`` and ``undo``: the same for every kind of files that become rows after a person has looked.

Annotations are no strings here: the help of an argument says the name of the desk's table.
"""

from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.tasks.accept import Desk
from docgen.tasks.accept import accept as accept_task
from docgen.tasks.accept import undo as undo_task


def add_acceptance(app: typer.Typer, desk: Desk, measure: str) -> None:
    """Give a command's group its ``accept`` and ``undo``."""
    noun, command = desk.noun, desk.command

    @app.command("accept", help=f"收录表里标了“是”的{noun}：复制原件，工作簿加行。")
    @opt.command("workspace", "year", "standard")
    def accept(
        session: opt.Session,
        proposal: Annotated[Path | None, typer.Argument(help=f"待收录的表；默认工作区的“{desk.sheet}”。")] = None,
    ) -> None:
        """Register the ticked files."""
        found, loaded = session.open()
        done = accept_task(found, loaded, found.year(session.year), desk, proposal)
        say = session.console.data
        count = len(done.numbers)
        names = f"{done.numbers[0]} 至 {done.numbers[-1]}" if count > 1 else done.numbers[0]
        say(f"[完成] 收录{noun} {count} {measure}：{names}，{found.shown(done.workbook)} 已加行")
        if done.blank:
            say(f"[提示] 这些列以后要填：{'、'.join(done.blank)}")
        say(f"收录以前的工作簿：{found.shown(done.kept)}；撤销用 docgen {command} undo")
        result = {"numbers": done.numbers, "files": done.files, "later": done.blank}
        session.console.json({"ok": True, "exit": 0, "findings": [], **result})

    @app.command("undo", help="撤销上一次收录。")
    @opt.command("workspace", "year", "standard")
    def undo(session: opt.Session) -> None:
        """Take the last acceptance back."""
        found, _ = session.open()
        back = undo_task(found, found.year(session.year), desk)
        session.console.data(
            f"[完成] 已撤销：{found.shown(back.workbook)} 恢复原样，删去复制的 {len(back.files)} 个文件"
        )
        session.console.json({"ok": True, "exit": 0, "findings": [], "removed": back.files})
