"""How files that a person picks become rows of a register: what every kind of file has in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A register whose rows come with files.

    Attributes:
        register: its name.
        number: pattern of a row's number, with ``{ordinal}`` and the names of other pieces in braces.
        pattern: regular expression of numbers, with a group for each of these names.
        digits: least digits of the ordinal.
        folder: folder below the attachments that the files are copied to.
        columns: what a column holds (``number``, ``file``, …) → its title.
        named: titles of the columns whose texts make the file's name.
        ask: titles of further columns that the clerk fills in.
        later: titles of columns that may stay blank when the row is added, because nobody knows them yet.
    """

    register: str
    number: str
    pattern: re.Pattern[str]
    digits: int
    folder: str
    columns: Mapping[str, str]
    named: tuple[str, ...]
    ask: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def taken(self) -> tuple[str, ...]:
        """Titles of the columns that a row is made of, that of the files left out."""
        own = (title for name, title in self.columns.items() if name != "file")
        return tuple(dict.fromkeys((*own, *self.ask, *self.later)))
