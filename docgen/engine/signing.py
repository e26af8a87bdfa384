"""Who must sign what, and when: the standard's data say it of every form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.engine.forms import Compute, expression
from docgen.engine.plan import Document, FillPlan
from docgen.model.standard import Material, Standard
from docgen.model.values import BlockedValue, Month, show


@dataclass(frozen=True)
class Signer:
    """One of those who sign: as what, and who, empty where the records do not say."""

    role: str
    name: str


@dataclass(frozen=True)
class ToSign:
    """A document that is to be signed.

    Attributes:
        document: the document.
        month: month of the year, 1–12.
        when: the day or month as printed, empty where the records have none.
        signers: in the order in which they sign.
    """

    document: Document
    month: int
    when: str
    signers: tuple[Signer, ...]


def to_sign(standard: Standard, plan: FillPlan, book: Book) -> list[ToSign]:
    """All documents of a year that somebody signs, in the order of the plan.

    Raises:
        StandardError: an expression of a form is wrong.
    """
    shapes = Shapes(standard)
    bound: dict[str, _Bound] = {}
    found = []
    for document in plan.documents:
        material = document.material
        if material.id not in bound:
            bound[material.id] = _bind(standard, material, shapes)
        who = bound[material.id]
        if not who.signs:
            continue
        record: tuple[Any, Any, Any] = (document.record, book.names, {})
        due = _value(who.due, record) if who.due else None
        signers = tuple(Signer(role, show(_value(name, record)) if name else "") for role, name in who.signs.items())
        when = show(due) if document.record is not None else ""
        found.append(ToSign(document, _month(due, book.year), when, signers))
    return found


@dataclass(frozen=True)
class _Bound:
    signs: Mapping[str, Compute | None]
    due: Compute | None


def _bind(standard: Standard, material: Material, shapes: Shapes) -> _Bound:
    form = material.form
    assert form is not None
    usual = standard.settings.get("signs", {})
    signs = form.signs or next((usual[kind] for kind in material.kind.split("+") if kind in usual), {})
    computed = {role: expression(standard, form, text, shapes) if text else None for role, text in signs.items()}
    return _Bound(computed, expression(standard, form, form.due, shapes) if form.due else None)


def _value(compute: Compute, record: tuple[Any, Any, Any]) -> Any:
    """What an expression gives; nothing where it depends on a cell that could not be read."""
    try:
        return compute(*record)
    except BlockedValue:
        return None


def _month(due: Any, year: int) -> int:
    """The month: the last one where there is no day, the nearest one where it lies in another year."""
    if not isinstance(due, date | Month):
        return 12
    return due.month if due.year == year else 1 if due.year < year else 12
