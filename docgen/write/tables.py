"""Small CSV tables of docgen's own memory: readable in Excel, replaced as a whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from docgen.errors import InputError
from docgen.write.files import write_atomically


def read_table(path: Path, columns: Sequence[str], new: int = 0) -> list[list[str]]:
    """The rows of a table, without its head; none where the file does not exist.

    Args:
        path: the table.
        columns: its columns.
        new: how many of them, at the end, tables written by earlier versions may lack.

    Raises:
        InputError: the file can not be read, or a row has another number of columns.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("docgen 的登记文件读不出来", place=str(path)) from error
    rows = []
    heads = [list(columns[: len(columns) - lacking]) for lacking in range(new + 1)]
    for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
        if row in heads or not row:
            continue
        if not len(columns) - new <= len(row) <= len(columns):
            raise damaged(path, number)
        rows.append(row)
    return rows


def damaged(path: Path, number: int) -> InputError:
    """The error for a row that makes no sense."""
    return InputError(
        f"docgen 的登记文件第 {number} 行已损坏",
        place=str(path),
        remedy="用备份恢复这个文件；没有备份时把它改名，docgen 会重新登记内容相同的文件。",
    )


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as it is written."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Replace a table; nothing is written where it would stay the same.

    Raises:
        OutputError: it can not be written.
    """
    data = table_bytes(columns, rows)
    if not path.is_file() or path.read_bytes() != data:
        write_atomically(path, data)
