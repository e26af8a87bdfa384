"""Grids → tables: which row is the head, which columns have titles, which rows are data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.load.grids import Grid, letters
from docgen.model.cells import ENDS, BrokenCell, RawValue, shown
from docgen.model.entry import Origin
from docgen.model.finding import Finding, Place, Severity
from docgen.model.names import fold

#: Title of the column that marks example rows, and what stands in it.
EXAMPLE = ("示例行", "示例")
#: The head stands within so many rows from the top.
HEAD_WITHIN = 30
#: Share of the widest row that a head fills: a line such as “单位：… 填表人：…” fills less.
HEAD_SHARE = 0.6


class RowCells(Mapping[str, str]):
    """Column title → cell of one row, worked out when asked for."""

    __slots__ = ("head", "number")

    def __init__(self, head: Mapping[str, str], number: int) -> None:
        """Take column title → letters, and the row's number."""
        self.head = head
        self.number = number

    def __getitem__(self, column: str) -> str:
        return f"{self.head[column]}{self.number}"

    def __iter__(self) -> Iterator[str]:
        return iter(self.head)

    def __len__(self) -> int:
        return len(self.head)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in a file, column by column.

    Attributes:
        file: the file as messages show it.
        sheet: name of the sheet, empty where the file has only one.
        head: column title → letters of its column (empty where there are no cells); known titles in their own
            spelling, others as typed.
        numbers: of the rows with data: 1-based row number in the sheet, or ordinal of the record.
        columns: column title → raw values of those rows.
        head_row: row of the head, 0 where the titles stand in every record.
        twice: titles that stand over two columns, with both columns' letters.
        untitled: letters of columns that hold something but have no title.
        beside: where titles stand beside their values: title → cell of the value.
    """

    file: str
    sheet: str
    head: Mapping[str, str]
    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    head_row: int = 0
    twice: tuple[tuple[str, str, str], ...] = ()
    untitled: tuple[str, ...] = ()
    beside: Mapping[str, str] | None = None

    def origin(self, row: int) -> Origin:
        """Where a row stands; rows counted from 0."""
        number = self.numbers[row]
        if self.beside is not None:
            return Origin(self.file, self.sheet, number, self.beside)
        if not self.head_row:
            return Origin(self.file, self.sheet, number)
        return Origin(self.file, self.sheet, number, RowCells(self.head, number))

    def place(self, column: str = "") -> Place:
        """The place of a column's title, or of the table."""
        letter = self.head.get(column, "")
        cell = f"{letter}{self.head_row}" if letter and self.head_row else ""
        return Place(self.file, self.sheet, self.head_row or None, column, cell)


def title_key(title: object) -> str:
    """The form in which column titles are compared: folded, without the asterisk of required columns."""
    return fold(str(title)).strip("*")


def known_table(grid: Grid, known: Collection[str], example: tuple[str, str] = EXAMPLE) -> RawTable | None:
    """The table in a grid whose head is the row with the most known titles; ``None`` where no row has any."""
    wanted = {title_key(t): t for t in known}
    best, _ = _best_row(grid, wanted)
    return _table(grid, best, wanted, example) if best >= 0 else None


def foreign_table(
    grid: Grid, known: Mapping[str, str], example: tuple[str, str] = EXAMPLE
) -> tuple[RawTable | None, int]:
    """The table in a grid that somebody else laid out, with all its columns; and how many of its titles are known.

    Args:
        grid: the sheet.
        known: title, as :func:`title_key` makes it → column it stands for; the row with the most columns is the head.
        example: title of the column that marks example rows, and the mark.
    """
    best, most = _best_row(grid, known)
    return (_table(grid, best, {}, example) if best >= 0 else None), most


def _best_row(grid: Grid, wanted: Mapping[str, str]) -> tuple[int, int]:
    """Index of the row with the most known titles, and how many; -1 where no row has any."""
    best, most = -1, 0
    for index, (_, cells) in enumerate(grid.rows[:HEAD_WITHIN]):
        matches = len({wanted[key] for c in cells if isinstance(c, str) and (key := title_key(c)) in wanted})
        if matches > most:
            best, most = index, matches
    return best, most


def upright_table(grid: Grid, known: Collection[str]) -> RawTable | None:
    """The one record of a grid whose titles stand below each other, values to their right.

    ``None`` where a row holds more titles than any column: the grid lies flat.
    """
    wanted = {title_key(t): t for t in known}
    columns: dict[int, list[tuple[int, str]]] = {}
    flat = 0
    for number, cells in grid.rows:
        found = [
            (i, wanted[title_key(c)]) for i, c in enumerate(cells) if isinstance(c, str) and title_key(c) in wanted
        ]
        flat = max(flat, len(found))
        for index, title in found:
            columns.setdefault(index, []).append((number, title))
    if not columns:
        return None
    at = max(columns, key=lambda i: (len(columns[i]), -i))
    if len(columns[at]) <= flat:
        return None
    rows = dict(grid.rows)
    values: dict[str, RawValue] = {}
    cells_of: dict[str, str] = {}
    twice = []
    letter = letters(at + 2)
    for number, title in columns[at]:
        if title in values:
            twice.append((title, cells_of[title], f"{letter}{number}"))
            continue
        values[title] = rows[number][at + 1] if len(rows[number]) > at + 1 else None
        cells_of[title] = f"{letter}{number}"
    first = columns[at][0][0]
    unknown = _unknown_titles(grid, at, set(wanted))
    head = dict.fromkeys(values, letter) | dict.fromkeys(unknown, letters(at + 1))
    columns_of = {title: [value] for title, value in values.items()}
    return RawTable(grid.file, grid.shown_sheet, head, [first], columns_of, 0, tuple(twice), beside=cells_of)


