"""Draws 预算调整审批表: the changed budget lines of one source; reasons and approvals by hand (clause 6.4.3)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, field, head_row, label, section, tag_row

PATH = "word/预算调整审批表.docx"
LINES = (60.0, 35.0, 35.0, 35.0)


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("预算调整审批表（{{ 来源编号 }}）", "预算调整审批表　{{ 来源编号 }}")
    kit.heading(
        doc,
        "预算调整审批表",
        "单位：{{ 工作室.所属单位 }}　{{ 工作室.工作室名称 }}",
        "来源编号：{{ 来源编号 }}　单位：元",
    )
    blocks = [("经济责任人", ""), ("财务审核", "@center （盖章）"), ("批准单位", "@center （盖章）")]
    rows = [
        facts(("来源渠道", "来源渠道"), height=10),
        facts(("项目名称", "项目或来源名称"), height=10),
        facts(("批准单位", "批准或下达单位"), ("批准文号", "文号或合同号"), height=11),
        facts(("批准金额", "{{ 批准金额|金额 }}"), ("到账金额", "{{ 到账金额|金额 }}"), height=10),
        section("调整的预算科目"),
        head_row(("预算科目", "预算金额", "调整后金额", "增减"), LINES),
        tag_row("{%tr for 项 in 调整行 %}"),
        _line("{{ 项.预算科目 }}", "项.预算金额", "项.调整后金额", "项.调整后金额 - 项.预算金额"),
        tag_row("{%tr endfor %}"),
        _line("合计", "调整前合计", "调整后合计", "调整后合计 - 调整前合计"),
        Row([label("调整理由", 22), Cell("", WIDTH - 22)], 60),
        *kit.sign_rows(blocks, 34),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _line(title: str, *amounts: str) -> Row:
    cells = [
        field(f"{a}|金额" if " " not in a else f"({a})|金额", w, "right")
        for a, w in zip(amounts, LINES[1:], strict=True)
    ]
    return Row([Cell(title, LINES[0], "center"), *cells], 9)
