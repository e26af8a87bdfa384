"""What every check sees: the standard, the rows, the day; and how a finding is worded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from docgen.engine.book import Shapes, make_book
from docgen.errors import StandardError
from docgen.language import SCALAR, Code, EvaluationError, LanguageError, compile_expression, function
from docgen.model.attachment import FileFact
from docgen.model.entry import Entry, Record, Registers
from docgen.model.finding import Finding, Severity
from docgen.model.rules import Rule
from docgen.model.standard import Field, FieldType, Register, Standard
from docgen.model.values import Bad, BlockedValue, show

#: The day on which a year is judged, as expressions name it.
AS_OF = "截至"
PLACE = re.compile(r"\{([^{}]+)\}")
LONG = 60
#: A cell of the row, and the row itself, in generated source.
CELL = re.compile(r"\bb\['([^'\\]*)'\]")
ROW = re.compile(r"\bb\b")
#: Columns whose values lead to other records.
FOLLOWED = (FieldType.REF, FieldType.REFS, FieldType.PERSONS)
#: So many results of an expression are remembered.
REMEMBERED = 50_000


@dataclass(frozen=True)
class CheckFacts:
    """What a check must know besides the rows.

    Attributes:
        as_of: the day on which the year is judged.
        year: the year.
        files: attachment path → what is known of it; ``None``: files are not looked at.
        settings: settings of the workspace, which go before the standard's defaults.
        today: dates after this day lie in the future; ``None``: no date does (a past day is judged).
    """

    as_of: date
    year: int
    files: Mapping[str, FileFact] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    today: date | None = None


Check = Callable[["Context", Rule], Iterator[Finding]]
_KINDS: dict[str, Check] = {}


def kind(name: str) -> Callable[[Check], Check]:
    """Register a function as the check of a kind of rule."""

    def register(check: Check) -> Check:
        _KINDS[name] = check
        return check

    return register


def kinds() -> Mapping[str, Check]:
    """All kinds of rule the engine knows."""
    return _KINDS


@dataclass(frozen=True, slots=True)
class Target:
    """A column a rule looks at."""

    register: Register
    field: Field


class Context:
    """The rows of a year as checks see them."""

    def __init__(self, standard: Standard, registers: Registers, facts: CheckFacts) -> None:
        """Take the year; records are made once, so that expressions can follow references."""
        self.standard = standard
        self.registers = registers
        self.facts = facts
        self._columns: dict[tuple[str, str], list[Any]] = {}
        self.shapes = Shapes.of(standard)
        book = make_book(standard, registers, facts.year)
        self.records = book.records
        self.names = {**book.names, AS_OF: facts.as_of}
        self.year_scope = self.shapes.year_scope().with_names({AS_OF: Code(f"y[{AS_OF!r}]", SCALAR)})

    def setting(self, name: str) -> Any:
        """A setting of the workspace, else the standard's default."""
        return self.facts.settings.get(name, self.standard.settings.get("defaults", {}).get(name))

    def register(self, name: str, rule: Rule) -> Register:
        """A register a rule names.

        Raises:
            StandardError: there is none.
        """
        if name not in self.standard.registers:
            raise self.wrong(rule, f"没有登记表“{name}”")
        return self.standard.registers[name]

    def target(self, path: str, rule: Rule) -> Target:
        """A column a rule names as ``register.column``.

        Raises:
            StandardError: there is none.
        """
        name, _, column = path.partition(".")
        register = self.register(name, rule)
        if column not in register.fields:
            raise self.wrong(rule, f"“{name}”没有列“{column}”")
        return Target(register, register.fields[column])

    def targets(self, rule: Rule) -> list[Target]:
        """The columns of a rule: ``column``, ``columns``, or all of certain ``types`` outside the registers ``except``.

        Raises:
            StandardError: a column does not exist.
        """
        params = rule.params
        paths = [params["column"]] if "column" in params else params.get("columns", ())
        found = [self.target(path, rule) for path in paths]
        types = {FieldType(t) for t in params.get("types", ())}
        unwanted = params.get("except", ())
        for register in self.standard.registers.values():
            if types and register.name not in unwanted:
                found += [Target(register, f) for f in register.fields.values() if f.type in types]
        return found

    def column(self, register: str, name: str) -> list[Any]:
        """The values of a column, row by row."""
        found = self._columns.get((register, name))
        if found is None:
            found = self._columns[register, name] = [entry.values.get(name) for entry in self.registers[register]]
        return found

    def values(self, target: Target, rule: Rule | None = None) -> Iterator[tuple[Entry, Any]]:
        """The entries in which a column is filled and readable and, with a rule, its ``when`` holds."""
        holds = self.condition(rule, target.register) if rule is not None and rule.params.get("when") else None
        entries, column = self.registers[target.register.name], self.column(target.register.name, target.field.name)
        for entry, value in zip(entries, column, strict=True):
            if value is not None and value.__class__ is not Bad and (holds is None or holds(entry)):
                yield entry, value

    def each(self, rule: Rule) -> Iterator[tuple[Target, Entry, Any]]:
        """All filled cells of the columns of a rule; cells with several values give each of them."""
        for target in self.targets(rule):
            for entry, value in self.values(target, rule):
                for one in value if isinstance(value, list) else (value,):
                    yield target, entry, one

    def condition(self, rule: Rule, register: Register) -> Callable[[Entry], bool]:
        """Whether a rule's ``when`` holds for an entry; one that depends on a wrong value does not."""
        test = self.expression(rule.params["when"], register, f"规则 {rule.id}")
        records = {id(r.entry): r for r in self.records[register.name]}
        return lambda entry: self.holds(test, records[id(entry)]) is True

    def expression(self, text: str, register: Register, place: str) -> Callable[..., Any]:
        """An expression over the rows of a register.

        Raises:
            StandardError: it is wrong.
        """

        def compiled() -> tuple[Callable[..., Any], str]:
            scope = self.shapes.entry_scope(register.name, outer=self.year_scope)
            return function(text, scope), compile_expression(text, scope).source

        try:
            return remembered(*self.standard.once(("check", register.name, text), compiled), register)
        except LanguageError as error:
            message = f"{error.message}：{text}"
            raise StandardError(message, place=f"{self.standard.folder} {place}", remedy=error.remedy) from error

    def holds(self, test: Callable[..., Any], record: Record) -> bool | None:
        """Whether a condition holds for a row; ``None`` where that depends on a wrong value."""
        try:
            result = test(record, self.names, {})
            return None if isinstance(result, Bad) else bool(result)
        except BlockedValue:
            return None
        except EvaluationError as error:
            origin = record.entry.origin.place() if record.entry else ""
            raise StandardError(f"表达式不能计算：{error}", place=f"{self.standard.folder} {origin}") from error

    def verdicts(
        self, test: Callable[..., Any], register: str, rows: Iterable[int] | None = None
    ) -> Iterator[tuple[int, bool | None]]:
        """Whether a condition holds for the rows of a register, all or some; see :meth:`holds`."""
        records = self.records[register]
        cells = test.cells if isinstance(test, Remembered) else id
        known: dict[Any, bool | None] = {}
        for row in range(len(records)) if rows is None else rows:
            record = records[row]
            key = cells(record)
            try:
                verdict = known[key]
            except KeyError:
                verdict = known[key] = self.holds(test, record)
            except (TypeError, BlockedValue):
                # A list in a cell, or a wrong value, can not be looked up.
                verdict = self.holds(test, record)
            yield row, verdict

    def wrong(self, rule: Rule, message: str) -> StandardError:
        """The error for a rule that does not fit the standard."""
        return StandardError(message, place=f"{self.standard.folder / 'field-rules.toml'} {rule.id} {rule.kind}")

    def finding(self, rule: Rule, entry: Entry, column: str, variant: str = "", **facts: Any) -> Finding:
        """A finding about one cell in the rule's words.

        Args:
            rule: the rule; ``variant`` picks one of its ``messages``.
            entry: where the value stands.
            column: its column.
            variant: name of another message.
            facts: values for the places of the message; ``value`` defaults to the cell.
        """
        message = rule.params.get("messages", {}).get(variant, rule.message)
        place = entry.place(column)
        known = dict.fromkeys(("expected", "nearest", "other"), "")
        known |= {"value": shown(entry.values.get(column)), "row": str(place.row), "column": column, "key": entry.key}
        known |= {name: shown(value) for name, value in facts.items()}
        remedy = rule.remedy
        if known.get("nearest") and "{nearest}" not in message + remedy:
            remedy = f"是否为“{known['nearest']}”？{remedy}"
        clause = self.clause(entry, column)
        severity = Severity.parse(rule.severity)
        return Finding(rule.id, severity, fill(message, known), fill(remedy, known), place, clause, key=entry.key)

    def clause(self, entry: Entry, column: str) -> str:
        """The clause a column rests on."""
        field = self.standard.registers[entry.register].fields.get(column)
        return field.clause if field else ""


