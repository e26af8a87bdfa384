"""Drop-downs and hints: the data validations of a sheet, one for all columns that ask the same."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from docgen.model.standard import ANY_NUMBER, Field, FieldType
from docgen.render.book.layout import Book

T = FieldType
YES_NO = '"是,否"'
#: Limits of the file format, in characters.
TITLE_LIMIT, TEXT_LIMIT = 32, 255
EXAMPLE_HINT = "这一行是示例，不会被读取，请从下一行开始填写。"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a column offers.

    Attributes:
        formula: where the offered values come from; empty for a mere hint.
        style: ``stop`` refuses other entries, ``warning`` asks, empty takes any.
        error: what is said to another entry.
        prompt: what is shown when a cell is selected; empty for nothing.
    """

    formula: str = ""
    style: str = ""
    error: str = ""
    prompt: str = ""


def choice(field: Field, book: Book) -> Choice | None:
    """What a column offers, ``None`` for a column that is simply typed."""
    proposed = book.proposals.get((field.register, field.name))
    if proposed:
        error = f"下拉列表“{proposed}”里没有这个值。确认无误可以继续。"
        return Choice(book.list_range(proposed), "warning", error)
    if field.type is T.YES_NO:
        return Choice(YES_NO, "stop", "请填 是 或 否。")
    if field.type is T.ENUM:
        where = f"本单位增加的值先写到“{book.names.notes}”表该列的末尾。" if field.enum in book.names.extensible else ""
        return Choice(book.list_range(field.enum), "stop", f"只能填“{field.enum}”列表里的值，请从下拉列表选择。{where}")
    if field.type is T.MULTI:
        return Choice(book.list_range(field.enum), prompt="可填多个，用“；”隔开。下拉列表只能选第一个，其余接着输入。")
    if field.type in (T.REF, T.REFS, T.PERSONS):
        return _reference(field, book)
    return None


def _reference(field: Field, book: Book) -> Choice:
    target, column = _target(field, book)
    several = field.type is not T.REF
    if target not in book.layouts or book.layouts[target].register.single:
        return Choice(prompt="填记录的编号；可填多个，用“；”隔开。" if several else "填来源记录的编号。")
    formula = book.layouts[target].choices(column, book.names)
    if several:
        return Choice(formula, prompt=f"填“{target}”表里的{column}；可填多个，用“；”隔开。下拉列表只能选第一个。")
    return Choice(formula, "warning", f"“{target}”表里没有这个{column}，请先在那里登记。确认无误可以继续。")


def _target(field: Field, book: Book) -> tuple[str, str]:
    if field.type is T.PERSONS:
        persons = book.standard.settings["persons"]
        return persons["register"], persons["name"]
    return ("", "") if field.target == ("", ANY_NUMBER) else field.target


class Validations:
    """Collects the validations of a sheet, so that columns that ask the same share one."""

    def __init__(self) -> None:
        """Start with none."""
        self.ranges: dict[Choice, list[str]] = {}

    def add(self, what: Choice | None, cells: str) -> None:
        """Let cells offer something."""
        if what is not None:
            self.ranges.setdefault(what, []).append(cells)

    def write(self, sheet: Worksheet) -> None:
        """Put all of them onto the sheet."""
        for what, cells in self.ranges.items():
            sheet.add_data_validation(_validation(what, " ".join(cells)))


def _validation(what: Choice, cells: str) -> DataValidation:
    made = DataValidation(
        type="list" if what.formula else None,
        formula1=what.formula or None,
        allow_blank=True,
        showErrorMessage=bool(what.style),
        showInputMessage=bool(what.prompt),
        sqref=cells,
    )
    if what.style:
        made.errorStyle = "warning" if what.style == "warning" else "stop"
        made.errorTitle = "请核对" if what.style == "warning" else "不在列表里"
        made.error = what.error[:TEXT_LIMIT]
    if what.prompt:
        made.promptTitle = "怎样填"
        made.prompt = what.prompt[:TEXT_LIMIT]
    return made


def example_validation(cells: str) -> DataValidation:
    """The hint on an example row: shown when a cell is selected, and asked about when something is typed."""
    return DataValidation(
        type="custom",
        formula1="FALSE",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="示例行",
        error=EXAMPLE_HINT,
        showInputMessage=True,
        promptTitle="示例行",
        prompt=EXAMPLE_HINT,
        sqref=cells,
    )
