"""How numbers and names are written: patterns, check digits, document numbers, the studio's own name."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from docgen.engine.checks import digits
from docgen.engine.checks.context import Context, Fault, kind, single
from docgen.model.cells import nearest
from docgen.model.finding import Finding
from docgen.model.names import fold
from docgen.model.rules import Rule

PATENT = re.compile(r"(?:ZL|CN)?([0-9]{12})\.?([0-9X])", re.IGNORECASE)
MARKED_ISBN = re.compile(r"^ISBN[:\s]*", re.IGNORECASE)
ISBN = re.compile(r"97[89][0-9]{10}|[0-9]{9}[0-9X]")
#: What a book number looks like when it has no mark: digits and dashes only, of about the right length.
BOOKISH = re.compile(r"97[89][0-9]{8,11}")
ISSN = re.compile(r"([0-9]{4})-?([0-9]{3}[0-9X])")
#: Body's code, year in any brackets, ordinal (GB/T 9704—2012, 7.2.5).
DOCUMENT = re.compile(
    r"(.*\S)\s*[〔\[【{〈<(〖]((?:19|20)[0-9]{2})年?[〕\]】}〉>)〗]\s*第?\s*0*([0-9]+)\s*号", re.DOTALL
)
PLAIN = str.maketrans("０１２３４５６７８９［］（）｛｝﹝﹞", "0123456789[](){}〔〕")
LIKE = 0.75


@kind("pattern")
def pattern(context: Context, rule: Rule) -> Iterator[Finding]:
    """The whole text fits the regular expression ``pattern``."""
    wanted = re.compile(rule.params["pattern"])
    return context.judged(rule, lambda value: None if wanted.fullmatch(str(value)) else Fault(value=value))


@kind("pattern-by")
def pattern_by(context: Context, rule: Rule) -> Iterator[Finding]:
    """The text fits the pattern that ``patterns`` gives for the value of the column ``by``: ``[pattern, words]``."""
    patterns = {key: (re.compile(regex), words) for key, (regex, words) in rule.params["patterns"].items()}

    def judge(value: Any, case: Any) -> Fault | None:
        found = patterns.get(case) if isinstance(case, str) else None
        return Fault(expected=found[1], other=case) if found and not found[0].fullmatch(str(value)) else None

    return context.judged(rule, judge, rule.params["by"])


@kind("phone")
def phone(context: Context, rule: Rule) -> Iterator[Finding]:
    """The whole text fits ``pattern``; where its half-width form does, that is proposed."""
    wanted = re.compile(rule.params["pattern"])

    def judge(value: str) -> Fault | None:
        if wanted.fullmatch(value):
            return None
        plain = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", value))
        return Fault(nearest=plain if plain != value and wanted.fullmatch(plain) else "")

    return context.judged(rule, judge)


@kind("patent-number")
def patent_number(context: Context, rule: Rule) -> Iterator[Finding]:
    """A patent application: shape (``form``), fifth digit by ``digits`` of the column ``by`` (``kind``), check digit.

    Rows whose ``by`` is not in ``digits`` are not judged.
    """
    wanted = rule.params["digits"]

    def judge(value: str, case: Any) -> Fault | None:
        if not isinstance(case, str) or case not in wanted:
            return None
        found = PATENT.fullmatch(value)
        if found is None:
            return Fault("form")
        number, last = found.groups()
        meant = next((name for name, allowed in wanted.items() if number[4] in allowed), f"未知类型（{number[4]}）")
        if number[4] not in wanted[case]:
            return Fault("kind", expected=meant, other=case)
        right = digits.patent_digit(number)
        return Fault(expected=right) if last.upper() != right else None

    return context.judged(rule, judge, rule.params["by"])


@kind("isbn")
def isbn(context: Context, rule: Rule) -> Iterator[Finding]:
    """Check digit of a book number; other numbers in the column (standards, journals) are not judged."""

    def judge(value: str) -> Fault | None:
        text = unicodedata.normalize("NFKC", value)
        number = re.sub(r"[\s‐‑–-]", "", MARKED_ISBN.sub("", text.strip())).upper()
        marked = bool(MARKED_ISBN.match(text.strip()))
        if not ISBN.fullmatch(number):
            return Fault("form") if marked or BOOKISH.fullmatch(number) else None
        right = digits.isbn13_digit(number) if len(number) == 13 else digits.isbn10_digit(number)
        return Fault(expected=right) if number[-1] != right else None

    return context.judged(rule, judge)


@kind("issn")
def issn(context: Context, rule: Rule) -> Iterator[Finding]:
    """Shape (``form``) and check digit of a journal's number."""

    def judge(value: str) -> Fault | None:
        text = unicodedata.normalize("NFKC", value).upper()
        found = ISSN.fullmatch(re.sub(r"^ISSN[:\s]*", "", text))
        if found is None:
            return Fault("form")
        number = "".join(found.groups())
        right = digits.issn_digit(number)
        return Fault(expected=right) if number[-1] != right else None

    return context.judged(rule, judge)


