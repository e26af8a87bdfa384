"""Check digits of citizen numbers, patents, books and journals: pure arithmetic."""

from __future__ import annotations

#: GB 11643—1999.
CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CITIZEN_DIGITS = "10X98765432"
#: ZC 0006—2003.
PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def _sum(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True))


def _x(number: int) -> str:
    return "X" if number == 10 else str(number)


def citizen_digit(number: str) -> str:
    """The 18th character for the first 17 digits of a citizen number."""
    return CITIZEN_DIGITS[_sum(number[:17], CITIZEN_WEIGHTS) % 11]


def patent_digit(number: str) -> str:
    """The check digit of the 12 digits of a patent application."""
    return _x(_sum(number[:12], PATENT_WEIGHTS) % 11)


def isbn13_digit(number: str) -> str:
    """The 13th digit for the first 12 of an ISBN."""
    return str(-_sum(number[:12], (1, 3) * 6) % 10)


def isbn10_digit(number: str) -> str:
    """The 10th character for the first 9 digits of an old ISBN."""
    return _x(-_sum(number[:9], tuple(range(10, 1, -1))) % 11)


def issn_digit(number: str) -> str:
    """The 8th character for the first 7 digits of an ISSN."""
    return _x(-_sum(number[:7], tuple(range(8, 1, -1))) % 11)
