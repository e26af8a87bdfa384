"""Marks in the XML of a sheet: places that are written anew each time the sheet is filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.ooxml.sheets.formulas import Sheets, key
from docgen.ooxml.sheets.layout import Layout, Plan
from docgen.ooxml.sheets.rows import Prefixes, attribute
from docgen.ooxml.shift import Area, parse_area

Layouts = Mapping[str, Layout]
Writer = Callable[[Layouts], str]
#: Private characters around the number of a mark; a part that holds them is refused.
OPEN, CLOSE, HERE = "\ue0d0", "\ue0d1", "\ue0d2"
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")


class Marks:
    """Marks in XML, and what writes the text in their places."""

    def __init__(self) -> None:
        """Begin without marks."""
        self.writers: list[Writer] = []

    def add(self, writer: Writer) -> str:
        """A new mark."""
        self.writers.append(writer)
        return f"{OPEN}{len(self.writers) - 1}{CLOSE}"

    def split(self, xml: str) -> list[str | Writer]:
        """XML as constant pieces and writers."""
        pieces = MARK.split(xml)
        return [self.writers[int(p)] if i % 2 else p for i, p in enumerate(pieces) if p]


def replace_element(element: etree._Element, mark: str) -> None:
    """Put a mark in the place of an element."""
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    mark += element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + mark
    else:
        parent.text = (parent.text or "") + mark
    element.tail = None
    parent.remove(element)


@dataclass(frozen=True)
class Pattern:
    """The XML of an element with gaps, numbered as they were made."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, xml: str) -> Pattern:
        """Cut at the marks."""
        return cls(tuple(MARK.split(xml)))

    def fill(self, values: list[str]) -> str:
        """The XML with the gaps filled; values are escaped."""
        return "".join(attribute(values[int(p)]) if i % 2 else p for i, p in enumerate(self.pieces))


class Gaps:
    """Makes the gaps of one pattern."""

    def __init__(self) -> None:
        """Begin without gaps."""
        self.count = 0

    def __call__(self) -> str:
        """The text of the next gap."""
        self.count += 1
        return f"{OPEN}{self.count - 1}{CLOSE}"


def area_list(text: str) -> list[Area]:
    """The ranges of a ``sqref``; whole columns are left out, since rows that move do not change them."""
    return [a for t in text.split() if (a := parse_area(t))]


@dataclass(frozen=True)
class SheetContext:
    """What is known of the sheet whose parts are compiled."""

    title: str
    plan: Plan
    sheets: Sheets
    prefixes: Prefixes

    def layout(self, layouts: Layouts) -> Layout | None:
        """How the rows of this sheet moved; ``None`` where they did not."""
        return layouts.get(key(self.title))
