"""A studio's part of a summary: the year is checked and counted, and what may be compared gets fingerprints."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from docgen.model.city import CityLayout, Print
from docgen.tasks.digests import Digests
from docgen.tasks.year import Year

PHOTO, TEXT = "照片", "文字"
#: Hexadecimal digits of a fingerprint.
DIGITS = 32


def fingerprints(layout: CityLayout, year: Year) -> Iterator[Print]:
    """The pictures and long texts of a studio as digests with their cells. No value leaves the studio.

    Raises:
        InputError: docgen's own record of digests is damaged, or a picture vanishes while it is read.
    """
    yield from _photos(layout, year)
    yield from _texts(layout, year)


def _photos(layout: CityLayout, year: Year) -> Iterator[Print]:
    """Every picture that the columns name, from what packing has digested or read now."""
    named: list[tuple[Path, str]] = []
    for cell, place in _cells(layout.photos, year):
        fact = year.files.get(cell)
        if fact is not None and fact.width and not fact.problem:
            named += [(year.workspace.attachments / name, place) for name in fact.files]
    digests = Digests(year.workspace.memory(year.year), year.workspace.root).of(path for path, _ in named)
    for path, place in named:
        yield Print(PHOTO, digests[path].sha256[:DIGITS], place)


def _texts(layout: CityLayout, year: Year) -> Iterator[Print]:
    """Every long text, by its letters and digits: spaces and punctuation make no other text."""
    for text, place in _cells(layout.texts, year):
        plain = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
        if len(plain) >= layout.least:
            yield Print(TEXT, hashlib.sha256(plain.encode()).hexdigest()[:DIGITS], place)


def _cells(columns: tuple[str, ...], year: Year) -> Iterator[tuple[str, str]]:
    """The values of some columns, one by one, each with file, sheet and cell."""
    for name in columns:
        register, _, column = name.partition(".")
        for entry in year.registers[register]:
            if entry.source is not None:
                continue
            value = entry.values.get(column)
            place = str(entry.place(column))
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one:
                    yield one, place
