"""Conditions and loops in Word templates: inside a paragraph, over paragraphs, over table rows."""

from __future__ import annotations

from typing import Any

import docx
import pytest
from docx.shared import Pt

from tests.unit.ooxml.words.documents import NS, W, cells, fill, paragraphs, problems, render, table, texts, xml

GROUPS = {
    "组": [
        {"名": "甲组", "人": [{"名": "张", "分": 1}, {"名": "李", "分": 2}]},
        {"名": "乙组", "人": []},
        {"名": "丙组", "人": [{"名": "王", "分": 3}]},
    ]
}


# ---- inside a paragraph


@pytest.mark.parametrize(("value", "text"), [(1, "前一后"), (2, "前二后"), (3, "前多后"), (None, "前多后")])
def test_alternatives_in_a_line(value: Any, text: str) -> None:
    line = "前{% if 数 == 1 %}一{% elif 数 == 2 %}二{% else %}多{% endif %}后"
    assert texts(fill(paragraphs(line), {"数": value})) == [text]


def test_loops_in_a_line() -> None:
    line = (
        "{% for 组 in 组 %}{{ loop.index }}.{{ 组.名 }}（{% for 人 in 组.人 if 人.分 > 1 %}{{ 人.名 }}{% endfor %}）"
        "{% if not loop.last %}，{% endif %}{% endfor %}"
    )
    assert texts(fill(paragraphs(line), GROUPS)) == ["1.甲组（李），2.乙组（），3.丙组（王）"]


def test_formats_inside_a_loop_in_a_line() -> None:
    document = paragraphs("")
    p = document.paragraphs[0]
    for text, bold in (("前{% for x in 表 %}甲", False), ("{{ x }}", True), ("乙{% endfor %}后", False)):
        p.add_run(text).bold = bold
    made = fill(document, {"表": ["1", "2"]}).paragraphs[0]
    formats = [("甲", False), ("1", True), ("乙", False), ("甲", False), ("2", True), ("乙", False)]
    assert [(r.text, bool(r.bold)) for r in made.runs] == [("前", False), *formats, ("后", False)]


def test_a_picture_or_field_inside_a_condition_stays_whole() -> None:
    document = paragraphs("")
    p = document.paragraphs[0]._p
    p.append(xml("<w:r><w:t>第{% if 数 %}</w:t><w:fldChar w:fldCharType='begin'/></w:r>"))
    p.append(xml("<w:r><w:instrText>PAGE</w:instrText></w:r>"))
    p.append(xml("<w:r><w:fldChar w:fldCharType='end'/><w:t>{% endif %}页</w:t></w:r>"))
    assert len(list(fill(document, {"数": 1}).element.iter(f"{W}fldChar"))) == 2
    assert len(list(fill(document, {"数": 0}).element.iter(f"{W}fldChar"))) == 0


def test_a_link_is_cut_around_a_condition() -> None:
    document = paragraphs("前{% if 数 %}甲")
    p = document.paragraphs[0]._p
    p.append(xml('<w:hyperlink w:anchor="x"><w:r><w:t>乙{% endif %}丙</w:t></w:r></w:hyperlink>'))
    made = fill(document, {"数": 1}).element
    assert [t.text for t in made.iter(f"{W}t")] == ["前", "甲", "乙", "丙"]
    assert len(list(made.iter(f"{W}hyperlink"))) == 2
    made = fill(document, {"数": 0}).element
    assert [(t.text, t.getparent().getparent().tag) for t in made.iter(f"{W}t")] == [
        ("前", f"{W}p"),
        ("丙", f"{W}hyperlink"),
    ]


def test_a_condition_half_in_a_content_control_is_refused() -> None:
    document = paragraphs("前{% if 数 %}甲")
    p = document.paragraphs[0]._p
    p.append(xml("<w:sdt><w:sdtContent><w:r><w:t>乙{% endif %}丙</w:t></w:r></w:sdtContent></w:sdt>"))
    (found,) = problems(document, {"数": 1})
    assert found.message.startswith("{% if 数 %}：结束标签在另一处")


# ---- paragraphs


