"""The expression language: one line per meaning, one per refusal."""

from __future__ import annotations

import contextlib
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.language import (
    SCALAR,
    Code,
    EvaluationError,
    LanguageError,
    ListShape,
    RecordShape,
    RefShape,
    Scalar,
    Scope,
    compile_expression,
    compile_loop,
    fold,
    function,
    merged_shape,
    shape_of,
)
from docgen.language.money import in_words
from docgen.model.entry import Record
from docgen.model.finding import Finding, Severity
from docgen.model.values import Bad, BlockedValue, DottedDate, Money, Month, Ref, show

PERSON = RecordShape("人员", {"姓名": SCALAR, "入党（团）时间": SCALAR, "学历、学位": SCALAR, "items": SCALAR})
AWARD = RecordShape(
    "荣誉", {"名称": SCALAR, "级别": Scalar(("国家级", "市级")), "金额": SCALAR, "归口": ListShape(SCALAR)}
)
SCOPE = Scope.of(
    {
        "姓名": Code("b['姓名']", SCALAR),
        "入党（团）时间": Code("b['入党（团）时间']", SCALAR),
        "学历、学位": Code("b['学历、学位']", SCALAR),
        "日期": Code("b['日期']", SCALAR),
        "空": Code("b['空']", SCALAR),
        "数": Code("b['数']", SCALAR),
        "内容": Code("b['内容']", SCALAR),
        "师傅": Code("b['师傅']", RefShape(PERSON)),
        "荣誉": Code("y['荣誉']", ListShape(AWARD)),
        "坏": Code("b['坏']", SCALAR),
    },
    ("b", "y"),
)
MASTER = Record({"姓名": "乙", "入党（团）时间": Month(2001, 3), "学历、学位": None, "items": "字段"})
OWN = {
    "姓名": "甲",
    "入党（团）时间": Month(1999, 12),
    "学历、学位": "本科",
    "日期": date(2024, 1, 5),
    "空": None,
    "数": Decimal("1234.5"),
    "内容": "一；二。；三",
    "师傅": Ref("乙", MASTER),
    "坏": Bad((Finding("X", Severity.ERROR, "错"),)),
}
AWARDS = [
    {"名称": "一", "级别": "市级", "金额": Money("3.50"), "归口": ["工会", "科技"]},
    {"名称": "二", "级别": "国家级", "金额": None, "归口": []},
    {"名称": "三", "级别": "市级", "金额": Money(1000), "归口": ["科技"]},
]


