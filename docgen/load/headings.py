"""``headings.csv`` of a standard: what people's own tables call the columns of its registers."""

from __future__ import annotations

from docgen.errors import StandardError
from docgen.load.definitions import read_rows
from docgen.load.heads import title_key
from docgen.model.standard import FieldType, Standard

FILE = "headings.csv"
#: In place of a register's name: every register that has the column.
ANY = "*"


def load_headings(standard: Standard, register: str) -> dict[str, str]:
    """How a register's columns may be called: heading, in the form in which headings are compared → column.

    The column's own title always leads to it. Without the file there are no others.

    Raises:
        StandardError: a register or column does not exist, or a heading leads to two columns.
    """
    own = {title_key(column): column for column in standard.registers[register].fields}
    named: dict[str, str] = {}
    general: dict[str, str] = {}
    for row in read_rows(standard.folder, FILE, "register", "column", "heading") if _has_file(standard) else ():
        _check(standard, row["register"], row["column"], row.place)
        key = title_key(row["heading"])
        if row["register"] not in (ANY, register) or row["column"] not in standard.registers[register].fields:
            continue
        found = general if row["register"] == ANY else named
        if found.setdefault(key, row["column"]) != row["column"]:
            raise StandardError(f"“{row['heading']}”对应了两列", place=row.place)
    names = {**general, **named, **own}
    return {**_in_yuan(standard, register, names), **names}


def _in_yuan(standard: Standard, register: str, names: dict[str, str]) -> dict[str, str]:
    """Names of amounts with their unit behind: an amount is in yuan here, so that unit changes nothing."""
    fields = standard.registers[register].fields
    return {f"{key}(元)": column for key, column in names.items() if fields[column].type is FieldType.MONEY}


def _has_file(standard: Standard) -> bool:
    return (standard.folder / FILE).is_file()


def _check(standard: Standard, register: str, column: str, place: str) -> None:
    if register == ANY:
        good = any(column in r.fields for r in standard.registers.values())
    else:
        good = register in standard.registers and column in standard.registers[register].fields
    if not good:
        raise StandardError(f"没有列“{register}.{column}”", place=place)
