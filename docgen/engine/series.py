"""The next number of a series: ``C1-20240105-02`` after ``C1-20240105-01``."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter

from docgen.model.intake import Intake

ORDINAL = "ordinal"


class Series:
    """Gives numbers, each series counted on from the last number it holds.

    Args:
        layout: how the numbers are made.
        given: numbers that are given already; what is no number is passed over.
    """

    def __init__(self, layout: Intake, given: Iterable[str]) -> None:
        self.layout = layout
        self.pieces = [name for _, name, _, _ in Formatter().parse(layout.number) if name and name != ORDINAL]
        self.last: dict[tuple[str, ...], int] = {}
        for number in given:
            self.take(number)

    def take(self, number: str) -> None:
        """Note a number that is given."""
        found = self.layout.pattern.fullmatch(number)
        if found:
            key = tuple(found[piece] for piece in self.pieces)
            self.last[key] = max(self.last.get(key, 0), int(found[ORDINAL]))

    def next(self, **pieces: str) -> str:
        """The next number of the series with these pieces."""
        key = tuple(pieces[piece] for piece in self.pieces)
        self.last[key] = self.last.get(key, 0) + 1
        return self.layout.number.format(**pieces, ordinal=str(self.last[key]).zfill(self.layout.digits))