def test_paragraph_tags_vanish() -> None:
    document = paragraphs(
        "头", "{%p if 数 > 1 %}", "多", "{%p elif 数 %}", "一", "{%p else %}", "无", "{%p endif %}", "尾"
    )
    assert texts(fill(document, {"数": 2})) == ["头", "多", "尾"]
    assert texts(fill(document, {"数": 1})) == ["头", "一", "尾"]
    assert texts(fill(document, {"数": 0})) == ["头", "无", "尾"]


def test_paragraph_loops_nest_and_span_tables() -> None:
    document = paragraphs("{%p for 组 in 组 %}", "{{ loop.index }} {{ 组.名 }}")
    document.add_table(1, 1).cell(0, 0).text = "{{ 组.名 }}的表"
    for text in ("{%p for 人 in 组.人 %}", "{{ 组.名 }}{{ 人.名 }}", "{%p endfor %}", "{%p endfor %}", "尾"):
        document.add_paragraph(text)
    made = fill(document, GROUPS)
    assert texts(made) == ["1 甲组", "甲组张", "甲组李", "2 乙组", "3 丙组", "丙组王", "尾"]
    assert [t.cell(0, 0).text for t in made.tables] == ["甲组的表", "乙组的表", "丙组的表"]


def test_several_tags_and_blanks_in_a_tag_paragraph() -> None:
    document = paragraphs("{%p if 甲 %}  {%p if 乙 %}", "两个", " {%p endif %}\u200b{%p endif %}{# 注 #}", "尾")
    assert texts(fill(document, {"甲": 1, "乙": 1})) == ["两个", "尾"]
    assert texts(fill(document, {"甲": 1, "乙": 0})) == ["尾"]


def test_a_paragraph_of_comments_vanishes() -> None:
    assert texts(fill(paragraphs("甲", "{# 说明 #}", "乙{# 注 #}丙"), {"x": 1})) == ["甲", "乙丙"]


def test_in_a_cell() -> None:
    document = table([["左", ""]])
    cell = document.tables[0].cell(0, 1)
    cell.paragraphs[0].text = "{%p for x in 表 %}"
    cell.add_paragraph("{{ x }}")
    cell.add_paragraph("{%p endfor %}").paragraph_format.space_after = Pt(9)
    assert [p.text for p in fill(document, {"表": ["1", "2"]}).tables[0].cell(0, 1).paragraphs] == ["1", "2"]
    cell.paragraphs[0].paragraph_format.space_before = Pt(7)
    (left,) = fill(document, {"表": []}).tables[0].cell(0, 1).paragraphs
    assert left.text == ""
    assert left.paragraph_format.space_before == Pt(7)


def test_a_cell_of_comments_keeps_a_paragraph() -> None:
    assert cells(fill(table([["{# 注 #}", "{{ x }}"]]), {"x": 1})) == [["", "1"]]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("after", [True, False])
def test_a_table_that_may_stand_last_in_a_cell(before: bool, after: bool) -> None:
    document = table([[""]])
    cell = document.tables[0].cell(0, 0)
    cell.paragraphs[0].text = "{%p if 前 %}"
    cell.add_paragraph("前")
    cell.add_paragraph("{%p endif %}")
    cell.add_paragraph("{%p if 表 %}")
    cell.add_table(1, 1).cell(0, 0).text = "表"
    for paragraph in cell.paragraphs[4:]:
        paragraph._p.getparent().remove(paragraph._p)
    cell.add_paragraph("{%p endif %}")
    made = fill(document, {"前": before, "表": after})
    assert len(made.tables[0].cell(0, 0).tables) == after
    assert [p.text for p in made.tables[0].cell(0, 0).paragraphs] == (["前"] if before else []) + (
        [""] if after or not before else []
    )


def test_a_body_that_may_end_with_a_table() -> None:
    document = paragraphs("{%p if 数 %}", "段", "{%p else %}")
    document.add_table(1, 1)
    document.add_paragraph("{%p endif %}")
    assert texts(fill(document, {"数": 1})) == ["段"]
    assert texts(fill(document, {"数": 0})) == [""]


# ---- rows


