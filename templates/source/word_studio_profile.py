"""Draws 工作室基本情况表: name, unit, people, place and groups of the studio on one page (clause 3.1)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, field, head_row, label, section, tag_row

PATH = "word/工作室基本情况表.docx"
GROUPS = (50.0, 45.0, 45.0, 25.0)


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 工作室.工作室名称 }}基本情况表（{{ 年度 }}年度）", "工作室基本情况表　{{ 年度 }}年度")
    kit.heading(doc, "工作室基本情况表", "年度：{{ 年度 }}年度", "填表日期：　　　年　　月　　日")
    places = (
        "{% for 项 in 枚举.场所功能 %}{% if not loop.first %}　{% endif %}"
        "{% if 项 in 工作室.场所功能 %}■{% else %}□{% endif %}{{ 项 }}{% endfor %}"
    )
    rows = [
        facts(("工作室名称", "工作室.工作室名称"), ("简称", "工作室.工作室简称"), height=10),
        facts(("所属单位", "工作室.所属单位"), ("行业", "工作室.行业"), height=10),
        facts(("上级工会", "工作室.上级工会"), ("命名级别", "工作室.命名级别"), height=10),
        facts(("命名单位", "工作室.命名单位"), ("命名日期", "工作室.命名日期"), height=10),
        facts(("命名文号", "工作室.命名文号"), ("联系电话", "工作室.联系电话"), height=10),
        facts(("领衔人", "工作室.领衔人"), ("资料员", "工作室.资料员"), height=10),
        facts(("单位负责人", "工作室.单位负责人"), ("单位工会\n主席", "工作室.单位工会主席"), height=11),
        facts(("详细地址", "工作室.详细地址"), height=10),
        facts(("场所面积", "{{ 工作室.活动场所面积|后缀('平方米') }}"), ("成员人数", "{{ 在室|条数 }}人"), height=10),
        facts(("场所功能", places), height=10),
        kit.text_row("主要工作\n方向", "工作室.主要工作方向", 18),
        *_groups(),
        section("成员构成"),
        Row([label("职称层级", 22), Cell(_counts("职称层级"), WIDTH - 22)], 10),
        Row([label("技能等级", 22), Cell(_counts("技能等级"), WIDTH - 22)], 10),
        *kit.sign_rows([("填表人", ""), ("领衔人", ""), ("单位意见", "@center （盖章）")], 28),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _counts(column: str) -> str:
    return (
        f"{{% for 级 in 在室|有('{column}')|分组('{column}') %}}{{% if not loop.first %}}，{{% endif %}}"
        "{{ 级.名称 }}{{ 级.行|条数 }}人{% endfor %}"
    )


def _groups() -> list[Row]:
    people = "{{ 在室|筛选('所属小组', 组.小组名称)|条数 }}人"
    cells = [
        field("组.小组名称", GROUPS[0]),
        field("组.小组类型", GROUPS[1]),
        field("组.组长", GROUPS[2]),
        Cell(people, GROUPS[3], "center"),
    ]
    return [
        section("小组一览"),
        head_row(("小组名称", "类型", "组长", "人数"), GROUPS),
        tag_row("{%tr for 组 in 小组 %}"),
        Row(cells, 8),
        tag_row("{%tr endfor %}"),
    ]
