"""Checks of the files that file columns name."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from docgen.engine.checks.context import Context, Fault, Target, kind, names_of
from docgen.model.attachment import FileFact
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.standard import FILE_TYPES
from docgen.model.values import FilePath, chinese_date


def _columns(context: Context) -> Iterator[Target]:
    for register in context.standard.registers.values():
        for field in register.fields.values():
            if field.type in FILE_TYPES:
                yield Target(register, field)


@kind("file")
def file(context: Context, rule: Rule) -> Iterator[Finding]:
    """Every file is there, not empty, readable, and of a kind that may be used.

    ``only``: ``register.column`` → endings that one column takes; ``may_be_absent``: columns that may say why there is
    no file. Messages: ``case``, ``empty``, ``unreadable``, ``damaged``, ``too-large``, ``folder``, ``outside``,
    ``ending``, ``absent``.
    """
    only: Mapping[str, list[str]] = rule.params.get("only", {})
    for path in (*only, *rule.params.get("may_be_absent", ())):
        context.target(path, rule)
    allowed = context.standard.settings.get("files", {}).get("allowed", ())
    for target in _columns(context):
        column = f"{target.register.name}.{target.field.name}"
        endings = only.get(column, allowed)
        may_be_absent = column in rule.params.get("may_be_absent", ())
        judge = functools.partial(_judge_file, context, endings, may_be_absent)
        yield from context.judged(rule, judge, targets=[target])


def _judge_file(context: Context, endings: list[str], may_be_absent: bool, path: str) -> Fault | None:
    variant = _trouble(context, path, endings, may_be_absent)
    if variant is None:
        return None
    fact = (context.facts.files or {}).get(str(path))
    return Fault(variant, value=str(path), expected=names_of(endings), other=fact.found if fact else "")


def _trouble(context: Context, path: str, endings: list[str], may_be_absent: bool) -> str | None:
    """Name of the message a path deserves: empty for a missing file, ``None`` where all is well."""
    if not isinstance(path, FilePath):
        return None if may_be_absent else "absent"
    fact = (context.facts.files or {}).get(str(path))
    names = fact.files if fact is not None and fact.files else (str(path),)
    if any(not _ends(name, endings) for name in names):
        return "ending"
    if context.facts.files is None:
        return None
    if fact is None or (not fact.files and not fact.problem):
        return ""
    return fact.problem or (None if fact.size else "empty")


def _ends(name: str, endings: list[str]) -> bool:
    return name.endswith("*") or not endings or name.rpartition(".")[2].lower() in endings


def _pictures(context: Context, path: str) -> list[FileFact]:
    """The pictures a path names, files found by patterns among them."""
    known = context.facts.files or {}
    fact = known.get(str(path))
    found = [fact if fact.path == name else known.get(name, fact) for name in fact.files] if fact else []
    return [picture for picture in found if picture.width and not picture.problem]


@kind("picture-size")
def picture_size(context: Context, rule: Rule) -> Iterator[Finding]:
    """The long side of a picture has at least as many pixels as the setting ``picture_min_px`` says."""
    least = int(context.setting("picture_min_px") or 0)

    def judge(path: str) -> list[Fault]:
        sides = [(picture.path, max(picture.width, picture.height)) for picture in _pictures(context, path)]
        return [Fault(value=name, expected=least, other=side) for name, side in sides if side < least]

    return context.judged(rule, judge, targets=_columns(context))


@kind("picture-shape")
def picture_shape(context: Context, rule: Rule) -> Iterator[Finding]:
    """Width by height of the pictures of some columns is ``ratio``, give or take ``tolerance``."""
    ratio, tolerance = rule.params["ratio"], rule.params["tolerance"]

    def judge(path: str) -> list[Fault]:
        return [
            Fault(value=picture.path, other=f"{picture.width}×{picture.height}")
            for picture in _pictures(context, path)
            if abs(picture.width / picture.height - ratio) > tolerance
        ]

    return context.judged(rule, judge)


@kind("picture-date")
def picture_date(context: Context, rule: Rule) -> Iterator[Finding]:
    """In ``register`` the camera's date, where the picture of column ``file`` has one, is the column ``date``."""
    target = context.target(f"{rule.params['register']}.{rule.params['file']}", rule)
    column = context.target(f"{rule.params['register']}.{rule.params['date']}", rule).field.name

    def judge(path: str, typed: Any) -> list[Fault]:
        days = [picture.taken.date() for picture in _pictures(context, path) if picture.taken]
        wrong = [d for d in days if isinstance(typed, date) and d.toordinal() != typed.toordinal()]
        return [Fault(value=typed, expected=chinese_date(day)) for day in wrong]

    for row, fault in context.faults(target, judge, column):
        entry = context.registers[target.register.name][row]
        yield context.finding(rule, entry, column, **fault.facts)