def test_row_loops_nest() -> None:
    document = table(
        [
            ["名", "分"],
            ["{%tr for 组 in 组 %}", ""],
            ["{{ 组.名 }}", ""],
            ["{%tr for 人 in 组.人 %}", ""],
            ["{{ 人.名 }}", "{{ 人.分 }}"],
            ["", "{%tr endfor %}"],
            ["{%tr if 组.人 %}", ""],
            ["小计", "{{ 组.人|合计('分') }}"],
            ["{%tr else %}", ""],
            ["无人", ""],
            ["{%tr endif %}", ""],
            ["{%tr endfor %}", ""],
        ]
    )
    assert cells(fill(document, GROUPS)) == [
        ["名", "分"],
        ["甲组", ""],
        ["张", "1"],
        ["李", "2"],
        ["小计", "3"],
        ["乙组", ""],
        ["无人", ""],
        ["丙组", ""],
        ["王", "3"],
        ["小计", "3"],
    ]


def test_both_tags_in_the_data_row() -> None:
    document = table([["名", "分"], ["{%tr for 人 in 人 %}{{ 人.名 }}", "{{ 人.分 }}{%tr endfor %}"]])
    rows = {"人": [{"名": "张", "分": 1}, {"名": "李", "分": 2}]}
    assert cells(fill(document, rows)) == [["名", "分"], ["张", "1"], ["李", "2"]]


def test_both_tags_in_paragraphs_of_their_own_in_the_data_row() -> None:
    document = table([["名"], [""]])
    cell = document.tables[0].cell(1, 0)
    cell.paragraphs[0].text = "{%tr for x in 表 %}"
    cell.add_paragraph("{{ x }}")
    cell.add_paragraph("{%tr endfor %}")
    assert cells(fill(document, {"表": ["1", "2"]})) == [["名"], ["1"], ["2"]]


def test_a_condition_inside_a_loop_in_one_row() -> None:
    document = table([["名"], ["{%tr for x in 表 %}{%tr if x != '1' %}{{ x }}{%tr endif %}{%tr endfor %}"]])
    assert cells(fill(document, {"表": ["1", "2", "3"]})) == [["名"], ["2"], ["3"]]


def test_a_table_without_rows_vanishes() -> None:
    document = table([["{%tr for x in 表 %}"], ["{{ x }}"], ["{%tr endfor %}"]])
    assert fill(document, {"表": []}).tables == []
    assert cells(fill(document, {"表": ["1"]})) == [["1"]]


def test_a_table_without_rows_in_a_cell() -> None:
    document = table([[""]])
    cell = document.tables[0].cell(0, 0)
    inner = cell.add_table(3, 1)
    for row, text in enumerate(("{%tr for x in 表 %}", "{{ x }}", "{%tr endfor %}")):
        inner.cell(row, 0).text = text
    for paragraph in cell.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)
    for rows in ([], ["1"]):
        made = fill(document, {"表": rows}).tables[0].cell(0, 0)
        assert [p.text for p in made.paragraphs] == [""]
        assert len(made.tables) == bool(rows)


def test_merged_cells_in_a_loop() -> None:
    document = table(
        [
            ["组", "名"],
            ["{%tr for 组 in 组 %}", ""],
            ["{{ 组.名 }}", "人数{{ 组.人|条数 }}"],
            ["{%tr for 人 in 组.人 %}", ""],
            ["", "{{ 人.名 }}"],
            ["{%tr endfor %}", ""],
            ["{%tr endfor %}", ""],
        ]
    )
    rows = document.tables[0].rows
    for number, kind in ((2, "restart"), (3, "continue"), (4, "continue"), (5, "continue")):
        rows[number]._tr.tc_lst[0].get_or_add_tcPr().append(xml(f'<w:vMerge w:val="{kind}"/>'))
    made = fill(document, GROUPS)
    merges = [r._tr.tc_lst[0].vMerge for r in made.tables[0].rows]
    assert merges == [None, "restart", "continue", "continue", "restart", "restart", "continue"]
    assert made.tables[0].cell(3, 0).text == "甲组"


def test_a_merge_that_begins_in_a_tag_row_is_refused() -> None:
    document = table([["组", "名"], ["", "{%tr for x in 表 %}"], ["", "{{ x }}"], ["", "{%tr endfor %}"]])
    for number, kind in ((1, "restart"), (2, "continue"), (3, "continue")):
        document.tables[0].rows[number]._tr.tc_lst[0].get_or_add_tcPr().append(xml(f'<w:vMerge w:val="{kind}"/>'))
    (found,) = problems(document, {"表": []})
    assert "合并" in found.message
    assert found.place.cell == "表格1 第2行 第2格"


