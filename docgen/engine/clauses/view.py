"""What every comparison sees: the year's records, the results of runs, the day; and how a finding is worded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.engine.checks.context import fill, shown
from docgen.errors import StandardError
from docgen.language import SCALAR, Code, LanguageError, ListShape, RecordShape, Scope, function
from docgen.model.entry import Record
from docgen.model.finding import Finding, Place, Severity
from docgen.model.rules import ARCHIVED, RESULTS, STAGES, Clause
from docgen.model.standard import FieldType, Standard
from docgen.model.values import Bad

THIS, ROWS, NUMBER, PERIOD, AS_OF = "此", "行", "数", "期", "截至"
Compute = Callable[..., Any]
Lines = Sequence[Sequence[str]]


def no_lines(path: str) -> Lines:
    """Nothing is known of any file."""
    return ()


@dataclass(frozen=True)
class Evidence:
    """What rules may look at besides the records.

    Attributes:
        stages: the steps that have run for the year.
        tables: results of runs, name (see ``RESULTS``) → rows.
        archived: the day of the archive, ``None`` before.
        twins: groups of attachments with the same content.
        loose: attachments that no record names.
        attachment: path of an attachment → its text in lines of cells; nothing where it has none.
        document: path of a filled document → the same.
    """

    stages: frozenset[str] = frozenset(STAGES[:1])
    tables: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    archived: date | None = None
    twins: Sequence[Sequence[str]] = ()
    loose: Sequence[str] = ()
    attachment: Callable[[str], Lines] = no_lines
    document: Callable[[str], Lines] = no_lines


@dataclass(frozen=True)
class Span:
    """A period with its first and last day; the whole year where a rule has no periods."""

    value: Any
    first: date
    last: date


Compare = Callable[["View", Clause, Span], Iterator[Finding]]
_KINDS: dict[str, Compare] = {}


def kind(name: str) -> Callable[[Compare], Compare]:
    """Register a function as the comparison of a kind of rule."""

    def register(compare: Compare) -> Compare:
        _KINDS[name] = compare
        return compare

    return register


def kinds() -> Mapping[str, Compare]:
    """All kinds the engine knows."""
    return _KINDS


class Frame:
    """What rules may name, whatever the year: registers, tables of results, days.

    Args:
        standard: the standard.
    """

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.shapes = Shapes(standard)
        self.results = {name: RecordShape(name, dict.fromkeys(columns, SCALAR)) for name, columns in RESULTS.items()}
        tables = {name: Code(f"y[{name!r}]", ListShape(shape)) for name, shape in self.results.items()}
        days = {name: Code(f"y[{name!r}]", SCALAR) for name in (ARCHIVED, AS_OF)}
        self.scope = self.shapes.year_scope().with_names({**tables, **days})

    def shape(self, name: str) -> RecordShape:
        """The shape of a row."""
        return self.results[name] if name in RESULTS else self.shapes.records[name]

    def row_scope(self, name: str, variable: str, outer: Scope) -> Scope:
        """The names of an outer scope, hidden by the columns of a row."""
        if name not in RESULTS:
            return self.shapes.entry_scope(name, variable, outer)
        return outer.with_names({c: Code(f"{variable}[{c!r}]", SCALAR) for c in RESULTS[name]})

    def compile(self, rule: Clause, text: str, scope: Scope) -> Compute:
        """An expression of a rule.

        Raises:
            StandardError: it is wrong.
        """
        try:
            compiled: Compute = function(text, scope)
        except LanguageError as error:
            place = f"{self.standard.folder / 'compliance.toml'} {rule.id}"
            raise StandardError(f"{error.message}：{text}", place=place, remedy=error.remedy) from error
        return compiled

    def column(self, path: str, rule: Clause) -> tuple[str, str]:
        """Register and column that a rule names as ``register.column``.

        Raises:
            StandardError: there is none.
        """
        name, _, column = path.partition(".")
        if name not in self.standard.registers or column not in self.standard.registers[name].fields:
            raise self.wrong(rule, f"没有列“{path}”")
        return name, column

    def columns(self, rule: Clause) -> list[tuple[str, str]]:
        """The columns of a rule: ``columns``, and all of certain ``types``."""
        found = [self.column(path, rule) for path in rule.params.get("columns", ())]
        types = {FieldType(t) for t in rule.params.get("types", ())}
        registers = self.standard.registers.values()
        return found + [(r.name, f.name) for r in registers for f in r.fields.values() if f.type in types]

    def wrong(self, rule: Clause, message: str) -> StandardError:
        """The error for a rule that does not fit the standard."""
        return StandardError(message, place=f"{self.standard.folder / 'compliance.toml'} {rule.id}")


class View:
    """A year as comparisons see it.

    Args:
        frame: what rules may name.
        book: the year's records.
        as_of: the day on which the year is judged; rows dated later are not there yet.
        evidence: what else there is to look at.
    """

    def __init__(self, frame: Frame, book: Book, as_of: date, evidence: Evidence) -> None:
        self.frame = frame
        self.standard = frame.standard
        self.book = book
        self.as_of = as_of
        self.evidence = evidence
        rows = {name: list(evidence.tables.get(name, ())) for name in RESULTS}
        self.names = book.names.also({**rows, ARCHIVED: evidence.archived, AS_OF: as_of})
        self._indexes: dict[tuple[str, str], dict[Any, list[Record]]] = {}

    def rows(self, name: str) -> list[Record]:
        """The rows of a register or of a table of results."""
        if name in RESULTS:
            found: list[Record] = self.names[name]
            return found
        return self.book.records[name]

    def index(self, name: str, column: str) -> dict[Any, list[Record]]:
        """Rows by the value of a column; nothing where that can not be looked up."""
        if (name, column) not in self._indexes:
            self._indexes[name, column] = _index(self.rows(name), column)
        return self._indexes[name, column]

    def finding(self, rule: Clause, record: Record | None = None, at: str = "", **facts: Any) -> Finding:
        """A finding in the rule's words.

        Args:
            rule: the rule.
            record: the row it is about, ``None`` for the year as a whole.
            at: the column it is about.
            facts: values for the ``{places}`` of message and remedy.
        """
        known = {name: shown(value) for name, value in facts.items()}
        return Finding(
            code=rule.id,
            severity=Severity.parse(rule.severity),
            message=fill(rule.message, known),
            remedy=fill(rule.remedy, known),
            place=place_of(rule, record, at or rule.column),
            clause=rule.clause,
            key=key_of(record),
        )


def _index(rows: list[Record], column: str) -> dict[Any, list[Record]]:
    index: dict[Any, list[Record]] = defaultdict(list)
    for row in rows:
        value = row.get(column)
        if isinstance(value, list | Bad):
            return {}
        index[value].append(row)
    return index


def place_of(rule: Clause, record: Record | None, column: str) -> Place:
    """Where a finding stands: the cell, the document, or the register the rule looks at."""
    if record is not None and record.entry is not None:
        return record.entry.place(column)
    if record is not None and record.get("位置"):
        return Place(file=str(record["位置"]))
    name = rule.source or rule.of
    return Place(sheet="" if name in RESULTS else name)


def key_of(record: Record | None) -> str:
    """The key of the entry a finding is about."""
    return record.entry.key if record is not None and record.entry is not None else ""
