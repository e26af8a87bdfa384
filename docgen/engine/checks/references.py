"""Checks of keys and of what points at them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from docgen.engine.checks.context import Context, Target, kind, names_of
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.reading import nearest
from docgen.model.rules import Rule
from docgen.model.standard import ANY_NUMBER, FieldType
from docgen.model.values import Bad, chinese_date

REFERENCES = (FieldType.REF, FieldType.REFS)
#: Types of a key that is a number of its own.
NUMBERS = (FieldType.NUMBER, FieldType.PHOTO_NUMBER)


@kind("unique")
def unique(context: Context, rule: Rule) -> Iterator[Finding]:
    """No value stands twice in its column; with ``keys`` no key twice in its register, those in ``except`` apart.

    ``names_row``: the message names the other's row, else its key.
    """
    if rule.params.get("keys"):
        yield from _unique_keys(context, rule)
        return
    for target in context.targets(rule):
        seen: dict[str, Entry] = {}
        for entry, value in context.values(target, rule):
            first = seen.setdefault(str(value), entry)
            if first is not entry:
                yield context.finding(rule, entry, target.field.name, other=_other(rule, first))


def _unique_keys(context: Context, rule: Rule) -> Iterator[Finding]:
    for register in context.standard.registers.values():
        if not register.key or register.name in rule.params.get("except", ()):
            continue
        if len({entry.key for entry in context.registers[register.name]}) == len(context.registers[register.name]):
            continue
        seen: dict[str, Entry] = {}
        columns = [context.column(register.name, column) for column in register.key]
        for entry, values in zip(context.registers[register.name], zip(*columns, strict=True), strict=True):
            if values[0] is None or any(v.__class__ is Bad for v in values):
                continue
            first = seen.setdefault(entry.key, entry)
            if first is not entry:
                yield context.finding(rule, entry, register.key[0], value=entry.key, other=_other(rule, first))


def _other(rule: Rule, entry: Entry) -> object:
    return entry.origin.row if rule.params.get("names_row") else entry.key


class _Known:
    """Values that references may name."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.columns: dict[tuple[str, str], dict[str, Entry]] = {}
        self.numbers: dict[str, str] | None = None

    def column(self, register: str, column: str) -> dict[str, Entry]:
        """Value → entry of a column."""
        if (register, column) not in self.columns:
            found: dict[str, Entry] = {}
            values, entries = self.context.column(register, column), self.context.registers[register]
            for entry, value in zip(entries, values, strict=True):
                if value is not None and value.__class__ is not Bad:
                    found.setdefault(str(value), entry)
            self.columns[register, column] = found
        return self.columns[register, column]

    def any_number(self) -> dict[str, str]:
        """Number of any record → its register, derived registers last: their typed rows have numbers of their own."""
        if self.numbers is None:
            registers = sorted(self.context.standard.registers.values(), key=lambda r: r.derived)
            found: dict[str, str] = {}
            for register in registers:
                if len(register.key) == 1 and register.fields[register.key[0]].type in NUMBERS:
                    numbers = [n for n in self.column(register.name, register.key[0]) if n not in found]
                    found.update(dict.fromkeys(numbers, register.name))
            self.numbers = found
        return self.numbers


class _Proposals:
    """The nearest known value for a wrong one; looking for it costs, so only the first many are helped."""

    MOST = 200
    #: Beyond so many known values only those that begin or end like the wrong one are compared with it.
    COMPARED, NEIGHBOURS = 3_000, 40

    def __init__(self, known: Iterable[str]) -> None:
        self.source = known
        self.found: dict[str, str] = {}
        self.sorted: tuple[list[str], list[str]] | None = None

    @cached_property
    def known(self) -> list[str]:
        """The known values; few columns need them."""
        return list(self.source)

    def nearest(self, value: str) -> str:
        """The nearest known value, empty where none is near."""
        if value not in self.found and len(self.found) < self.MOST:
            self.found[value] = nearest(value, self.alike(value))
        return self.found.get(value, "")

    def alike(self, value: str) -> list[str]:
        """The known values worth comparing with a wrong one: the neighbours by beginning and by end among many."""
        if len(self.known) <= self.COMPARED:
            return self.known
        if self.sorted is None:
            self.sorted = sorted(self.known), sorted(known[::-1] for known in self.known)
        forward, backward = self.sorted
        return [*self.around(forward, value), *(found[::-1] for found in self.around(backward, value[::-1]))]

    def around(self, ordered: list[str], value: str) -> list[str]:
        """The neighbours of a value in an ordered list."""
        at = bisect_left(ordered, value)
        return ordered[max(at - self.NEIGHBOURS, 0) : at + self.NEIGHBOURS]


