"""Numbers of persons are hidden by the types of their columns, and wherever else they stand."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docgen.engine.masking import mask
from docgen.load.standard import load_standard
from docgen.model.standard import FieldType, Standard
from docgen.model.values import FilePath, Money
from docgen.resources import schema_folder
from tests.conftest import entries

ID, PHONE = "990101198001011237", "0478-0000007"


def hidden(standard: Standard, rows: dict[str, list[dict[str, Any]]]) -> Any:
    return mask(standard, entries(standard, rows))


def test_columns_of_numbers_and_texts_that_repeat_them(standard: Standard) -> None:
    people = [{"姓名": "甲", "身份证号": ID, "联系电话": PHONE, "专业特长": f"电话{PHONE}，证件{ID.lower()}。"}]
    people.append({"姓名": "乙", "联系电话": "8001", "职务": "编号8001", "电子邮箱": "04780000007@example.com"})
    found = hidden(standard, {"成员": people})
    first, second = found.registers["成员"]
    assert first.values["身份证号"] == "9901**********1237"
    assert first.values["联系电话"] == "047******007"
    assert first.values["专业特长"] == "电话047******007，证件9901**********1237。"
    assert second.values["联系电话"] == "8**1"
    assert second.values["职务"] == "编号8001"
    assert second.values["电子邮箱"] == "04*******07@example.com"
    assert first.key == "甲"
    assert not found.paths


def test_a_file_named_by_a_number_is_still_found(standard: Standard) -> None:
    path = FilePath(f"成员/{ID}.jpg")
    rows: dict[str, list[dict[str, Any]]] = {
        "成员": [{"姓名": "甲", "身份证号": ID, "照片": path, "证书扫描件": [path]}]
    }
    found = hidden(standard, rows)
    shown = found.registers["成员"][0].values["照片"]
    assert shown == "成员/9901**********1237.jpg"
    assert isinstance(shown, FilePath)
    assert found.registers["成员"][0].values["证书扫描件"] == [shown]
    assert found.paths == {shown: path}


def test_other_values_stay(standard: Standard) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "成员": [{"姓名": "甲", "联系电话": "13900000000"}],
        "经费支出": [{"支出编号": "ZC-1", "金额": Money(13900000000), "票据号码": "2139000000009", "摘要": "甲乙"}],
    }
    assert hidden(standard, rows).registers["经费支出"][0].values["金额"] == Money(13900000000)
    assert hidden(standard, rows).registers["经费支出"][0].values["票据号码"] == "2139000000009"


REAL = load_standard(schema_folder())
NUMBERS = st.text("0123456789", min_size=7, max_size=18)


@given(NUMBERS, st.text(max_size=8), st.text(max_size=8), st.sampled_from(["", "-", " "]))
def test_no_number_of_a_column_stands_in_any_text(number: str, before: str, after: str, between: str) -> None:
    assert REAL.registers["成员"].fields["联系电话"].type is FieldType.PHONE
    written = between.join(number)
    text = f"{before}，{written}，{after}"
    rows: dict[str, list[dict[str, Any]]] = {"成员": [{"姓名": "甲", "联系电话": number, "专业特长": text}]}
    entry = mask(REAL, entries(REAL, rows)).registers["成员"][0]
    assert f"，{written}，" not in entry.values["专业特长"]
    assert entry.values["联系电话"] != number
