"""What a cell that can not be read is called in a finding, where the standard gives no rule with words of its own."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.cells import KINDS, Problem
from docgen.model.finding import Finding, Place, Severity
from docgen.model.rules import Rule

DEFAULTS: dict[str, tuple[str, str]] = {
    "control": ("内容“{value}”含控制字符（{expected}）", "删去后重新输入。"),
    "damaged": ("“{value}”是数字，Excel 只保留前 15 位，末尾可能已经丢失", "把单元格设为文本后重新录入。"),
    "text-date": ("此列应是文字，单元格里却是日期或时间（{value}）", "把单元格设为文本后重新录入。"),
    "date": ("“{value}”不能读作日期", "写成如 2024-01-05。"),
    "dotted-date": ("“{value}”不能读作日期", "写成如 2024.01.05。"),
    "month": ("“{value}”不能读作年月", "写成如 1985.03。"),
    "month-zero": ("“{value}”可能是 {expected}", "把单元格设为文本，写成两位月份。"),
    "time": ("“{value}”不能读作时间", "写成如 09:00。"),
    "year": ("“{value}”不能读作年份", "写成 4 位数字。"),
    "integer": ("“{value}”不能读作整数", "只填数字。"),
    "decimal": ("“{value}”不能读作数字", "只填数字。"),
    "money": ("“{value}”不能读作金额", "以元为单位填数字，如 1234.50。"),
    "money-places": ("“{value}”的小数多于两位", "金额最多两位小数。"),
    "yes-no": ("“{value}”不能读作“是”或“否”", "填 是 或 否。"),
    "enum": ("“{value}”不是可选的值", "从下拉列表中选择。"),
    "url": ("“{value}”不能读作网址", "写成以 http:// 或 https:// 开头的完整网址。"),
    "error-cell": ("单元格里是错误 {value}", "改正公式或直接填写。"),
    "no-result": ("公式 {value} 没有结果", "用 WPS 或 Excel 打开，保存后再运行；或直接填写。"),
    "nested": ("这里应是一个值，却是多层数据", "改成一个值，或用“；”分隔的几个值。"),
}
assert set(DEFAULTS) == set(KINDS)


def problem_finding(
    problem: Problem, place: Place, rule: Rule | None = None, clause: str = "", key: str = ""
) -> Finding:
    """The finding for a cell that could not be read: in the rule's words, else in plain ones."""
    message, remedy = (rule.message, rule.remedy) if rule else DEFAULTS[problem.kind]
    facts = {
        "value": problem.value,
        "expected": problem.expected,
        "nearest": problem.nearest,
        "column": place.column,
        "row": place.row or "",
        "key": key,
    }
    if problem.nearest and "{nearest}" not in message + remedy:
        remedy = f"是否为“{problem.nearest}”？{remedy}"
    severity = Severity.parse(rule.severity) if rule else Severity.ERROR
    code = rule.id if rule else f"value.{problem.kind}"
    return Finding(code, severity, _filled(message, facts), _filled(remedy, facts), place, clause, key=key)


def _filled(text: str, facts: Mapping[str, object]) -> str:
    for name, value in facts.items():
        text = text.replace("{" + name + "}", str(value))
    return text
