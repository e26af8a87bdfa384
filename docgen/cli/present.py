"""Findings, plans and results as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from docgen.cli.console import Console
from docgen.errors import DocgenError
from docgen.model.finding import Finding, Severity

if TYPE_CHECKING:
    from docgen.engine.differing import Difference
    from docgen.engine.plan import Held
    from docgen.model.standard import Standard
    from docgen.tasks.fill import FillResult
    from docgen.tasks.merge import MergeResult
    from docgen.tasks.newer import Kept
    from docgen.tasks.papers import PaperResult

#: How many names a summary lists before it only counts.
LISTED = 12
#: How many differences of a document are listed before they are only counted.
DIFFERENCES = 5
#: Of a difference so many terminal cells are shown on either side, and so many characters around what differs.
SHOWN, CONTEXT = 24, 4


def finding_lines(finding: Finding, standard: Standard | None = None) -> list[str]:
    """A finding as the lines users read."""
    word = "已说明" if finding.answer else finding.severity.label
    lines = [f"[{word}] {finding.message}"]
    if place := str(finding.place):
        lines.append(f"  位置：{place}")
    if finding.clause:
        title = standard.clause_titles.get(finding.clause, "") if standard else ""
        lines.append(f"  依据：{finding.clause} {title}".rstrip())
    if finding.answer:
        lines.append(f"  说明：{finding.answer}")
    elif finding.remedy:
        lines.append(f"  处理：{finding.remedy}")
    lines.append(f"  代码：{'、'.join((finding.code, *finding.codes))}")
    return lines


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as the keys programs read."""
    return {
        "code": finding.code,
        "codes": list(finding.codes),
        "severity": finding.severity.name.lower(),
        "file": finding.place.file,
        "sheet": finding.place.sheet,
        "row": finding.place.row,
        "column": finding.place.column,
        "cell": finding.place.cell,
        "key": finding.key,
        "clause": finding.clause,
        "message": finding.message,
        "remedy": finding.remedy,
        "answer": finding.answer,
        "due": finding.due.isoformat() if finding.due else "",
    }


def count_line(findings: Iterable[Finding]) -> str:
    """How many findings of each weight: ``错误 2 条，警告 1 条``."""
    listed = list(findings)
    counts = Counter(f.severity for f in listed if not f.answer)
    parts = [f"{s.label} {counts[s]} 条" for s in sorted(Severity, reverse=True) if counts[s]]
    if answered := sum(1 for f in listed if f.answer):
        parts.append(f"已说明 {answered} 条")
    return "，".join(parts) or "没有发现问题"


def show_error(console: Console, error: DocgenError) -> None:
    """An error with all its findings."""
    for finding in error.findings:
        for line in finding_lines(finding):
            console.problem(line)
    if error.findings:
        console.problem()
    console.problem(f"[错误] {error.message}")
    if error.place:
        console.problem(f"  位置：{error.place}")
    if error.remedy:
        console.problem(f"  处理：{error.remedy}")
    console.problem(f"  代码：{error.code}")


def error_json(error: DocgenError) -> dict[str, Any]:
    """An error as the keys programs read."""
    place = {"file": error.place or "", "sheet": "", "row": None, "column": "", "cell": "", "key": "", "clause": ""}
    own: dict[str, Any] = {"code": error.code, "codes": [], "severity": "error", **place}
    own |= {"message": error.message, "remedy": error.remedy}
    findings = [own, *(finding_json(f) for f in error.findings)]
    return {"ok": False, "exit": int(error.exit_code), "findings": findings}


def _listing(console: Console, label: str, names: Sequence[str]) -> None:
    if not names:
        return
    console.data(f"{label} {len(names)} 份")
    if len(names) <= LISTED:
        for name in names:
            console.data(f"  {name}")
        return
    folders = [name.rpartition("/")[0] for name in names]
    if len(set(folders)) > LISTED:
        folders = [folder.rpartition("/")[0] for folder in folders]
    for folder, count in Counter(folders).items():
        console.data(f"  {folder or '.'}（{count} 份）")


