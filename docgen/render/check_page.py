"""The state of a year as one page: what to do first, the calendar, the clauses, money, categories.

No script, no network, no file beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from itertools import groupby

from docgen.model.finding import Finding, Severity
from docgen.model.status import CalendarLine, Cell, ClauseStatus, Status, Task, Urgency, Verdict
from docgen.model.values import chinese_date

_STYLE = """
body{font-family:"Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#222;max-width:64em;margin:1.5em auto;
padding:0 1em;line-height:1.6}
h1{font-size:1.6em;margin-bottom:.2em}h2{border-bottom:2px solid #888;margin-top:1.8em}h3{margin:1em 0 .3em}
table{border-collapse:collapse;width:100%;margin:.5em 0}
th,td{border:1px solid #bbb;padding:.2em .5em;text-align:left;vertical-align:top}th{background:#f2f2f2}
td.n,th.n{text-align:right;white-space:nowrap}td.w{white-space:nowrap}td.c,th.c{text-align:center;white-space:nowrap}
.q{color:#666}ol,ul{margin:.3em 0;padding-left:1.6em}li{margin:.15em 0}
.bad{background:#f6c9c4}.see{background:#fbe7b2}.open{background:#dde8f6}.good{background:#d5ecd4}.said{background:#e6e0f0}
.bar{background:#e4e4e4;height:1em;min-width:8em;margin:.3em 0}.bar i{display:block;height:1em;background:#5b8db8}
.bar i.over{background:#c0504d}
@media print{body{max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}
"""
SHADE = {
    Cell.RIGHT: "good",
    Cell.ANSWERED: "said",
    Cell.MISSING: "bad",
    Cell.DOUBT: "see",
    Cell.OPEN: "open",
    Cell.LATER: "",
}
VERDICT = {
    Verdict.WRONG: "bad",
    Verdict.DOUBT: "see",
    Verdict.OPEN: "open",
    Verdict.ANSWERED: "said",
    Verdict.RIGHT: "good",
    Verdict.PEOPLE: "",
}
_BAR_HEADS = '<tr><th>科目</th><th class="n">已支出</th><th class="n">预算</th><th class="n">占比</th><th></th></tr>'
#: Points of one urgency that are named one by one.
MOST = 60


def status_page(status: Status) -> bytes:
    """The page."""
    return "".join(f"{line}\n" for line in _lines(status)).encode()


def page_head(title: str, style: str = "") -> str:
    """The beginning of a page, up to its heading; ``style`` is added to the common one."""
    shown = escape(title)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n<h1>{shown}</h1>"
    )


def counted(findings: Sequence[Finding]) -> str:
    """How many findings of each weight."""
    counts = Counter(f.severity for f in findings if not f.answer)
    parts = [f"{s.label} {counts[s]} 条" for s in sorted(Severity, reverse=True) if counts[s]]
    if answered := sum(bool(f.answer) for f in findings):
        parts.append(f"已说明 {answered} 条")
    return "，".join(parts) or "没有发现问题"


def _lines(status: Status) -> Iterator[str]:
    yield page_head(f"{status.studio}{status.year}年度运行管理情况")
    about = f"截至 {status.as_of:%Y-%m-%d}　依据 {status.standard}《{status.standard_title}》"
    yield f'<p class="q">{escape(about)}</p>\n<p>{escape(counted(status.findings))}。</p>'
    yield from _tasks(status)
    yield from _calendar(status.calendar)
    yield from _clauses(status.clauses)
    yield from _bars(status)
    yield from _categories(status)
    yield from _answered(status.findings)
    yield "</body>\n</html>"


def _tasks(status: Status) -> Iterator[str]:
    yield "<h2>要做的事</h2>"
    by_urgency = {u: list(tasks) for u, tasks in groupby(status.tasks, key=lambda t: t.urgency)}
    for urgency in Urgency:
        tasks = by_urgency.get(urgency, [])
        yield f"<h3>{urgency.label}（{len(tasks)}）</h3>"
        if not tasks:
            yield '<p class="q">没有。</p>'
            continue
        yield "<ol>"
        yield from (_task(task) for task in tasks[:MOST])
        yield "</ol>"
        if len(tasks) > MOST:
            yield f'<p class="q">另有 {len(tasks) - MOST} 项，见问题清单。</p>'
    for step, rules in status.waiting:
        yield f'<p class="q">还有 {len(rules)} 条规则要等{escape(step_word(step))}之后判断。</p>'


def step_word(step: str) -> str:
    """A step of the year's work as reports call it."""
    return {"filled": "生成文档（docgen fill）", "packaged": "归档（docgen package）"}.get(step, step)


def _task(task: Task) -> str:
    finding = task.finding
    due = f"（{chinese_date(finding.due)}前）" if finding.due and task.urgency in (Urgency.MONTH, Urgency.LATER) else ""
    remedy = f" → {finding.remedy}" if finding.remedy else ""
    place = f' <span class="q">{escape(str(finding.place))}</span>' if str(finding.place) else ""
    return f"<li>{escape(finding.message + due + remedy)}{place}</li>"


def _calendar(lines: Sequence[CalendarLine]) -> Iterator[str]:
    if not lines:
        return
    yield "<h2>月历</h2>\n<table>"
    months = "".join(f'<th class="c">{m}月</th>' for m in range(1, 13))
    yield f"<tr><th>要求</th>{months}</tr>"
    for line in lines:
        span = 12 // len(line.cells)
        across = f' colspan="{span}"' if span > 1 else ""
        cells = "".join(f'<td class="c {SHADE[c]}"{across}>{c.value}</td>' for c in line.cells)
        yield f'<tr><td>{escape(line.title)} <span class="q">{escape(line.clause)}</span></td>{cells}</tr>'
    yield "</table>"


def _clauses(clauses: Sequence[ClauseStatus]) -> Iterator[str]:
    yield "<h2>逐条情况</h2>\n<table>"
    yield '<tr><th>条款</th><th>内容</th><th class="c">结论</th><th>情况</th></tr>'
    for clause in clauses:
        told = "<br>".join(escape(text) for text in situation(clause))
        yield (
            f'<tr><td class="w">{escape(clause.clause)}</td><td>{escape(clause.title or shortened(clause.text))}</td>'
            f'<td class="c {VERDICT[clause.verdict]}">{clause.verdict.value}</td><td>{told}</td></tr>'
        )
    yield "</table>"


def shortened(text: str, most: int = 40) -> str:
    """The beginning of a clause."""
    return text if len(text) <= most else text[: most - 1] + "…"


def situation(clause: ClauseStatus, most: int = 6) -> list[str]:
    """What is said of a clause, the most important first."""
    told = [f.message for f in clause.findings if not f.answer]
    told += [f"尚缺：{f.message}" for f in clause.pending if not f.answer]
    told += [f"尚缺：{rules} 条规则要等{step_word(step)}之后判断" for step, rules in clause.waiting]
    told += [f"已说明：{f.message}（{f.answer}）" for f in (*clause.findings, *clause.pending) if f.answer]
    return [*told[:most], f"另有 {len(told) - most} 条。"] if len(told) > most else told


def _bars(status: Status) -> Iterator[str]:
    if not status.bars:
        return
    yield f"<h2>{escape(status.bars_title)}</h2>"
    for group, bars in groupby(status.bars, key=lambda b: b.group):
        listed = list(bars)
        part, whole = (sum((getattr(b, key) for b in listed), Decimal(0)) for key in ("part", "whole"))
        yield f"<h3>{escape(group)}</h3>\n<table>"
        yield _BAR_HEADS
        for label, done, full in [*((b.label, b.part, b.whole) for b in listed), ("合计", part, whole)]:
            share = done / full if full else Decimal(0)
            over = ' class="over"' if done > full else ""
            drawn = f'<div class="bar"><i{over} style="width:{min(share, Decimal(1)) * 100:.0f}%"></i></div>'
            yield (
                f'<tr><td>{escape(label)}</td><td class="n">{done:,.2f}</td><td class="n">{full:,.2f}</td>'
                f'<td class="n">{share * 100:.1f}%</td><td>{drawn}</td></tr>'
            )
        yield "</table>"


def _categories(status: Status) -> Iterator[str]:
    yield "<h2>各类资料</h2>\n<table>"
    heads = "".join(f'<th class="n">{name}</th>' for name in ("应有文档", "已生成", "已签"))
    yield f"<tr><th>类目</th>{heads}</tr>"
    for category in status.categories:
        shade = ' class="n good"' if category.made == category.wanted else ' class="n open"'
        yield (
            f'<tr><td>{escape(category.label)}</td><td class="n">{category.wanted}</td>'
            f'<td{shade}>{category.made}</td><td class="n">{category.signed}</td></tr>'
        )
    yield '</table>\n<p class="q">只计由数据生成的文档；收集的附件不在此列。</p>'


def _answered(findings: Sequence[Finding]) -> Iterator[str]:
    answered = [f for f in findings if f.answer]
    if not answered:
        return
    yield "<h2>已说明</h2>\n<ul>"
    yield from (f"<li>{escape(f.message)}<br>说明：{escape(f.answer)}</li>" for f in answered)
    yield "</ul>"