# ---- what is wrong


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        (["{% for x in 表 %}{{ x }}"], ["第1段 {% for x in 表 %}：没有找到对应的 endfor"]),
        (["{%p if 数 %}", "甲", "尾"], ["第1段 {%p if 数 %}：没有找到对应的 endif"]),
        (["甲", "{%p endif %}"], ["第2段 {%p endif %}：前面没有对应的 if"]),
        (["{%p else %}"], ["第1段 {%p else %}：前面没有对应的 if"]),
        (["{% if 数 %}甲", "乙{% endif %}"], ["第1段 {% if 数 %}：结束标签在另一处（第2段 {% endif %}）"]),
        (
            ["{% if 数 %}", "甲", "{%p endif %}"],
            ["第1段 {% if 数 %}：开始写的是 {% … %}，结束写的是 {%p … %}（第3段）"],
        ),
        (["甲{%p if 数 %}", "乙", "{%p endif %}"], ["第1段 {%p if 数 %}：段落标签要独占一段"]),
        (["{% if 数 %}{% for x in 表 %}{% endif %}{% endfor %}"], ["没有找到对应的 endfor", "前面没有对应的 for"]),
        (["{% if 数 %}{% else %}{% else %}{% endif %}"], ["第1段 {% else %}：else 之后只能是 endif"]),
        (["{%tr for x in 表 %}", "{%tr endfor %}"], ["行标签不在表格里", "行标签不在表格里"]),
        (["{% for x in 数据 %}{{ x.甲 }}{{ x }}{% endfor %}"], ["第1段 {% for x in 数据 %}：没有字段“数据”"]),
        (["{% for x 表 %}{% endfor %}"], ["循环应写成"]),
        (["{% if 数 = 1 %}{% endif %}"], ["不认识的符号“=”"]),
        (["{{ 组 }}"], ["这是整条记录"]),
        (["{% for 行 in 组 %}{{ 行 }}{% endfor %}"], ["这是整条记录"]),
    ],
)
def test_errors_name_the_opening_tag(lines: list[str], messages: list[str]) -> None:
    found = problems(paragraphs(*lines), {"数": 1, "表": ["1"], **GROUPS})
    shown = [f"{f.place.cell} {f.message}" for f in found]
    assert len(shown) == len(messages), shown
    assert all(m in s for m, s in zip(messages, shown, strict=True)), shown
    assert all(f.remedy for f in found if f.code != "definition.template.expression")


def test_row_tags_that_share_their_row() -> None:
    document = table([["{%tr for x in 表 %}", "文字"], ["{{ x }}", ""], ["{%tr endfor %}", ""]])
    (found,) = problems(document, {"表": []})
    assert found.message == "{%tr for x in 表 %}：行标签要独占一行"
    assert found.place.cell == "表格1 第1行 第1格"


def test_a_row_loop_that_ends_in_another_table() -> None:
    document = table([["{%tr for x in 表 %}"], ["{{ x }}"]])
    table([["{%tr endfor %}"]], document)
    (found,) = problems(document, {"表": []})
    assert "结束标签在另一处（表格2 第1行 第1格" in found.message


@pytest.mark.parametrize("level", ["", "p"])
def test_a_loop_over_the_cells_of_a_row_is_told_to_be_one_over_rows(level: str) -> None:
    document = table([["名", "分"], [f"{{%{level} for x in 表 %}}", f"{{%{level} endfor %}}"]])
    (found,) = problems(document, {"表": []})
    assert "{%tr … %}" in found.remedy


def test_an_unclosed_condition_in_a_row_loop_is_the_only_error() -> None:
    document = table([["{%tr for x in 表 %}"], ["{% if x %}{{ x }}"], ["{%tr endfor %}"]])
    (found,) = problems(document, {"表": []})
    assert found.message == "{% if x %}：没有找到对应的 endif"
    assert found.place.cell == "表格1 第2行 第1格"


def test_nesting_has_a_limit() -> None:
    line = "".join(f"{{% for x{n} in 表 %}}" for n in range(13)) + "{% endfor %}" * 13
    assert any("嵌套太深" in f.message for f in problems(paragraphs(line), {"表": ["1"]}))
    line = "{% if 数 %}" * 50 + "深" + "{% endif %}" * 50
    assert texts(fill(paragraphs(line), {"数": 1})) == ["深"]