def show_held(console: Console, held: Sequence[Held], standard: Standard | None) -> None:
    """The documents that were not made, each finding once."""
    shown: set[Finding] = set()
    for document in held:
        console.problem(f"[跳过] {document.title}：数据有错误，没有生成")
        for finding in document.findings:
            if finding not in shown:
                shown.add(finding)
                for line in finding_lines(finding, standard):
                    console.problem(f"  {line}")


def show_fill(console: Console, result: FillResult, standard: Standard) -> None:
    """What a fill run did."""
    show_held(console, result.held, standard)
    blocking = {f for h in result.held for f in h.findings}
    verb = "将" if result.dry_run else ""
    _listing(console, f"{verb}新建", result.new)
    _listing(console, f"{verb}更新", result.updated)
    _listing(console, f"{verb}覆盖（原文件已移到“{standard.settings['layout']['withdrawn']}”）", result.replaced)
    _listing(console, f"{verb}撤下", result.withdrawn)
    for kept in result.kept:
        also = "，数据也已变化" if kept.stale else ""
        console.data(f"[警告] 手工改过，已保留{also}：{kept.path}")
        _beside(console, kept, verb)
    for path in result.left:
        console.data(f"[警告] 这个“-新”手工改过，或不是 docgen 写的，没有动它：{path}")
    for path in result.cleared:
        console.talk(f"[提示] {verb}删去不再需要的新版：{path}")
    if any(k.stale and not k.beside for k in result.kept) and not result.left:
        console.talk("[提示] 想看新数据会填成什么样：docgen fill --beside")
    if result.own_files:
        # Loaded by then; other commands do without it.
        from docgen.engine.plan import plain_title

        names = "、".join(plain_title(standard.materials[m].title) for m in result.own_files)
        console.talk(f"[提示] 采用单位已有文件、不另生成的 {len(result.own_files)} 项：{names}")
    console.data(_fill_total(result))
    others = [f for f in result.findings if f not in blocking]
    if others:
        say = console.problem if result.exit_code else console.talk
        say(f"另有{count_line(others)}，没有挡住文档；用 docgen check 查看。")


def _beside(console: Console, kept: Kept, verb: str) -> None:
    """The new version beside a document that was kept, and what differs."""
    if kept.beside:
        console.data(f"  {verb or '已'}写出新版：{kept.beside.rpartition('/')[2]}")
    elif not kept.differs:
        return
    if kept.differs is None:
        if kept.beside:
            console.data("  手工改过的文件读不出文字，没有比较")
        return
    if not kept.differs:
        console.data("  正文文字相同（图片、格式、页眉页脚没有比较）")
    for one in kept.differs[:DIFFERENCES]:
        console.data(f"    {difference_line(one)}")
    if len(kept.differs) > DIFFERENCES:
        console.data(f"    …… 共 {len(kept.differs)} 处不同")


def difference_line(one: Difference) -> str:
    """What stands in the file and what the new version has: ``职务：工程师 → 总工程师``."""
    old, new = _around(one.old, one.new)
    where = " ".join(one.where.split())
    label = f"{set_cell_size(where, min(cell_len(where), 16))}：" if where else ""
    return f"{label}{old or '（无）'} → {new or '（无）'}"


def _around(old: str, new: str) -> tuple[str, str]:
    """Both texts cut down to the places where they differ, short enough for one line together."""
    old, new = " ".join(old.split()), " ".join(new.split())
    if max(cell_len(old), cell_len(new)) <= SHOWN:
        return old, new
    start = max(_alike(old, new) - CONTEXT, 0)
    end = max(_alike(old[start:][::-1], new[start:][::-1]) - CONTEXT, 0)
    return _cut(old, start, end), _cut(new, start, end)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, start: int, end: int) -> str:
    inner = text[start : len(text) - end]
    whole = cell_len(inner) <= SHOWN
    before, after = "…" if start else "", "…" if end or not whole else ""
    return f"{before}{inner if whole else set_cell_size(inner, SHOWN).rstrip()}{after}"


