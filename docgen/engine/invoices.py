"""Invoices → rows of the register of what was spent: a proposal, never more.

One invoice often comes as PDF, OFD and XML: one row with all its files. What is registered already, this year or
another, is not proposed again, and what only a picture shows is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from docgen.model.invoices import Invoice, Paper, Spent
from docgen.model.names import fold

#: The order in which one invoice's files are believed, and in which they stand in the register.
BELIEVED, LISTED = ("xml", "ofd", "pdf"), ("pdf", "ofd", "xml")
#: Digits of a number without its code.
SHORT = 8
#: The tax office's own word before what was bought: ``*仪器仪表*``.
TAX_CLASS = re.compile(r"^\*[^*]*\*")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A row that is proposed.

    Attributes:
        papers: the files of the invoice.
        invoice: what they say together.
        notes: what the clerk should look at: words of :data:`docgen.tasks.invoices.NOTES` with what they are about.
    """

    papers: tuple[Paper, ...]
    invoice: Invoice
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def summary(self) -> str:
        """What was bought: the first thing, and how many there are."""
        items = [TAX_CLASS.sub("", item).strip() for item in self.invoice.items]
        items = list(dict.fromkeys(item for item in items if item))
        return items[0] + (f"等 {len(items)} 项" if len(items) > 1 else "") if items else ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that is not proposed.

    Attributes:
        path: the file.
        why: ``same``, ``twice``, ``registered``, ``differs``, or a problem of :class:`docgen.model.invoices.Paper`.
        other: the file or row it is about, where there is one.
    """

    path: str
    why: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a folder of invoices gives: rows in the order of their days, and files that are not proposed."""

    rows: tuple[Proposed, ...]
    aside: tuple[Aside, ...]


def propose(
    papers: Iterable[Paper], spent: Sequence[Spent], known: Mapping[str, str], year: int, buyer: str
) -> Proposal:
    """Propose rows for invoices.

    Args:
        papers: the files found.
        spent: invoices that are registered already, of all years.
        known: digest → path of the files that are registered already.
        year: the year the rows are for.
        buyer: whom invoices should be made out to; empty where that is not known.
    """
    aside: list[Aside] = []
    seen = dict(known)
    groups: dict[str, list[Paper]] = {}
    for paper in sorted(papers, key=lambda p: p.path):
        if paper.sha256 and paper.sha256 in seen:
            aside.append(Aside(paper.path, "same", seen[paper.sha256]))
            continue
        seen[paper.sha256] = paper.path
        if paper.invoice is None:
            aside.append(Aside(paper.path, paper.problem))
        else:
            groups.setdefault(_key(paper.invoice, groups), []).append(paper)
    by_number = {_plain(s.number): s for s in spent if _plain(s.number)}
    rows: list[Proposed] = []
    for found in groups.values():
        kept = _one_each(found, aside)
        invoice = _joined(kept, buyer)
        if twin := by_number.get(invoice.whole):
            aside += [Aside(paper.path, "registered", f"{twin.key}（{twin.place}）") for paper in kept]
            continue
        rows.append(Proposed(tuple(kept), invoice, tuple(_notes(invoice, by_number, year, buyer))))
    rows.sort(key=lambda row: (row.invoice.issued or date.max, row.invoice.whole))
    return Proposal(tuple(rows), tuple(sorted(aside, key=lambda a: a.path)))


def _plain(number: str) -> str:
    return "".join(c for c in fold(number) if c.isdigit())


def _key(invoice: Invoice, groups: Mapping[str, object]) -> str:
    """Code and number; a number alone belongs to the only invoice that ends with it."""
    if invoice.code or len(invoice.number) != SHORT:
        return invoice.whole
    longer = [key for key in groups if len(key) > SHORT and key.endswith(invoice.number) and len(key) in (18, 20)]
    return longer[0] if len(longer) == 1 else invoice.whole


def _one_each(papers: Sequence[Paper], aside: list[Aside]) -> list[Paper]:
    """One file of each form, all with the same sum; the others are put aside."""
    kept: list[Paper] = []
    total: Decimal | None = None
    for paper in sorted(papers, key=lambda p: (BELIEVED.index(p.form), p.path)):
        assert paper.invoice is not None
        total = paper.invoice.sum if total is None else total
        if paper.invoice.sum not in (None, total):
            aside.append(Aside(paper.path, "differs", kept[0].path))
        elif any(k.form == paper.form for k in kept):
            aside.append(Aside(paper.path, "twice", next(k.path for k in kept if k.form == paper.form)))
        else:
            kept.append(paper)
    return kept


def _joined(papers: Sequence[Paper], buyer: str) -> Invoice:
    """What the files say together; which of two names on a page is the buyer's is known by the name."""
    invoice = Invoice()
    for paper in papers:
        assert paper.invoice is not None
        invoice = invoice.completed(paper.invoice)
    if buyer and "names" in invoice.doubts and fold(invoice.seller) == fold(buyer) != fold(invoice.buyer):
        return replace(invoice, seller=invoice.buyer, buyer=invoice.seller)
    return invoice


def _notes(invoice: Invoice, by_number: Mapping[str, Spent], year: int, buyer: str) -> Iterator[tuple[str, str]]:
    """What the clerk should look at."""
    lacking = ("issued", "seller", "kind")
    yield from ((f"no-{name}", "") for name in lacking if not getattr(invoice, name))
    if invoice.issued and invoice.issued.year != year:
        yield "year", str(year)
    if buyer and invoice.buyer and fold(invoice.buyer) != fold(buyer):
        yield "buyer", invoice.buyer
    total = invoice.sum
    if total is None:
        yield "no-total", ""
    elif total <= 0:
        yield "red", ""
    if None not in (invoice.amount, invoice.tax, invoice.total):
        parts = (invoice.amount or Decimal()) + (invoice.tax or Decimal())
        if parts != invoice.total:
            yield "sums", ""
    yield from ((f"doubt-{word}", "") for word in invoice.doubts)
    near = next((s for number, s in by_number.items() if _near(number, invoice)), None)
    if near is not None:
        yield "near", near.key


def _near(number: str, invoice: Invoice) -> bool:
    """Whether a registered number may be this invoice's: the same eight digits, one of both without code."""
    lone = len(invoice.whole) == SHORT or len(number) == SHORT
    coded = len(invoice.number) == SHORT
    return lone and coded and number != invoice.whole and number[-SHORT:] == invoice.number


def listed(papers: Sequence[Paper]) -> list[Paper]:
    """The files of an invoice as the register lists them: first the one that people open."""
    return sorted(papers, key=lambda p: (LISTED.index(p.form), PurePath(p.path).name))
