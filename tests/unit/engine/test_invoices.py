"""Invoices → proposed rows: grouped, compared with what is registered, doubts told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.engine.invoices import Aside, Proposal, listed, propose
from docgen.model.invoices import Invoice, Paper, Spent

ONE = Invoice("9" * 20, "", date(2030, 3, 5), "甲店", "小镇玩具馆", Decimal(10), Decimal("1.30"), Decimal("11.30"))
CODED = replace(ONE, number="99000001", code="099000000001")


def paper(path: str, invoice: Invoice | None = ONE, problem: str = "") -> Paper:
    return Paper(path, f"digest of {path}", path.rpartition(".")[2], 1, invoice, problem)


def proposed(*papers: Paper, spent: tuple[Spent, ...] = (), known: dict[str, str] | None = None) -> Proposal:
    return propose(papers, spent, known or {}, 2030, "小镇玩具馆")


def notes(invoice: Invoice, *spent: Spent) -> list[str]:
    return [word for word, _ in proposed(paper("a.xml", invoice), spent=spent).rows[0].notes]


def test_one_invoice_in_three_forms_is_one_row() -> None:
    found = proposed(paper("a.xml", replace(ONE, items=("*a*球",))), paper("b.pdf"), paper("c.ofd"))
    assert [p.path for p in listed(found.rows[0].papers)] == ["b.pdf", "c.ofd", "a.xml"]
    assert (found.rows[0].summary, found.aside) == ("球", ())


def test_the_same_form_twice_and_another_sum_are_put_aside() -> None:
    other = paper("c.pdf", replace(ONE, total=Decimal(12)))
    assert proposed(paper("a.xml"), paper("b.xml"), other).aside == (
        Aside("b.xml", "twice", "a.xml"),
        Aside("c.pdf", "differs", "a.xml"),
    )


def test_a_form_without_sum_goes_with_the_one_that_has_it() -> None:
    bare = replace(ONE, amount=None, tax=None, total=None)
    for first, second in ((bare, ONE), (ONE, bare)):
        found = proposed(paper("a.xml", first), paper("b.pdf", second))
        assert (len(found.rows[0].papers), found.rows[0].invoice.sum, found.aside) == (2, ONE.total, ())


@pytest.mark.parametrize("number", ["9" * 20, " ９" + "9" * 19])
def test_what_is_registered_is_not_proposed_again(number: str) -> None:
    found = proposed(paper("a.xml"), paper("b.pdf"), spent=(Spent(number, "数据/2029.xlsx › X", "Z-1"),))
    assert found.rows == ()
    assert [a.why for a in found.aside] == ["registered"] * 2
    assert found.aside[0].other == "Z-1（数据/2029.xlsx › X）"


def test_numbers_with_and_without_code() -> None:
    lone = replace(CODED, code="")
    assert [a.why for a in proposed(paper("a.xml", CODED), spent=(Spent("099000000001-99000001", "", ""),)).aside] == [
        "registered"
    ]
    assert "near" in notes(CODED, Spent("99000001", "", "Z-1"))
    assert "near" in notes(lone, Spent("099000000002 99000001", "", "Z-1"))
    assert notes(lone, Spent("99000002", "", "Z-1")) == ["no-kind"]
    assert len(proposed(paper("a.xml", CODED), paper("b.pdf", lone)).rows) == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"issued": None}, "no-issued"),
        ({"total": None, "tax": None}, "no-total"),
        ({"seller": ""}, "no-seller"),
        ({"issued": date(2029, 12, 31)}, "year"),
        ({"buyer": "别的馆"}, "buyer"),
        ({"total": Decimal(-1), "amount": None}, "red"),
        ({"total": Decimal("11.31")}, "sums"),
        ({"doubts": ("sums",)}, "doubt-sums"),
    ],
)
def test_what_the_clerk_should_look_at(changes: dict[str, object], word: str) -> None:
    assert word in notes(replace(ONE, **changes))  # type: ignore[arg-type]
    assert notes(replace(ONE, kind="digital-ordinary")) == []


def test_two_names_on_a_page_are_told_apart_by_the_buyers() -> None:
    turned = replace(ONE, seller="小镇玩具馆", buyer="甲店", doubts=("names",))
    assert proposed(paper("a.pdf", turned)).rows[0].invoice.seller == "甲店"


def test_what_an_invoice_lacks_comes_from_its_other_form_with_its_doubts() -> None:
    bare = replace(ONE, seller="", amount=None, tax=None)
    page = replace(ONE, doubts=("names", "sums"))
    assert bare.completed(page).doubts == ("names", "sums")
    assert replace(ONE, seller="").completed(page).doubts == ("names",)
    assert ONE.completed(page).doubts == ()
    assert replace(bare, total=None).sum is None
    assert replace(ONE, total=None).sum == Decimal("11.30")


@given(st.lists(st.integers(0, 5), max_size=12))
def test_scanning_what_is_registered_proposes_nothing_new(numbers: list[int]) -> None:
    papers = [paper(f"{i}.xml", replace(ONE, number=f"99{n:018d}")) for i, n in enumerate(numbers)]
    first = proposed(*papers)
    assert len(first.rows) == len(set(numbers))
    assert len(first.rows) + len(first.aside) == len(papers), "no file is lost"
    spent = tuple(Spent(row.invoice.whole, "", "") for row in first.rows)
    assert proposed(*papers, spent=spent).rows == ()
