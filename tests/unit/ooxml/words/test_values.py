"""Values in Word templates: exact text, formats, every part that may hold tags."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from typing import Any

import docx
import pytest
from docx.shared import Pt

from docgen.container import Container
from docgen.model.values import Bad, BlockedValue, Money
from docgen.ooxml import RenderError, compile_template
from tests.unit.ooxml.words.documents import (
    W,
    cut,
    fill,
    paragraphs,
    problems,
    render,
    saved,
    scope,
    texts,
    with_part,
    xml,
)

LINE = "姓名：{{ 姓名 }}，学历：{{ 学历|默认('无') }}。"


def printed(value: Any, tag: str = "{{ 值 }}") -> str:
    return texts(fill(paragraphs(f"[{tag}]"), {"值": value}))[0][1:-1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("水位<0.5m，流量>3", "水位<0.5m，流量>3"),
        ("<select>", "<select>"),
        ("R&D 中心 &amp; \"引号\" 'a'", "R&D 中心 &amp; \"引号\" 'a'"),
        ("  前后有空格  ", "  前后有空格  "),
        ("{{ 值 }}{% if %}{_{", "{{ 值 }}{% if %}{_{"),
        ("<?docgen 0?>", "<?docgen 0?>"),
        ("甲\r\n乙\n丙\r丁", "甲\n乙\n丙\n丁"),
        ("甲\t乙", "甲\t乙"),
        ("𠮷野家 👷", "𠮷野家 👷"),
        (None, ""),
        (True, "是"),
        (date(2024, 1, 5), "2024年1月5日"),
        (Money("1234.5"), "1,234.50"),
        (Decimal("0.10"), "0.1"),
        (["甲", "乙"], "甲、乙"),
        ("01234", "01234"),
        ("528099198001010011", "528099198001010011"),
    ],
)
def test_exact_text(value: Any, text: str) -> None:
    assert printed(value) == text


@pytest.mark.parametrize("code", [0, 8, 0xB, 0xC, 0xE, 0x1F, 0xFFFE, 0xFFFF, 0xD800, 0xDFFF], ids=hex)
def test_characters_no_document_can_hold(code: int) -> None:
    with pytest.raises(RenderError) as caught:
        printed(f"主要创新<成果>{chr(code)}后")
    assert "第 9 个字是" in caught.value.message
    assert f"U+{code:04X}" in caught.value.message
    assert "{{ 值 }}" in caught.value.message
    assert caught.value.place == "模板.docx › 正文 › 第1段"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": 1}, b"x", {1}], ids=repr)
def test_values_without_a_printed_form(value: Any) -> None:
    with pytest.raises(RenderError):
        render(paragraphs("{{ 值 }}"), {"值": value}, like={"值": "x"})


def test_a_value_with_an_error_blocks() -> None:
    with pytest.raises(BlockedValue):
        printed(Bad(()))
    assert printed(Bad(()), "{{ '不看它' }}") == "不看它"


def test_fields_named_like_dict_methods() -> None:
    data = {"行": {"items": "项目", "keys": "键", "count": 3}}
    assert texts(fill(paragraphs("{{ 行.items }}{{ 行.keys }}{{ 行.count }}"), data)) == ["项目键3"]


@pytest.mark.parametrize("name", ["领衔人（带头人）", "学历、学位", "出生 年月", "2023年经费", "成果①"])
def test_column_titles_as_they_are(name: str) -> None:
    assert texts(fill(paragraphs(f"{{{{ {name} }}}}"), {name: "值"})) == ["值"]


def test_special_characters_in_literals() -> None:
    assert printed("x", "{{ 值 ~ ' & <b> “”' }}") == "x & <b> “”"


def test_missing_values_in_the_data_are_an_error() -> None:
    with pytest.raises(RenderError, match="数据里没有“值”"):
        render(paragraphs("{{ 值 }}"), {}, like={"值": "x"})


def test_unknown_field() -> None:
    (found,) = problems(paragraphs("", "{{ 身份证 }}"), {"身份证号": "x"})
    assert found.code == "definition.template.expression"
    assert found.message == "{{ 身份证 }}：没有字段“身份证”"
    assert "身份证号" in found.remedy
    assert (found.place.file, found.place.sheet, found.place.cell) == ("模板.docx", "正文", "第2段")


def test_all_errors_in_the_order_of_the_document() -> None:
    document = paragraphs("{{ 甲 }}", "{% if 乙 %}", "{{ 丙|没有 }}", "{{ 丁")
    found = problems(document, {"甲乙": 1})
    assert [f.place.cell for f in found] == ["第1段", "第2段", "第2段", "第3段", "第4段"]


# ---- runs


def test_the_format_of_the_opening_brace_is_kept() -> None:
    document = paragraphs("")
    paragraph = document.paragraphs[0]
    for text, bold in (("前{", False), ("{", True), (" 姓", False), ("名 }", True), ("}后", False)):
        paragraph.add_run(text).bold = bold
    runs = fill(document, {"姓名": "张某"}).paragraphs[0].runs
    assert [(r.text, bool(r.bold)) for r in runs] == [("前张某", False), ("后", False)]


def test_the_format_of_a_tag_in_one_run() -> None:
    document = paragraphs("姓名：")
    run = document.paragraphs[0].add_run("{{ 姓名 }}")
    run.font.size = Pt(22)
    made = fill(document, {"姓名": "张某"}).paragraphs[0]
    assert [(r.text, r.font.size) for r in made.runs] == [("姓名：", None), ("张某", Pt(22))]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (LINE, "姓名：甲<乙>，学历：无。"),
        ("{% if 姓名 %}有{% else %}无{% endif %}{# 注 #}了", "有了"),
        ("{% for x in 组 %}{{ x }}；{% endfor %}", "一；二；"),
    ],
)
def test_cut_at_every_pair_of_places(line: str, text: str) -> None:
    """The runs of a paragraph may be cut anywhere; one document holds all the ways to cut it in three."""
    pairs = list(combinations(range(1, len(line)), 2))
    document = paragraphs(*[line] * len(pairs))
    for paragraph, offsets in zip(document.paragraphs, pairs, strict=True):
        cut(paragraph, *offsets)
    made = texts(fill(document, {"姓名": "甲<乙>", "学历": None, "组": ["一", "二"]}))
    assert made == [text] * len(pairs)


def test_every_character_in_a_run_of_its_own() -> None:
    document = paragraphs(LINE)
    cut(document.paragraphs[0], *range(1, len(LINE)))
    assert texts(fill(document, {"姓名": "甲", "学历": "乙"})) == ["姓名：甲，学历：乙。"]


def test_between_the_runs_of_a_tag() -> None:
    document = paragraphs("")
    p = document.paragraphs[0]._p
    for piece in (
        '<w:r><w:t xml:space="preserve">{{ </w:t></w:r>',
        '<w:proofErr w:type="spellStart"/>',
        '<w:bookmarkStart w:id="3" w:name="b"/>',
        "<w:ins w:id='1' w:author='x'><w:r><w:t>姓</w:t></w:r></w:ins>",
        "<w:smartTag w:element='place'><w:smartTagPr/><w:r><w:t>名</w:t></w:r></w:smartTag>",
        '<w:bookmarkEnd w:id="3"/>',
        "<w:r><w:br/><w:t>}}</w:t></w:r>",
    ):
        p.append(xml(piece))
    assert texts(fill(document, {"姓名": "张某"})) == ["张某"]


def test_in_a_link_and_in_a_content_control() -> None:
    document = paragraphs("")
    p = document.paragraphs[0]._p
    p.append(xml('<w:hyperlink w:anchor="x"><w:r><w:t>{{ 姓名 }}</w:t></w:r></w:hyperlink>'))
    p.append(
        xml(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            "<w:r><w:t>{{ 学历 }}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    made = fill(document, {"姓名": "张某", "学历": "大专"}).element
    assert [t.text for t in made.iter(f"{W}t")] == ["张某", "大专"]
    assert not list(made.iter(f"{W}showingPlcHdr"))


def test_a_bound_content_control_is_refused() -> None:
    document = paragraphs("")
    bound = "<w:sdtPr><w:dataBinding w:xpath='/a'/></w:sdtPr>"
    inside = "<w:sdtContent><w:r><w:t>{{ 姓名 }}</w:t></w:r></w:sdtContent>"
    document.paragraphs[0]._p.append(xml(f"<w:sdt>{bound}{inside}</w:sdt>"))
    assert "绑定" in problems(document, {"姓名": 1})[0].message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "<w:del w:id='1'><w:r><w:delText>{{ 姓</w:delText></w:r><w:r><w:delText>名 }}</w:delText></w:r></w:del>",
            "已删除",
        ),
        ("<w:moveFrom w:id='1'><w:r><w:t>{{ 姓名 }}</w:t></w:r></w:moveFrom>", "不能填写"),
        ("<w:r><w:instrText>MERGEFIELD {{ 姓名 }}</w:instrText></w:r>", "域代码"),
        ("<m:oMath><m:r><m:t>{{ 姓名 }}</m:t></m:r></m:oMath>", "不能填写"),
        ("<w:r><w:t>{{ 姓</w:t><w:footnoteReference w:id='1'/><w:t>名 }}</w:t></w:r>", "夹着"),
        ("<w:r><w:t>{{@照片}}</w:t></w:r>", "其他程序"),
    ],
)
def test_where_no_tag_may_stand(content: str, message: str) -> None:
    document = paragraphs("")
    document.paragraphs[0]._p.append(xml(content))
    (found,) = problems(document, {"姓名": 1})
    assert message in found.message
    assert found.place.cell == "第1段"
    assert found.remedy


def test_text_of_other_runs_stays() -> None:
    document = paragraphs("")
    p = document.paragraphs[0]._p
    p.append(xml("<w:r><w:t>{{ 姓名 }}</w:t><w:tab/><w:t>甲</w:t><w:br w:type='page'/></w:r>"))
    p.append(xml("<w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del>"))
    made = fill(document, {"姓名": "张某"})
    assert made.paragraphs[0].text.startswith("张某\t甲")
    assert [n.text for n in made.element.iter(f"{W}delText")] == ["旧"]


# ---- parts


def test_headers_footers_and_properties() -> None:
    document = paragraphs("正文")
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ 单位 }}"
    section.footer.paragraphs[0].text = "页脚{{ 单位 }}"
    document.core_properties.title = "{{ 单位 }}{% if 单位 %} & 附件{% endif %}{# 注 #}。"
    made = fill(document, {"单位": "甲<乙>"})
    assert made.sections[0].header.paragraphs[0].text == "甲<乙>"
    assert made.sections[0].footer.paragraphs[0].text == "页脚甲<乙>"
    assert made.core_properties.title == "甲<乙> & 附件。"


def test_places_in_headers() -> None:
    document = paragraphs("正文")
    document.sections[0].footer.paragraphs[0].text = "{{ 单 }}"
    document.core_properties.title = "{{ 位 }}"
    found = problems(document, {"单位": 1})
    assert [(f.place.sheet, f.place.cell) for f in found] == [("页脚1", "第1段"), ("文档属性", "标题")]


FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="1"><w:p><w:r><w:t>注：{{ 姓名 }}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def test_footnotes() -> None:
    data = saved(paragraphs("正文"))
    rels = Container.read(data, "")["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    added = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    changes: dict[str, bytes | None] = {
        "word/footnotes.xml": FOOTNOTES.encode(),
        "word/_rels/document.xml.rels": rels.replace("</Relationships>", added).encode(),
    }
    parts = render(with_part(data, changes), {"姓名": "张某"}).parts
    assert "注：张某</w:t>" in parts["word/footnotes.xml"].decode()
    changes["word/footnotes.xml"] = FOOTNOTES.replace("姓名", "名").encode()
    (found,) = problems(with_part(data, changes), {"姓名": 1})
    assert (found.place.sheet, found.place.cell) == ("脚注", "第1条 第1段")


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wp:docPr id='7' name='框'/><a:graphic>"
    "<a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>框中 {tag}</w:t></w:r></w:p></w:txbxContent>"
    "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
    "<v:textbox><w:txbxContent><w:p><w:r><w:t>框中 {tag}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_text_boxes_are_filled_twice() -> None:
    document = paragraphs("前{{ 姓名 }}")
    document.paragraphs[0]._p.append(xml(BOX.replace("{tag}", "{{ 姓名 }}")))
    made = fill(document, {"姓名": "张某"}).element
    assert [t.text for t in made.iter(f"{W}t")] == ["前张某", "框中 张某", "框中 张某"]


def test_an_error_in_a_text_box_is_one_error() -> None:
    document = paragraphs("前")
    document.paragraphs[0]._p.append(xml(BOX.replace("{tag}", "{{ 名 }}")))
    (found,) = problems(document, {"姓名": 1})
    assert found.place.cell == "文本框1 第1段"


def test_places_in_tables() -> None:
    document = docx.Document()
    document.add_paragraph("")
    document.add_table(1, 1)
    outer = document.add_table(2, 3)
    inner = outer.cell(1, 2).add_table(1, 2)
    inner.cell(0, 1).text = "{{ 甲 }}"
    outer.cell(0, 1).add_paragraph("{{ 乙 }}")
    found = problems(document, {"丙": 1})
    assert [f.place.cell for f in found] == ["表格2 第1行 第2格 第2段", "表格2 第2行 第3格 表格1 第1行 第2格"]


def test_the_same_template_compiles_to_the_same_fields_and_bytes() -> None:
    data = saved(
        paragraphs("{{ 甲 }}{% for 行 in 表 %}{{ 行.乙 }}{{ 行.丙|默认('x') }}{% endfor %}{{ 表|合计('丙') }}")
    )
    values = {"甲": "1", "表": [{"乙": "2", "丙": 3}]}
    one, two = (compile_template(data, "a.docx", scope(values)) for _ in range(2))
    assert one.fields == two.fields == ("甲", "表", "表.丙", "表.乙")
    assert one.render(values).to_bytes() == two.render(values).to_bytes()
    assert one.digest == two.digest
    rendered = one.render(values)
    assert rendered.digest == Container.read(rendered.to_bytes(), "").digest()
    assert docx.Document(BytesIO(rendered.to_bytes())).paragraphs[0].text == "1233"
