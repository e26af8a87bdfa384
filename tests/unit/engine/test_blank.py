"""Forms to be filled by hand, on the fictional standard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docgen.engine.blank import Paper, plan_blank
from docgen.engine.book import make_book
from docgen.errors import StandardError
from docgen.model.entry import Registers
from docgen.model.standard import Standard
from docgen.model.values import Blank, show


def test_a_form_knows_the_house_and_nothing_else(toy: Standard, toy_year: Registers) -> None:
    studio = make_book(toy, toy_year, 2030).records["馆"][0]
    (slip,) = plan_blank(toy, studio, 2030)
    assert slip.material.id == "loan-slip"
    assert slip.path.as_posix() == "B 借展/B-01 借条"
    record, names, own = slip.form.context(slip.record, slip.book)  # type: ignore[arg-type]
    assert names["馆"]["馆名"] == "小镇玩具馆"
    assert isinstance(names["馆"]["年份"], Blank)
    assert {show(v) for k, v in record.items() if k != "同行人"} == {show(Blank())}
    assert record["同行人"] == []
    assert record["备忘"].lines == 2
    assert len(own["同类"]) == len(names["玩具"]) == 3
    assert isinstance(own["总数"], Blank)


def test_no_year_and_no_studio_are_needed(toy: Standard) -> None:
    (slip,) = plan_blank(toy, None, 2030)
    assert isinstance(slip.book.names["馆"]["馆名"], Blank)  # type: ignore[union-attr]


def with_sizes(toy: Standard, **sizes: int) -> Standard:
    slip = toy.materials["loan-slip"]
    assert slip.form is not None
    return replace(toy, materials={**toy.materials, slip.id: replace(slip, form=replace(slip.form, blank=sizes))})


def test_a_form_says_how_many_rows_and_lines_it_has(toy: Standard) -> None:
    (slip,) = plan_blank(with_sizes(toy, 同类=7, 备忘=9, 同行人=4, 读者=1), None, 2030)
    record, names, own = slip.form.context(slip.record, slip.book)  # type: ignore[arg-type]
    assert (len(own["同类"]), record["备忘"].lines, len(record["同行人"]), len(names["读者"])) == (7, 9, 4, 1)


def test_sizes_of_what_is_not_there_are_refused(toy: Standard) -> None:
    with pytest.raises(StandardError, match="无此列"):
        plan_blank(with_sizes(toy, 无此列=3), None, 2030)


@pytest.mark.parametrize("table", [{"kind": ["WF"]}, {"keep": ["馆长"]}, {"also": ["no-such"]}])
def test_a_wrong_table_is_refused(toy: Standard, table: dict[str, Any]) -> None:
    with pytest.raises(StandardError):
        Paper.of(replace(toy, settings={**toy.settings, "blank": table}))
