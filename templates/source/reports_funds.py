"""Draws the budget and the final account of one source of money (clause 6.4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import reportkit as kit
from annual_plan_tables import INSIDE
from annual_report_tables import planned, ratio
from reportkit import Cell, Row, head_row, label, para, paras, plain_row, table, tag_row

PAID = "(支出|合计('金额'))"
PLANNED = planned("预算")


def drawn() -> Iterator[tuple[str, bytes]]:
    """Paths and bytes of the templates."""
    yield "word/科技项目（科技创新）经费预算.docx", _budget()
    yield "word/科技项目（科技创新）经费决算.docx", _final()


def _head(doc: Any, kind: str) -> None:
    para(doc, "{{ 项目或来源名称 }}", "公文标题")
    para(doc, f"经费{kind}（{{{{ 年度 }}}}年度）", "公文标题")
    para(doc, "")
    pairs = (
        ("工作室", "{{ 工作室.工作室名称 }}", "来源编号", "{{ 来源编号 }}"),
        ("来源渠道", "{{ 来源渠道 }}", "批准或下达单位", "{{ 批准或下达单位 }}"),
        ("文号或合同号", "{{ 文号或合同号 }}", "批准日期", "{{ 批准日期 }}"),
        ("批准金额（元）", "{{ 批准金额|金额 }}", "到账金额（元）", "{{ 到账金额|金额 }}"),
        ("到账日期", "{{ 到账日期 }}", "起止时间", "{{ 起止时间 }}"),
    )
    rows = [Row([label(a), Cell(b, "center"), label(c), Cell(d, "center")], 8) for a, b, c, d in pairs]
    table(doc, [28, 46, 30, 52], [*rows, Row([label("经济责任人"), Cell("{{ 经济责任人 }}", "center", 3)], 8)])
    kit.gap(doc)


def _budget() -> bytes:
    doc = kit.new_report("{{ 项目或来源名称 }}经费预算（{{ 年度 }}年度）")
    _head(doc, "预算")
    para(doc, "一、经费来源和编制依据", "一级标题")
    paras(
        doc,
        [
            "本项经费为{{ 来源渠道 }}，由{{ 批准或下达单位 }}{% if 批准日期 %}于{{ 批准日期 }}{% endif %}批准"
            "{% if 文号或合同号 %}（{{ 文号或合同号 }}）{% endif %}，批准金额{{ 批准金额|金额 }}元"
            "（人民币{{ 批准金额|大写 }}）。{% if not 到账金额 > 0 %}编制预算时经费尚未到账。{% endif %}",
            "{%p if 课题 %}",
            "用于课题：{% for 题 in 课题 %}{% if not loop.first %}；{% endif %}{{ 题.课题编号 }}{{ 题.课题名称 }}"
            "（负责人{{ 题.负责人 }}）{% endfor %}。",
            "{%p endif %}",
        ],
    )
    para(doc, "二、预算明细", "一级标题")
    para(
        doc,
        f"{{% if 预算 %}}列预算科目{{{{ 预算|条数 }}}}个，合计{{{{ {PLANNED}|金额 }}}}元"
        f"{{% if {PLANNED} < 批准金额 %}}，批准金额中有{{{{ (批准金额 - {PLANNED})|金额 }}}}元尚未分到科目"
        f"{{% elif {PLANNED} > 批准金额 %}}，超过批准金额{{{{ ({PLANNED} - 批准金额)|金额 }}}}元{{% endif %}}。"
        "{% if 预算|有('调整后金额') %}其中{{ 预算|有('调整后金额')|条数 }}个科目已经批准调整。{% endif %}"
        "{% else %}本项经费尚未编制科目预算。{% endif %}",
    )
    para(doc, "预算明细表", "表题")
    table(
        doc,
        [10, 44, 27, 25, 50],
        [
            head_row(["序号", "预算科目", "预算金额（元）", "调整后（元）", "测算依据"]),
            tag_row("{%tr for 算 in 预算 %}", 5),
            plain_row(
                [
                    "{{ loop.index }}",
                    "{{ 算.预算科目 }}",
                    "{{ 算.预算金额|金额 }}",
                    "{{ 算.调整后金额|金额 }}",
                    "{{ 算.测算依据 }}",
                ],
                "clrrl",
            ),
            tag_row("{%tr endfor %}", 5),
            tag_row("{%tr if not 预算 %}", 5),
            Row([Cell() for _ in range(5)], 40),
            tag_row("{%tr endif %}", 5),
            Row(
                [
                    label("合计", 2),
                    Cell("{{ 预算|合计('预算金额')|金额 }}", "right"),
                    Cell(f"{{% if 预算|有('调整后金额') %}}{{{{ {PLANNED}|金额 }}}}{{% endif %}}", "right"),
                    Cell(),
                ],
                8,
            ),
        ],
    )
    para(doc, "三、使用原则", "一级标题")
    para(
        doc,
        "经费按批准的预算或合同规定执行，不违反规定调整和挪用，不超范围、超标准开支。"
        "经济责任人{{ 经济责任人 }}对经济行为的真实性、合法性、有效性及合理性负责。",
    )
    kit.write_here(doc, "本项经费的其他管理要求（下达单位或合同另有规定的）", 18)
    kit.opinions(doc, ["经济责任人（签字）", "财务审核（签字）", "单位意见（盖章）"], 28)
    return kit.to_bytes(doc)


def _final() -> bytes:
    doc = kit.new_report("{{ 项目或来源名称 }}经费决算（{{ 年度 }}年度）")
    _head(doc, "决算")
    para(doc, "一、收支情况", "一级标题")
    paras(
        doc,
        [
            "本项经费{% if 到账金额 > 0 %}到账{{ 到账金额|金额 }}元{% else %}年内没有到账{% endif %}，"
            f"{{% if 支出 %}}支出{{{{ 支出|条数 }}}}笔、{{{{ {PAID}|金额 }}}}元（人民币{{{{ {PAID}|大写 }}}}）"
            "{% else %}年内没有支出{% endif %}。"
            f"{{% if {PAID} > 到账金额|默认(0) %}}超支{{{{ ({PAID} - (到账金额|默认(0)))|金额 }}}}元。"
            f"{{% else %}}结余{{{{ ((到账金额|默认(0)) - {PAID})|金额 }}}}元。{{% endif %}}"
            f"{{% if {PLANNED} > 0 %}}预算{{{{ {PLANNED}|金额 }}}}元，执行率{{{{ ({PAID} / {PLANNED})|百分比(1) }}}}。"
            "{% else %}本项经费没有编制科目预算。{% endif %}",
            "{%p if 支出 %}",
            "支出涉及记账凭证{{ 支出|列('记账凭证号')|去重|条数 }}份"
            "{% if (支出|条数) > (支出|有('记账凭证号')|条数) %}，另有"
            "{{ (支出|条数) - (支出|有('记账凭证号')|条数) }}笔尚未登记凭证号{% endif %}。",
            "{%p endif %}",
        ],
    )
    para(doc, "二、分科目决算", "一级标题")
    para(doc, "决算明细表", "表题")
    _account(doc)
    para(doc, "三、结余处理", "一级标题")
    paras(
        doc,
        [
            f"{{% if 结余处理 %}}{{{{ 结余处理{INSIDE} }}}}。"
            f"{{% elif (到账金额|默认(0)) == {PAID} %}}本项经费没有结余。{{% endif %}}",
            f"{{%p if not 结余处理 and (到账金额|默认(0)) != {PAID} %}}",
        ],
    )
    kit.write_here(doc, "结余或超支的处理办法和依据", 18)
    paras(doc, ["{%p endif %}", f"{{%p if {PLANNED} > 0 and ({PAID} < {PLANNED} * 0.8 or {PAID} > {PLANNED}) %}}"])
    kit.write_here(doc, "执行率不足80%或超出预算的原因", 18)
    paras(doc, ["{%p endif %}"])
    para(doc, "四、真实性声明", "一级标题")
    para(
        doc,
        "本决算与使用清单、原始票据和记账凭证一致。本人对上述经济行为的真实性、合法性、有效性及合理性负责。",
    )
    kit.gap(doc)
    kit.opinions(doc, ["经济责任人（签字）", "财务审核（签字）", "单位意见（盖章）"], 28)
    return kit.to_bytes(doc)


def _account(doc: Any) -> None:
    line = "(预算|筛选('预算科目', 算.预算科目))"
    paid = "(支出|筛选('预算科目', 算.预算科目)|合计('金额'))"
    count = "{{ 支出|筛选('预算科目', 算.预算科目)|条数 }}"
    table(
        doc,
        [50, 26, 12, 26, 26, 16],
        [
            head_row(["预算科目", "预算（元）", "笔数", "支出（元）", "结余（元）", "执行率"]),
            tag_row("{%tr for 算 in 预算 %}", 6),
            plain_row(
                [
                    "{{ 算.预算科目 }}",
                    f"{{{{ {planned(line)}|金额 }}}}",
                    count,
                    f"{{{{ {paid}|金额 }}}}",
                    f"{{{{ ({planned(line)} - {paid})|金额 }}}}",
                    ratio(paid, planned(line)),
                ],
                "lrcrrc",
            ),
            tag_row("{%tr endfor %}", 6),
            tag_row("{%tr for 组 in 支出|分组('预算科目') if 组.名称 not in (预算|列('预算科目')) %}", 6),
            plain_row(
                [
                    "{{ 组.名称 }}（没有预算）",
                    "",
                    "{{ 组.行|条数 }}",
                    "{{ 组.行|合计('金额')|金额 }}",
                    "{{ (0 - (组.行|合计('金额')))|金额 }}",
                    "",
                ],
                "lrcrrc",
            ),
            tag_row("{%tr endfor %}", 6),
            Row(
                [
                    label("合计"),
                    Cell(f"{{{{ {PLANNED}|金额 }}}}", "right"),
                    Cell("{{ 支出|条数 }}", "center"),
                    Cell(f"{{{{ {PAID}|金额 }}}}", "right"),
                    Cell(f"{{{{ ({PLANNED} - {PAID})|金额 }}}}", "right"),
                    Cell(ratio(PAID, PLANNED), "center"),
                ],
                8,
            ),
        ],
    )
    kit.gap(doc)
