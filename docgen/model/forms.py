"""How dates, months, times, numbers and amounts are written: every form that leaves no doubt is understood."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from docgen.model.values import DottedDate, Money, Month, plain_decimal

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: Day 0 of spreadsheet dates (1900 base), and the numbers that lie between 1970 and 2100.
SERIAL_START, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 25_569, 73_415
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
MIDNIGHT = re.compile(r"(?<=[0-9日])[T\s]+0{1,2}:00(?::00(?:\.0+)?)?$")
DATE = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号])")
PACKED_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月)")
PACKED_MONTH = re.compile(r"([0-9]{4})([0-9]{2})")
LOST_ZERO = re.compile(r"([0-9]{4})\.1")
TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2})(?::00)?|[时点]([0-9]{1,2})分)")
PACKED_TIME = re.compile(r"([0-9]{1,2})([0-9]{2})")
NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
MONEY = re.compile(rf"(?:人民币|RMB|CNY)?\s*¥?\s*({NUMBER.pattern})\s*(?:元整?)?", re.IGNORECASE)


def plain(text: str) -> str:
    """NFKC, dashes made plain, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).translate(DASHES).split())


def number_text(number: float) -> str:
    """A number as a spreadsheet shows it: at most 15 digits, no exponent, no needless zeros."""
    if isinstance(number, int):
        return str(number)
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    return plain_decimal(Decimal(format(number, ".15g")))


def parse_number(raw: Any) -> int | Decimal | None:
    """A number: an integer where it is whole; ``None`` where it is none."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    if isinstance(raw, int):
        return raw
    text = number_text(raw) if isinstance(raw, float) else plain(raw)
    if not NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", ""))
    return int(number) if "." not in text else number


def parse_money(raw: Any) -> Money | None:
    """An amount in yuan, as in ``1,234.50``, ``￥1234.5``, ``1234.5元``; ``None`` where it is none."""
    if isinstance(raw, str):
        found = MONEY.fullmatch(plain(raw))
        raw = found.group(1) if found else ""
    number = parse_number(raw)
    return None if number is None else Money(number)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def parse_date(raw: Any) -> tuple[date | None, date | None]:
    """A date; or ``None`` and, where a spreadsheet's day number was typed, the date it would be."""
    if isinstance(raw, datetime):
        return (raw.date() if raw.time() == time() else None), None
    if isinstance(raw, date):
        return raw, None
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None, None
    text = raw if isinstance(raw, str) else number_text(raw)
    text = plain(MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip()))
    if found := DATE.fullmatch(text):
        year, _, *parts = found.groups()
        month, day = (p for p in parts if p)
        return _day(year, month, day), None
    if found := PACKED_DATE.fullmatch(text):
        return _day(*found.groups()), None
    if text.isdecimal() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return None, SERIAL_START + timedelta(days=int(text))
    return None, None


def dotted(day: date) -> DottedDate:
    """The same day, printed with dots."""
    return DottedDate(day.year, day.month, day.day)


def parse_month(text: str) -> Month | None:
    """A year and a month, as in ``1985.03``, ``1985-3``, ``1985年3月``, ``198503``; ``None`` where it is none."""
    text = plain(text)
    found = MONTH.fullmatch(text) or PACKED_MONTH.fullmatch(text)
    if found is None:
        return None
    year, month = (int(p) for p in found.groups() if p)
    return Month(year, month) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None


def lost_zero(text: str) -> str:
    """What ``1985.1`` may mean: typed as a number, October loses its zero. Empty where there is no doubt."""
    found = LOST_ZERO.fullmatch(plain(text))
    return f"{found.group(1)}.01 或 {found.group(1)}.10" if found else ""


def parse_time(raw: Any) -> time | None:
    """A time of day in hours and minutes; ``None`` where it is none."""
    if isinstance(raw, datetime | date | timedelta | bool):
        return None
    if isinstance(raw, time):
        # Spreadsheets keep a time as part of a day, which may miss the minute by a split second.
        moment = timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second, microseconds=raw.microsecond)
        minutes, rest = divmod(moment + timedelta(milliseconds=500), timedelta(minutes=1))
        return time(minutes // 60, minutes % 60) if rest < timedelta(seconds=1) and minutes < 24 * 60 else None
    text = plain(raw) if isinstance(raw, str) else number_text(raw) if isinstance(raw, int | float) else ""
    found = TIME.fullmatch(text) or PACKED_TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = (int(p) for p in found.groups() if p is not None)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def time_of_day(raw: Any) -> str:
    """What a part of a day typed as a number would be, for a question; empty where it is none."""
    if isinstance(raw, float) and 0 <= raw < 1:
        minutes = round(raw * 24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return ""
