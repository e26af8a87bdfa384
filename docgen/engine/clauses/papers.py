"""What stands in the filled documents: figures that agree, names that must be there, marks that people set.

A document that can be made from the data but was not yet made has nothing in it that could be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from docgen.engine.clauses.expression import Bound
from docgen.engine.clauses.view import Lines, Span, View, kind
from docgen.language import EvaluationError
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.rules import Clause
from docgen.model.values import Bad, BlockedValue, show

ORDINAL = re.compile(r"^[0-9]+(\.0)?$")


def _papers(view: View, materials: Any) -> list[Record]:
    """The documents of some materials that are there."""
    wanted = {materials} if isinstance(materials, str) else set(materials)
    return [paper for paper in view.rows("文档") if paper["资料"] in wanted and paper["已生成"]]


def _text(lines: Lines) -> str:
    return "\n".join("\t".join(line) for line in lines)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


@kind("figures")
def figures(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The same figure stands in every document, and it is what the records give.

    ``figures``: tables ``{name, value, papers}``: an expression; material → pattern whose first group is the figure.
    Message places: ``name``, ``a`` (records), ``b`` (document), ``paper``.
    """
    for figure in rule.params["figures"]:
        if not _papers(view, figure["papers"]):
            continue
        value = _value(view, rule, figure["value"])
        wanted = _number(value) if value is not None else None
        if value is None or wanted is None:
            continue
        for material, pattern in figure["papers"].items():
            for paper in _papers(view, material):
                for found in re.finditer(pattern, _text(view.evidence.document(paper["位置"]))):
                    said = _number(found[1])
                    if said is not None and said != wanted:
                        facts = {"name": figure["name"], "a": value, "b": found[1], "paper": paper["名称"]}
                        yield view.finding(rule, paper, **facts)


def _value(view: View, rule: Clause, text: str) -> str | None:
    """What the records give for an expression; ``None`` where that depends on a wrong cell."""
    compute = view.frame.compile(rule, text, view.frame.scope)
    try:
        return show(compute(None, view.names, {}))
    except (BlockedValue, EvaluationError):
        return None


@kind("entries")
def entries(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """A register on paper has as many numbered rows as the records give: ``papers``, material → expression.

    Message places: ``paper``, ``a`` (document), ``b`` (records).
    """
    for material, text in rule.params["papers"].items():
        papers = _papers(view, material)
        value = _value(view, rule, text) if papers else None
        for paper in papers:
            lines = view.evidence.document(paper["位置"])
            rows = sum(bool(line) and bool(ORDINAL.match(line[0])) for line in lines)
            if value is not None and str(rows) != value:
                yield view.finding(rule, paper, paper=paper["名称"], a=rows, b=value)


@kind("mentions")
def mentions(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The document ``paper`` names what stands in ``column`` of every row of ``of``; with ``never`` it names none.

    Message places: ``paper`` and the columns of the row.
    """
    for paper in _papers(view, rule.params["paper"]):
        text = _text(view.evidence.document(paper["位置"]))
        never = bool(rule.params.get("never"))

        def fits(record: Record, year: Any, names: Any, text: str = text, never: bool = never) -> bool:
            return (show(record[rule.column]) in text) is not never

        for record, _ in Bound(view.frame, rule).gathered(view, span, fits):
            if record is not None:
                facts = {k: v for k, v in record.items() if not isinstance(v, Bad)}
                yield view.finding(rule, record, **{**facts, "paper": paper["名称"]})


@kind("length")
def length(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The document ``paper`` has at least ``least`` characters. Message places: ``paper``, ``said``."""
    for paper in _papers(view, rule.params["paper"]):
        said = len(re.sub(r"\s+", "", _text(view.evidence.document(paper["位置"]))))
        if said < rule.params["least"]:
            yield view.finding(rule, paper, paper=paper["名称"], said=said)


@kind("unticked")
def unticked(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """No row of the document ``paper`` still has the cell ``mark`` that a person ticks.

    Message place: ``name``, the cell ``name`` of the row (counted from 0).
    """
    for paper in _papers(view, rule.params["paper"]):
        for line in view.evidence.document(paper["位置"]):
            if rule.params["mark"] in line and len(line) > rule.params["name"]:
                yield view.finding(rule, paper, name=line[rule.params["name"]])


@kind("unmasked")
def unmasked(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """Documents with personal data print none of the values of ``columns`` in full; one finding a material.

    Message places: ``paper``, ``said`` (the columns).
    """
    values: dict[str, str] = {}
    for register, column in view.frame.columns(rule):
        for record in view.rows(register):
            value = record.get(column)
            if isinstance(value, str) and value:
                values[str(value)] = column
    if not values:
        return
    pattern = re.compile("|".join(map(re.escape, values)))
    told: set[str] = set()
    for paper in view.rows("文档"):
        if paper["资料"] in told or not paper["已生成"] or not paper["含个人信息"]:
            continue
        found = pattern.findall(_text(view.evidence.document(paper["位置"])))
        if found:
            told.add(paper["资料"])
            title = view.standard.materials[paper["资料"]].title
            said = "、".join(dict.fromkeys(values[f] for f in found))
            yield view.finding(rule, paper, paper=title, said=said)