def test_a_tag_paragraph_with_a_section_break() -> None:
    document = paragraphs("{%p if 数 %}", "甲", "{%p endif %}", "尾")
    document.paragraphs[0]._p.get_or_add_pPr().append(xml("<w:sectPr/>"))
    assert "分节符" in problems(document, {"数": 1})[0].message


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("<w:r><w:commentReference w:id='1'/></w:r>", "批注"),
        ("<w:commentRangeStart w:id='1'/>", "批注"),
        ("<w:r><w:footnoteReference w:id='1'/></w:r>", "脚注"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "半个域"),
        ("<w:r><w:fldChar w:fldCharType='end'/></w:r>", "半个域"),
    ],
)
def test_what_may_not_be_repeated(content: str, what: str) -> None:
    document = paragraphs("{%p for x in 表 %}", "甲", "{%p endfor %}")
    document.paragraphs[1]._p.append(xml(content))
    (found,) = problems(document, {"表": []})
    assert what in found.message
    assert found.message.startswith("{%p for x in 表 %}")


# ---- ids


def test_ids_stay_unique() -> None:
    document = paragraphs(
        "{%p for x in 表 %}", "甲", "{%p endfor %}", "{%p if 表 %}", "乙", "{%p endif %}", "尾{{ 表 }}"
    )
    drawing = "<w:r><w:drawing><wp:inline><wp:docPr id='4' name='a'/></wp:inline></w:drawing></w:r>"
    for number in (1, 4, 6):
        p = document.paragraphs[number]._p
        p.insert(0, xml(f'<w:bookmarkStart w:id="{number}" w:name="b{number}"/>'))
        p.append(xml(drawing.replace("'4'", f"'{number + 40}'")))
        p.append(xml(f'<w:bookmarkEnd w:id="{number}"/>'))
        p.set(f"{{{NS['w14']}}}paraId", f"0000000{number}")
    made = fill(document, {"表": ["1", "2", "3"]}).element
    ids = [n.get("id") for n in made.iter(f"{{{NS['wp']}}}docPr")]
    assert ids == ["47", "48", "49", "44", "46"]
    assert [n.get(f"{W}name") for n in made.iter(f"{W}bookmarkStart")] == ["b4", "b6"]
    assert not made.xpath("//@*[local-name()='paraId']")


def test_a_bookmark_across_the_edge_of_a_block_goes() -> None:
    document = paragraphs("头", "{%p if 数 %}", "甲", "{%p endif %}", "尾")
    document.paragraphs[0]._p.append(xml('<w:bookmarkStart w:id="1" w:name="a"/>'))
    document.paragraphs[2]._p.append(xml('<w:bookmarkEnd w:id="1"/>'))
    document.paragraphs[1]._p.append(xml('<w:bookmarkStart w:id="2" w:name="b"/>'))
    document.paragraphs[4]._p.append(xml('<w:bookmarkEnd w:id="2"/>'))
    for number in (0, 1):
        made = fill(document, {"数": number}).element
        assert not list(made.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"))


def test_a_text_box_in_a_loop() -> None:
    from tests.unit.ooxml.words.test_values import BOX

    document = paragraphs("{%p for x in 表 %}", "", "{%p endfor %}")
    document.paragraphs[1]._p.append(xml(BOX.replace("{tag}", "{{ x }}")))
    made = fill(document, {"表": ["1", "2"]}).element
    assert [t.text for t in made.iter(f"{W}t")] == ["框中 1", "框中 1", "框中 2", "框中 2"]


def test_content_controls_with_rows_and_paragraphs() -> None:
    document = docx.Document()
    body = document.element.body
    inside = "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in ("{%p if 数 %}", "甲", "{%p endif %}"))
    body.insert(0, xml(f"<w:sdt><w:sdtPr><w:id w:val='5'/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"))
    shown = [t.text for t in fill(document, {"数": 1}).element.iter(f"{W}t")]
    assert shown == ["甲"]
    made = fill(document, {"数": 0}).element
    assert len(made.find(f".//{W}sdtContent").findall(f"{W}p")) == 1


def test_empty_blocks() -> None:
    document = paragraphs("{%p if 数 %}", "{%p endif %}", "{% if 数 %}{% endif %}尾")
    assert texts(fill(document, {"数": 1})) == ["尾"]
    assert render(document, {"数": 1}).digest == render(document, {"数": 0}).digest
