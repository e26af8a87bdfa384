"""Raw cells: every accepted form becomes the same value, everything doubtful becomes a problem with its facts."""

# ruff: noqa: DTZ001 - cells and cameras know no time zone
from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.cells import KINDS, BrokenCell, Problem, nearest, shown
from docgen.model.reading import make_reader, read_value
from docgen.model.standard import Enum, Field, FieldType
from docgen.model.values import DottedDate, FilePath, Money, Month

T = FieldType
FLOWERS = Enum("花", ("红花", "白花", "蓝花（野）"), {"白花": "红花"}, {"红": "红花"})


def read(kind: FieldType, raw: Any, enum: Enum | None = None, **options: Any) -> Any:
    return read_value(Field("表", "列", kind), raw, enum, **options)


def problem(kind: FieldType, raw: Any, enum: Enum | None = None) -> Problem:
    found = read(kind, raw, enum)
    assert isinstance(found, Problem), found
    assert found.kind in KINDS
    return found


GOOD: list[tuple[FieldType, Any, Any]] = [
    (T.TEXT, "　 灌区 试验 \u200b", "灌区 试验"),
    (T.TEXT, 5, "5"),
    (T.TEXT, 5.0, "5"),
    (T.TEXT, 0.1 + 0.2, "0.3"),
    (T.TEXT, True, "TRUE"),
    (T.TEXT, "水位<0.5m，流量>3", "水位<0.5m，流量>3"),
    (T.TEXT, "{{ 姓名 }}", "{{ 姓名 }}"),
    (T.TEXT, "　", None),
    (T.TEXT, None, None),
    (T.LONG_TEXT, "一\r\n二\r三", "一\n二\n三"),
    (T.DATE, date(2024, 1, 5), date(2024, 1, 5)),
    (T.DATE, datetime(2024, 1, 5), date(2024, 1, 5)),
    *(
        (T.DATE, text, date(2024, 1, 5))
        for text in ("2024-01-05", "2024/1/5", "2024.01.05", "2024年1月5日", "20240105")
    ),
    *(
        (T.DATE, text, date(2024, 1, 5))
        for text in ("２０２４．１．５", "2024－01－05", "2024 年 1 月 5 日", "2024—1—5")
    ),
    *(
        (T.DATE, text, date(2024, 1, 5))
        for text in ("2024-01-05 00:00:00", "2024-01-05T00:00:00", 20240105, 20240105.0)
    ),
    (T.DATE, "2024-02-29", date(2024, 2, 29)),
    (T.DOTTED_DATE, "2024-1-5", DottedDate(2024, 1, 5)),
    *(
        (T.MONTH, text, Month(1985, 3))
        for text in ("1985.03", "1985-03", "1985年3月", "198503", "1985/3", "１９８５．０３")
    ),
    *((T.MONTH, raw, Month(1985, 3)) for raw in (date(1985, 3, 1), datetime(1985, 3, 9), 1985.03, 198503)),
    (T.MONTH, 1985.12, Month(1985, 12)),
    (T.MONTH, "1985-10", Month(1985, 10)),
    *((T.TIME, text, time(9, 0)) for text in ("9:00", "09:00", "0900", "900", "９：００", "9时00分", "09:00:00", 900)),
    (T.TIME, time(9, 0), time(9, 0)),
    (T.TIME, time(8, 59, 59, 999999), time(9, 0)),
    (T.TIME, "14点30分", time(14, 30)),
    (T.YEAR, "2024", 2024),
    (T.YEAR, "２０２４年", 2024),
    (T.YEAR, 2024.0, 2024),
    (T.INTEGER, "１，２３４", 1234),
    (T.INTEGER, 5.0, 5),
    (T.INTEGER, "-3", -3),
    (T.DECIMAL, "３．５０", Decimal("3.50")),
    (T.DECIMAL, 0.1 + 0.2, Decimal("0.3")),
    *(
        (T.MONEY, text, Money("1234.5"))
        for text in ("1,234.50", "￥1234.5", "¥ 1,234.5", "1234.5元", "１２３４．５", 1234.5)
    ),
    (T.MONEY, "人民币1200元整", Money(1200)),
    (T.MONEY, 12360, Money(12360)),
    (T.MONEY, "-5", Money(-5)),
    (T.PHONE, 13800000000, "13800000000"),
    (T.PHONE, "0478-0000000", "0478-0000000"),
    (T.CITIZEN_ID, "99150819720315011x", "99150819720315011X"),
    (T.NUMBER, "ＫＴ－２０２４－０１", "KT-2024-01"),
    (T.NUMBER, "课题－１", "课题－１"),
    (T.PHOTO_NUMBER, "C1-20220125-01", "C1-20220125-01"),
    (T.REF, " 甲 ", "甲"),
    (T.REFS, "A-1；A-2;A-3、A-4,A-5，A-6\nA-7；", [f"A-{n}" for n in range(1, 8)]),
    (T.REFS, "；", None),
    (T.PERSONS, "买买提·艾力；　张三、李四", ["买买提·艾力", "张三", "李四"]),
    (T.FILE, "照片\\01.jpg", FilePath("照片/01.jpg")),
    (T.FILE, "附件\\照片\\01.jpg", FilePath("照片/01.jpg")),
    (T.FILES, "./附件/a.jpg；附件说明.pdf", [FilePath("a.jpg"), FilePath("附件说明.pdf")]),
    (T.FILES, "a.jpg；b\\c.pdf\nd.png", [FilePath("a.jpg"), FilePath("b/c.pdf"), FilePath("d.png")]),
    (T.FILES, "a.jpg、b.jpg", [FilePath("a.jpg"), FilePath("b.jpg")]),
    (T.FILES, "关于甲、乙的通知.pdf", [FilePath("关于甲、乙的通知.pdf")]),
    (T.FILES, "扫描/*.jpg", [FilePath("扫描/*.jpg")]),
    *((T.YES_NO, raw, True) for raw in ("是", "√", "Y", "y", "１", 1, 1.0, True)),
    *((T.YES_NO, raw, False) for raw in ("否", "N", "0", 0, False)),
    (T.URL, "HTTPS://example.com/a?b=1", "HTTPS://example.com/a?b=1"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), GOOD, ids=lambda v: repr(v)[:24])
