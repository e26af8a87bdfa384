"""The files of a standard: what fits is read, what contradicts itself is named with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docgen.errors import StandardError
from docgen.load.standard import load_standard
from docgen.model.standard import FieldType, Standard


def test_the_real_standard_is_complete(standard: Standard) -> None:
    assert len(standard.categories) == 17
    assert len(standard.materials) == 117
    assert len(standard.registers) == 38
    assert sum(len(r.fields) for r in standard.registers.values()) == 528
    assert set(standard.derived) == {r.name for r in standard.registers.values() if r.derived}
    assert all(m.category in standard.categories for m in standard.materials.values() if m.category)


def test_every_clause_a_column_names_has_its_words(standard: Standard) -> None:
    named = {f.clause for r in standard.registers.values() for f in r.fields.values()}
    assert {c for c in named if c not in standard.clauses} <= {"4–6"}


def test_keys_and_types_are_resolved(toy: Standard) -> None:
    loans = toy.registers["借展"]
    assert loans.key == ("借号",)
    assert loans.fields["玩具"].target == ("玩具", "玩具号")
    assert toy.registers["玩具"].fields["类"].enum == "玩具类"
    assert toy.registers["热门"].fields["出处"].target == ("", "任一编号")
    assert toy.enums["玩具类"].aliases == {"娃娃": "布偶"}
    assert toy.registers["借展"].fields["同行人"].type is FieldType.PERSONS


BROKEN = [
    ("standard.toml", "[layout]", "[layuot]", "不认识的键"),
    ("standard.toml", 'register = "馆"', 'register = "宫"', "没有登记表“宫”"),
    ("standard.toml", "number =", "number", "格式不对"),
    ("categories.csv", "number,title", "nr,title", "列应为"),
    ("enums.csv", "玩具类,2,车船", "玩具类,2,积木", "重复"),
    ("enums.csv", "玩具类,3,布偶,", "玩具类,3,布偶", "应有 4 列"),
    ("aliases.csv", "娃娃,布偶", "娃娃,人偶", "没有值“人偶”"),
    ("fields.csv", "枚举:玩具类", "枚举:玩偶类", "没有枚举“玩偶类”"),
    ("fields.csv", "引用:玩具.玩具号", "引用:玩具.号", "引用的“玩具.号”不存在"),
    ("fields.csv", "押金,金额", "押金,钱", "没有列类型“钱”"),
    ("fields.csv", "押金,金额", "押金,金额:元", "后面不能有"),
    ("fields.csv", "件数,整数,是", "件数,整数,也许", "required 只能是"),
    ("fields.csv", "借展,押金", "借展,借号", "重复"),
    ("registers.csv", ",借号,no", ",借书号,no", "没有主键列“借书号”"),
    ("registers.csv", "读者,3,once", "读者,3,never", "没有节奏“never”"),
    ("registers.csv", "读者,3,once,每人一行,称呼,no,no,借条\n", "", "registers.csv 里没有“读者”"),
    ("registers.csv", "no,yes,热门榜", "no,no,热门榜", "derived 与 derived.toml 不一致"),
    ("conditions.csv", "sheet,column,when\n", "sheet,column,when\n借展,无此列,押金 > 1\n", "没有列“借展.无此列”"),
    ("materials.csv", "B-01,借条,WF", "C-01,借条,WF", "没有类目“C”"),
    ("materials.csv", "借条,WF", "借条,XX", "没有资料种类“XX”"),
    ("materials.csv", "玩具.图", "玩具.照", "来源“玩具.照”不存在"),
    (
        "materials.csv",
        "yearly,register,长期,yes,no,data\nloan",
        "yearly,with:nothing,长期,yes,no,data\nloan",
        "“nothing”不存在",
    ),
    ("materials.csv", "toy-photos", "loan-slip", "重复"),
    ("derived.toml", 'link = "出处"', 'link = "来处"', "没有列“来处”"),
    ("derived.toml", 'from = "借展"', 'from = "外借"', "没有登记表“外借”"),
    ("derived.toml", "same_event", "same_evnt", "不认识的键"),
    ("forms/loan-slip.toml", 'per = "借展"', 'per = "外借"', "没有登记表“外借”"),
    ("forms/loan-slip.toml", "template =", "tempalte =", "不认识的键"),
    ("forms/loan-slip.toml", "sort =", "order =", "不认识的键"),
    ("forms/loan-slip.toml", 'from = "玩具"', 'from = "玩偶"', "没有登记表“玩偶”"),
    ("forms/loan-slip.toml", 'from = "馆"', 'from = "店"', "没有登记表“店”"),
    ("forms/loan-slip.toml", 'sort = ["-玩具号"]', 'order = ["玩具号"]', "不认识的键"),
    ("forms/loan-slip.toml", 'columns."上级" = "馆.馆名"', 'columns."上头" = "馆.馆名"', "列名要相同"),
    ("forms/toy-book.toml", "template =", "rows.\"甲\" = {from = '玩具'}\ntemplate =", "应写成 [[rows.名称]]"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN)
def test_what_contradicts_itself_is_named(toy_folder: Path, file: str, old: str, new: str, message: str) -> None:
    path = toy_folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StandardError) as error:
        load_standard(toy_folder)
    assert re.search(re.escape(message), error.value.message)
    assert error.value.place


def test_a_form_of_no_material_is_named(toy_folder: Path) -> None:
    (toy_folder / "forms" / "ghost.toml").write_text('template = "word/x.docx"\n', encoding="utf-8")
    with pytest.raises(StandardError, match="没有资料“ghost”"):
        load_standard(toy_folder)


@pytest.mark.parametrize("file", ["standard.toml", "fields.csv", "materials.csv"])
def test_a_missing_file_is_named(toy_folder: Path, file: str) -> None:
    (toy_folder / file).unlink()
    with pytest.raises(StandardError) as error:
        load_standard(toy_folder)
    assert file in str(error.value.place)


def test_bytes_that_are_no_text_are_named(toy_folder: Path) -> None:
    (toy_folder / "enums.csv").write_bytes(b"enum,order,value,maps_to\n\xff\xfe")
    with pytest.raises(StandardError, match="读不出来"):
        load_standard(toy_folder)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("examples.csv", "sheet,column,example\n玩具,颜色,红\n", "没有列“玩具.颜色”"),
        ("examples.csv", "sheet,column\n", "列应为"),
        ("examples.csv", "sheet,column,example\n玩具,类\n", "应有 3 列"),
        ("examples.csv", "sheet,column,example\n玩具,类,积木\n玩具,类,布偶\n", "重复"),
        ("proposals.csv", "sheet,column,enum\n玩具,名称（全称）,没有的\n", "没有枚举“没有的”"),
    ],
)
def test_what_is_said_of_columns_must_fit(toy_folder: Path, name: str, text: str, message: str) -> None:
    (toy_folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(StandardError, match=message):
        load_standard(toy_folder)
