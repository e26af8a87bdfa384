"""What a federation compares: the figures of a studio, and over all studios what is the same and what is missing."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.engine.clauses import Evidence
from docgen.engine.plan import plain_title
from docgen.errors import StandardError
from docgen.language import EvaluationError, LanguageError, function
from docgen.model.city import CityColumn, CityLayout, Figures, Outcome, Print
from docgen.model.entry import Record
from docgen.model.finding import Severity
from docgen.model.standard import Standard
from docgen.model.status import ClauseStatus, Status
from docgen.model.summary import CitySummary, Gap, Line, Same
from docgen.model.values import Bad, BlockedValue, show

PAPERS = "文档"
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
#: Bands of shares with their lower limits, the highest first.
COMPLETE = (("全部", 1.0), ("90%—99%", 0.9), ("75%—89%", 0.75), ("50%—74%", 0.5), ("不到 50%", 0.0))
SPENT = (
    *(("超过 100%", 1.0000001), ("90%—100%", 0.9), ("75%—89%", 0.75)),
    *(("50%—74%", 0.5), ("25%—49%", 0.25), ("不到 25%", float("-inf"))),
)


def figures_of(layout: CityLayout, standard: Standard, book: Book, status: Status, evidence: Evidence) -> Figures:
    """The figures of a studio.

    Args:
        layout: what the standard wants compared.
        standard: the standard.
        book: the year's records.
        status: the year at a glance.
        evidence: what the rules looked at besides the records.

    Raises:
        StandardError: a column's expression is wrong.
    """
    open_findings = (f for f in status.findings if f.counts(Severity.WARNING))
    return Figures(
        unit=status.unit,
        values=tuple(_value(_compiled(standard, column), book) for column in layout.columns),
        materials=_materials(evidence.tables.get(PAPERS, ())),
        clauses={c.clause: c.verdict.value for c in shown_clauses(layout, status.clauses)},
        rules=dict(sorted(Counter(f.code for f in open_findings).items())),
        spent=_plain(sum((bar.part for bar in status.bars), Decimal(0))) if status.bars_title else "",
        budget=_plain(sum((bar.whole for bar in status.bars), Decimal(0))) if status.bars_title else "",
    )


def shown_clauses(layout: CityLayout, clauses: Iterable[ClauseStatus]) -> list[ClauseStatus]:
    """The clauses whose state a summary shows."""
    return [c for c in clauses if not layout.clauses or c.clause in layout.clauses]


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _compiled(standard: Standard, column: CityColumn) -> Callable[..., Any]:
    return standard.once(("city", column.value), partial(_compile, standard, column))


def _compile(standard: Standard, column: CityColumn) -> Callable[..., Any]:
    try:
        compute: Callable[..., Any] = function(column.value, Shapes.of(standard).year_scope())
        return compute
    except LanguageError as error:
        place = f"{standard.folder / 'city.toml'} “{column.title}”"
        raise StandardError(f"{error.message}：{column.value}", place=place, remedy=error.remedy) from error


def _value(compute: Callable[..., Any], book: Book) -> int | float | str | None:
    """What a column says; nothing where that depends on a value that could not be read."""
    try:
        value = compute(None, book.names, {})
        if value is None or isinstance(value, Bad):
            return None
        if isinstance(value, bool | str):
            return show(value)
        return value if isinstance(value, int) else float(value)
    except (BlockedValue, EvaluationError):
        return None
    except (TypeError, ValueError):
        return show(value)


def _materials(papers: Iterable[Record]) -> dict[str, tuple[int, int, int]]:
    """Material → documents wanted, made, signed."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for paper in papers:
        made = bool(paper["已生成"])
        for place, counted in enumerate((True, made, made and bool(paper["已签"]))):
            counts[paper["资料"]][place] += counted
    return {name: (each[0], each[1], each[2]) for name, each in counts.items()}


def repeated(prints: Iterable[Sequence[Print]]) -> frozenset[int]:
    """Which fingerprints occur in more than one studio, by their first 64 bits; a few may only seem to.

    Args:
        prints: the fingerprints of one studio after the other.

    Millions of them are eight bytes each in memory.
    """
    heads = [array("Q") for _ in range(256)]
    for studio in prints:
        for each in {head(each) for each in studio}:
            heads[each >> 56].append(each)
    # Sorted part by part: as numbers of the language the whole would be five times as large.
    return frozenset(x for part in heads for x, y in pairwise(sorted(part)) if x == y)