def test_forms_without_doubt_are_read(kind: FieldType, raw: Any, value: Any) -> None:
    found = read(kind, raw)
    assert found == value
    assert type(found) is type(value)
    if isinstance(value, list):
        assert [type(v) for v in found] == [type(v) for v in value]


DOUBTFUL: list[tuple[FieldType, Any, str, str]] = [
    (T.TEXT, "选\x0b定", "control", "第 2 个字符 U+000B"),
    (T.LONG_TEXT, "a\ud800", "control", "第 2 个字符 U+D800"),
    (T.TEXT, date(2024, 1, 3), "text-date", ""),
    (T.NUMBER, time(9, 0), "text-date", ""),
    (T.TEXT, 1.50819720315e17, "damaged", ""),
    (T.PHONE, "1.38E+10", "damaged", ""),
    (T.NUMBER, "123456789012345000", "damaged", ""),
    (T.CITIZEN_ID, 991508197203150, "damaged", ""),
    (T.CITIZEN_ID, "991508197203150000", "damaged", ""),
    (T.DATE, "2024-02-30", "date", ""),
    (T.DATE, "24-1-5", "date", ""),
    (T.DATE, "2024年1月", "date", ""),
    (T.DATE, "2024-1.5", "date", ""),
    (T.DATE, 45296, "date", "2024-01-05"),
    (T.DATE, "45296", "date", "2024-01-05"),
    (T.DATE, datetime(2024, 1, 5, 9, 30), "date", ""),
    (T.DATE, "0024-01-05", "date", ""),
    (T.DOTTED_DATE, "1月5日", "dotted-date", ""),
    (T.MONTH, 1985.1, "month-zero", "1985.01 或 1985.10"),
    (T.MONTH, "1985.1", "month-zero", "1985.01 或 1985.10"),
    (T.MONTH, "1985.13", "month", ""),
    (T.MONTH, 1985, "month", ""),
    (T.MONTH, "1985-03-15", "month", ""),
    (T.TIME, "9", "time", ""),
    (T.TIME, "25:00", "time", ""),
    (T.TIME, 0.375, "time", "09:00"),
    (T.TIME, timedelta(hours=25), "time", ""),
    (T.TIME, time(9, 0, 30), "time", ""),
    (T.YEAR, "24", "year", ""),
    (T.YEAR, date(2024, 1, 1), "year", ""),
    (T.INTEGER, "五", "integer", ""),
    (T.INTEGER, 0.85, "integer", ""),
    (T.INTEGER, True, "integer", ""),
    (T.INTEGER, "1,23", "integer", ""),
    (T.DECIMAL, "85%", "decimal", ""),
    (T.DECIMAL, float("nan"), "decimal", ""),
    (T.MONEY, "1.2万元", "money", ""),
    (T.MONEY, "约100元", "money", ""),
    (T.MONEY, "12.345", "money-places", ""),
    (T.MONEY, 100 / 3, "money-places", ""),
    (T.YES_NO, "部分", "yes-no", ""),
    (T.YES_NO, 2, "yes-no", ""),
    (T.URL, "example.com", "url", ""),
    (T.URL, "https://", "url", ""),
    (T.TEXT, BrokenCell("error-cell", "#REF!"), "error-cell", ""),
    (T.MONEY, BrokenCell("no-result", "=A1*2"), "no-result", ""),
]


