"""The summary of a city, as its reports show it. Plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from docgen.model.city import Outcome


@dataclass(frozen=True)
class Line:
    """A studio with what its row adds up: documents wanted, made and signed, and money."""

    outcome: Outcome
    papers: tuple[int, int, int] = (0, 0, 0)
    spent: Decimal | None = None
    budget: Decimal | None = None

    @property
    def share(self) -> float | None:
        """Money spent as a part of that budgeted; ``None`` where there is no budget."""
        return float(self.spent / self.budget) if self.spent is not None and self.budget else None


@dataclass(frozen=True)
class Gap:
    """A rule that studios break: how many of them, and how often."""

    rule: str
    clause: str
    text: str
    studios: int
    findings: int


@dataclass(frozen=True)
class Same:
    """What stands in several studios.

    Attributes:
        kind: kind of what is the same.
        places: studio and where in it, in the order of the studios.
    """

    kind: str
    places: tuple[tuple[str, str], ...]

    @property
    def studios(self) -> list[str]:
        """The studios, each once."""
        return list(dict.fromkeys(studio for studio, _ in self.places))


@dataclass(frozen=True)
class CitySummary:
    """A city at a glance.

    Attributes:
        standard: number and title of the standard.
        as_of: the day on which the years were judged.
        outcomes: one a studio, in the order of their places.
        lines: the same with their sums.
        columns: titles of the standard's columns.
        clauses: clause → its heading or the beginning of its words.
        materials: material → its number and title.
        verdicts: clause and how many studios came to each verdict.
        gaps: what studios lack, the most frequent first.
        same: what is the same in several studios.
        completeness: how many studios have made which part of their documents.
        shares: how many studios have spent which part of their money.
    """

    standard: str
    as_of: date
    outcomes: tuple[Outcome, ...]
    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    clauses: Mapping[str, str]
    materials: Mapping[str, str]
    verdicts: tuple[tuple[str, Counter[str]], ...]
    gaps: tuple[Gap, ...]
    same: tuple[Same, ...]
    completeness: Mapping[str, int]
    shares: Mapping[str, int]

    @property
    def funds(self) -> bool:
        """Anything is said of money."""
        return any(line.budget is not None for line in self.lines)