def run(text: str) -> Any:
    return function(text, SCOPE)(OWN, {"荣誉": AWARDS})


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("姓名", "甲"),
        ("入党（团）时间", "1999.12"),
        (" 入党(团)时间\u200b", "1999.12"),
        ("学历、学位", "本科"),
        ("师傅", "乙"),
        ("师傅.入党（团）时间", "2001.03"),
        ("师傅.学历、学位|默认('无')", "无"),
        ("师傅.items", "字段"),
        ("日期", "2024年1月5日"),
        ("日期|日期('点')", "2024.01.05"),
        ("日期|日期('横线')", "2024-01-05"),
        ("日期|日期('紧凑')", "20240105"),
        ("日期|年月", "2024年1月"),
        ("日期|年", "2024"),
        ("日期|月", "1"),
        ("日期|日", "5"),
        ("空", ""),
        ("空|日期('点')", ""),
        ("空|默认(“无”)", "无"),
        ("空 == ''", "是"),
        ("空 > 3", "否"),
        ("空 or 姓名", "甲"),
        ("数|金额", "1,234.50"),
        ("数|大写", "壹仟贰佰叁拾肆元伍角整"),
        ("数|整数", "1235"),
        ("数|保留(2)", "1234.50"),
        ("数 / 2", "617.25"),
        ("数 / 0", ""),
        ("-数 + 数", "0"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("0.123|百分比", "12.3%"),
        ("1|百分比(0)", "100%"),
        ("'甲' in [姓名, '乙']", "是"),
        ("'甲' not in [姓名]", "否"),
        ("not 空", "是"),
        ("'有' if 荣誉|条数 > 2 else '无'", "有"),
        ("'有' if 空", ""),
        ("姓名 ~ '、' ~ 师傅", "甲、乙"),
        ("荣誉|条数", "3"),
        ("荣誉|合计('金额')", "1,003.50"),
        ("荣誉|合计('金额')|大写", "壹仟零叁元伍角整"),
        ("荣誉|筛选('级别', '市级')|列('名称')|连接('/')", "一/三"),
        ("荣誉|筛选('归口', '科技')|条数", "2"),
        ("荣誉|排除('级别', '市级')|列('名称')", "二"),
        ("荣誉|有('金额')|条数", "2"),
        ("荣誉|列('级别')|去重", "市级、国家级"),
        ("荣誉|列('名称')|去掉('二')", "一、三"),
        ("(荣誉|排序('-金额')|首个).名称", "三"),
        ("(荣誉|末个).名称", "三"),
        ("荣誉|最大('金额')", "1,000.00"),
        ("荣誉|前(1)|列('名称')", "一"),
        ("荣誉|前(1)|并列(荣誉|筛选('级别', '国家级'), 荣誉|末个)|列('名称')", "一、二、三"),
        ("荣誉|并列(荣誉, 空)|条数", "6"),
        ("荣誉|分组('级别')|列('名称')", "国家级、市级"),
        ("荣誉[9].名称", ""),
        ("内容|分条", "一、二、三"),
        ("'单位，2024-01-02'|截前('，')", "单位"),
        ("'单位，2024-01-02'|截后('，')", "2024-01-02"),
        ("空|前缀('第')", ""),
        ("姓名|后缀('同志')", "甲同志"),
        ("'13912345678'|打码", "13*******78"),
        ("姓名｜默认（‘无’）", "甲"),
        ("true", "是"),
        ("空|default('无', true)", "无"),
        ("荣誉|sum(attribute='金额')", "1,003.50"),
        ("荣誉|sort(attribute='名称')|列('名称')|join(', ')", "一, 三, 二"),
        ("['b', 'A', 'c']|sort|join('')", "Abc"),
        ("[3, 1, 空]|sort", "1、3"),
        ("['a', 'b']|reverse|join('')", "ba"),
        ("荣誉|length", "3"),
        ("'abC'|upper", "ABC"),
        ("'abC'|lower", "abc"),
        ("' 甲 '|trim", "甲"),
        ("'2024-01'|replace('-', '.')", "2024.01"),
        ("空|upper", ""),
        ("[3, 1]|max", "3"),
        ("荣誉|分组('级别')|条数", "2"),
    ],
)
def test_prints(text: str, printed: str) -> None:
    assert show(run(text)) == printed


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("姓民", "没有字段“姓民”"),
        ("师傅.姓明", "“人员”没有字段“姓明”"),
        ("荣誉.名称", "多条记录"),
        ("姓名.长度", "没有字段"),
        ("荣誉|合计('金客')", "没有列“金客”"),
        ("荣誉|合计(金额)", "要加引号"),
        ("荣誉|筛选('级别')", "缺少参数"),
        ("姓名|筛选('级别','市级')", "多条记录"),
        ("姓名|大写(1)", "参数太多"),
        ("姓名|无此过滤器", "没有过滤器"),
        ("姓名()", "不能调用函数"),
        ("姓名 姓名", "多出了"),
        ("'x", "引号没有配对"),
        ("(姓名", "此处应有“)”"),
        ("", "不完整"),
        ("姓名 ==", "不完整"),
        ("__import__('os')", "没有字段"),
        ("姓名.__class__", "没有字段"),
        ("姓名 @ 3", "不认识的符号"),
        ("(" * 60 + "1" + ")" * 60, "嵌套太深"),
        ("姓名" + " or 姓名" * 600, "标签太长"),
        ("荣誉|sort(reverse=true)", "参数不能写成“reverse=…”"),
        ("荣誉|join(',', attribute='名称')", "参数"),
    ],
)
def test_refuses(text: str, part: str) -> None:
    with pytest.raises(LanguageError) as error:
        run(text)
    assert part in error.value.message


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("数|round(2)", "|保留(2)"),
        ("数|int", "|整数"),
        ("荣誉|map(attribute='名称')", "|列('列名')"),
        ("荣誉|selectattr('级别', 'equalto', '市级')", "|筛选('列名', '值')"),
        ("荣誉|groupby('级别')", "|分组('列名')"),
        ("姓名|safe", "删去它"),
        ("'%.2f'|format(数)", "|保留(2)"),
        ("姓名 is defined", "{% if not 字段 %}"),
        ("姓名 is none", "{% if not 字段 %}"),
        ("荣誉|sort(reverse=true)", "|排序('-列名')"),
        ("日期.strftime('%Y')", "|日期('点')"),
        ("姓名.upper()", "|大写字母"),
        ("数 % 2", "不能"),
    ],
)
def test_gives_our_spelling_for_that_of_jinja(text: str, remedy: str) -> None:
    with pytest.raises(LanguageError) as error:
        run(text)
    assert remedy in error.value.remedy


