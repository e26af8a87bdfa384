"""Numbers of images: shape, date, letter, gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from docgen.engine.checks.context import Context, Fault, kind
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.values import Bad, show


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


@kind("photo-number")
def photo_number(context: Context, rule: Rule) -> Iterator[Finding]:
    """The number fits ``pattern``, whose group ``date`` is a real day (``date``)."""
    pattern = re.compile(rule.params["pattern"])

    def judge(value: str) -> Fault | None:
        found = pattern.fullmatch(value)
        if found is None:
            return Fault()
        return Fault("date") if _day(found["date"]) is None else None

    return context.judged(rule, judge)


@kind("photo-date")
def photo_date(context: Context, rule: Rule) -> Iterator[Finding]:
    """The group ``date`` of the number is the day in the column ``date``."""
    pattern = re.compile(rule.params["pattern"])

    def judge(value: str, day: Any) -> Fault | None:
        found = pattern.fullmatch(value)
        inside = _day(found["date"]) if found else None
        wrong = inside is not None and isinstance(day, date) and inside.toordinal() != day.toordinal()
        return Fault(other=day) if wrong else None

    return context.judged(rule, judge, rule.params["date"])


@kind("photo-letter")
def photo_letter(context: Context, rule: Rule) -> Iterator[Finding]:
    """The number begins with the first letter of the column ``letter``."""

    def judge(value: str, word: Any) -> Fault | None:
        wrong = isinstance(word, str) and word[:1] != value[:1] and value[:1].isalpha()
        return Fault(other=word) if wrong else None

    return context.judged(rule, judge, rule.params["letter"])


@kind("sequence")
def sequence(context: Context, rule: Rule) -> Iterator[Finding]:
    """In every group of ``pattern`` the ordinals run from 1 without gap.

    A gap is explained where the column ``note`` of the next number begins with the word ``explained``. Nothing is
    ever renumbered: the finding stands at the number behind the gap.
    """
    pattern = re.compile(rule.params["pattern"])
    for target in context.targets(rule):
        entries = context.registers[target.register.name]
        groups: dict[str, dict[int, tuple[int, str]]] = {}
        for row, value in context.filled(target):
            found = pattern.fullmatch(value)
            if found:
                groups.setdefault(found["group"], {}).setdefault(int(found["ordinal"]), (row, found["ordinal"]))
        for group, ordinals in groups.items():
            last = 0
            for number in sorted(ordinals):
                row, typed = ordinals[number]
                if number > last + 1 and not _explained(entries[row], rule):
                    missing = [str(n).zfill(len(typed)) for n in range(last + 1, number)]
                    words = missing[0] if len(missing) == 1 else f"{missing[0]}–{missing[-1]}"
                    yield context.finding(rule, entries[row], target.field.name, expected=words, other=group)
                last = number


def _explained(entry: Entry, rule: Rule) -> bool:
    note = entry.values.get(rule.params["note"])
    return note is not None and not isinstance(note, Bad) and show(note).startswith(rule.params["explained"])
