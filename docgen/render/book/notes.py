"""What the clerk is told: the notes on heads, and how each type is written."""

from __future__ import annotations

from docgen.model.standard import ANY_NUMBER, LIST_TYPES, Field, FieldType, in_year
from docgen.render.book.layout import Book
from docgen.render.book.looks import display_width

T = FieldType
AUTHOR = "docgen"
#: How a value of each type is written, and an example.
FORMATS: dict[FieldType, tuple[str, str]] = {
    T.TEXT: ("文字", ""),
    T.LONG_TEXT: ("文字，可以分段（Alt＋回车换行）", ""),
    T.DATE: ("日期，年-月-日", "{year}-03-15"),
    T.DOTTED_DATE: ("日期，年.月.日，月、日两位", "{year}.03.15"),
    T.MONTH: ("年.月，月份两位；按文本填写，末尾的 0 不能丢", "{year}.03"),
    T.TIME: ("时间，24 小时制", "09:00"),
    T.YEAR: ("四位年份", "{year}"),
    T.INTEGER: ("整数", "12"),
    T.DECIMAL: ("数字，可带小数", "1.5"),
    T.MONEY: ("金额，单位元，最多两位小数", "1234.50"),
    T.PHONE: ("手机号码或带区号的座机", "0478-0000000"),
    T.CITIZEN_ID: ("18 位，按文本填写，末位 X 大写", ""),
    T.NUMBER: ("编号，本表内不重复；印出以后不再改动", ""),
    T.PHOTO_NUMBER: ("影像编号，字母和数字-8 位日期-序号", "C1-{year}0315-01"),
    T.ENUM: ("从下拉列表选一个", ""),
    T.MULTI: ("可填多个，用“；”隔开", ""),
    T.REF: ("从下拉列表选一个，内容来自另一张登记表", ""),
    T.REFS: ("可填多个编号，用“；”隔开", ""),
    T.PERSONS: ("可填多个姓名，用“；”隔开", ""),
    T.FILE: ("附件文件夹里的文件路径，一个文件", "照片/01.jpg"),
    T.FILES: ("附件文件夹里的文件路径，可填多个，用“；”隔开；可用 * 代表一批文件", "影像/*.jpg"),
    T.YES_NO: ("是 或 否", ""),
    T.URL: ("以 http:// 或 https:// 开头的网址", "https://example.com/1"),
}
#: A note's longest piece of a clause, in characters.
CLAUSE_LENGTH = 120
ENOUGH = 40
#: A note's box in pixels: its width, and what a line and its margins take; Chinese characters that fit into a line.
BOX_WIDTH, LINE_HEIGHT, MARGIN, LINE_WIDTH = 260, 17, 14, 38


def format_words(field: Field, year: int, *, plain: bool = False) -> str:
    """How a value of the column is written; unless ``plain``, with an example where the type alone gives one."""
    words, example = FORMATS[field.type]
    if field.type is T.REF and field.target == ("", ANY_NUMBER):
        return "一个编号，哪张登记表的都可以"
    if plain:
        return words
    return f"{words}，如 {in_year(example, year)}" if example else words


def clause_words(clause: str, words: str) -> str:
    """Clause and its own words in brackets; long ones are cut where a sentence or part of one ends."""
    text = words.strip().rstrip("。；，：")
    if not text:
        return f"（{clause}）"
    if len(text) > CLAUSE_LENGTH:
        head = text[:CLAUSE_LENGTH]
        ends = max(head.rfind(mark) for mark in "。；，、：")
        text = head[: ends if ends >= ENOUGH else CLAUSE_LENGTH] + "……"
    return f"（{clause}：{text}）"


def need_words(field: Field) -> str:
    """Whether the column must be filled."""
    if field.required:
        return "必填"
    return "符合条件时必填" if field.required_if else "选填"


def heading_note(field: Field, book: Book) -> str:
    """The whole note on a head: need and rule, format, example, clause."""
    rule = field.rule.rstrip("。")
    example = book.examples.get((field.register, field.name), "")
    lines = [f"【{need_words(field)}】{rule}", f"格式：{format_words(field, book.year, plain=bool(example))}"]
    if example:
        several = "……" if field.type in LIST_TYPES and example.count("；") > 3 else ""
        shown = "；".join(example.split("；")[:4]) if several else example
        lines.append(f"示例：{shortened(shown)}{several}")
    if field.clause:
        lines.append(clause_words(field.clause, book.standard.clauses.get(field.clause, "")))
    return "\n".join(lines)


def line_words(field: Field, year: int) -> str:
    """Rule and format in one line; that a text is text needs no saying."""
    parts = [field.rule.rstrip("。"), "" if field.type is T.TEXT else format_words(field, year)]
    return "。".join(part for part in parts if part)


def shortened(text: str, limit: int = 60) -> str:
    """The beginning of a text."""
    return text if len(text) <= limit else text[: limit - 2] + "……"


def box_height(note: str) -> int:
    """Pixels a note's box must be high to show all of it."""
    lines = sum(max(1, -(-display_width(line) // LINE_WIDTH)) for line in note.split("\n"))
    return lines * LINE_HEIGHT + MARGIN
