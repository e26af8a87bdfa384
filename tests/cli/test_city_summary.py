"""``docgen city package`` and ``summary``: every studio packed; the federation's workbook and page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.engine.city import repeated, sameness
from docgen.errors import Incomplete
from docgen.model.city import Outcome, Print, State
from docgen.model.finding import Finding, Place, Severity
from docgen.tasks.city.work import failed
from tests.cli.city_helpers import make_city, make_standard
from tests.cli.conftest import Run
from tests.cli.toy_workspace import ROWS, picture, write_rows

#: Numbers that would tell a person: identity cards and phones.
PERSONAL = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9A-Fa-f])")


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    return make_standard(tmp_path / "标准")


@pytest.fixture
def studios(tmp_path: Path, standard: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.chdir(tmp_path)
    return make_city(tmp_path / "全市", 4, standard)


def rows_of(sheet: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook("汇总/汇总.xlsx")[sheet].values)


def test_package_packs_every_studio(run: Run, studios: list[Path]) -> None:
    assert run("city", "fill", "全市", "-j", "1").code == 0
    ran = run("city", "package", "全市", "-j", "1", "--date", "2031-03-31", "--with-gaps")
    assert ran.code == 0, ran.text
    for studio in studios:
        assert run("verify", studio / "归档" / "2030").code == 0
    again = json.loads(
        run("city", "package", "全市", "-j", "1", "--date", "2031-03-31", "--with-gaps", "--resume", "--json").out
    )
    assert again["resumed"] == 4
    refused = run("city", "package", studios[0], "--pdf", "nonsense")
    assert refused.code == 2
    assert run("city", "check", "全市", "--with-gaps").code == 2


def test_a_studio_with_gaps_is_not_packed_and_says_so(run: Run, studios: list[Path]) -> None:
    ran = run("city", "package", studios[0], "--date", "2031-03-31")
    assert ran.code == 3
    assert "代码：package.incomplete（退出码 3）" in ran.out
    assert "没有归档" in ran.out
    assert not (studios[0] / "归档").exists()


def test_summary_counts_every_studio(run: Run, studios: list[Path]) -> None:
    assert run("city", "fill", *studios[:3], "-j", "1").code == 0
    (studios[3] / "docgen.toml").write_text("year = [", encoding="utf-8")
    ran = run("city", "summary", "全市", "-j", "1")
    assert ran.code == 4
    heads, *rows = rows_of("总览")
    by_place = {row[3]: dict(zip(heads, row, strict=True)) for row in rows if row[3]}
    one = by_place["全市/东区/馆01"]
    assert (one["名称"], one["年度"], one["结果"]) == ("小镇玩具馆1", 2030, "完成")
    assert (one["玩具（件）"], one["借出"]) == (6, 3)
    assert one["应有文档"] == one["已生成"] == 4
    assert (by_place["全市/西区/馆02"]["借出"], by_place["全市/西区/馆00"]["借出"]) == (4, 2)
    assert by_place["全市/东区/馆03"]["结果"] == "未完成"
    assert by_place["全市/东区/馆03"]["玩具（件）"] is None
    assert rows[-1][1] == "合计"
    assert [row[2] for row in rows_of("未完成")[1:]] == ["全市/东区/馆03"]
    page = Path("汇总/汇总.html").read_text(encoding="utf-8")
    assert "小镇玩具馆1" in page
    assert "<script" not in page
    assert "全市/东区/馆03" in page


def test_summary_has_charts_an_office_program_can_change(run: Run, studios: list[Path]) -> None:
    assert run("city", "fill", "全市", "-j", "1").code == 0
    assert run("city", "summary", "全市", "-j", "1").code == 0
    assert openpyxl.load_workbook("汇总/汇总.xlsx")["图表"]._charts  # type: ignore[attr-defined]


def test_what_is_the_same_in_two_studios_is_a_hint(run: Run, studios: list[Path]) -> None:
    picture(studios[0] / "附件" / "图" / "W-1.jpg", 77)
    picture(studios[3] / "附件" / "图" / "W-2.jpg", 77)
    text = "这批玩具借去社区活动室，当天傍晚全部归还，没有损坏。"
    for studio, said in ((studios[1], text), (studios[2], text.replace("，", " , ")), (studios[0], "太短")):
        write_rows(studio, "借展", [{**ROWS["借展"][0], "备忘": said}, {**ROWS["借展"][1], "备忘": said}])
    assert run("city", "summary", "全市", "-j", "1").code == 0
    _, *hints = rows_of("雷同提示")
    assert [hint[1:4] for hint in hints if hint[0]] == [("文字", 2, 4), ("照片", 2, 2)]
    assert "全市/西区/馆00：数据/2030/玩具.csv › E2 › “图”" in hints[1][4]
    assert text[:8] not in Path("汇总/汇总.html").read_text(encoding="utf-8")


def test_studios_of_another_standard_are_not_compared(run: Run, studios: list[Path], tmp_path: Path) -> None:
    other = make_standard(tmp_path / "另一个标准")
    settings = studios[2] / "docgen.toml"
    settings.write_text(f'standard = "{other.as_posix()}"\nyear = 2030\n', encoding="utf-8")
    found = json.loads(run("city", "summary", "全市", "-j", "1", "--json").out)
    assert [s["state"] for s in found["studios"]] == ["done", "done", "done", "failed"]
    assert "另一个标准" in found["studios"][3]["reason"]


def test_a_standard_without_a_summary_says_so(run: Run, studios: list[Path], standard: Path) -> None:
    (standard / "city.toml").unlink()
    ran = run("city", "summary", studios[0])
    assert ran.code == 4
    assert "没有汇总的设置" in ran.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('value = "借展|条数"', 'value = "借展|没有这个"'),
        ('["玩具.图"]', '["玩具.没有"]'),
        ('["玩具.图"]', '["玩具.件数"]'),
        ("least = 12", "most = 12"),
    ],
)
def test_mistakes_in_the_settings_are_named(
    run: Run, studios: list[Path], standard: Path, change: str, said: str
) -> None:
    path = standard / "city.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(change, said), encoding="utf-8")
    ran = run("city", "summary", studios[0])
    assert ran.code == 5, ran.text
    assert "city.toml" in ran.text


def test_nothing_personal_reaches_the_federation(
    run: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample holds identity card numbers and phones; no report of a city shows one."""
    monkeypatch.chdir(tmp_path)
    source = "".join(p.read_text(encoding="utf-8-sig") for p in Path(__file__).parents[2].glob("samples/*/数据/*.csv"))
    assert PERSONAL.search(source)
    members = [line.split(",")[1] for line in _register("成员")[1:]]
    assert run("city", "summary", filled, "--as-of", "2025-03-01").code in (0, 3)
    book = openpyxl.load_workbook("汇总/汇总.xlsx")
    shown = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
    shown += Path("汇总/汇总.html").read_text(encoding="utf-8")
    noted = Path("汇总/登记/summary.jsonl").read_text(encoding="utf-8")
    lead = members[0]
    for text in (shown, noted):
        assert not PERSONAL.search(text)
        assert not [name for name in members if name in text.replace(f"{lead}劳模创新工作室", "")]
    assert book["总览"]["B2"].value == f"{lead}劳模创新工作室"


