"""Checks of the files that file columns name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from docgen.engine.checks.context import Context, Target, kind, names_of
from docgen.model.attachment import FileFact
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.standard import FILE_TYPES
from docgen.model.values import FilePath, chinese_date


def _columns(context: Context) -> Iterator[Target]:
    for register in context.standard.registers.values():
        for field in register.fields.values():
            if field.type in FILE_TYPES:
                yield Target(register, field)


def _paths(context: Context, target: Target, rule: Rule | None = None) -> Iterator[tuple[Entry, str]]:
    for entry, value in context.values(target, rule):
        for path in value if isinstance(value, list) else (value,):
            yield entry, path


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
        judged: dict[tuple[type, str], str | None] = {}
        for entry, path in _paths(context, target):
            key = path.__class__, path
            if key not in judged:
                judged[key] = _trouble(context, path, endings, column in rule.params.get("may_be_absent", ()))
            variant = judged[key]
            if variant is not None:
                fact = (context.facts.files or {}).get(str(path))
                facts = {"value": str(path), "expected": names_of(endings), "other": fact.found if fact else ""}
                yield context.finding(rule, entry, target.field.name, variant, **facts)


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


def _pictures(context: Context, target: Target, rule: Rule) -> Iterator[tuple[Entry, FileFact]]:
    """The pictures a column names, files found by patterns among them."""
    known = context.facts.files
    if not known:
        return
    for entry, path in _paths(context, target, rule):
        fact = known.get(str(path))
        for name in fact.files if fact else ():
            picture = fact if fact and fact.path == name else known.get(name, fact)
            if picture and picture.width and not picture.problem:
                yield entry, picture


@kind("picture-size")
def picture_size(context: Context, rule: Rule) -> Iterator[Finding]:
    """The long side of a picture has at least as many pixels as the setting ``picture_min_px`` says."""
    least = int(context.setting("picture_min_px") or 0)
    for target in _columns(context):
        for entry, picture in _pictures(context, target, rule):
            side = max(picture.width, picture.height)
            if side < least:
                yield context.finding(rule, entry, target.field.name, value=picture.path, expected=least, other=side)


@kind("picture-shape")
def picture_shape(context: Context, rule: Rule) -> Iterator[Finding]:
    """Width by height of the pictures of some columns is ``ratio``, give or take ``tolerance``."""
    ratio, tolerance = rule.params["ratio"], rule.params["tolerance"]
    for target in context.targets(rule):
        for entry, picture in _pictures(context, target, rule):
            if abs(picture.width / picture.height - ratio) > tolerance:
                facts = {"value": picture.path, "other": f"{picture.width}×{picture.height}"}
                yield context.finding(rule, entry, target.field.name, **facts)


@kind("picture-date")
def picture_date(context: Context, rule: Rule) -> Iterator[Finding]:
    """In ``register`` the camera's date, where the picture of column ``file`` has one, is the column ``date``."""
    target = context.target(f"{rule.params['register']}.{rule.params['file']}", rule)
    column = context.target(f"{rule.params['register']}.{rule.params['date']}", rule).field.name
    for entry, picture in _pictures(context, target, rule):
        typed = entry.values.get(column)
        if picture.taken and isinstance(typed, date) and picture.taken.date().toordinal() != typed.toordinal():
            taken = chinese_date(picture.taken.date())
            yield context.finding(rule, entry, column, value=typed, expected=taken)
