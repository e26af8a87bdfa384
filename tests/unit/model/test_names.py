"""File names that hold everywhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.names import FORBIDDEN, safe_name, unique_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("01_渠长河", "01_渠长河"),
        ("研究成果/数据资料管理制度", "研究成果／数据资料管理制度"),
        ("a:b*c?", "a：b＊c？"),
        (" 名 字 . ", "名 字"),
        ("两\n行\t字", "两 行 字"),
        ("con", "_con"),
        ("LPT1.报告", "_LPT1.报告"),
        ("", "_"),
        ("...", "_"),
        ("e\u0301", "\u00e9"),
        ("长" * 80, "长" * 54),
        ("𠮷" * 40, "𠮷" * 27),
        ("名\u200b字", "名字"),
    ],
)
def test_safe_name(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=120))
def test_any_text_becomes_a_safe_name(text: str) -> None:
    name = safe_name(text)
    assert name
    assert safe_name(name) == name
    assert len(name.encode("utf-16-le")) // 2 <= 55
    assert not any(ord(c) in FORBIDDEN for c in name)
    assert unicodedata.is_normalized("NFC", name)
    assert name == name.strip(" .")


@given(st.lists(st.sampled_from(["a", "A", "b", "a_2", "A_2", "c"]), max_size=12))
def test_unique_names_are_unique_and_keep_what_they_can(names: list[str]) -> None:
    result = unique_names(names)
    assert len({n.casefold() for n in result}) == len(names)
    assert all(new.startswith(old) for old, new in zip(names, result, strict=True))