@kind("document-number")
def document_number(context: Context, rule: Rule) -> Iterator[Finding]:
    """A text that looks like the number of a document is written ``字〔年〕号``; the right form is proposed.

    In columns of ``strict`` a text that does not look like one is remarked on (``form``).
    """
    for target in context.targets(rule):
        strict = f"{target.register.name}.{target.field.name}" in rule.params.get("strict", ())
        yield from context.judged(rule, functools.partial(_judge_number, strict), targets=[target])


def _judge_number(strict: bool, value: str) -> Fault | None:
    form = _document_form(value)
    if form:
        return Fault(expected=form) if form != value else None
    return Fault("form") if strict else None


def _document_form(text: str) -> str:
    found = DOCUMENT.fullmatch(text.translate(PLAIN))
    return f"{found.group(1)}〔{found.group(2)}〕{found.group(3)}号" if found else ""


@kind("spelling")
def spelling(context: Context, rule: Rule) -> Iterator[Finding]:
    """A text that is nearly the name in ``name`` (a column of the single-row register) but not it.

    Full-width and half-width forms count as the same; names in ``also`` are right as well.
    """
    name = single(context, rule.params["name"], rule)
    right = {fold(name), *(fold(single(context, path, rule)) for path in rule.params.get("also", ()))}
    if not name:
        return
    near = _nearness(fold(name))

    def judge(value: str) -> Fault | None:
        parts = [fold(part) for part in re.split("[；;、\n]", value)]
        return Fault(expected=name) if any(part not in right and near(part) for part in parts) else None

    yield from context.judged(rule, judge)


def _nearness(name: str) -> Callable[[str], bool]:
    known: dict[str, bool] = {}

    def near(text: str) -> bool:
        if text not in known:
            known[text] = difflib.SequenceMatcher(None, name, text).ratio() >= LIKE
        return known[text]

    return near


@kind("register-name")
def register_name(context: Context, rule: Rule) -> Iterator[Finding]:
    """The text is the name of a register."""
    registers = context.standard.registers
    return context.judged(rule, lambda value: None if value in registers else Fault(nearest=nearest(value, registers)))


@kind("entry-key")
def entry_key(context: Context, rule: Rule) -> Iterator[Finding]:
    """The text is the key of an entry of the register that the column ``register`` names.

    Entries made from other registers bear the keys of their sources.
    """
    derived, registers = context.standard.derived, context.registers

    @functools.cache
    def keys(name: str) -> set[str]:
        sources = derived[name].sources if name in derived else ()
        return set(registers[name].keys).union(*(registers[source.source].keys for source in sources))

    def judge(value: str, register: Any) -> Fault | None:
        known = isinstance(register, str) and register in context.standard.registers
        return Fault(other=register) if known and value not in keys(register) else None

    return context.judged(rule, judge, rule.params["register"])
