"""Checks of keys and of what points at them."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from docgen.engine.book import numbered
from docgen.engine.checks.context import Context, Fault, Judge, Target, kind, names_of
from docgen.model.cells import nearest
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.standard import ANY_NUMBER, FieldType
from docgen.model.values import Bad, chinese_date

REFERENCES = (FieldType.REF, FieldType.REFS)


@kind("unique")
def unique(context: Context, rule: Rule) -> Iterator[Finding]:
    """No value stands twice in its column; with ``keys`` no key twice in its register, those in ``except`` apart.

    ``names_row``: the message names the other's row, else its key.
    """
    if rule.params.get("keys"):
        yield from _unique_keys(context, rule)
        return
    for target in context.targets(rule):
        entries = context.registers[target.register.name]
        seen: dict[str, int] = {}
        for row, value in context.filled(target):
            first = seen.setdefault(str(value), row)
            if first != row:
                yield context.finding(rule, entries[row], target.field.name, other=_other(rule, entries[first]))


def _unique_keys(context: Context, rule: Rule) -> Iterator[Finding]:
    for register in context.standard.registers.values():
        entries = context.registers[register.name]
        if not register.key or register.name in rule.params.get("except", ()) or _all_differ(entries.keys):
            continue
        seen: dict[str, int] = {}
        columns = [context.column(register.name, column) for column in register.key]
        for row, values in enumerate(zip(*columns, strict=True)):
            if values[0] is None or any(v.__class__ is Bad for v in values):
                continue
            key = entries.keys[row]
            first = seen.setdefault(key, row)
            if first != row:
                other = _other(rule, entries[first])
                yield context.finding(rule, entries[row], register.key[0], value=key, other=other)


def _all_differ(keys: Sequence[str]) -> bool:
    return len(set(keys)) == len(keys)


def _other(rule: Rule, entry: Entry) -> object:
    return entry.origin.row if rule.params.get("names_row") else entry.key


class _Known:
    """Values that references may name."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.columns: dict[tuple[str, str], dict[str, None]] = {}
        self.any_number = _Choice(lambda: self.held(self.numbers))
        registers = context.standard.registers
        #: Register → its column of numbers, derived registers last: their typed rows have numbers of their own.
        self.numbers = {n: registers[n].key[0] for n in sorted(numbered(context.standard), key=self._derived)}

    def _derived(self, register: str) -> bool:
        return self.context.standard.registers[register].derived

    def column(self, register: str, column: str) -> dict[str, None]:
        """The different values of a column, as texts."""
        if (register, column) not in self.columns:
            values = self.context.column(register, column).different
            good = [value for value in values if value is not None and value.__class__ is not Bad]
            self.columns[register, column] = dict.fromkeys(map(str, good))
        return self.columns[register, column]

    @cached_property
    def holders(self) -> dict[str, str]:
        """Number of any record → the first register in which it stands."""
        found: dict[str, str] = {}
        for name, column in reversed(self.numbers.items()):
            found |= dict.fromkeys(self.column(name, column), name)
        return found

    def held(self, registers: Collection[str]) -> list[str]:
        """The numbers in some registers, but for those that another register holds before them."""
        columns = {name: self.column(name, column) for name, column in self.numbers.items()}
        if len(self.holders) == sum(map(len, columns.values())):
            return [*chain.from_iterable(column for name, column in columns.items() if name in registers)]
        return [n for name in columns if name in registers for n in columns[name] if self.holders[n] == name]


class _Choice:
    """Known values, and those among many that are worth comparing with a wrong one."""

    #: Beyond so many known values only those that begin or end like the wrong one are compared with it.
    COMPARED, NEIGHBOURS = 3_000, 40

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        self.source = known

    @cached_property
    def known(self) -> list[str]:
        """The known values; few columns need them."""
        return list(self.source())

    @cached_property
    def ordered(self) -> tuple[list[str], list[str]]:
        """The known values by their beginnings, and turned round by their ends."""
        return sorted(self.known), sorted([known[::-1] for known in self.known])

    def alike(self, value: str) -> list[str]:
        """The known values worth comparing with a wrong one: the neighbours by beginning and by end among many."""
        if len(self.known) <= self.COMPARED:
            return self.known
        forward, backward = self.ordered
        return [*self.around(forward, value), *(found[::-1] for found in self.around(backward, value[::-1]))]

    def around(self, ordered: list[str], value: str) -> list[str]:
        """The neighbours of a value in an ordered list."""
        at = bisect_left(ordered, value)
        return ordered[max(at - self.NEIGHBOURS, 0) : at + self.NEIGHBOURS]