def test_the_amounts_per_group_can_be_summed() -> None:
    groups = function("荣誉|分组('级别')", SCOPE)(OWN, {"荣誉": AWARDS})
    assert [
        show(function("行|合计('金额')", Scope.of({"行": Code("g['行']", ListShape(AWARD))}, ("g",)))(g))
        for g in groups
    ] == [
        "0",
        "1,003.50",
    ]


def test_values_that_can_not_be_sorted_are_an_error() -> None:
    with pytest.raises(EvaluationError):
        run("[1, 'a']|排序")


def test_proposes_the_nearest_name_as_it_is_written() -> None:
    with pytest.raises(LanguageError) as error:
        run("入党（团）时问")
    assert error.value.remedy == "是否为“入党（团）时间”？"


@pytest.mark.parametrize("text", ["坏", "坏 == 1", "坏 ~ 'x'", "坏 or 1", "not 坏", "坏|默认('x')", "坏 in ['x']"])
def test_a_bad_value_blocks_whatever_is_done_with_it(text: str) -> None:
    with pytest.raises(BlockedValue):
        show(run(text))


@pytest.mark.parametrize("text", ["姓名 + 1", "姓名 > 数", "姓名|日期('点')", "日期|日期('农历')", "1 in 数"])
def test_what_has_no_meaning_with_these_values_is_an_error(text: str) -> None:
    with pytest.raises(EvaluationError):
        run(text)


def test_group_holds_name_rows_and_ordinal() -> None:
    groups = run("荣誉|分组('级别')")
    assert [(g["名称"], len(g["行"]), g["序号"]) for g in groups] == [("国家级", 1, 1), ("市级", 2, 2)]


def test_lists_side_by_side_have_the_columns_of_all() -> None:
    scope = Scope.of(
        {
            "荣誉": Code("y['荣誉']", ListShape(AWARD)),
            "人员": Code("y['人员']", ListShape(PERSON)),
        },
        ("b", "y"),
    )
    rows = {"荣誉": AWARDS[:1], "人员": [MASTER]}
    joined = "荣誉|并列(人员)|排序('姓名')"
    value = function(f"({joined}|首个).姓名 ~ ({joined}|首个).级别 ~ ({joined}|末个).级别", scope)
    assert value({}, rows) == "乙市级"
    with pytest.raises(LanguageError, match="“荣誉、人员”没有字段“姓明”"):
        function(f"({joined}|首个).姓明", scope)
    with pytest.raises(LanguageError, match="没有列“姓明”"):
        function("荣誉|并列(人员)|排序('姓明')", scope)