class Remembered:
    """An expression that remembers its results by the cells it reads: rows repeat dates, ranks, kinds again and again.

    Attributes:
        columns: the cells it reads.
    """

    def __init__(self, test: Callable[..., Any], columns: Sequence[str]) -> None:
        """Take the compiled expression."""
        self.test = test
        self.columns = columns
        self.cells = itemgetter(*columns)
        self.known: dict[Any, Any] = {}

    def __call__(self, record: Record, *others: Any) -> Any:
        """The result for a row."""
        key = self.cells(record)
        try:
            if key in self.known:
                return self.known[key]
        except TypeError:
            # A list in a cell can not be looked up.
            return self.test(record, *others)
        result = self.test(record, *others)
        if len(self.known) < REMEMBERED:
            self.known[key] = result
        return result


def remembered(test: Callable[..., Any], source: str, register: Register) -> Callable[..., Any]:
    """An expression with a memory, where that is safe: not one that follows references or takes the row as a whole.

    Args:
        test: the compiled expression.
        source: its generated source, which names every cell it reads.
        register: the register of the rows.
    """
    columns = sorted(set(CELL.findall(source)))
    followed = any(c not in register.fields or register.fields[c].type in FOLLOWED for c in columns)
    if not columns or followed or ROW.search(CELL.sub("", source)):
        return test
    return Remembered(test, columns)


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """Put facts into the ``{places}`` of a text; unknown places stay."""
    return PLACE.sub(lambda m: str(facts[m.group(1)]) if m.group(1) in facts else m.group(), text)


def shown(value: Any) -> str:
    """A value in a message: as printed, cut where it is long."""
    if isinstance(value, Bad):
        return "（有误）"
    text = value if isinstance(value, str) else show(value)
    text = " ".join(str(text).split())
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def single(context: Context, path: str, rule: Rule) -> str:
    """The printed value of a column of the single-row register, empty where it is blank or wrong."""
    target = context.target(path, rule)
    return next((shown(v) for _, v in context.values(target)), "")


def names_of(words: Iterable[str]) -> str:
    """Words in a row."""
    return "、".join(words)