@pytest.mark.parametrize(("kind", "raw", "name", "expected"), DOUBTFUL, ids=lambda v: repr(v)[:24])
def test_what_leaves_a_doubt_is_asked_about(kind: FieldType, raw: Any, name: str, expected: str) -> None:
    found = problem(kind, raw)
    assert (found.kind, found.expected) == (name, expected)
    if not isinstance(raw, str) or "\x0b" not in raw:
        assert found.value


def test_lists_of_values() -> None:
    assert read(T.ENUM, "白 花", FLOWERS) == "白花"
    assert read(T.ENUM, "蓝花(野)", FLOWERS) == "蓝花（野）"
    assert read(T.MULTI, "白花、红花", FLOWERS) == ["白花", "红花"]
    found = problem(T.ENUM, "红", FLOWERS)
    assert (found.nearest, found.kept, found.expected) == ("红花", "红", "红花、白花、蓝花（野）")
    found = problem(T.MULTI, "白花；黄花", FLOWERS)
    assert (found.value, found.kept) == ("黄花", ["白花", "黄花"])
    assert problem(T.ENUM, date(2024, 1, 1), FLOWERS).kind == "text-date"


def test_an_alias_with_several_meanings_proposes_all() -> None:
    levels = Enum("等级", ("高级", "工一级", "工二级"), {"工一级": "高级"}, {"一级": "高级"})
    assert problem(T.ENUM, "一级", levels).nearest == "高级 或 工一级"


def test_accepted_spellings_are_taken_without_asking() -> None:
    reader = make_reader(Field("表", "列", T.ENUM), FLOWERS, accepted={"红": "红花"})
    assert reader("红") == "红花"


def test_a_reason_in_a_file_column_stays_text() -> None:
    for raw in ("不适用：已鉴定", "不适用:已鉴定"):
        found = read(T.FILES, raw, not_applicable="不适用：")
        assert found == raw
        assert type(found) is str
    assert read(T.FILES, "不适用的图.jpg", not_applicable="不适用：") == [FilePath("不适用的图.jpg")]


def test_nearest() -> None:
    assert nearest("那日格勒", ["那日格乐", "云沛然"]) == "那日格乐"
    assert nearest("活动日期", ["日期", "地点"]) == "日期"
    assert nearest("zzz", ["日期"]) == ""


@pytest.mark.parametrize(
    ("raw", "text"),
    [(None, ""), (1.5, "1.5"), (datetime(2024, 1, 5, 9, 30), "2024-01-05 09:30"), (time(9, 5), "09:05"), (7, "7")],
)
def test_raw_cells_in_messages(raw: Any, text: str) -> None:
    assert shown(raw) == text


@given(st.sampled_from(sorted(T)), st.text(max_size=30))
def test_any_text_becomes_a_value_or_a_problem(kind: FieldType, text: str) -> None:
    found = read(kind, text, FLOWERS)
    if isinstance(found, Problem):
        assert found.kind in KINDS
    elif found is None:
        assert not any(c.isalnum() for c in text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_written_form_of_a_date_gives_it_back(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
    )
    assert {read(T.DATE, form) for form in forms} == {day}
    assert read(T.MONTH, f"{day.year}.{day.month:02d}") == Month.of(day)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_written_form_of_an_amount_gives_it_back(amount: Decimal) -> None:
    for form in (f"{amount}", f"{amount:,.2f}", f"￥{amount:,.2f}", f"{amount}元", float(amount)):
        assert read(T.MONEY, form) == Money(amount)


#: What may make a text another one, or a problem, beside what leaves it as it is.
PIECES = (
    " ",
    "|",
    "a",
    "水",
    "0" * 3,
    "1" * 15,
    "E+20",
    "\x0b",
    "\u3000",
    "\u200b",
    "\r\n",
    "\n",
    "\t",
    "\ud800",
    "１",
    "x",
)
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)


@given(st.sampled_from(list(FieldType)), st.lists(st.one_of(TEXTS, st.none(), st.integers()), max_size=8))
def test_many_cells_are_read_as_each_alone(kind: FieldType, raws: list[Any]) -> None:
    reader = make_reader(Field("表", "列", kind), FLOWERS, not_applicable="不适用")
    many, each = reader.many(raws), [reader(raw) for raw in raws]
    assert [(type(v), v) for v in many] == [(type(v), v) for v in each]


@given(st.sampled_from([T.TEXT, T.LONG_TEXT, T.NUMBER]), TEXTS, st.integers(0, 999))
def test_one_odd_text_among_many_plain_ones(kind: FieldType, odd: str, at: int) -> None:
    raws: list[Any] = [f"No-{number}" for number in range(1000)]
    raws[at] = odd
    found = make_reader(Field("表", "列", kind)).many(raws)
    assert found[at] == read(kind, odd)
    assert found[:at] + found[at + 1 :] == raws[:at] + raws[at + 1 :]