def _unknown_titles(grid: Grid, at: int, wanted: set[str]) -> list[str]:
    """Titles of an upright table that are not known, though something stands beside them."""
    found = []
    started = False
    for _, cells in grid.rows:
        title = cells[at] if len(cells) > at else None
        if not isinstance(title, str) or not title.strip(ENDS):
            continue
        started = started or title_key(title) in wanted
        if started and title_key(title) not in wanted and len(cells) > at + 1 and cells[at + 1] is not None:
            found.append(title.strip(ENDS))
    return found


def _table(grid: Grid, at: int, wanted: Mapping[str, str], example: tuple[str, str]) -> RawTable:
    head_row, titles = grid.rows[at]
    head: dict[str, str] = {}
    columns: list[tuple[str, int]] = []
    folded: dict[str, str] = {}
    twice: list[tuple[str, str, str]] = []
    marker = -1
    for index, cell in enumerate(titles):
        if cell is None or isinstance(cell, BrokenCell):
            continue
        key = title_key(cell)
        if key == title_key(example[0]) and key not in wanted:
            marker = index
        elif key in folded:
            twice.append((folded[key], head[folded[key]], letters(index + 1)))
        elif key:
            title = folded[key] = wanted.get(key, str(cell).strip(ENDS))
            head[title] = letters(index + 1)
            columns.append((title, index))
    titled = {index for index, title in enumerate(titles) if not _blank(title)}
    if wanted:
        columns = [(title, index) for title, index in columns if title_key(title) in wanted]
    rows, untitled = _data_rows(grid.rows[at + 1 :], [i for _, i in columns], (marker, title_key(example[1])), titled)
    across = list(zip(*(cells for _, cells in rows), strict=True)) or [()] * len(columns)
    return RawTable(
        grid.file,
        grid.shown_sheet,
        head,
        [number for number, _ in rows],
        {title: values for (title, _), values in zip(columns, across, strict=True)},
        head_row,
        tuple(twice),
        tuple(letters(i + 1) for i in sorted(untitled)),
    )


def _data_rows(
    rows: list[tuple[int, list[RawValue]]], columns: Sequence[int], example: tuple[int, str], titled: set[int]
) -> tuple[list[tuple[int, list[RawValue]]], set[int]]:
    """The rows that hold data, with the cells of these columns; and which columns without title hold something."""
    marker, mark = example
    width = max(columns, default=-1) + 1
    found: list[tuple[int, list[RawValue]]] = []
    untitled: set[int] = set()
    for number, cells in rows:
        if 0 <= marker < len(cells) and cells[marker] is not None and title_key(shown(cells[marker])) == mark:
            continue
        if len(cells) < width:
            cells = [*cells, *[None] * (width - len(cells))]
        values = [cells[index] for index in columns]
        if len(cells) > len(titled):
            untitled.update(i for i, c in enumerate(cells) if c is not None and i not in titled and not _blank(c))
        if not all(map(_blank, values)):
            found.append((number, values))
    return found, untitled


def _blank(value: RawValue) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(ENDS))


def plain_table(grid: Grid, example: tuple[str, str] = EXAMPLE) -> RawTable | None:
    """The table in a grid of which nothing is known; ``None`` where the grid is empty.

    The head is the first row that fills most of the width, with nothing but texts: titles and lines such as
    “单位：… 填表人：…” fill less.
    """
    top = grid.rows[:HEAD_WITHIN]
    widest = max((sum(not _blank(c) for c in cells) for _, cells in top), default=0)
    for index, (_, cells) in enumerate(top):
        filled = [c for c in cells if not _blank(c)]
        if len(filled) >= max(min(2, widest), HEAD_SHARE * widest) and all(isinstance(c, str) for c in filled):
            return _table(grid, index, {}, example)
    first = next((i for i, (_, cells) in enumerate(top) if any(isinstance(c, str) for c in cells)), None)
    return None if first is None else _table(grid, first, {}, example)


def structure_findings(table: RawTable) -> list[Finding]:
    """Titles that stand twice, and columns without title."""
    findings = []
    for title, first, second in table.twice:
        message = f"“{title}”列出现了两次（{first}、{second}）"
        remedy = "只保留一列，另一列改名或删去。"
        findings.append(Finding("input.register.duplicate-column", Severity.ERROR, message, remedy, table.place(title)))
    if table.untitled:
        message = f"{'、'.join(table.untitled)} 列有内容但没有列名，没有读取"
        findings.append(
            Finding("input.register.untitled-column", Severity.WARNING, message, "需要的话补上列名。", table.place())
        )
    return findings