def _fill_total(result: FillResult) -> str:
    changed = len(result.new) + len(result.updated) + len(result.replaced)
    if not changed and not result.withdrawn and not result.held:
        return f"[完成] {result.unchanged + len(result.kept)} 份文档都是最新的，没有改动。位置：{result.folder}"
    verb = "将生成" if result.dry_run else "已生成"
    parts = [f"{verb} {changed} 份", f"未变 {result.unchanged} 份"]
    if result.kept:
        parts.append(f"手工改过保留 {len(result.kept)} 份")
    if result.withdrawn:
        parts.append(f"撤下 {len(result.withdrawn)} 份")
    if result.held:
        parts.append(f"因数据错误未生成 {len(result.held)} 份")
    return f"[{'警告' if result.held else '完成'}] {'，'.join(parts)}。位置：{result.folder}"


def fill_json(result: FillResult) -> dict[str, Any]:
    """A fill run as the keys programs read."""
    code = int(result.exit_code)
    return {
        "ok": code == 0,
        "exit": code,
        "year": result.year,
        "folder": result.folder,
        "dry_run": result.dry_run,
        "new": result.new,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "replaced": result.replaced,
        "kept": [_kept_json(kept) for kept in result.kept],
        "cleared": result.cleared,
        "left": result.left,
        "withdrawn": result.withdrawn,
        "held": [
            {"key": h.key, "title": h.title, "findings": [finding_json(f) for f in h.findings]} for h in result.held
        ],
        "own_files": result.own_files,
        "findings": [finding_json(f) for f in result.findings],
    }


def _kept_json(kept: Kept) -> dict[str, Any]:
    differs = None if kept.differs is None else [asdict(one) for one in kept.differs]
    return {"path": kept.path, "stale": kept.stale, "beside": kept.beside, "differs": differs}


def show_paper(console: Console, result: PaperResult, *, dry_run: bool) -> None:
    """A paper for the clerk: where it is and what it counts."""
    verb = "没有变化" if not result.changed else "将写出" if dry_run else "已写出"
    console.data(f"[完成] {verb}：{result.path}（{'，'.join(f'{word} {count}' for word, count in result.lines)}）")


def paper_json(result: PaperResult) -> dict[str, Any]:
    """The same as the keys programs read."""
    return {
        "ok": True,
        "exit": 0,
        "path": result.path,
        "changed": result.changed,
        "counts": dict(result.lines),
        "findings": [],
    }


def show_merge(console: Console, result: MergeResult) -> None:
    """What a mail merge did."""
    for finding in result.findings:
        for line in finding_lines(finding):
            console.problem(line)
    show_held(console, result.held, None)
    _listing(console, "将生成" if result.dry_run else "已生成", result.written)
    if not result.written and not result.held:
        console.data(f"[完成] {result.unchanged} 份都已存在且内容相同，没有改动。位置：{result.out}")
    else:
        word = "警告" if result.held else "完成"
        held = f"，未生成 {len(result.held)} 份" if result.held else ""
        console.data(f"[{word}] {len(result.written)} 份{held}，未变 {result.unchanged} 份。位置：{result.out}")


def merge_json(result: MergeResult) -> dict[str, Any]:
    """A mail merge as the keys programs read."""
    code = int(result.exit_code)
    findings = [*result.findings, *(f for h in result.held for f in h.findings)]
    return {
        "ok": code == 0,
        "exit": code,
        "out": result.out,
        "dry_run": result.dry_run,
        "written": result.written,
        "unchanged": result.unchanged,
        "held": [h.title for h in result.held],
        "findings": [finding_json(f) for f in findings],
    }
