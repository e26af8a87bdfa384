"""Draws 设备卡片: one device with its picture and its last five services (clause 6.8.5)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, field, head_row, section, tag_row

PATH = "word/设备卡片.docx"
SERVICE = (32.0, 24.0, 55.0, 32.0, 22.0)


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 名称 }}设备卡片（{{ 设备编号 }}）", "设备卡片　{{ 设备编号 }}")
    kit.heading(doc, "设备卡片", "工作室名称：{{ 工作室.工作室名称 }}", "设备编号：{{ 设备编号 }}")
    rows = [
        facts(("名称", "名称"), ("类别", "类别")),
        facts(("规格型号", "规格型号"), ("生产厂家", "生产厂家"), height=10),
        facts(("出厂编号", "出厂编号"), ("资产编号", "资产编号"), height=10),
        facts(
            ("数量", "{{ 数量 }}{{ 计量单位 }}"), ("单价", "{{ 单价|后缀('元') }}"), ("金额", "{{ 金额|后缀('元') }}")
        ),
        facts(("购置日期", "购置日期"), ("经费来源", "经费来源.来源渠道"), height=10),
        facts(("存放地点", "存放地点"), ("保管人", "保管人")),
        facts(("状态", "状态"), ("保养周期", "保养周期"), ("检定有效期", "检定有效期")),
        kit.text_row("主要技术\n参数", "主要技术参数", 14),
        *kit.picture_rows("照片", "照片"),
        section("最近五次维修保养"),
        head_row(("日期", "类型", "故障现象或保养内容", "处理措施", "验收结果"), SERVICE),
        tag_row("{%tr for 次 in 维保|前(5) %}"),
        Row(
            [
                field("次.日期", SERVICE[0]),
                field("次.维保类型", SERVICE[1]),
                field("次.故障现象或保养内容", SERVICE[2], "left"),
                field("次.处理措施", SERVICE[3], "left"),
                field("次.验收结果", SERVICE[4]),
            ],
            9,
        ),
        tag_row("{%tr endfor %}"),
        tag_row("{%tr if not 维保 %}"),
        Row([Cell("无", WIDTH, "center")], 8),
        tag_row("{%tr endif %}"),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
