"""docgen's own records of a year as they go into its package, so that they can be had back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from docgen.archive.layout import RECORDS
from docgen.tasks import burnt, printed
from docgen.tasks.gather import Archive, Table, remembered
from docgen.write import memory
from docgen.write.tables import read_table, table_bytes

#: What is written down of discs that were burnt: a table's name → its columns.
BURNT = {burnt.RECORD: burnt.RECORD_COLUMNS, burnt.FILES: burnt.FILE_COLUMNS}


def records_of(archive: Archive, folder: Path, now: printed.Printed) -> Mapping[str, bytes]:
    """The records as they are when the archive has been made: name in the package → bytes.

    Args:
        archive: the plan.
        folder: docgen's records of the year, as they are before.
        now: everything that is printed for the archive.

    Raises:
        InputError: a record is damaged.
    """
    documents = memory.Memory(folder)
    # Times of change are hints, and differ where everything else is the same.
    documents.documents = {key: replace(one, mtime=0) for key, one in documents.documents.items()}
    tables: dict[str, Table] = remembered(archive, folder)
    tables[documents.path.name] = (memory.COLUMNS, documents.rows())
    tables[printed.FILE] = (printed.COLUMNS, printed.noted(folder, now, ()))
    tables |= {name: (columns, read_table(folder / name, columns)) for name, columns in BURNT.items()}
    return {f"{RECORDS}/{name}": table_bytes(*table) for name, table in tables.items() if table[1]}
