"""Other names of columns, as data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from docgen.errors import StandardError
from docgen.load.headings import load_headings
from docgen.load.heads import title_key
from docgen.load.standard import load_standard
from docgen.model.standard import Standard


def test_own_names_go_before_special_ones_before_general_ones(toy: Standard) -> None:
    found = load_headings(toy, "玩具")
    assert {"编号": "玩具号", "种类": "类", "件数": "件数", "数目": "件数", "名称": "名称(全称)"}.items() <= {
        key: title_key(column) for key, column in found.items()
    }.items()
    assert "种类" not in load_headings(toy, "借展")


def test_every_heading_of_the_real_standard_leads_to_one_column(standard: Standard) -> None:
    for register in standard.registers.values():
        found = load_headings(standard, register.name)
        assert all(found[title_key(column)] == column for column in register.fields)
        assert set(found.values()) == set(register.fields)


def test_a_standard_without_the_file_knows_its_own_names(toy_folder: Path) -> None:
    (toy_folder / "headings.csv").unlink()
    assert "编号" not in load_headings(load_standard(toy_folder), "玩具")


@pytest.mark.parametrize(
    "line",
    ["玩具,没有,x", "没有,件数,x", "*,没有,x", "玩具,类,数目", "玩具,类"],
    ids=["column", "register", "any", "two", "short"],
)
def test_wrong_lines_are_named(toy: Standard, toy_folder: Path, line: str) -> None:
    with (toy_folder / "headings.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    with pytest.raises(StandardError) as caught:
        load_headings(replace(toy, folder=toy_folder), "玩具")
    assert "headings.csv 第 6 行" in str(caught.value.place)


def test_amounts_may_be_headed_with_their_unit(toy: Standard, standard: Standard) -> None:
    assert load_headings(toy, "借展")["押金(元)"] == "押金"
    found = load_headings(standard, "设备工具")
    assert (found["原值(元)"], "数量(元)" in found, "原值(万元)" in found) == ("金额", False, False)
