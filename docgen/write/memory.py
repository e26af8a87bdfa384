"""docgen's memory of what it wrote: a CSV people can read, and a journal that survives a kill at any moment.

A document is announced in the journal before it is renamed into place; the CSV is rewritten at the end of a run.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import InputError
from docgen.write.files import make_folder, output_error
from docgen.write.tables import damaged, read_table, write_table

COLUMNS = ("文件键", "路径", "内容摘要", "模板摘要", "字节数", "修改时间", "程序版本")
#: Columns that memories of earlier versions of docgen do not have.
NEW_COLUMNS = 1


@dataclass(frozen=True, slots=True)
class Written:
    """A document as docgen wrote it.

    Attributes:
        key: material id and entry key.
        path: below the year's folder, with ``/``.
        digest: digest of its unpacked parts.
        template: digest of the template file it was made from.
        size: bytes of the file.
        mtime: time of last change in nanoseconds, a hint only.
        version: version of docgen that wrote it; empty where an earlier one did.
    """

    key: str
    path: str
    digest: str
    template: str
    size: int
    mtime: int
    version: str = ""

    def row(self) -> tuple[str, ...]:
        """The values in the order of the CSV's columns."""
        return (self.key, self.path, self.digest, self.template, str(self.size), str(self.mtime), self.version)

    @classmethod
    def of(cls, row: list[str]) -> Written:
        """Read a row; ``ValueError`` where it is malformed."""
        key, path, digest, template, size, mtime, *version = row
        return cls(key, path, digest, template, int(size), int(mtime), *version[:1])


class Memory:
    """The documents of one year.

    Attributes:
        documents: key → what was written. Change it, then :meth:`save`.
    """

    def __init__(self, folder: Path, name: str = "文件") -> None:
        """Open the memory in a folder, the journal of a killed run included.

        Args:
            folder: where it lies.
            name: its name without ending; a set of copies has one of its own.

        Raises:
            InputError: the file is damaged.
        """
        self.path = folder / f"{name}.csv"
        self.journal = folder / f"{name}.journal"
        self.documents: dict[str, Written] = {}
        for number, row in enumerate(read_table(self.path, COLUMNS, NEW_COLUMNS), 2):
            try:
                written = Written.of(row)
            except ValueError as error:
                raise damaged(self.path, number) from error
            self.documents[written.key] = written
        #: Announced in a journal whose run never ended: the file may be in the old state or in this one.
        self.announced: dict[str, list[Written]] = {}
        for written in self._journal():
            self.announced.setdefault(written.key, []).append(written)

    def _journal(self) -> Iterator[Written]:
        """What a killed run had announced; its last line may be cut short."""
        try:
            text = self.journal.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("docgen 的登记文件读不出来", place=str(self.journal)) from error
        rows = list(csv.reader(io.StringIO(text, newline="")))
        for number, row in enumerate(rows, 1):
            try:
                yield Written.of(row)
            except ValueError as error:
                if number < len(rows):
                    raise damaged(self.journal, number) from error

    def announce(self, written: Written) -> None:
        """Write down what is about to be renamed into place.

        Raises:
            OutputError: the journal can not be written.
        """
        try:
            make_folder(self.journal.parent)
            with self.journal.open("a", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerow(written.row())
        except OSError as error:
            raise output_error(error, self.journal) from error

    def digests(self, key: str) -> frozenset[str]:
        """All digests the document may have without a person having touched it."""
        known = [self.documents[key]] if key in self.documents else []
        return frozenset(w.digest for w in (*known, *self.announced.get(key, ())))

    def rows(self) -> list[tuple[str, ...]]:
        """The rows of the CSV."""
        return [self.documents[key].row() for key in sorted(self.documents)]

    def save(self) -> None:
        """Rewrite the CSV where anything changed, then forget the journal.

        Raises:
            OutputError: the file can not be written.
        """
        write_table(self.path, COLUMNS, self.rows())
        try:
            self.journal.unlink(missing_ok=True)
        except OSError as error:
            raise output_error(error, self.journal) from error
        self.announced = {}
