"""The last sheet: how to fill in, what the colours mean, how values are written, and the value lists."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from docgen.model.standard import FieldType, in_year
from docgen.render.book import looks, notes
from docgen.render.book.cells import at, put_text
from docgen.render.book.layout import FIRST_LIST, Book

TEXT_COLUMNS = (20, 52, 34)
PARAGRAPHS = (
    "一张登记表一页，一行一条。表头（第 1 行）的文字不要改；列可以调换次序，可以隐藏，也可以在后面加自己用的列。",
    "第 2 行灰色字是示例，不会被读取。不需要时可以整行删除。",
    "同一件事只填一次。别的表要用它时填编号或姓名，程序按编号去找。",
    "附件先放进“附件”文件夹，再把文件的路径填到表里，如 照片/01.jpg。",
    "身份证号、电话、编号、月份等列已设为文本，直接输入即可。从别处粘贴时选“只粘贴值”，格式和下拉列表才不会丢。",
    "条数、最近日期由公式自动计算。工作簿没有宏，也没有设密码。",
)
COLORS = (
    (looks.HEAD_REQUIRED, "必填", "每一行都要填"),
    (looks.HEAD_CONDITIONAL, "符合条件时必填", "条件写在表头的批注里"),
    (looks.HEAD_OPTIONAL, "选填", "没有就留空"),
    (looks.EXAMPLE, "示例", "不会被读取"),
)


def guide_sheet(sheet: Worksheet, book: Book) -> None:
    """Write the last sheet: text in the first columns, the value lists beside it from row 1 on."""
    for number, width in enumerate(TEXT_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    put_text(at(sheet, 1, 1), "填写说明")
    looks.TITLE.on(at(sheet, 1, 1))
    sheet.row_dimensions[1].height = 33
    line = _text(sheet, 2)
    line = _colors(sheet, line + 1, book)
    line = _formats(sheet, line + 1, book)
    _lists(sheet, book)
    sheet.freeze_panes = "A2"
    sheet.print_area = f"A1:C{line}"
    looks.page(sheet, gridlines=False)


def _section(sheet: Worksheet, line: int, title: str) -> int:
    put_text(at(sheet, line, 1), title)
    looks.SECTION.on(at(sheet, line, 1))
    return line + 1


def _text(sheet: Worksheet, line: int) -> int:
    for text in PARAGRAPHS:
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=3)
        put_text(at(sheet, line, 1), text)
        looks.PLAIN.on(at(sheet, line, 1))
        # merged cells do not grow with their text
        sheet.row_dimensions[line].height = 17 * -(-looks.display_width(text) // sum(TEXT_COLUMNS)) + 2
        line += 1
    return line


def _colors(sheet: Worksheet, line: int, book: Book) -> int:
    line = _section(sheet, line, "颜色")
    for look, name, words in COLORS:
        put_text(at(sheet, line, 1), name)
        look.on(at(sheet, line, 1))
        put_text(at(sheet, line, 2), words)
        looks.TABLE.on(at(sheet, line, 2))
        line += 1
    for rhythm in book.standard.settings["rhythms"].values():
        put_text(at(sheet, line, 1), "表的标签" if rhythm["color"] else "标签无色")
        looks.TABLE.on(at(sheet, line, 1))
        if rhythm["color"]:
            at(sheet, line, 1).fill = looks.fill(rhythm["color"])
            at(sheet, line, 1).font = looks.font(color=looks.ink(rhythm["color"]))
        put_text(at(sheet, line, 2), rhythm["label"])
        looks.TABLE.on(at(sheet, line, 2))
        line += 1
    return line


def _formats(sheet: Worksheet, line: int, book: Book) -> int:
    line = _section(sheet, line, "各类内容的写法")
    for number, title in enumerate(("类型", "写法", "例"), 1):
        put_text(at(sheet, line, number), title)
        looks.HEAD_OPTIONAL.on(at(sheet, line, number))
    used = {f.type for r in book.standard.registers.values() for f in r.fields.values()}
    for kind in FieldType:
        if kind not in used:
            continue
        line += 1
        words, example = notes.FORMATS[kind]
        for number, text in enumerate((kind.value, words, in_year(example, book.year)), 1):
            put_text(at(sheet, line, number), text)
            looks.TABLE.on(at(sheet, line, number), "@")
    return line


def _lists(sheet: Worksheet, book: Book) -> None:
    """One column a list: its name in row 1, its values below without gaps."""
    for name, number in book.lists.items():
        enum = book.standard.enums[name]
        letter = get_column_letter(number)
        longest = max(map(looks.display_width, (name, *enum.values)))
        sheet.column_dimensions[letter].width = min(longest + 3, looks.WIDEST)
        head = at(sheet, 1, number)
        put_text(head, name)
        open_list = name in book.names.extensible
        (looks.HEAD_CONDITIONAL if open_list else looks.HEAD_OPTIONAL).on(head)
        words = f"“{name}”的下拉列表取自本列。"
        words += "本单位可以在末尾接着加值，中间不留空格。" if open_list else "请不要改动。"
        head.comment = Comment(words, notes.AUTHOR, height=notes.box_height(words), width=notes.BOX_WIDTH)
        for row, value in enumerate(enum.values, 2):
            put_text(at(sheet, row, number), value)
            looks.ONE_LINE.on(at(sheet, row, number), "@")
    sheet.column_dimensions[get_column_letter(FIRST_LIST - 1)].width = 3
    sheet.column_dimensions[get_column_letter(FIRST_LIST - 2)].width = 3
