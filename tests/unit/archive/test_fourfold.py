"""The tests of DA/T 70: passed only where it was done, failed where a finding or a look says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from docgen.archive.codes import Code
from docgen.archive.fourfold import TABLE, FourfoldTest, Outcome, fourfold_tests
from docgen.archive.verify import verify_path
from docgen.resources import data_root
from tests.unit.archive.damage import PACKAGE, Sample
from tests.unit.archive.helpers import edit, item, reseal, written

LIST = "metadata/other/items.xml"


def judged(path: Path) -> dict[str, FourfoldTest]:
    return {test.code: test for test in fourfold_tests(path, verify_path(path))}


def test_a_sound_package_fails_nothing(sound_package: Path) -> None:
    tests = judged(sound_package)
    outcomes = {code: test.outcome for code, test in tests.items()}
    assert Outcome.FAILED not in outcomes.values()
    passed = {code for code, outcome in outcomes.items() if outcome is Outcome.PASSED}
    assert {"GD-1-10", "GD-1-13", "GD-1-14", "GD-2-7", "GD-2-11", "GD-4-3"} <= passed
    assert all(test.note for test in tests.values())
    assert "4 件" in tests["GD-2-1"].note


def test_what_a_person_must_do_is_never_passed(sound_package: Path) -> None:
    with (data_root() / "schemas" / TABLE).open(encoding="utf-8", newline="") as stream:
        manual = {row["code"] for row in csv.DictReader(stream) if row["how"] == "manual"}
    assert {"GD-3-2", "GD-4-1", "GD-4-2", "GD-4-7"} <= manual
    tests = judged(sound_package)
    assert {tests[code].outcome for code in (*manual, "GD-2-1", "GD-2-2", "GD-3-3", "GD-3-8")} == {Outcome.PERSON}


@pytest.mark.parametrize("sample", [s for s in PACKAGE if s.severity == 3], ids=lambda s: s.damage.__name__)
def test_no_damage_leaves_all_tests_passed(sample: Sample, bag: Path) -> None:
    sample.damage(bag)
    report = verify_path(bag)
    failed = [test for test in fourfold_tests(bag, report) if test.outcome is Outcome.FAILED]
    assert failed or sample.code in (Code.UNRECOGNISED, Code.NAME, Code.UNSAFE_PATH, Code.MANIFEST_LINE)
    assert all(test.note for test in failed)


def test_every_code_of_the_table_exists() -> None:
    with (data_root() / "schemas" / TABLE).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    named = {code for row in rows for code in row["findings"].split()}
    assert named <= {str(code) for code in Code}
    assert len({row["code"] for row in rows}) == len(rows) == 35


@pytest.mark.parametrize(
    ("code", "changes", "outcome"),
    [
        ("GD-1-5", {"date": "20300230"}, Outcome.FAILED),
        ("GD-1-5", {"date": "20310301"}, Outcome.FAILED),
        ("GD-1-5", {"date": "20290301"}, Outcome.PERSON),
        ("GD-1-5", {}, Outcome.PASSED),
        ("GD-1-6", {"title": "登记\ue000表"}, Outcome.FAILED),
        ("GD-1-6", {"title": "登记\ufffd表"}, Outcome.FAILED),
        ("GD-1-6", {}, Outcome.PASSED),
        ("GD-1-7", {}, Outcome.PERSON),
        ("GD-1-7", {"archival_code": "Z109-WS·2030-Y-01-0001"}, Outcome.PASSED),
        ("GD-1-7", {"archival_code": "Z109-WS·2030·Y·01-0001"}, Outcome.PASSED),
        ("GD-1-7", {"archival_code": "Z109—WS•2030"}, Outcome.FAILED),
        ("GD-1-8", {}, Outcome.PASSED),
        ("GD-2-4", {}, Outcome.PASSED),
        ("GD-2-4", {"author": ""}, Outcome.PERSON),
        ("GD-2-6", {}, Outcome.PASSED),
        ("GD-2-6", {"number": "2030-01-0002"}, Outcome.PERSON),
    ],
)
def test_looks_at_one_item(tmp_path: Path, code: str, changes: dict[str, str], outcome: Outcome) -> None:
    one = item(changes.get("number", "2030-01-0001"), [], **{k: v for k, v in changes.items() if k != "number"})
    assert judged(written(tmp_path, items=(one,)).root)[code].outcome is outcome


def test_the_same_title_twice_is_shown_and_the_same_code_fails(tmp_path: Path) -> None:
    codes = {"archival_code": "Z109-WS·2030-Y-01-0001"}
    items = [item(f"2030-01-000{n}", [], title="同一题名") for n in (1, 2)]
    assert judged(written(tmp_path / "一", items=tuple(items)).root)["GD-1-8"].outcome is Outcome.PERSON
    items = [item(f"2030-01-000{n}", [], **codes) for n in (1, 2)]
    assert judged(written(tmp_path / "二", items=tuple(items)).root)["GD-1-8"].outcome is Outcome.FAILED


def test_versions_of_a_year_do_not_repeat_each_other(year: Path) -> None:
    assert judged(year)["GD-1-8"].outcome is Outcome.PASSED


def test_without_a_list_of_items_nothing_about_items_is_passed(discs: Path) -> None:
    tests = judged(discs)
    assert tests["GD-1-10"].outcome is Outcome.PERSON
    assert tests["GD-1-14"].outcome is Outcome.PASSED


def test_a_damaged_list_fails_what_rests_on_it(bag: Path) -> None:
    edit(bag / "data" / bag.name / LIST, "<题名>只有纸质的一件</题名>", "")
    reseal(bag)
    tests = judged(bag)
    assert {tests[code].outcome for code in ("GD-1-2", "GD-1-4", "GD-2-3", "GD-1-8")} == {Outcome.FAILED}
