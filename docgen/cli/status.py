"""``docgen status``: where the year stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from rich.cells import cell_len

from docgen.cli import options as opt
from docgen.cli.check import parse_day
from docgen.cli.checked import cut
from docgen.cli.console import Console, pad
from docgen.model.status import Errand, Urgency
from docgen.tasks.standing import Standing
from docgen.tasks.standing import standing as standing_task

HELP = """\
状况：本月要做的、没签的、没登记的、没备份的、要重印的，一屏看完。

例：docgen status
"""
WIDTH = 80
#: Names told one by one.
NAMED = 2


@opt.command("workspace", "year", "standard")
def status(
    session: opt.Session,
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天看（2024-12-31）；默认今天。")] = "",
) -> None:
    """Show where the year stands."""
    found, loaded = session.open()
    stands = standing_task(found, loaded, found.year(session.year), parse_day(as_of))
    show_standing(session.console, stands)
    session.console.json(standing_json(stands))


def show_standing(console: Console, stands: Standing) -> None:
    """A line a matter: what it is about, how it stands, what to run."""
    console.data(f"{stands.year} 年度（{stands.as_of:%Y-%m-%d}）")
    for name, open_, text, command in matters(stands):
        console.data(f"[{'提示' if open_ else '完成'}] {pad(name, 10)}{cut(text, WIDTH - 18)}")
        if open_ and command:
            console.data(f"{' ' * 17}→ {command}")


def matters(stands: Standing) -> Iterator[tuple[str, bool, str, str]]:
    """Every matter: its name, whether something is to be done, how it stands, the command."""
    now, month = (_count(stands.errands, urgency) for urgency in (Urgency.NOW, Urgency.MONTH))
    yield "记录", now + month > 0, f"要处理 {now} 项，本月还缺 {month} 项", "docgen check"
    if stands.documents or stands.unmade:
        left = len(stands.unmade) + len(stands.outdated)
        text = f"已生成 {stands.documents} 份，未生成 {len(stands.unmade)} 份，数据变了 {len(stands.outdated)} 份"
        yield "文档", left > 0, text, "docgen fill"
    late, this = stands.sign.late, stands.sign.month
    text = f"本月 {len(this)} 份，以前的 {len(late)} 份{named([*this, *late])}"
    yield "待签", bool(late or this), text, f"docgen fill --sign {stands.as_of.month}"
    text = f"{len(stands.loose)} 个{named(stands.loose)}"
    yield "未登记", bool(stands.loose), text, "在登记表的文件列写上，或 docgen photos scan 附件"
    yield from _archive_matters(stands)


def _archive_matters(stands: Standing) -> Iterator[tuple[str, bool, str, str]]:
    archived = stands.archived
    if not archived.package:
        yield "归档", False, "还没有归档", ""
        return
    yield "归档", False, f"{archived.package}（{archived.day}）", ""
    text = "有核对过的备份" if archived.backed else f"{archived.package} 没有备份"
    yield "有备份", not archived.backed, text, "docgen backup 另一块盘上的文件夹"
    text = f"未登记刻录 {len(archived.unburnt)} 张{named(archived.unburnt)}"
    yield "光盘", bool(archived.unburnt), text, "docgen discs burnt D01"
    places = stands.reprint.places()
    yield "重印", bool(places), f"{len(places)} 处{named(list(places))}", "docgen labels --changed"


def named(names: Sequence[str]) -> str:
    """The first names after a count, in brackets; nothing where there is none."""
    shown = "、".join(name if cell_len(name) <= 24 else cut(name, 24) for name in names[:NAMED])
    return f"（{shown}{' 等' if len(names) > NAMED else ''}）" if names else ""


def _count(errands: Sequence[Errand], urgency: Urgency) -> int:
    return sum(len(e.findings) for e in errands if e.urgency is urgency)


def standing_json(stands: Standing) -> dict[str, Any]:
    """The same as the keys programs read."""
    return {
        "ok": True,
        "exit": 0,
        "findings": [],
        "year": stands.year,
        "as_of": stands.as_of.isoformat(),
        "now": _count(stands.errands, Urgency.NOW),
        "month": _count(stands.errands, Urgency.MONTH),
        "documents": stands.documents,
        "unmade": list(stands.unmade),
        "outdated": list(stands.outdated),
        "unsigned": {"late": list(stands.sign.late), "month": list(stands.sign.month)},
        "unregistered": list(stands.loose),
        "package": stands.archived.package,
        "packaged": stands.archived.day,
        "backed_up": stands.archived.backed,
        "unburnt": list(stands.archived.unburnt),
        "reprint": stands.reprint.places(),
    }
