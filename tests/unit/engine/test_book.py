"""Records that follow their references, derived rows, forms and the plan — all on the fictional standard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from docgen.engine.book import Shapes, make_book
from docgen.engine.derived import complete_registers
from docgen.engine.forms import bind
from docgen.engine.plan import plain_title, plan_fill
from docgen.errors import StandardError
from docgen.language import function
from docgen.model.entry import Registers, Rows
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.model.values import Bad, Money, show
from tests.conftest import TOY_YEAR, entries

WRONG = Bad((Finding("V00", Severity.ERROR, "错"),))


def year_with(toy: Standard, **changes: list[dict[str, Any]]) -> Registers:
    return entries(toy, {**TOY_YEAR, **changes})


def test_references_lead_to_the_record(toy: Standard, toy_year: Registers) -> None:
    book = make_book(toy, toy_year, 2030)
    loan = book.records["借展"][0]
    scope = Shapes(toy).entry_scope("借展")
    assert show(function("玩具.名称（全称）", scope)(loan, book.names, {})) == "木桥"
    assert show(function("同行人|列('入馆日')", scope)(loan, book.names, {})) == "2029年1月1日、2030年2月1日"
    assert show(function("馆.馆名", scope)(loan, book.names, {})) == "小镇玩具馆"
    assert function("全年月份|条数", scope)(loan, book.names, {}) == 12


def test_a_reference_that_leads_nowhere_prints_as_typed(toy: Standard) -> None:
    loans = [{**TOY_YEAR["借展"][0], "玩具": "W-9"}]
    book = make_book(toy, year_with(toy, 借展=loans), 2030)
    scope = Shapes(toy).entry_scope("借展")
    assert show(function("玩具 ~ 玩具.名称（全称）", scope)(book.records["借展"][0], book.names, {})) == "W-9"


def test_records_are_made_for_what_is_named_only(toy: Standard, toy_year: Registers) -> None:
    made: list[str] = []

    class Watched(Registers):
        def __getitem__(self, register: str) -> Rows:
            made.append(register)
            return super().__getitem__(register)

    book = make_book(toy, Watched(toy_year.rows), 2030)
    assert made == []
    loan = book.records["借展"][0]
    assert made == ["借展"]
    assert loan["玩具"].record["类"] == "积木"
    assert made == ["借展", "玩具"]
    assert book.names["玩具"] is book.records["玩具"]
    assert book.names.get("馆")["馆名"] == "小镇玩具馆"
    assert book.names.get("无") is None
    assert book.names.also({"次年": 2031})["读者"] is book.records["读者"]


def test_records_that_lead_to_each_other_and_back(toy: Standard, toy_year: Registers) -> None:
    book = make_book(toy, toy_year, 2030)
    loan = book.records["借展"][0]
    assert loan["借阅人"].record is book.records["读者"][0]
    assert loan["同行人"][1].record is book.records["读者"][1]
    assert loan["玩具"].record is book.records["玩具"][0]


def test_a_single_register_without_row_is_an_empty_record(toy: Standard) -> None:
    book = make_book(toy, year_with(toy, 馆=[]), 2030)
    assert book.names["馆"]["馆名"] is None


def test_derived_rows_are_made_from_the_source(toy: Standard, toy_year: Registers) -> None:
    completed = complete_registers(toy, toy_year, 2030)
    rows = completed.registers["热门"]
    assert [(e.key, e.values["事"], e.values["日"], e.values["热号"]) for e in rows] == [
        ("J-1", "木桥被借走", date(2030, 3, 5), "J-1")
    ]
    assert completed.automatic == {"热门": 1}
    assert str(rows[0].place("事")) == "数据.xlsx › 借展 › 第 3 行 › “事”"


def test_a_typed_row_completes_the_derived_one(toy: Standard) -> None:
    typed = [{"热号": "R-1", "事": "木桥被争借", "出处": "J-1"}]
    rows = complete_registers(toy, year_with(toy, 热门=typed), 2030).registers["热门"]
    assert [(e.key, e.values["事"], e.values["日"]) for e in rows] == [("R-1", "木桥被争借", date(2030, 3, 5))]


def test_a_typed_row_of_its_own_is_added_and_twins_are_named(toy: Standard) -> None:
    typed = [{"热号": "R-1", "事": "新展开幕"}, {"热号": "R-2", "事": "木桥被借走"}]
    completed = complete_registers(toy, year_with(toy, 热门=typed), 2030)
    assert [e.key for e in completed.registers["热门"]] == ["J-1", "R-1", "R-2"]
    assert [(t.key, m.key) for t, m in completed.twins] == [("R-2", "J-1")]


def test_several_rows_may_stand_in_place_of_one(toy: Standard) -> None:
    many = replace(toy.derived["热门"], many=True)
    standard = replace(toy, derived={"热门": many})
    typed = [{"热号": "R-1", "事": "甲借走", "出处": "J-1"}, {"热号": "R-2", "出处": "J-1"}]
    rows = complete_registers(standard, year_with(toy, 热门=typed), 2030).registers["热门"]
    assert [(e.key, e.values["事"]) for e in rows] == [("R-1", "甲借走"), ("R-2", "木桥被借走")]


def test_a_bad_value_reaches_the_derived_cell_and_no_further(toy: Standard) -> None:
    loans = [{**TOY_YEAR["借展"][0], "借出日": WRONG}]
    rows = complete_registers(toy, year_with(toy, 借展=loans), 2030).registers["热门"]
    assert rows[0].values["日"] is WRONG
    assert rows[0].values["事"] == "木桥被借走"


def test_a_wrong_expression_names_its_place(toy: Standard, toy_year: Registers) -> None:
    source = replace(toy.derived["热门"].sources[0], columns={"事": "玩偶.名称"})
    standard = replace(toy, derived={"热门": replace(toy.derived["热门"], sources=(source,))})
    with pytest.raises(StandardError) as error:
        complete_registers(standard, toy_year, 2030)
    assert error.value.place is not None
    assert "derived.toml" in error.value.place
    assert "没有字段“玩偶”" in error.value.message


def test_form_lists_and_lets(toy: Standard, toy_year: Registers) -> None:
    book = make_book(toy, toy_year, 2030)
    form = toy.materials["loan-slip"].form
    assert form is not None
    record, _, own = bind(toy, form).context(book.records["借展"][0], book)
    assert record is book.records["借展"][0]
    assert [r["玩具号"] for r in own["同类"]] == ["W-3"]
    assert own["总数"] == 6


def test_form_rows_are_made_of_several_registers(toy: Standard, toy_year: Registers) -> None:
    form = toy.materials["loan-slip"].form
    assert form is not None
    book = make_book(toy, toy_year, 2030)
    bound = bind(toy, form)
    _, _, own = bound.context(book.records["借展"][0], book)
    house = book.names["馆"]["馆名"]
    alike = [r for r in book.records["玩具"] if r["类"] == book.records["借展"][0]["玩具"].record["类"]]
    toys = [f"{r['玩具号']}×{r['件数']}" for r in sorted(alike, key=lambda r: r["玩具号"], reverse=True)]
    assert own["馆藏"] == [{"上级": "", "名称": house}, *({"上级": house, "名称": name} for name in toys)]
    assert function("馆藏|列('名称')|连接", bound.scope)(None, book.names, own) == "、".join([house, *toys])


def test_a_wrong_value_in_a_made_row_blocks_only_where_it_is_printed(toy: Standard) -> None:
    wrong = [{**toy_row, "件数": WRONG} for toy_row in TOY_YEAR["玩具"]]
    book = make_book(toy, year_with(toy, 玩具=wrong), 2030)
    form = toy.materials["loan-slip"].form
    assert form is not None
    form = replace(form, lets={})
    _, _, own = bind(toy, form).context(book.records["借展"][0], book)
    assert own["馆藏"][0]["名称"]
    assert own["馆藏"][1]["名称"] is WRONG


def test_a_wrong_expression_of_made_rows_names_its_place(toy: Standard) -> None:
    form = toy.materials["loan-slip"].form
    assert form is not None
    blocks = tuple(replace(block, columns={"名称": "没有的"}) for block in form.rows["馆藏"])
    with pytest.raises(StandardError, match="没有的") as error:
        bind(toy, replace(form, rows={"馆藏": blocks}))
    assert "[rows.馆藏] 名称" in str(error.value.place)


def test_plan_names_documents_by_key_and_path(toy: Standard, toy_year: Registers) -> None:
    plan = plan_fill(toy, make_book(toy, toy_year, 2030))
    assert [(d.key, str(d.path)) for d in plan.documents] == [
        ("loan-slip/J-1", "B 借展/B-01 借条/20300305_甲读者"),
        ("loan-slip/J-2", "B 借展/B-01 借条/20300401_乙读者"),
        ("toy-book", "B 借展/B-02 玩具册/玩具册_2030"),
    ]


def test_planning_twice_is_equal(toy: Standard, toy_year: Registers) -> None:
    def paths() -> list[tuple[str, str]]:
        return [(d.key, str(d.path)) for d in plan_fill(toy, make_book(toy, toy_year, 2030)).documents]

    assert paths() == paths()


def test_plan_of_some_materials_only(toy: Standard, toy_year: Registers) -> None:
    plan = plan_fill(toy, make_book(toy, toy_year, 2030), ("B-02",))
    assert [d.key for d in plan.documents] == ["toy-book"]


def test_equal_names_are_told_apart(toy: Standard) -> None:
    loans = [{**TOY_YEAR["借展"][0], "借号": n} for n in ("J-1", "J-2", "J-3")]
    plan = plan_fill(toy, make_book(toy, year_with(toy, 借展=loans), 2030), ("loan-slip",))
    assert [d.path.name for d in plan.documents] == [f"20300305_甲读者{s}" for s in ("", "_2", "_3")]


def test_where_unless_and_needs(toy: Standard, toy_year: Registers) -> None:
    slip, book_form = toy.materials["loan-slip"], toy.materials["toy-book"]
    assert slip.form is not None
    assert book_form.form is not None
    changed = {
        "loan-slip": replace(slip, form=replace(slip.form, where="押金 > 100", unless="备忘")),
        "toy-book": replace(book_form, form=replace(book_form.form, needs="玩具|条数 > 9")),
    }
    standard = replace(toy, materials={**toy.materials, **changed})
    plan = plan_fill(standard, make_book(toy, toy_year, 2030))
    assert plan.documents == ()
    assert [r["借号"] for r in plan.own_files["loan-slip"]] == ["J-1"]


def test_a_bad_value_in_a_condition_holds_the_document(toy: Standard) -> None:
    loans = [{**TOY_YEAR["借展"][0], "借出日": WRONG}, TOY_YEAR["借展"][1]]
    plan = plan_fill(toy, make_book(toy, year_with(toy, 借展=loans), 2030), ("loan-slip",))
    assert [h.key for h in plan.held] == ["loan-slip/J-1"]
    assert [d.key for d in plan.documents] == ["loan-slip/J-2"]
    assert plan.unsettled == {"loan-slip"}


def test_derived_money_keeps_its_type(toy: Standard, toy_year: Registers) -> None:
    book = make_book(toy, toy_year, 2030)
    assert isinstance(book.records["借展"][0]["押金"], Money)


@pytest.mark.parametrize(
    ("title", "plain"),
    [("影像目录（事由、时间）", "影像目录"), ("票据", "票据"), ("（空）", "（空）"), ("甲（乙）丙", "甲（乙）丙")],
)
def test_plain_title(title: str, plain: str) -> None:
    assert plain_title(title) == plain


def test_companions_that_are_off_are_planned_only_by_name(toy: Standard, toy_year: Registers) -> None:
    off = replace(toy.materials["toy-book"], off=True)
    standard = replace(toy, materials={**toy.materials, "toy-book": off})
    book = make_book(standard, toy_year, 2030)
    assert {d.material.id for d in plan_fill(standard, book).documents} == {"loan-slip"}
    assert [d.key for d in plan_fill(standard, book, ("toy-book",)).documents] == ["toy-book"]