class _Proposals:
    """The nearest known value for a wrong one; looking for it costs, so only the first many of a column are helped."""

    MOST = 200

    def __init__(self, choice: _Choice) -> None:
        self.choice = choice
        self.found: dict[str, str] = {}

    def nearest(self, value: str) -> str:
        """The nearest known value, empty where none is near."""
        if value not in self.found and len(self.found) < self.MOST:
            self.found[value] = nearest(value, self.choice.alike(value))
        return self.found.get(value, "")


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
            if derived and field.name == derived.link:
                judge = _judge_link(known, [s.source for s in derived.sources])
            elif field.target == ("", ANY_NUMBER):
                judge = _judge_number(known)
            else:
                judge = _judge_value(functools.partial(known.column, *field.target), f"“{field.target[0]}”表")
            yield from context.judged(rule, judge, targets=[Target(register, field)])


def _judge_value(known: Callable[[], Collection[str]], words: str) -> Judge:
    proposals = _Proposals(_Choice(known))

    def judge(value: str) -> Fault | None:
        if value in known():
            return None
        return Fault(value=value, expected=words, nearest=proposals.nearest(value))

    return judge


def _judge_number(known: _Known) -> Judge:
    proposals = _Proposals(known.any_number)

    def judge(value: str) -> Fault | None:
        if value in known.holders:
            return None
        return Fault(value=value, expected="各登记表的编号", nearest=proposals.nearest(value))

    return judge


def _judge_link(known: _Known, sources: list[str]) -> Judge:
    words = names_of(dict.fromkeys(sources))
    proposals = _Proposals(_Choice(lambda: known.held(sources)))

    def judge(value: str) -> Fault | None:
        register = known.holders.get(value)
        if not register:
            return Fault(value=value, expected=words, nearest=proposals.nearest(value))
        return None if register in sources else Fault("source", value=value, expected=words)

    return judge


@kind("persons")
def persons(context: Context, rule: Rule) -> Iterator[Finding]:
    """Every name stands in the register of persons and, on the day of the row, is one of them (``absent``).

    ``dates``: register → column that says on which day; rows of other registers are not asked for a day.
    """
    who = context.standard.settings["persons"]
    rows = context.registers[who["register"]]
    known: dict[str, int] = {}
    for row, name in context.filled(context.target(f"{who['register']}.{who['name']}", rule)):
        known.setdefault(str(name), row)
    proposals = _Proposals(_Choice(lambda: known))

    def judge(value: str, day: Any = None) -> Fault | None:
        row = known.get(value)
        if row is None:
            return Fault(value=value, nearest=proposals.nearest(value))
        absence = _absence(rows[row], day, who) if isinstance(day, date) else ""
        return Fault("absent", value=value, other=chinese_date(day), expected=absence) if absence else None

    for register in context.standard.registers.values():
        day = rule.params.get("dates", {}).get(register.name)
        for field in register.fields.values():
            if field.type is FieldType.PERSONS or field.target == (who["register"], who["name"]):
                yield from context.judged(rule, judge, *([day] if day else ()), targets=[Target(register, field)])


def _absence(person: Entry, day: date, who: Mapping[str, str]) -> str:
    """Since when or until when somebody is a member, where the day lies outside; else empty."""
    start, end = person.values.get(who["from"]), person.values.get(who["until"])
    if isinstance(start, date) and day < start:
        return f"{who['from']} {chinese_date(start)}"
    if isinstance(end, date) and day > end:
        return f"{who['until']} {chinese_date(end)}"
    return ""
