"""What stands in a cell before it is read, and what keeps it from being read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from docgen.model import forms as fm
from docgen.model.names import fold
from docgen.model.values import show

#: XML can not hold these, and no document should: controls but tab and line ends, lone surrogates, non-characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
#: White space and invisible characters at the ends of a text.
ENDS = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029"
ENDS += "\u202f\u205f\u3000\ufeff"
#: A spreadsheet keeps so many digits of a number.
SAFE_DIGITS = 10**15


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell that holds no value: a spreadsheet error, or a formula whose result was never stored.

    Attributes:
        kind: ``error-cell`` or ``no-result``, a kind of problem.
        text: the error or formula as the cell shows it.
    """

    kind: str
    text: str


RawValue = str | int | float | bool | date | datetime | time | timedelta | BrokenCell | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell could not be read.

    Attributes:
        kind: stable name of the problem, see :data:`KINDS`.
        value: the cell as typed.
        expected: what it probably should be, for the message; may be empty.
        nearest: nearest permitted value; may be empty.
        kept: the value to keep where the problem is only remarked on, ``None`` where there is none.
    """

    kind: str
    value: str
    expected: str = ""
    nearest: str = ""
    kept: Any = None


#: Every kind of problem a reader may report.
KINDS = (
    "control",
    "damaged",
    "text-date",
    "date",
    "dotted-date",
    "month",
    "month-zero",
    "time",
    "year",
    "integer",
    "decimal",
    "money",
    "money-places",
    "yes-no",
    "enum",
    "url",
    "error-cell",
    "no-result",
    "nested",
)


def shown(raw: RawValue) -> str:
    """A raw cell as a message shows it."""
    if isinstance(raw, BrokenCell):
        return raw.text
    if isinstance(raw, float):
        return fm.number_text(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.strftime("%Y-%m-%d %H:%M")
    if isinstance(raw, date):
        return raw.isoformat()
    return "" if raw is None else show(raw) if isinstance(raw, time) else str(raw)


def nearest(text: str, known: Iterable[str]) -> str:
    """The known value that a text most probably means; empty where none is near."""
    folded: dict[str, str] = {}
    for value in known:
        folded.setdefault(fold(value), value)
    wanted = fold(text)
    close = set(difflib.get_close_matches(wanted, list(folded), n=9, cutoff=0.5))
    if close:
        # Of equally near ones the first known, so that the proposal does not depend on their spelling.
        return folded[max((f for f in folded if f in close), key=lambda f: _likeness(wanted, f))]
    inside = [v for f, v in folded.items() if wanted and f and (wanted in f or f in wanted)]
    return min(inside, key=len, default="")


def _likeness(left: str, right: str) -> float:
    return difflib.SequenceMatcher(None, right, left).ratio()
