"""Templates as they are written for docxtpl: filled to the same document, or refused at the place with our spelling."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docxtpl import DocxTemplate
from jinja2 import Environment

from tests.unit.ooxml.words.documents import W, cells, fill, paragraphs, problems, saved, table, texts, xml

DATA: dict[str, Any] = {
    "name": "甲 & 乙 <丙>",
    "empty": "",
    "note": "一二三",
    "count": 3,
    "show": True,
    "tags": ["红", "绿", "蓝"],
    "rows": [{"label": "a", "cols": ["1", "2", "3"]}, {"label": "b", "cols": ["4", "5", "6"]}],
    "heads": ["春", "夏", "秋"],
    "groups": [{"title": "G1", "items_": ["x", "y"]}, {"title": "G2", "items_": []}],
}
LINES: dict[str, list[str]] = {
    "fields": ["{{ name }}，{{name}}", "{{ groups[0].title }}"],
    "filters": [
        "{{ tags|join(', ') }} {{ tags|length }} {{ tags|first }} {{ tags|last }}",
        "{{ 'abC'|upper }}{{ 'abC'|lower }}{{ note|replace('二', '2') }}",
        "{{ tags|sort|join('') }} {{ note|default('无') }} {{ tags|reverse|join('-') }}",
    ],
    "conditions": ["前{% if show %}有{% else %}无{% endif %}后", "{% if count > 2 and not empty %}多{% endif %}"],
    "loops in a line": ["{% for t in tags %}{{ loop.index }}{{ t }}{% if not loop.last %}、{% endif %}{% endfor %}"],
    "conditional loops": ["{% for t in tags if t != '绿' %}{{ t }}{% endfor %}"],
    "paragraphs": [
        *("头", "{%p for g in groups %}", "{{ g.title }}", "{%p for x in g.items_ %}", "{{ x }}"),
        *("{%p endfor %}", "{%p endfor %}", "尾"),
    ],
    "paragraph conditions": ["{%p if count == 3 %}", "三", "{%p else %}", "非", "{%p endif %}", "尾"],
    "comments": ["前{# 说明 #}后"],
    "ternary": ["{{ '有' if show else '无' }}{{ name ~ '！' }}{{ 1 + count }}"],
    "membership": ["{% if '红' in tags %}红{% endif %}{% if '黑' not in tags %}无黑{% endif %}"],
}


def theirs(template: Document) -> Document:
    made = DocxTemplate(BytesIO(saved(template)))
    made.render(DATA, Environment(autoescape=True), autoescape=True)
    out = BytesIO()
    made.save(out)
    return docx.Document(BytesIO(out.getvalue()))


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
def test_lines_come_out_as_with_docxtpl(lines: list[str]) -> None:
    template = paragraphs(*lines)
    assert texts(fill(template, DATA)) == texts(theirs(template))


def test_runs_governed_by_a_tag() -> None:
    template = paragraphs("")
    for text in ("前", "{%r if show %}", "中", "{%r endif %}", "{%r if empty %}", "无", "{%r endif %}", "后"):
        template.paragraphs[0].add_run(text)
    assert texts(fill(template, DATA)) == texts(theirs(template)) == ["前中后"]


def test_rows() -> None:
    template = table(
        [["名", "值"], ["{%tr for r in rows %}", ""], ["{{ r.label }}", "{{ r.cols|first }}"], ["{%tr endfor %}", ""]]
    )
    assert cells(fill(template, DATA)) == cells(theirs(template)) == [["名", "值"], ["a", "1"], ["b", "4"]]


def dynamic_table() -> Document:
    """The table with as many columns as the data have, as docxtpl's manual shows it."""
    return table(
        [
            ["项", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"],
            ["{%tr for r in rows %}", "", "", ""],
            ["{{ r.label }}", "{%tc for c in r.cols %}", "{{ c }}", "{%tc endfor %}"],
            ["{%tr endfor %}", "", "", ""],
        ]
    )


def test_cells_are_repeated() -> None:
    expected = [["项", "春", "夏", "秋"], ["a", "1", "2", "3"], ["b", "4", "5", "6"]]
    assert cells(fill(dynamic_table(), DATA)) == cells(theirs(dynamic_table())) == expected


def widths(document: Document) -> tuple[list[int], list[list[int]]]:
    grid = [int(c.get(f"{W}w")) for c in document.element.iter(f"{W}gridCol")]
    rows = [[int(c.get(f"{W}w")) for c in row.iter(f"{W}tcW")] for row in document.element.iter(f"{W}tr")]
    return grid, rows


@pytest.mark.parametrize("many", [1, 2, 7, 40])
def test_the_table_keeps_its_width(many: int) -> None:
    names = [str(n) for n in range(many)]
    data = {"heads": names, "rows": [{"label": "a", "cols": names}]}
    template = dynamic_table()
    before = sum(widths(template)[0])
    grid, rows = widths(fill(template, data))
    assert len(grid) == many + 1
    assert sum(grid) == before
    assert rows == [grid, grid]


def test_a_title_over_all_columns_grows() -> None:
    template = table([["题", "", "", ""], ["项", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"]])
    cell = template.tables[0].cell(0, 0).merge(template.tables[0].cell(0, 3))
    cell.text = "题"
    made = fill(template, DATA)
    assert [n.get(f"{W}val") for n in made.element.iter(f"{W}gridSpan")] == ["4"]
    assert cells(made)[1] == ["项", "春", "夏", "秋"]


def test_both_tags_in_the_cell_and_a_condition_on_cells() -> None:
    template = table([["{%tc for h in heads %}{{ h }}{%tc endfor %}", "{%tc if empty %}", "无", "{%tc endif %}"]])
    made = fill(template, DATA)
    assert cells(made) == [["春", "夏", "秋"]]
    assert len(widths(made)[0]) == 3


def test_a_row_left_without_cells_keeps_one() -> None:
    template = table([["{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"]])
    assert cells(fill(template, {"heads": []}, like={"heads": ["x"]})) == [[""]]


def test_cells_with_two_columns_for_each_element() -> None:
    template = table([["项", "{%tc for h in heads %}", "{{ h }}", "{{ loop.index }}", "{%tc endfor %}", "计"]])
    made = fill(template, DATA)
    assert cells(made) == [["项", "春", "1", "夏", "2", "秋", "3", "计"]]
    assert sum(widths(made)[0]) == sum(widths(template)[0])


def test_more_cells_than_a_table_may_have() -> None:
    with pytest.raises(Exception, match="超过 63 格") as caught:
        fill(dynamic_table(), {"heads": ["x"] * 80, "rows": []}, like=DATA)
    assert "表格1 第1行 第2格" in str(getattr(caught.value, "place", ""))


def test_the_numbering_of_a_list_goes_on() -> None:
    template = paragraphs("{%p for t in tags %}", "{{ t }}", "{%p endfor %}")
    template.paragraphs[1].style = "List Number"
    assert [p.style.name for p in fill(template, DATA).paragraphs if p.style] == ["List Number"] * 3
    template.paragraphs[1]._p.get_or_add_pPr().append(xml('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))
    assert len(list(fill(template, DATA).element.iter(f"{W}numId"))) == 3


REFUSED: dict[str, tuple[str, str]] = {
    "{{r name }}": ("带格式的文字", "{{ name }}"),
    "{{p note }}": ("子文档", "{%p for 段 in note|分段 %}"),
    "{% set x = 1 %}": ("不认识“set”", "直接写在用到它的标签里"),
    "{%- if show %}是{%- endif %}": ("减号", "{% if show %}"),
    "{{ count|round(1) }}": ("没有过滤器“round”", "|保留(2)"),
    "{{ name|e }}": ("没有过滤器“e”", "删去它"),
    "{% if name is defined %}有{% endif %}": ("多出了“is”", "{% if 字段 %}"),
    "{% for k, v in rows %}{{ k }}{% endfor %}": ("循环应写成", ""),
    "{{ name.upper() }}": ("下面没有字段", "|大写字母"),
    "{{ rows|map(attribute='label')|join('') }}": ("没有过滤器“map”", "|列('列名')"),
    "{% include 'x.docx' %}": ("不认识“include”", "写在这个模板里"),
    "{{ tags|join }}": ("join 缺少分隔符", "|连接('、')"),
    "{{ nmae }}": ("没有字段“nmae”", "name"),
    "{%tc if show %}": ("不在表格里", "{% … %}"),
}


@pytest.mark.parametrize(("tag", "expected"), REFUSED.items(), ids=REFUSED)
def test_what_is_not_understood_is_refused_with_place_and_spelling(tag: str, expected: tuple[str, str]) -> None:
    found = problems(paragraphs("头", tag), DATA)[0]
    assert found.place.cell == "第2段"
    assert expected[0] in found.message
    assert expected[1] in found.remedy


@pytest.mark.parametrize(
    ("rows", "message", "where"),
    [
        ([["项", "{%tc for h in heads %}", "{{ h }}"]], "没有找到对应的 endfor", "表格1 第1行 第2格"),
        ([["{%tc for h in heads %}文字", "{{ h }}", "{%tc endfor %}"]], "格标签要独占一格", "表格1 第1行 第1格"),
        (
            [["{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"], ["a", "b", "c"]],
            "列数会与其他行不同",
            "表格1 第2行 第1格",
        ),
        ([["{%tc for h in heads %}", "{{ h }}"], ["{%tc endfor %}", ""]], "结束标签在另一处", "表格1 第1行 第1格"),
        ([["{%tc for h in heads %}", "{{ h }}", "{%tr endfor %}"]], "", "表格1 第1行 第1格"),
    ],
)
def test_cell_tags_that_are_wrong(rows: list[list[str]], message: str, where: str) -> None:
    found = problems(table(rows), DATA)
    assert any(message in f.message and f.place.cell == where and f.remedy for f in found), found
