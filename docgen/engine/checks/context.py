"""What every check sees: the standard, the rows, the day; and how a finding is worded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any

from docgen.engine.book import PARAMS, Shapes, make_book
from docgen.errors import StandardError
from docgen.language import SCALAR, Code, EvaluationError, LanguageError, Scope, compile_expression, function_of
from docgen.model.attachment import FileFact
from docgen.model.columns import Column
from docgen.model.entry import Entry, Registers
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


class Fault:
    """What is wrong with a value.

    Attributes:
        variant: name of the rule's message; empty: the one it has in any case.
        facts: values for the places of the message.
    """

    __slots__ = ("facts", "variant")

    def __init__(self, variant: str = "", **facts: Any) -> None:
        """Note what is wrong."""
        self.variant = variant
        self.facts = facts


#: Looks at a value, and at what stands beside it in the row where that was asked for: what is wrong, if anything is.
Judge = Callable[..., Fault | list[Fault] | None]


class Context:
    """The rows of a year as checks see them."""

    def __init__(self, standard: Standard, registers: Registers, facts: CheckFacts) -> None:
        """Take the year."""
        self.standard = standard
        self.registers = registers
        self.facts = facts
        self._columns: dict[tuple[str, ...], Column] = {}
        self.shapes = Shapes.of(standard)
        book = make_book(standard, registers, facts.year)
        self.records = book.records
        self.names = book.names.also({AS_OF: facts.as_of})
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

    def column(self, register: str, *names: str) -> Column:
        """The values of a column; of several, tuples of what stands together in a row."""
        key = (register, *names)
        if key not in self._columns:
            first, *others = (self.registers[register].column(name) for name in names)
            self._columns[key] = first.beside(*others) if others else first
        return self._columns[key]

    def faults(self, target: Target, judge: Judge, *beside: str) -> Iterator[tuple[int, Fault]]:
        """The rows in which a judge finds fault with a column, blank and wrong cells left out; see :meth:`judged`."""
        column = self.column(target.register.name, target.field.name, *beside)
        known: dict[int, list[Fault]] = {}
        for place, found in enumerate(column.different):
            value, *others = found if beside else (found,)
            if value is None or value.__class__ is Bad:
                continue
            for one in value if isinstance(value, list) else (value,):
                wrong = judge(one, *others)
                if wrong:
                    known.setdefault(place, []).extend(wrong if isinstance(wrong, list) else [wrong])
        for row in column.rows(known):
            for fault in known[column.which[row]]:
                yield row, fault

    def judged(
        self, rule: Rule, judge: Judge, *beside: str, targets: Iterable[Target] | None = None
    ) -> Iterator[Finding]:
        """Findings about the values a judge finds fault with; a value that stands in many rows is judged once.

        Args:
            rule: the rule, whose ``when`` holds for the rows.
            judge: gets a value, each of a cell with several, and what stands beside it.
            beside: further columns the judge looks at.
            targets: the columns; those the rule names where they are not given.
        """
        for target in self.targets(rule) if targets is None else targets:
            holds = self.condition(rule, target.register)
            if holds is not None and holds.never:
                continue
            entries = self.registers[target.register.name]
            for row, fault in self.faults(target, judge, *beside):
                if holds is None or holds(row):
                    yield self.finding(rule, entries[row], target.field.name, fault.variant, **fault.facts)

    def filled(self, target: Target) -> Iterator[tuple[int, Any]]:
        """The rows in which a column is filled and readable, with its value."""
        column = self.column(target.register.name, target.field.name)
        for row in column.rows(column.places(lambda value: value is not None and value.__class__ is not Bad)):
            yield row, column.cell(row)

    def condition(self, rule: Rule, register: Register) -> Condition | None:
        """The condition ``when`` of a rule, ``None`` where it has none.

        Raises:
            StandardError: it is wrong.
        """
        when = rule.params.get("when")
        return self.expression(when, register, f"规则 {rule.id}") if when else None

    def expression(self, text: str, register: Register, place: str) -> Condition:
        """A condition over the rows of a register.

        Raises:
            StandardError: it is wrong.
        """

        def compiled() -> tuple[Callable[..., Any], str]:
            code = compile_expression(text, self._scope(register.name))
            return function_of(code, PARAMS), code.source

        try:
            test, source = self.standard.once(("check", register.name, text), compiled)
        except LanguageError as error:
            message = f"{error.message}：{text}"
            raise StandardError(message, place=f"{self.standard.folder} {place}", remedy=error.remedy) from error
        return Condition(self, register, test, source)

    def _scope(self, register: str) -> Scope:
        """What conditions over the rows of a register may name."""
        made = partial(self.shapes.entry_scope, register, outer=self.year_scope)
        return self.standard.once(("check scope", register), made)

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


class Condition:
    """A condition over the rows of a register; of rows with the same cells it judges one."""

    def __init__(self, context: Context, register: Register, test: Callable[..., Any], source: str) -> None:
        """Find out which cells it reads.

        Args:
            context: the year.
            register: the register.
            test: the compiled expression.
            source: its generated source, which names every cell it reads.
        """
        self.context = context
        self.register = register
        self.test = test
        columns = sorted(set(CELL.findall(source)))
        followed = any(c not in register.fields or register.fields[c].type in FOLLOWED for c in columns)
        #: What follows references, or takes the row as a whole, is judged row by row.
        self.columns = None if followed or ROW.search(CELL.sub("", source)) else columns
        self.known: dict[int, bool | None] = {}

    @cached_property
    def which(self) -> Sequence[int]:
        """One a row: the number of what it reads there; the same where the cells are the same."""
        if self.columns is None:
            return range(len(self.context.registers[self.register.name]))
        return self.cells.which if self.columns else [0] * len(self.context.registers[self.register.name])

    @cached_property
    def cells(self) -> Column:
        """What it reads, row by row."""
        return self.context.column(self.register.name, *(self.columns or ()))

    @property
    def never(self) -> bool:
        """Whether it holds for no row, whatever stands in the rows."""
        return self.columns == [] and not self._at(0)

    def __call__(self, row: int) -> bool | None:
        """Whether it holds for a row; ``None`` where that depends on a wrong value.

        Raises:
            StandardError: it can not be computed.
        """
        return self._at(self.which[row])

    def among(self, rows: Sequence[int] | None = None, verdict: bool = True) -> list[int]:
        """Those of some rows, or of all, for which it holds, or with ``verdict`` false for which it does not."""
        chosen = range(len(self.which)) if rows is None else rows
        numbers = set(self.which) if rows is None else {self.which[row] for row in rows}
        wanted = {at for at in numbers if self._at(at) is verdict}
        return [row for row in chosen if self.which[row] in wanted] if wanted else []

    def _at(self, at: int) -> bool | None:
        if at not in self.known:
            self.known[at] = self._judged(at)
        return self.known[at]

    def _judged(self, at: int) -> bool | None:
        row: Mapping[str, Any] = {}
        if self.columns is None:
            row = self.context.records[self.register.name][at]
        elif self.columns:
            found = self.cells.different[at]
            row = dict(zip(self.columns, found if len(self.columns) > 1 else (found,), strict=True))
        try:
            result = self.test(row, self.context.names, {})
            return None if isinstance(result, Bad) else bool(result)
        except BlockedValue:
            return None
        except EvaluationError as error:
            rows = self.context.registers[self.register.name]
            origin = rows.place(self.which.index(at)) if at in self.which else ""
            raise StandardError(f"表达式不能计算：{error}", place=f"{self.context.standard.folder} {origin}") from error


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
    return next((shown(value) for _, value in context.filled(context.target(path, rule))), "")


def names_of(words: Iterable[str]) -> str:
    """Words in a row."""
    return "、".join(words)
