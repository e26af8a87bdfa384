"""The summary of a city as one page: how the studios stand, clause by clause, studio by studio, and who was not done.

No script, no network, no file beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from docgen.model.city import State
from docgen.model.status import Verdict
from docgen.model.summary import CitySummary, Line
from docgen.render.check_page import VERDICT, page_head, shortened

STATE = {State.DONE: "good", State.FINDINGS: "see", State.FAILED: "bad"}
#: Gaps and hints that the page names; the workbook has all.
MOST_GAPS, MOST_HINTS, MOST_PLACES = 30, 40, 6
_STYLE = """
body{max-width:76em}.cards{display:flex;flex-wrap:wrap;gap:.8em;margin:1em 0}
.cards div{border:1px solid #bbb;padding:.5em 1.1em;min-width:7em}
.cards b{display:block;font-size:1.7em;line-height:1.3}
.split{display:flex;height:1.1em;min-width:18em;background:#f2f2f2}.split i{display:block;height:100%}
.key span{display:inline-block;padding:0 .6em;margin-right:.4em}.wide{overflow-x:auto}td.v{width:38%}
"""


def summary_page(summary: CitySummary) -> bytes:
    """The page."""
    return "".join(f"{line}\n" for line in _lines(summary)).encode()


def _lines(summary: CitySummary) -> Iterator[str]:
    yield page_head("各工作室运行管理情况汇总", _STYLE)
    yield f'<p class="q">截至 {summary.as_of:%Y-%m-%d}　依据 {escape(summary.standard)}</p>'
    yield from _cards(summary)
    yield from _unfinished(summary)
    yield from _clauses(summary)
    yield from _gaps(summary)
    yield from _bands("资料齐全程度", "已生成的文档占应有文档", summary.completeness)
    yield from _bands("经费使用", "支出占预算", summary.shares)
    yield from _studios(summary)
    yield from _hints(summary)
    yield "</body>\n</html>"


def _cards(summary: CitySummary) -> Iterator[str]:
    states = [(state, sum(o.state is state for o in summary.outcomes)) for state in State]
    yield f'<div class="cards"><div><b>{len(summary.outcomes)}</b>工作室</div>'
    for state, count in states:
        yield f'<div class="{STATE[state]}"><b>{count}</b>{state.value}</div>'
    wanted, made, signed = (sum(line.papers[place] for line in summary.lines) for place in range(3))
    yield f"<div><b>{made:,}</b>已生成的文档（应有 {wanted:,}）</div><div><b>{signed:,}</b>已签的文档</div>"
    if summary.funds:
        spent, budget = (sum(getattr(line, name) or 0 for line in summary.lines) for name in ("spent", "budget"))
        yield f"<div><b>{spent:,.2f}</b>已支出（元），预算 {budget:,.2f}</div>"
    yield "</div>"


def _unfinished(summary: CitySummary) -> Iterator[str]:
    failed = [o for o in summary.outcomes if o.state is State.FAILED]
    if not failed:
        return
    yield f"<h2>未完成（{len(failed)}）</h2>\n<table><tr><th>工作室</th><th>原因</th><th>处理</th></tr>"
    for o in failed:
        cells = (o.place, o.reason, o.remedy)
        yield f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in cells)}</tr>"
    yield "</table>"


def _clauses(summary: CitySummary) -> Iterator[str]:
    if not summary.verdicts:
        return
    yield "<h2>逐条情况</h2>"
    keys = "".join(f'<span class="{VERDICT[v]}">{v.value}</span>' for v in Verdict)
    yield f'<p class="key">各结论的工作室数：{keys}</p>\n<table>'
    yield '<tr><th>条款</th><th>内容</th><th></th><th class="n">不符合</th><th class="n">待核对</th></tr>'
    for clause, counts in summary.verdicts:
        whole = sum(counts.values())
        parts = "".join(
            f'<i class="{VERDICT[v]}" style="width:{100 * counts[v.value] / whole:.2f}%" '
            f'title="{v.value} {counts[v.value]}"></i>'
            for v in Verdict
            if counts[v.value]
        )
        yield (
            f'<tr><td class="w">{escape(clause)}</td><td>{escape(shortened(summary.clauses[clause]))}</td>'
            f'<td class="v"><div class="split">{parts}</div></td><td class="n">{counts[Verdict.WRONG.value]}</td>'
            f'<td class="n">{counts[Verdict.DOUBT.value]}</td></tr>'
        )
    yield "</table>"


def _gaps(summary: CitySummary) -> Iterator[str]:
    if not summary.gaps:
        return
    yield "<h2>常见的缺项和问题</h2>\n<table>"
    yield '<tr><th>条款</th><th>要求</th><th>规则</th><th class="n">工作室数</th><th class="n">处数</th></tr>'
    for gap in summary.gaps[:MOST_GAPS]:
        yield (
            f'<tr><td class="w">{escape(gap.clause)}</td><td>{escape(shortened(gap.text, 60))}</td>'
            f'<td class="w">{escape(gap.rule)}</td><td class="n">{gap.studios}</td>'
            f'<td class="n">{gap.findings}</td></tr>'
        )
    yield "</table>"
    if len(summary.gaps) > MOST_GAPS:
        yield f'<p class="q">另有 {len(summary.gaps) - MOST_GAPS} 条，见工作簿的“缺项”。</p>'


def _bands(title: str, about: str, counted: Mapping[str, int]) -> Iterator[str]:
    whole = sum(counted.values())
    if not whole:
        return
    yield f"<h2>{escape(title)}</h2>\n<table>"
    yield f'<tr><th>{escape(about)}</th><th class="n">工作室数</th><th></th></tr>'
    for label, count in counted.items():
        drawn = f'<div class="bar"><i style="width:{100 * count / whole:.0f}%"></i></div>'
        yield f'<tr><td class="w">{escape(label)}</td><td class="n">{count}</td><td class="v">{drawn}</td></tr>'
    yield "</table>"


def _studios(summary: CitySummary) -> Iterator[str]:
    yield '<h2>各工作室</h2>\n<div class="wide"><table>'
    counted = [*summary.columns, "文档", "已签", "错误", "警告", "尚缺", *(("经费占比",) if summary.funds else ())]
    heads = "".join(f'<th class="n">{escape(title)}</th>' for title in counted)
    yield f"<tr><th>工作室</th><th>单位</th><th>结果</th>{heads}</tr>"
    for line in summary.lines:
        if line.outcome.figures is not None:
            yield _studio(line, funds=summary.funds)
    yield "</table></div>"


def _studio(line: Line, *, funds: bool) -> str:
    o, figures = line.outcome, line.outcome.figures
    assert figures is not None
    wanted, made, signed = line.papers
    cells = [_number(value) for value in figures.values]
    cells += [f"{made}/{wanted}", str(signed), *(str(o.counts.get(word, "")) for word in ("错误", "警告", "尚缺"))]
    if funds:
        cells.append("" if line.share is None else f"{line.share:.0%}")
    counts = "".join(f'<td class="n">{escape(cell)}</td>' for cell in cells)
    name = f'{escape(o.name)}<br><span class="q">{escape(o.place)}</span>'
    state = f'<td class="c {STATE[o.state]}">{o.state.value}</td>'
    return f"<tr><td>{name}</td><td>{escape(figures.unit)}</td>{state}{counts}</tr>"


def _number(value: int | float | str | None) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if isinstance(value, float) else value


def _hints(summary: CitySummary) -> Iterator[str]:
    if not summary.same:
        return
    yield f"<h2>雷同提示（{len(summary.same)}）</h2>"
    yield '<p class="q">只是提示，由人核对：集体活动的照片、上级统一的文字本来就会相同。</p>\n<ul>'
    for same in summary.same[:MOST_HINTS]:
        yield f"<li>{len(same.studios)} 个工作室有相同的{escape(same.kind)}：{escape(_named(same.places))}</li>"
    yield "</ul>"
    if len(summary.same) > MOST_HINTS:
        yield f'<p class="q">另有 {len(summary.same) - MOST_HINTS} 条，见工作簿的“雷同提示”。</p>'


def _named(places: Sequence[tuple[str, str]]) -> str:
    named = "；".join(f"{studio}（{place}）" for studio, place in places[:MOST_PLACES])
    return named + (f"；另有 {len(places) - MOST_PLACES} 处" if len(places) > MOST_PLACES else "")
