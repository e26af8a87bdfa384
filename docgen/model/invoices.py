"""What an electronic invoice says, and how a standard wants invoices registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from docgen.model.intake import Intake

#: Kinds of invoices: with a number of twenty digits, with a code of ten or twelve and a number of eight, others.
KINDS = ("digital-special", "digital-ordinary", "coded-special", "coded-ordinary", "fiscal", "ticket")

#: A doubt, and the fact it is about.
DOUBTED = {"names": "seller", "sums": "amount"}


@dataclass(frozen=True, slots=True)
class Invoice:
    """What an invoice says; what it does not say, or not so that a program could read it, is empty or ``None``.

    Attributes:
        number: its number, digits.
        code: code before the number, empty for invoices without one.
        issued: day of issue.
        seller: who was paid.
        buyer: whom it is made out to.
        amount: yuan without tax.
        tax: yuan.
        total: yuan with tax.
        items: what was bought, as it stands there.
        kind: one of :data:`KINDS`; empty where it is not known.
        doubts: what was concluded from the look of the page: keys of :data:`DOUBTED`.
    """

    number: str = ""
    code: str = ""
    issued: date | None = None
    seller: str = ""
    buyer: str = ""
    amount: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    items: tuple[str, ...] = ()
    kind: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Code and number: 20 digits, or 18 or 20 with a code."""
        return self.code + self.number

    @property
    def sum(self) -> Decimal | None:
        """What was paid: the total, or the two sums it is made of."""
        if self.total is None and self.amount is not None and self.tax is not None:
            return self.amount + self.tax
        return self.total

    def completed(self, other: Invoice) -> Invoice:
        """The same, what it lacks taken from another reading of the same invoice."""
        lacking = [f.name for f in fields(self) if f.name != "doubts" and getattr(self, f.name) in ("", None, ())]
        doubts = (word for word in other.doubts if DOUBTED[word] in lacking)
        taken = {name: getattr(other, name) for name in lacking}
        return replace(self, **taken, doubts=tuple(dict.fromkeys((*self.doubts, *doubts))))


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was found.

    Attributes:
        path: where it is.
        sha256: digest of its bytes (hexadecimal).
        form: ``xml``, ``ofd``, ``pdf``, ``picture`` or ``zip``; by its contents, not by its name.
        size: bytes.
        invoice: what it says; ``None`` where that can not be read.
        problem: why not: ``picture``, ``no-text``, ``no-invoice``, ``damaged``, ``unsafe``, ``too-large``,
            ``protected``, ``unreadable``, ``empty``, ``zip``; empty where it can.
    """

    path: str
    sha256: str
    form: str
    size: int
    invoice: Invoice | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """An invoice that is registered already.

    Attributes:
        number: its number as it is registered.
        place: file, sheet and cell.
        key: key of its row.
    """

    number: str
    place: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRegister(Intake):
    """The register of what was spent.

    Attributes:
        kinds: kind of invoice → the word of the register.
        buyer: register and column with the name that invoices should be made out to.
    """

    kinds: Mapping[str, str]
    buyer: tuple[str, str]
