"""Draws 设备（专用工具）维修保养记录单: one service or repair of one device (clause 6.8.5)."""

from __future__ import annotations

import wordkit as kit
from wordkit import facts

PATH = "word/设备（专用工具）维修保养记录单.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 设备编号.名称 }}维修保养记录单（{{ 记录编号 }}）", "维修保养记录单　{{ 记录编号 }}")
    kit.heading(
        doc, "设备（专用工具）维修保养记录单", "工作室名称：{{ 工作室.工作室名称 }}", "记录编号：{{ 记录编号 }}"
    )
    rows = [
        facts(("设备编号", "设备编号"), ("设备名称", "设备编号.名称"), height=10),
        facts(("规格型号", "设备编号.规格型号"), ("出厂编号", "设备编号.出厂编号"), height=10),
        facts(("存放地点", "设备编号.存放地点"), ("保管人", "设备编号.保管人"), height=10),
        facts(("维保类型", "维保类型"), ("日期", "日期"), height=10),
        kit.text_row("故障现象\n或保养内容", "故障现象或保养内容", 32),
        kit.text_row("原因分析", "原因分析", 26),
        kit.text_row("处理措施", "处理措施", 36),
        facts(("更换部件", "更换部件"), height=12),
        facts(
            ("费用", "{{ 费用|后缀('元') }}"),
            ("停机时长", "{{ 停机时长|后缀('小时') }}"),
            height=10,
        ),
        facts(("维保人", "维保人"), ("验收人", "验收人"), height=10),
        facts(("验收结果", "验收结果"), ("下次日期", "下次保养日期"), height=10),
        kit.sign_line(["维保人\n签字", "验收人\n签字"], 16),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