def _register(name: str) -> list[str]:
    path = next(Path(__file__).parents[2].glob(f"samples/*/数据/*-{name}.csv"))
    return path.read_text(encoding="utf-8-sig").splitlines()


def test_only_whole_fingerprints_count() -> None:
    near = [Print("照片", "a" * 16 + tail * 16, "甲") for tail in "01"]
    studios = [Outcome(place, State.DONE, 0, prints=(each,)) for place, each in zip("东西", near, strict=True)]
    wanted = repeated(studio.prints for studio in studios)
    assert len(wanted) == 1
    assert sameness(studios, wanted) == []


def test_what_repeats_in_one_studio_is_its_own_matter() -> None:
    same = Print("照片", "b" * 32, "甲")
    studios = [Outcome("东", State.DONE, 0, prints=(same, same)), Outcome("西", State.DONE, 0)]
    assert not repeated(studio.prints for studio in studios)


def test_a_reason_counts_what_is_wrong_with_values() -> None:
    """A message about a value holds the value; one about columns and sheets is worth reading."""
    number = "991508197203150114"
    values = Finding("V05", Severity.ERROR, f"身份证号“{number}”不对", place=Place("数据.xlsx", "成员", 3))
    columns = Finding("input.register.missing-column", Severity.ERROR, "缺少“日期”列", place=Place("数据.xlsx", "活动"))
    reason = failed("东区/甲", Incomplete("没有归档", findings=(values, values, columns))).reason
    assert reason == "没有归档；缺少“日期”列（数据.xlsx › 活动）；V05 2 处"
