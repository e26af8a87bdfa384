"""Draws 师徒协议书: parties, term, aim, duties, plan, assessment and ending of an apprenticeship (5.1.3, 5.4.2)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, label, section

PATH = "word/师徒协议书.docx"
PLAN = (38.0, 87.0, 40.0)
MASTER = (
    "1．按培养目标制订带教计划，传授理论知识、操作技能和安全规程。",
    "2．带头遵守规章制度，言传身教，指导徒弟解决工作中的实际问题。",
    "3．如实填写带徒记录，按期考核并提出评语。",
)
PUPIL = (
    "1．尊敬师傅，虚心学习，按计划完成学习和实操任务。",
    "2．遵守规章制度和安全规程，做好学习笔记。",
    "3．按时参加考核，学以致用，参加工作室的创新活动。",
)
REWARD = "期末由工作室组织考核，结果记入培养考核资料；奖励与处罚按工作室和单位的制度办理。"
ENDING = (
    "1．岗位变动、离职等原因使协议无法履行时，由一方提出，经丙方同意后变更或者解除，并书面记录。",
    "2．协议期满考核合格，协议自然终止；考核不合格的，可以协商延长一次。",
    "3．本协议一式三份，三方各执一份，自签字、盖章之日起生效。",
)


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("师徒协议书（{{ 协议编号 }}）", "师徒协议书　{{ 协议编号 }}")
    kit.heading(doc, "师徒协议书", "工作室名称：{{ 工作室.工作室名称 }}", "协议编号：{{ 协议编号 }}")
    term = "{{ 起始日期 }}至{{ 截止日期 }}"
    third = "@left 代表："
    signs = [("甲方（师傅）签字", ""), ("乙方（徒弟）签字", ""), ("丙方（盖章）", third)]
    rows = [
        facts(
            ("甲方\n（师傅）", "师傅"),
            ("所在部门", "师傅本人.所在部门"),
            ("技能等级\n或职称", _rank("师傅本人")),
            height=11,
        ),
        facts(("乙方\n（徒弟）", "徒弟"), ("单位部门", "徒弟单位部门"), ("原等级", "徒弟原等级"), height=11),
        facts(("丙方\n（单位）", "工作室.所属单位"), height=11),
        facts(("传授工种\n或技艺", "传授工种或技艺"), ("徒弟身份", "徒弟身份"), height=11),
        facts(("协议期限", term), height=9),
        kit.text_row("培养目标", "培养目标", 14),
        _clauses("师傅职责", MASTER),
        _clauses("徒弟职责", PUPIL),
        kit.text_row("培养措施", "培养措施", 14),
        section("培养计划"),
        Row([label(t, w) for t, w in zip(("时间", "内容", "方法"), PLAN, strict=True)], 7.5, keep=True),
        *[Row([Cell("", w) for w in PLAN], 8.5) for _ in range(3)],
        facts(("考核方式", "考核方式"), height=9),
        _clauses("考核与\n奖惩", (REWARD,)),
        _clauses("变更、解除\n与其他", ENDING, keep=True),
        *kit.sign_rows(signs, 20),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _rank(who: str) -> str:
    """Skill grade and professional title, without the value that says there is none."""
    grade, title = f"{who}.技能等级", f"{who}.职称"
    both = f"{grade} and {grade} != '无' and {title}"
    return f"{{% if {grade} != '无' %}}{{{{ {grade} }}}}{{% endif %}}{{% if {both} %}}、{{% endif %}}{{{{ {title} }}}}"


def _clauses(title: str, lines: tuple[str, ...], keep: bool = False) -> Row:
    return Row([label(title, 22), Cell("\n".join(lines), WIDTH - 22)], 10, keep=keep)