def head(fingerprint: Print) -> int:
    """The first 64 bits of a fingerprint."""
    return int(fingerprint.digest[:16], 16)


def sameness(studios: Iterable[Outcome], wanted: frozenset[int]) -> list[Same]:
    """What is the same in several studios, the most widespread first.

    Args:
        studios: the outcomes with their fingerprints.
        wanted: see :func:`repeated`.
    """
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for outcome in studios:
        for each in outcome.prints:
            if head(each) in wanted:
                groups[each.kind, each.digest].append((outcome.place, each.place))
    found = [Same(kind, tuple(places)) for (kind, _), places in groups.items()]
    several = [same for same in found if len(same.studios) > 1]
    return sorted(several, key=lambda same: (-len(same.studios), same.kind, same.places))


def summary_of(
    standard: Standard, layout: CityLayout, outcomes: Sequence[Outcome], same: Sequence[Same], as_of: date
) -> CitySummary:
    """The summary of a city.

    Args:
        standard: the standard that the studios follow.
        layout: what it wants compared.
        outcomes: one a studio, in the order of their places.
        same: what is the same in several studios.
        as_of: the day on which the years were judged.
    """
    lines = tuple(_line(outcome) for outcome in outcomes)
    figures = [outcome.figures for outcome in outcomes if outcome.figures is not None]
    seen = dict.fromkeys(clause for each in figures for clause in each.clauses)
    papers = {name for each in figures for name in each.materials}
    verdicts = {clause: Counter(f.clauses[clause] for f in figures if clause in f.clauses) for clause in seen}
    complete = (made / wanted for wanted, made, _ in (line.papers for line in lines) if wanted)
    return CitySummary(
        standard=f"{standard.number}《{standard.title}》",
        as_of=as_of,
        outcomes=tuple(outcomes),
        lines=lines,
        columns=tuple(column.title for column in layout.columns),
        clauses={c: standard.clause_titles.get(c) or standard.clauses.get(c, "") for c in seen},
        materials={m.id: f"{m.number} {plain_title(m.title)}" for m in standard.materials.values() if m.id in papers},
        verdicts=tuple(verdicts.items()),
        gaps=tuple(_gaps(standard, figures)),
        same=tuple(same),
        completeness=_banded(complete, COMPLETE),
        shares=_banded((line.share for line in lines if line.share is not None), SPENT),
    )


def _line(outcome: Outcome) -> Line:
    figures = outcome.figures
    if figures is None:
        return Line(outcome)
    wanted, made, signed = (sum(counts[place] for counts in figures.materials.values()) for place in range(3))
    money = [Decimal(amount) if amount else None for amount in (figures.spent, figures.budget)]
    return Line(outcome, (wanted, made, signed), *money)


def _gaps(standard: Standard, figures: Sequence[Figures]) -> list[Gap]:
    """The rules that studios break, in the rules' own words; what they fill in differs from studio to studio."""
    clauses = {rule.id: rule.clause for rule in standard.compliance}
    said = {rule.id: rule.message for rule in reversed(standard.rules)}
    said |= {rule.id: rule.message for rule in reversed(standard.compliance)}
    studios = Counter(rule for each in figures for rule in each.rules)
    findings: Counter[str] = Counter()
    for each in figures:
        findings.update(each.rules)
    found = []
    for rule, count in studios.items():
        text = PLACEHOLDER.sub("…", said.get(rule, ""))
        found.append(Gap(rule, clauses.get(rule, ""), text, count, findings[rule]))
    return sorted(found, key=lambda gap: (-gap.studios, -gap.findings, gap.rule))


def _banded(shares: Iterable[float], bands: Sequence[tuple[str, float]]) -> dict[str, int]:
    """How many shares lie in each band; a band reaches from its limit to that of the band before it."""
    counts = dict.fromkeys((label for label, _ in bands), 0)
    for share in shares:
        counts[next(label for label, least in bands if share >= least)] += 1
    return counts
