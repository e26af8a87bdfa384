"""Where the text of two versions of a document differs: a short list that a clerk can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

#: Between the cells of a row that stands in one version only.
CELL = "｜"


@dataclass(frozen=True)
class Difference:
    """A text that is another one in the other version.

    Attributes:
        where: the text of the cell before it, empty for a paragraph or a whole row.
        old: the text in the one version, empty where there is none.
        new: the text in the other, empty where there is none.
    """

    where: str
    old: str
    new: str


def differences(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> tuple[Difference, ...]:
    """The differences between two versions, in their order; blank lines do not count.

    Args:
        old: the lines of the one, each a row of cells.
        new: the lines of the other.
    """
    before, after = _worded(old), _worded(new)
    found: list[Difference] = []
    for tag, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            for one, other in zip_longest(before[first:last], after[start:end], fillvalue=()):
                found += _row(one, other)
    return tuple(found)


def _worded(lines: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line) for line in lines if any(cell.strip() for cell in line)]


def _row(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Difference]:
    """The cells that differ; the whole row where the rows are not built alike."""
    if len(old) != len(new):
        yield Difference("", CELL.join(filter(None, old)), CELL.join(filter(None, new)))
        return
    label = ""
    for one, other in zip(old, new, strict=True):
        if one != other:
            yield Difference(label, one, other)
        else:
            label = one or label
