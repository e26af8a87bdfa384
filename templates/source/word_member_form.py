"""Draws 工作室成员登记表: one page a member, with room for photo, career, honours and four opinions (clause 6.8.3)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, field, head_row, label, tag_row

PATH = "word/工作室成员登记表.docx"
PHOTO = 35.0
#: Three pairs of label and value; the last value takes the photo's column where the photo has ended.
LABELS, VALUES = (22.0, 20.0, 22.0), (28.0, 20.0, 18.0)
LEAD = LABELS[0]
CAREER = (34.0, 89.0, 20.0)
HONOURS = (34.0, 58.0, 51.0)


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 工作室.工作室名称 }}成员登记表（{{ 姓名 }}）", "成员登记表　{{ 姓名 }}")
    kit.heading(
        doc, "劳模（职工）创新工作室成员登记表", "工作室名称：{{ 工作室.工作室名称 }}", "填表日期：　　　年　　月　　日"
    )
    blocks = [
        ("本人签字", ""),
        ("工作室意见", "@left 领衔人："),
        ("所在单位意见", "@center （盖章）"),
        ("工会意见", "@center （盖章）"),
    ]
    rows = [
        *_person(),
        *_place(),
        *_career(),
        *_honours(),
        *_results(),
        kit.text_row("本年度\n工作任务", "年度任务", 13, keep=True),
        *kit.sign_rows(blocks, 25),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _three(*pairs: tuple[str, str], photo: str = "") -> list[Cell]:
    """Cells of up to three pairs of label and tag; the last value reaches to the photo, or to the border."""
    cells: list[Cell] = []
    for (title, tag), a, b in zip(pairs, LABELS, VALUES, strict=False):
        cells += [label(title, a), field(tag, b)]
    rest = WIDTH - (PHOTO if photo else 0) - sum(c.width for c in cells[:-1])
    cells[-1] = field(pairs[-1][1], rest)
    if photo:
        text = "{{ 照片|图片(30, 42) }}" if photo == "restart" else ""
        cells.append(Cell(text, PHOTO, "photo", merge=photo))
    return cells


def _person() -> list[Row]:
    return [
        Row(_three(("姓名", "姓名"), ("性别", "性别"), ("民族", "民族"), photo="restart"), 11.5),
        Row(
            _three(
                ("出生年月", "出生年月"),
                ("政治面貌", "政治面貌"),
                ("入党（团）\n时间", "入党（团）时间"),
                photo="continue",
            ),
            11.5,
        ),
        Row(
            _three(("全日制\n学历", "全日制学历"), ("毕业院校\n及专业", "全日制毕业院校及专业"), photo="continue"), 11.5
        ),
        Row(_three(("在职学历", "在职学历"), ("毕业院校\n及专业", "在职毕业院校及专业"), photo="continue"), 11.5),
    ]


def _place() -> list[Row]:
    return [
        Row(_three(("学位", "学位"), ("毕业时间", "毕业时间"), ("所在部门", "所在部门"))),
        Row(_three(("职务", "职务"), ("技能等级", "技能等级"), ("职称", "职称"))),
        Row(_three(("参加工作\n时间", "参加工作时间"), ("入职时间", "入职时间"), ("职业工种", "职业工种")), 11),
        Row(
            _three(
                ("加入工作室\n时间", "加入工作室时间|日期('点')"), ("室内身份", "室内身份"), ("所属小组", "所属小组")
            ),
            11,
        ),
        Row(_three(("联系电话", "联系电话"), ("电子邮箱", "电子邮箱"))),
        tag_row("{%tr if 工作室.采集身份证号 %}"),
        Row([label("身份证号", LEAD), field("身份证号", WIDTH - LEAD)]),
        tag_row("{%tr endif %}"),
        kit.text_row("工作分工", "工作分工", 13),
    ]


def _listed(title: str, heads: tuple[str, ...], widths: tuple[float, ...], rows: list[Row]) -> list[Row]:
    """A list beside its label, which takes the height of all of its rows."""
    return [head_row(heads, widths, label(title, LEAD, "restart")), *rows]


def _beside(*cells: Cell) -> Row:
    """A row beside the label of its list."""
    return Row([label("", LEAD, "continue"), *cells], 7.5)


def _career() -> list[Row]:
    years = Cell("{{ 段.起始 }}—{{ 段.终止|默认('至今') }}", CAREER[0], "center")
    work = Cell("{{ 段.单位及部门 }}　{{ 段.职务或岗位 }}", CAREER[1])
    rows = [
        tag_row("{%tr for 段 in 简历 %}"),
        _beside(years, work, field("段.证明人", CAREER[2])),
        tag_row("{%tr endfor %}"),
        tag_row("{%tr for 空行 in [1, 2, 3] if 空行 > (简历|条数) %}"),
        _beside(*(Cell("", w) for w in CAREER)),
        tag_row("{%tr endfor %}"),
    ]
    return _listed("个人简历", ("起止年月", "单位及职务", "证明人"), CAREER, rows)


def _honours() -> list[Row]:
    day, name, giver = HONOURS
    typed = "{%p for 条 in 主要荣誉|分条 %}\n{{ 条 }}\n{%p endfor %}"
    rows = [
        tag_row("{%tr for 誉 in 个人荣誉 %}"),
        _beside(field("誉.获得日期", day), field("誉.荣誉名称", name, "left"), field("誉.授予单位", giver, "left")),
        tag_row("{%tr endfor %}"),
        tag_row("{%tr if not 个人荣誉 %}"),
        _beside(Cell(typed, WIDTH - LEAD)),
        tag_row("{%tr endif %}"),
    ]
    return _listed("主要荣誉", ("时间", "荣誉名称", "授予单位"), HONOURS, rows)


def _results() -> list[Row]:
    text = (
        "{%p if 专业特长 %}\n专业特长：{{ 专业特长 }}\n{%p endif %}\n"
        "{%p for 果 in 个人成果 %}\n"
        "{{ 果.成果名称 }}（{{ 果.成果形式 }}，{{ 果.完成日期|年月 }}"
        "{% if 果.第一完成人 == 姓名 %}，第一完成人{% endif %}）\n"
        "{%p endfor %}"
    )
    return [Row([label("主要创新\n成果及\n专业特长", LEAD), Cell(text, WIDTH - LEAD)], 18, split=True)]
