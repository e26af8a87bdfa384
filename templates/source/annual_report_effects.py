"""The parts of the annual report on the leader, on honours and the press, and on rules and records."""

from __future__ import annotations

from typing import Any

import reportkit as kit
from reportkit import head_row, para, paras, plain_row, table, tag_row, tally


def leader(doc: Any) -> None:
    """What the leader did, by the duties of clause 6.1."""
    para(doc, "（六）领军人物作用发挥", "二级标题")
    paras(
        doc,
        [
            "{% if 攻关项目 %}领衔人{{ 工作室.领衔人 }}主持或参与攻关项目{{ 攻关项目|条数 }}项："
            "{% for 项 in 攻关项目 %}{% if not loop.first %}；{% endif %}{{ 项.项目名称 }}"
            "（{{ 项.领军人角色 }}，{{ 项.起止时间 }}）{% endfor %}。"
            "{% else %}领衔人{{ 工作室.领衔人 }}本年度没有攻关项目记录。{% endif %}",
            "{%p if 领军活动 %}",
            "参加带徒传技、授课、培训和弘扬劳模精神、工匠精神活动{{ 领军活动|条数 }}次，见表6。",
        ],
    )
    para(doc, "表6　领军人物活动", "表题")
    table(
        doc,
        [34, 14, 108],
        [
            head_row(["类别", "次数", "日期和活动"]),
            tag_row("{%tr for 类 in 领军活动|分组('类别') %}", 3),
            plain_row(
                [
                    "{{ 类.名称 }}",
                    "{{ 类.行|条数 }}",
                    "{% for 动 in 类.行|排序('日期') %}{% if not loop.first %}；{% endif %}"
                    "{{ 动.日期|月 }}月{{ 动.日期|日 }}日{{ 动.活动名称 }}{% endfor %}",
                ],
                "ccl",
            ),
            tag_row("{%tr endfor %}", 3),
        ],
    )
    kit.gap(doc)
    paras(doc, ["{%p else %}", "本年度没有领军活动记录。", "{%p endif %}"])


def fame(doc: Any) -> None:
    """Honours and the press."""
    para(doc, "（七）荣誉与宣传", "二级标题")
    own = tally("年内荣誉|分组('荣誉级别')", "项")
    paras(
        doc,
        [
            "{% if 年内荣誉 %}"
            f"本年度获得荣誉{{{{ 年内荣誉|条数 }}}}项，其中集体{{{{ 年内荣誉|筛选('归属', '集体')|条数 }}}}项、"
            f"个人{{{{ 年内荣誉|筛选('归属', '个人')|条数 }}}}项；{own}。名单见表7。"
            "{% else %}本年度没有获得荣誉。{% endif %}"
            "{% if 宣传报道 %}媒体报道{{ 宣传报道|条数 }}次，见表8。{% else %}本年度没有媒体报道。{% endif %}",
            "{%p if 年内荣誉 %}",
        ],
    )
    para(doc, "表7　荣誉", "表题")
    table(
        doc,
        [28, 50, 19, 33, 26],
        [
            head_row(["日期", "荣誉名称", "级别", "授予单位", "获得者"]),
            tag_row("{%tr for 誉 in 年内荣誉|排序('获得日期', '荣誉编号') %}", 5),
            plain_row(
                [
                    "{{ 誉.获得日期|日期('点') }}",
                    "{{ 誉.荣誉名称 }}",
                    "{{ 誉.荣誉级别 }}",
                    "{{ 誉.授予单位 }}",
                    "{{ 誉.获得者 }}",
                ],
                "clclc",
            ),
            tag_row("{%tr endfor %}", 5),
        ],
    )
    kit.gap(doc)
    paras(doc, ["{%p endif %}", "{%p if 宣传报道 %}"])
    para(doc, "表8　媒体报道", "表题")
    table(
        doc,
        [24, 44, 88],
        [
            head_row(["日期", "媒体", "标题"]),
            tag_row("{%tr for 报 in 宣传报道|排序('刊播日期') %}", 3),
            plain_row(["{{ 报.刊播日期|日期('点') }}", "{{ 报.媒体名称 }}", "{{ 报.标题 }}"], "ccl"),
            tag_row("{%tr endfor %}", 3),
        ],
    )
    kit.gap(doc)
    para(doc, "{%p endif %}")


def records(doc: Any) -> None:
    """Rules, pictures, backups."""
    para(doc, "（八）制度与资料", "二级标题")
    named = "(制度|排除('对应条款', '其他')|列('对应条款')|去重|条数)"
    images = tally("影像|分组('载体类型')", "件")
    paras(
        doc,
        [
            "{% if 制度 %}现行制度{{ 制度|条数 }}项，DB1508/T 150—2023第6.5条所列13项"
            f"{{% if {named} >= 13 %}}制度齐全{{% else %}}"
            f"有{{{{ {named} }}}}项，尚缺{{{{ 13 - {named} }}}}项{{% endif %}}。"
            "{% else %}本年度没有制度记录。{% endif %}"
            f"{{% if 影像 %}}归档影像{{{{ 影像|条数 }}}}件（{images}）。{{% else %}}本年度没有影像资料。{{% endif %}}"
            "{% if 备份 %}全年备份{{ 备份|条数 }}次，最近一次为{{ (备份|排序('备份日期')|末个).备份日期 }}"
            "{% if 备份|筛选('备份方式', '光盘') %}，其中刻录光盘"
            "{{ 备份|筛选('备份方式', '光盘')|条数 }}次{% endif %}。"
            "{% else %}本年度没有备份记录。{% endif %}",
        ],
    )
    kit.write_here(doc, "装盒数量和存放地点（以装盒后的卷盒清单为准）", 12)
