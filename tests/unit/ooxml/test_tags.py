from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.ooxml.tags import Tag, TagProblem, find_tags, foreign_tags, scan_tags


def one(text: str) -> Tag:
    tags = find_tags(text)
    assert len(tags) == 1
    assert text[tags[0].start : tags[0].end] == tags[0].text
    return tags[0]


def test_a_value() -> None:
    tag = one("姓名：{{ 姓名 }}。")
    assert (tag.kind, tag.body, tag.text, tag.start, tag.end) == ("value", "姓名", "{{ 姓名 }}", 3, 11)


@pytest.mark.parametrize(
    "text",
    ["｛｛姓名｝｝", "{｛ 姓名 ｝}", "{\u200b{姓名}\ufeff}", "{{\u00a0姓名\u3000}}", "{{\u200b姓名\u200b }}"],
    ids=["full-width", "mixed", "invisible-in-braces", "blanks", "invisible-inside"],
)
def test_what_input_methods_type(text: str) -> None:
    assert one(text).body == "姓名"


@pytest.mark.parametrize(
    ("text", "level", "word", "body"),
    [
        ("{% if 学历 %}", "", "if", "学历"),
        ("{%if(学历)%}", "", "if", "(学历)"),
        ("{%p if 学历 %}", "p", "if", "学历"),
        ("{% p if 学历 %}", "p", "if", "学历"),
        ("{%tr for 行 in 成员 %}", "tr", "for", "行 in 成员"),
        ("｛％tr　endfor　％｝", "tr", "endfor", ""),
        ("{%ｔｒ ｅｎｄｆｏｒ %}", "tr", "endfor", ""),
        ("{% If 年度 %}", "", "if", "年度"),
        ("{% i\u200bf 年度 %}", "", "if", "年度"),
        ("{%\u200belse\u200b%}", "", "else", ""),
        ("{% elif a == 'x' %}", "", "elif", "a == 'x'"),
        ("{%tc for x in y %}", "tc", "for", "x in y"),
        ("{%r if x %}", "", "if", "x"),
    ],
)
def test_blocks(text: str, level: str, word: str, body: str) -> None:
    tag = one(text)
    assert (tag.kind, tag.level, tag.word, tag.body) == ("block", level, word, body)


@pytest.mark.parametrize(
    "text", ["{{ r }}", "{{r}}", "{{ r if x else p }}", "{{r or p }}", "{{p|条数 }}", "{{ 负责人 }}"]
)
def test_short_names_are_names(text: str) -> None:
    assert one(text).kind == "value"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("{{- 金额 -}}", "改写为 {{ 金额 }}"),
        ("{%- if x -%}", "改写为 {% if x %}"),
        ("{%p- if x %}", "可用：if"),
        ("{% set x = 1 %}", "把算式直接写在用到它的标签里"),
        ("{{r 简介 }}", "改写为 {{ 简介 }}"),
        ("{{p 简介 }}", "{%p for 段 in 简介|分段 %}"),
    ],
)
def test_our_spelling_is_given(text: str, remedy: str) -> None:
    with pytest.raises(TagProblem) as caught:
        find_tags(text)
    assert remedy in caught.value.remedy


def test_a_comment_may_hold_anything() -> None:
    assert [t.kind for t in find_tags("{# it's {{ not }} a tag #}甲{{ 乙 }}")] == ["comment", "value"]


@pytest.mark.parametrize("text", ["{{ '}}' }}", "{{ “}}” }}", '{{ 甲|默认("{%}") }}', "{{ ‘%}’ }}"])
def test_delimiters_in_quotes_are_text(text: str) -> None:
    assert one(text).text == text


def test_a_lone_quote_does_not_swallow_the_next_tag() -> None:
    assert [t.body for t in find_tags("{{ 甲' }}和{{ 乙' }}")] == ["甲'", "乙'"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ 姓名", "没有写完"),
        ("{{ 姓名 }", "没有写完"),
        ("{{ 姓名 {{ 学历 }}", "没有写完"),
        ("{% if 姓名", "没有写完"),
        ("{# 说明", "没有写完"),
        ("{ { 姓名 }}", "多出了“}}”"),
        ("{ %p if 姓名 %}", "多出了“%}”"),
        ("{{ }}", "空的"),
        ("{% %}", "缺少 if"),
        ("{% set x = 1 %}", "不认识“set”"),
        ("{% elseif x %}", "不认识“elseif”"),
        ("{% else if x %}", "else if"),
        ("{% endif x %}", "不能再写“x”"),
        ("{% if %}", "缺少内容"),
        ("{% macro x %}", "不认识“macro”"),
        ("{% cellbg x %}", "不认识“cellbg”"),
        ("{{r 简介 }}", "带格式的文字"),
        ("{{p 简介 }}", "子文档"),
        ("{{tc 简介 }}", "子文档"),
        ("{%- if x -%}", "减号"),
        ("{{- 金额 }}", "减号"),
        ("{{ 金额 -}}", "减号"),
        ("{{@照片}}", "其他程序"),
        ("{{#成员}}", "其他程序"),
        ("«姓名»", "其他程序"),
        ("${姓名}", "其他程序"),
    ],
)
def test_what_can_not_be_a_tag(text: str, message: str) -> None:
    with pytest.raises(TagProblem) as caught:
        find_tags(text)
    assert message in caught.value.message
    assert caught.value.remedy
    assert caught.value.text


def test_everything_wrong_is_told_at_once() -> None:
    tags, problems = scan_tags("{{ 甲 }}{% set x %}{{ 乙 }}${丙}{{ }}{{ 丁")
    assert [t.body for t in tags] == ["甲", "乙"]
    assert len(problems) == 4


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("{{@照片}}", "{{ 照片|图片(宽毫米, 高毫米) }}"),
        ("{{#成员}}", "{%tr for 行 in 成员 %}"),
        ("{{/成员}}", "{%tr endfor %}"),
        ("{.姓名}", "{{ 行.姓名 }}"),
        ("${姓名}", "{{ 姓名 }}"),
        ("«姓名»", "{{ 姓名 }}"),
    ],
)
def test_foreign_spelling(text: str, proposal: str) -> None:
    assert foreign_tags(f"前{text}后") == [(text, proposal)]


@pytest.mark.parametrize("text", ["《章程》", "{一}", "a{b}c", "{ }", "￥{1}", "100%"])
def test_ordinary_text(text: str) -> None:
    assert scan_tags(text) == ([], [])


@given(st.text(alphabet="{}%#｛｝％ p tr if for endfor'“”姓名|\u200b-@$.«»", max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    tags, problems = scan_tags(text)
    assert all(text[t.start : t.end] == t.text for t in tags)
    assert all(a.end <= b.start for a, b in pairwise(tags))
    assert all(p.message and p.remedy for p in problems)
