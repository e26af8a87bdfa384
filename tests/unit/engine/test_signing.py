"""Who must sign what, and when."""

from __future__ import annotations

from datetime import date

from docgen.engine.book import Shapes, make_book
from docgen.engine.forms import expression
from docgen.engine.plan import plan_fill
from docgen.engine.signing import Signer, to_sign
from docgen.model.entry import Registers
from docgen.model.standard import Standard
from tests.conftest import TOY_YEAR, entries


def test_roles_in_their_order_with_the_names_the_records_have(toy: Standard, toy_year: Registers) -> None:
    book = make_book(toy, toy_year, 2030)
    first, second = to_sign(toy, plan_fill(toy, book), book)
    assert (first.document.key, first.month, first.when) == ("loan-slip/J-1", 3, "2030年3月5日")
    assert first.signers == (Signer("借阅人", "甲读者"), Signer("馆长", ""))
    assert (second.month, second.signers[0].name) == (4, "乙读者")


def test_a_day_outside_of_the_year_lies_in_its_nearest_month(toy: Standard) -> None:
    days = [date(2029, 5, 1), date(2031, 2, 1), None]
    loans = [{**TOY_YEAR["借展"][0], "借号": f"J-{n}", "借出日": day} for n, day in enumerate(days)]
    book = make_book(toy, entries(toy, {**TOY_YEAR, "借展": loans}), 2030)
    assert [paper.month for paper in to_sign(toy, plan_fill(toy, book), book)] == [1, 12, 12]


def test_what_no_data_name_is_signed_by_nobody(toy: Standard, toy_year: Registers) -> None:
    book = make_book(toy, toy_year, 2030)
    assert {p.document.material.id for p in to_sign(toy, plan_fill(toy, book), book)} == {"loan-slip"}


def test_every_form_of_the_standard_with_a_place_to_sign_names_who_signs(standard: Standard) -> None:
    usual = standard.settings["signs"]
    shapes = Shapes(standard)
    # Sheets that only hold pictures or a card; nobody signs them.
    unsigned = {"equip-card", "papers-sheet", "photo-sheet", "media-sheet"}
    for material in standard.materials.values():
        if material.form is None:
            continue
        kinds = set(material.kind.split("+"))
        signs = material.form.signs or next((usual[k] for k in sorted(kinds & set(usual))), {})
        if "WF" in kinds:
            assert bool(signs) == (material.id not in unsigned), material.id
        for text in (*signs.values(), material.form.due):
            assert not text or callable(expression(standard, material.form, text, shapes))
