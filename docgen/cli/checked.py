"""What a check found, as text and as JSON: every point, then one screen that says what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from docgen.cli.console import Console
from docgen.cli.present import count_line, finding_json, finding_lines
from docgen.model.finding import Finding
from docgen.model.home import BLOCK
from docgen.model.status import Errand, Urgency
from docgen.render.errands import alike, until, where

if TYPE_CHECKING:
    from docgen.model.standard import Standard
    from docgen.tasks.check import CheckResult

#: Columns and lines of a small terminal; two lines are left to its prompt.
WIDTH, LINES = 80, 22
#: Errands of two lines that fit, and how many of one urgency always find room.
ROOM, SHARE = 6, 3
#: Errands of one line that fit.
LATER = 2
#: Places that are counted one by one.
COUNTED = 4
SEVERE = (Urgency.NOW, Urgency.MONTH)
LABELS = {Urgency.NOW: "错误", Urgency.MONTH: "尚缺"}
#: Step of the year's work → the command that does it.
STEPS = {"filled": "docgen fill", "packaged": "docgen package"}


def show_check(console: Console, result: CheckResult, standard: Standard) -> None:
    """The list of a check, heaviest first, with ``-v`` what is not due yet as well, and what to do next."""
    for finding in result.findings:
        for line in finding_lines(finding, standard):
            console.data(line)
    for finding in result.pending if console.verbose else ():
        word = "已说明" if finding.answer else "尚缺"
        console.data(f"[{word}] {finding.message}（{finding.clause or finding.code}，{until(finding)}）")
    if result.findings or (result.pending and console.verbose):
        console.data()
    for line in agenda_lines(result):
        console.data(line)
    typed = sum(result.rows.values()) - sum(result.automatic.values())
    console.talk(f"共读取 {len(result.rows)} 张登记表 {typed} 行，自动汇总 {sum(result.automatic.values())} 行。")
    if result.home.written:
        console.talk(f"[完成] 首页的“{BLOCK}”已更新：{result.data}")
    elif result.home.remark:
        console.talk(f"[跳过] 首页的“{BLOCK}”没有更新：{result.home.remark}")


def check_json(result: CheckResult, exit_code: int) -> dict[str, Any]:
    """A check as the keys programs read."""
    return {
        "ok": exit_code == 0,
        "exit": exit_code,
        "year": result.year,
        "as_of": result.as_of.isoformat(),
        "findings": [finding_json(f) for f in result.findings],
        "pending": [finding_json(f) for f in result.pending],
        "todo": agenda_json(result.status.errands),
        "waiting": [{"stage": stage, "rules": list(rules)} for stage, rules in result.waiting],
        "rows": result.rows,
        "automatic": result.automatic,
        "home": {"written": result.home.written, "remark": result.home.remark},
    }


def agenda_lines(result: CheckResult) -> list[str]:
    """One screen: what to do now and this month, what comes next, the rest as numbers."""
    by_urgency = {u: [e for e in result.status.errands if e.urgency is u] for u in Urgency}
    lines = [f"{result.year} 年度（截至 {result.as_of:%Y-%m-%d}）：{count_line(result.findings)}。"]
    for urgency, most in zip(SEVERE, _room(*(len(by_urgency[u]) for u in SEVERE)), strict=True):
        lines += _errands(urgency, by_urgency[urgency], most)
    lines += _later(by_urgency[Urgency.LATER], result.year)
    lines += _look(by_urgency[Urgency.LOOK])
    if result.waiting:
        told = "，".join(f"{len(rules)} 条等 {STEPS[stage]} 之后" for stage, rules in result.waiting)
        lines.append(f"还没有判断的规则：{told}")
    return [*lines, *_next(result, by_urgency)]


def agenda_json(errands: Sequence[Errand]) -> dict[str, list[dict[str, Any]]]:
    """The same as the keys programs read: urgency → errands, each with its first finding and how many there are."""
    return {
        urgency.name.lower(): [
            {**finding_json(e.findings[0]), "count": len(e.findings)} for e in errands if e.urgency is urgency
        ]
        for urgency in Urgency
    }


def _room(now: int, month: int) -> tuple[int, int]:
    """How many errands of each are told: what one does not need is the other's."""
    return min(now, max(SHARE, ROOM - month)), min(month, max(SHARE, ROOM - now))


def _count(errands: Sequence[Errand]) -> int:
    return sum(len(e.findings) for e in errands)


def _errands(urgency: Urgency, errands: Sequence[Errand], most: int) -> Iterator[str]:
    if not errands:
        yield f"[完成] {urgency.label}：没有"
        return
    few = f"，先做这 {most} 类" if len(errands) > most else ""
    yield f"[{LABELS[urgency]}] {urgency.label} {_count(errands)} 项{few}："
    for errand in errands[:most]:
        first = errand.findings[0]
        many = alike(errand)
        yield "  · " + cut(first.message, WIDTH - 5 - cell_len(many)) + many
        if hint := _hint(first):
            yield "    " + cut(hint, WIDTH - 5)


def _hint(finding: Finding) -> str:
    """Where to go, until when, and what to do there."""
    parts = [p for p in (where(finding), until(finding)) if p]
    return " → ".join(p for p in ("，".join(parts), finding.remedy.rstrip("。")) if p)


def _later(errands: Sequence[Errand], year: int) -> Iterator[str]:
    if not errands:
        return
    yield f"{Urgency.LATER.label} {_count(errands)} 项，最近的："
    for errand in errands[:LATER]:
        first = errand.findings[0]
        many = alike(errand)
        next_year = f"{first.due.year} 年 " if first.due and first.due.year != year else ""
        yield "  · " + cut(f"{next_year}{until(first)}：{first.message}", WIDTH - 5 - cell_len(many)) + many


def _look(errands: Sequence[Errand]) -> Iterator[str]:
    """Hints are counted by place."""
    if not errands:
        return
    counts: Counter[str] = Counter()
    for errand in errands:
        place = errand.findings[0].place
        table = place.sheet or (PurePosixPath(place.file).stem if place.row else "文件" if place.file else "全年")
        counts[table] += len(errand.findings)
    told = "，".join(f"{name} {count}" for name, count in counts.most_common(COUNTED))
    more = "……" if len(counts) > COUNTED else ""
    yield cut(f"{Urgency.LOOK.label} {_count(errands)} 项：{told}{more}", WIDTH - 1)


def _next(result: CheckResult, by_urgency: dict[Urgency, list[Errand]]) -> Iterator[str]:
    if any(by_urgency[u] for u in SEVERE):
        yield cut(f"下一步：打开 {result.data} 改正、补登，保存并关闭，再运行 docgen check。", WIDTH - 1)
        yield "逐条看：docgen check -v，或 --report 问题清单.xlsx（点单元格打开）"
    elif result.waiting and result.waiting[0][0] != "packaged":
        yield "下一步：docgen fill 生成资料。"
    elif result.waiting and result.as_of.year > result.year:
        yield "下一步：docgen package -n 看归档方案。"


def cut(text: str, width: int) -> str:
    """The text, its end left out where it is wider than so many terminal cells."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 2).rstrip() + "…"