def test_loop_head_with_condition() -> None:
    loop = compile_loop("行 in 荣誉|排序('名称') if 行.级别 == '市级'", SCOPE, 1)
    assert loop.variable == "行"
    assert loop.condition is not None
    assert compile_expression("loop.index", loop.scope).source == "(n1 + 1)"
    assert compile_expression("行.金额", loop.scope).source == "v1['金额']"


@pytest.mark.parametrize("text", ["行 荣誉", "行 in 姓名", "a.b in 荣誉", "行 in 荣誉 荣誉"])
def test_bad_loop_heads(text: str) -> None:
    with pytest.raises(LanguageError):
        compile_loop(text, SCOPE, 1)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "零元整"),
        ("0.5", "伍角整"),
        ("0.05", "伍分"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("1000100", "壹佰万零壹佰元整"),
        ("100000000", "壹亿元整"),
        ("10010000001", "壹佰亿壹仟万零壹元整"),
        ("-3.2", "负叁元贰角整"),
        ("2.345", "贰元叁角伍分"),
    ],
)
def test_amount_in_words(amount: str, text: str) -> None:
    assert in_words(Decimal(amount)) == text


DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def value_of(words: str) -> Decimal:
    """Read an amount in words back, independently of how it was written."""
    total = section = digit = Decimal(0)
    for char in words.removeprefix("负").removesuffix("整"):
        if char in DIGITS:
            digit = Decimal(DIGITS[char])
        elif char in UNITS:
            section += digit * UNITS[char]
            digit = Decimal(0)
        elif char == "万":
            section = (section + digit) * 10_000
            digit = Decimal(0)
            total += section
            section = Decimal(0)
        elif char == "亿":
            total = (total + section + digit) * 10**8
            section = digit = Decimal(0)
        elif char == "元":
            total += section + digit
            section = digit = Decimal(0)
        elif char == "角":
            total += digit / 10
            digit = Decimal(0)
        elif char == "分":
            total += digit / 100
            digit = Decimal(0)
    return -total if words.startswith("负") else total


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_amount_in_words_can_be_read_back(cents: int) -> None:
    amount = Decimal(cents) / 100
    words = in_words(amount)
    assert value_of(words) == amount
    assert "零零" not in words


@given(st.text(max_size=40))
def test_any_text_is_either_understood_or_refused(text: str) -> None:
    with contextlib.suppress(LanguageError):
        function(text, SCOPE)


@given(st.text(max_size=20))
def test_fold_is_stable(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_shape_of_plain_data_covers_all_records() -> None:
    shape = merged_shape([{"甲": 1}, {"乙": [{"丙": 2}, {"丁": None}]}])
    assert isinstance(shape, RecordShape)
    assert set(shape.fields) == {"甲", "乙"}
    inner = shape.fields["乙"][1]
    assert isinstance(inner, ListShape)
    assert isinstance(inner.item, RecordShape)
    assert set(inner.item.fields) == {"丙", "丁"}
    assert shape_of(3) == SCALAR


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (3, "3"),
        (Decimal("3.500"), "3.5"),
        (Decimal(100), "100"),
        (Money("1234567.8"), "1,234,567.80"),
        (date(2024, 11, 3), "2024年11月3日"),
        (DottedDate(2024, 11, 3), "2024.11.03"),
        (Month(1985, 10), "1985.10"),
        (time(9, 5), "09:05"),
        (["甲", "乙"], "甲、乙"),
        (1.5, "1.5"),
        ("水位<0.5m，流量>3", "水位<0.5m，流量>3"),
    ],
)
def test_printed_forms(value: Any, text: str) -> None:
    assert show(value) == text


@pytest.mark.parametrize("value", [{}, object(), float("nan"), float("inf"), b"x"], ids=lambda v: type(v).__name__)
def test_what_has_no_printed_form(value: Any) -> None:
    with pytest.raises(TypeError):
        show(value)
