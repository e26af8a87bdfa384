"""The self-check as a Word file: every clause in order, what was found, what is not due; then the points one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docgen.model.finding import Finding
from docgen.model.status import ClauseStatus, Status, Urgency, Verdict
from docgen.model.values import chinese_date
from docgen.render.check_page import counted, shortened, situation, step_word
from docgen.render.report import BOX, CENTRE, GREY, HEAD, NAMES, POINT, TEXT, TITLE, signatures
from docgen.render.sheets_mm import Sheets, page_number
from docgen.render.wordxml import A4, FANG, HEI, SONG, Cell, Look, Row, para, table

_AIR = 1.0
LEFT = Look(9.5, SONG, line=13)
SMALL = Look(10.5, FANG, line=16, left=8.5)
_COLUMNS = (("条款", 17.0), ("内容", 44.0), ("结论", 17.0), ("情况", 78.0))
_CALENDAR = (48.0, 9.0)
#: Points of one urgency that are named one by one.
MOST = 80


def self_check_report(status: Status) -> bytes:
    """The report as a Word file."""
    sheets = Sheets(f"{status.studio}{status.year}年度运行管理自查报告")
    page_number(sheets.new_page(A4, (30, 26, 28, 28)))
    sheets.add(para(status.studio, TITLE) + para(f"{status.year}年度运行管理自查报告", TITLE))
    sheets.add(para(_opening(status), TEXT))
    sheets.add(para("一、总体情况", HEAD) + para(_summary(status), TEXT) + _calendar(status))
    sheets.add(para("二、逐条对照", HEAD) + _clauses(status.clauses))
    sheets.add(para("三、需要处理和核对的事项", HEAD) + _tasks(status))
    sheets.add(para("四、已经说明的事项", HEAD) + _answered(status.findings))
    sheets.add(signatures("自查人", "负责人"))
    return sheets.to_bytes()


def _opening(status: Status) -> str:
    return (
        f"{status.unit}{status.studio}对照{status.standard}《{status.standard_title}》，按登记数据和已生成的资料逐条自查，"
        f"截至{chinese_date(status.as_of)}。结论由程序按数据得出，供自查人核对；“由人判断”的条款程序不下结论。"
    )


def _summary(status: Status) -> str:
    counts = {v: sum(c.verdict is v for c in status.clauses) for v in Verdict}
    parts = "，".join(f"{v.value}{n}条" for v, n in counts.items() if n)
    waiting = "".join(f"还有{len(rules)}条规则要等{step_word(step)}之后判断。" for step, rules in status.waiting)
    return f"对照条款{len(status.clauses)}条：{parts}。检查发现：{counted(status.findings).replace(' ', '')}。{waiting}"


def _calendar(status: Status) -> str:
    if not status.calendar:
        return ""
    label, width = _CALENDAR
    head = [Cell(label, para("按期要求", NAMES), BOX, fill=GREY)]
    head += [Cell(width, para(f"{m}月", Look(8, HEI, "center", line=11)), BOX, fill=GREY) for m in range(1, 13)]
    rows = [Row(head, 6.5, head=True)]
    small = Look(8, SONG, "center", line=11)
    for line in status.calendar:
        span = width * 12 / len(line.cells)
        cells = [Cell(label, para(line.title, LEFT), BOX)]
        cells += [Cell(span, para(cell.value, small), BOX) for cell in line.cells]
        rows.append(Row(cells, 6, exact=False))
    return table(rows, 0.5) + para("", Look(6, line=8))


def _clauses(clauses: Sequence[ClauseStatus]) -> str:
    rows = [Row([Cell(w, para(n, NAMES), BOX, fill=GREY) for n, w in _COLUMNS], 6.5, head=True)]
    for clause in clauses:
        told = situation(clause) or ["—"]
        texts = (clause.clause, clause.title or shortened(clause.text, 60), clause.verdict.value)
        looks = (CENTRE, LEFT, CENTRE)
        cells = [Cell(w, para(text, look), BOX) for text, look, (_, w) in zip(texts, looks, _COLUMNS[:3], strict=True)]
        cells.append(Cell(_COLUMNS[3][1], "".join(para(text, LEFT) for text in told), BOX))
        rows.append(Row(cells, 6, exact=False))
    return table(rows, _AIR)


def _tasks(status: Status) -> str:
    parts = []
    by_urgency = {u: list(tasks) for u, tasks in groupby(status.tasks, key=lambda t: t.urgency)}
    for number, urgency in enumerate(Urgency, 1):
        tasks = by_urgency.get(urgency, [])
        head = f"{number}．{urgency.label}{len(tasks)}项{'：' if tasks else '。'}"
        parts.append(para(head, POINT if tasks else TEXT))
        parts += [para(point(t.finding), SMALL) for t in tasks[:MOST]]
        if len(tasks) > MOST:
            parts.append(para(f"……另有{len(tasks) - MOST}项。", SMALL))
    return "".join(parts)


def point(finding: Finding) -> str:
    """A finding as a line of the report."""
    place = f"［{finding.place}］" if str(finding.place) else ""
    clause = f"（{finding.clause}）" if finding.clause else ""
    remedy = f"处理：{finding.remedy.rstrip('。')}。" if finding.remedy else ""
    return f"{finding.message.rstrip('。')}{clause}。{remedy}{place}"


def _answered(findings: Sequence[Finding]) -> str:
    answered = [f for f in findings if f.answer]
    if not answered:
        return para("没有。", TEXT)
    return "".join(para(f"{f.message}。说明：{f.answer}", SMALL) for f in answered)