@kind("reference")
def reference(context: Context, rule: Rule) -> Iterator[Finding]:
    """What a reference names exists; the link of a derived register leads to one of its sources (``source``).

    References to persons have a kind of their own.
    """
    known = _Known(context)
    persons = context.standard.settings.get("persons", {}).get("register")
    for register in context.standard.registers.values():
        derived = context.standard.derived.get(register.name)
        for field in register.fields.values():
            if field.type not in REFERENCES or field.target[0] == persons:
                continue
            target = Target(register, field)
            if derived and field.name == derived.link:
                yield from _links(context, rule, target, known, [s.source for s in derived.sources])
            elif field.target == ("", ANY_NUMBER):
                yield from _missing(context, rule, target, known.any_number(), "各登记表的编号")
            else:
                yield from _missing(context, rule, target, known.column(*field.target), f"“{field.target[0]}”表")


def _each(context: Context, target: Target, known: Mapping[str, object] | None = None) -> Iterator[tuple[Entry, str]]:
    """The references of a column, those that are known left out."""
    if known is not None and _words(context.column(target.register.name, target.field.name)) <= known.keys():
        return
    for entry, value in context.values(target):
        for one in value if isinstance(value, list) else (value,):
            if known is None or str(one) not in known:
                yield entry, str(one)


def _words(column: Iterable[object]) -> set[str]:
    """The different references of a column."""
    words: set[str] = set()
    for value in column:
        if value.__class__ is str:
            words.add(value)
        elif isinstance(value, list):
            words.update(map(str, value))
    return words


def _missing(
    context: Context, rule: Rule, target: Target, known: Mapping[str, object], words: str
) -> Iterator[Finding]:
    proposals = _Proposals(known)
    for entry, value in _each(context, target, known):
        near = proposals.nearest(value)
        yield context.finding(rule, entry, target.field.name, value=value, expected=words, nearest=near)


def _links(context: Context, rule: Rule, target: Target, known: _Known, sources: list[str]) -> Iterator[Finding]:
    numbers = known.any_number()
    words = names_of(dict.fromkeys(sources))
    proposals = _Proposals(n for n, register in numbers.items() if register in sources)
    for entry, value in _each(context, target):
        if value not in numbers:
            near = proposals.nearest(value)
            yield context.finding(rule, entry, target.field.name, value=value, expected=words, nearest=near)
        elif numbers[value] not in sources:
            yield context.finding(rule, entry, target.field.name, "source", value=value, expected=words)


@kind("persons")
def persons(context: Context, rule: Rule) -> Iterator[Finding]:
    """Every name stands in the register of persons and, on the day of the row, is one of them (``absent``).

    ``dates``: register → column that says on which day; rows of other registers are not asked for a day.
    """
    who = context.standard.settings["persons"]
    known = _Known(context).column(who["register"], who["name"])
    proposals = _Proposals(known)
    for register in context.standard.registers.values():
        day_column = rule.params.get("dates", {}).get(register.name, "")
        for field in register.fields.values():
            if field.type is not FieldType.PERSONS and field.target != (who["register"], who["name"]):
                continue
            for entry, value in _each(context, Target(register, field)):
                person = known.get(value)
                if person is None:
                    yield context.finding(rule, entry, field.name, value=value, nearest=proposals.nearest(value))
                    continue
                day = entry.values.get(day_column)
                absence = _absence(person, day, who) if isinstance(day, date) else ""
                if absence:
                    assert isinstance(day, date)
                    facts = {"value": value, "other": chinese_date(day), "expected": absence}
                    yield context.finding(rule, entry, field.name, "absent", **facts)


def _absence(person: Entry, day: date, who: Mapping[str, str]) -> str:
    """Since when or until when somebody is a member, where the day lies outside; else empty."""
    start, end = person.values.get(who["from"]), person.values.get(who["until"])
    if isinstance(start, date) and day < start:
        return f"{who['from']} {chinese_date(start)}"
    if isinstance(end, date) and day > end:
        return f"{who['until']} {chinese_date(end)}"
    return ""
