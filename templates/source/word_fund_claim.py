"""Draws 工作经费报账申报单: one expense against its budget line, with the signatures left blank (clause 6.4.4)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, label, section

PATH = "word/工作经费报账申报单.docx"
QUARTER = WIDTH / 4


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("工作经费报账申报单（{{ 支出编号 }}）", "工作经费报账申报单　{{ 支出编号 }}")
    kit.heading(
        doc,
        "工作经费报账申报单",
        "单位：{{ 工作室.所属单位 }}　{{ 工作室.工作室名称 }}",
        "申报单号：{{ 单位申报单号 }}",
    )
    topic = "{% if 关联课题 %}{{ 关联课题 }}　{{ 关联课题.课题名称 }}{% endif %}"
    signers = [("经办人", ""), ("验收（证明）人", ""), ("项目负责人审批", "")]
    rows = [
        facts(("支出日期", "支出日期"), ("支出编号", "支出编号"), height=10),
        facts(("经费来源", "来源编号.来源渠道"), height=10),
        facts(("项目名称", "来源编号.项目或来源名称"), height=10),
        facts(("预算科目", "预算科目"), height=10),
        facts(("关联课题", topic), height=10),
        facts(("摘要", "摘要"), height=14),
        facts(("票据类型", "票据类型"), ("票据号码", "票据号码"), height=12),
        facts(("票据张数", "　　　　张"), ("金额\n（小写）", "¥{{ 金额|金额 }}"), height=12),
        facts(("金额\n（大写）", "人民币{{ 金额|大写 }}"), height=12),
        section("预算执行（元）"),
        Row([label(t, QUARTER) for t in ("预算额", "已支出", "本次支出", "结余")], 8, keep=True),
        Row(
            [Cell(f"{{{{ {name}|金额 }}}}", QUARTER, "center") for name in ("预算额", "已支出", "金额", "结余")],
            10,
        ),
        facts(("收款单位", "收款单位"), height=10),
        facts(("开户行\n及账号", ""), height=12),
        *kit.sign_rows(signers, 22),
        *kit.sign_rows([("财务审核", ""), ("单位负责人", "")], 22),
        facts(("记账凭证号", "记账凭证号"), ("原件存放处", "原件存放处"), height=10),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
