"""``docgen city``: many studios in one run."""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.tasks.city import run as city_run
from tests.cli.city_helpers import documents, make_city, make_standard
from tests.cli.conftest import Run
from tests.cli.toy_workspace import write_rows


@pytest.fixture
def standard(tmp_path: Path) -> Path:
    return make_standard(tmp_path / "标准")


@pytest.fixture
def studios(tmp_path: Path, standard: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.chdir(tmp_path)
    return make_city(tmp_path / "全市", 4, standard)


def report(run: Run, *arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("city", *arguments, "--json").out)
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    return {studio["place"]: studio["state"] for studio in found["studios"]}


def test_fill_fills_every_studio_as_fill_does(run: Run, studios: list[Path], tmp_path: Path, standard: Path) -> None:
    ran = run("city", "fill", "全市", "-j", "2")
    assert ran.code == 0, ran.text
    assert "4 个工作室：完成 4 个" in ran.out
    alone = make_city(tmp_path / "各自", 4, standard)
    for studio in alone:
        assert run("fill", "-w", studio).code == 0
    assert documents(studios) == documents(alone)
    rows = list(openpyxl.load_workbook(tmp_path / "汇总" / "填充.xlsx").active.values)  # type: ignore[union-attr]
    assert rows[0][1:6] == ("名称", "文件夹", "年度", "结果", "文档")
    assert rows[1][1:5] == ("小镇玩具馆1", "全市/东区/馆01", 2030, "完成")


def test_one_broken_studio_never_stops_the_others(run: Run, studios: list[Path]) -> None:
    (studios[0] / "docgen.toml").write_text("year = [", encoding="utf-8")
    (studios[1] / "数据" / "2030" / "玩具.csv").write_bytes(b"\xff\xfe\x00")
    write_rows(studios[2], "借展", [{"借号": "J-1", "玩具": "W-9", "借阅人": "无名", "借出日": "2030-13-01"}])
    ran = run("city", "check", "全市", "-j", "1")
    found = report(run, "check", "全市", "-j", "1")
    assert states(found) == {
        "全市/东区/馆01": "failed",
        "全市/东区/馆03": "done",
        "全市/西区/馆00": "failed",
        "全市/西区/馆02": "findings",
    }
    by_place = {studio["place"]: studio for studio in found["studios"]}
    assert by_place["全市/西区/馆00"]["code"] == "input.settings"
    assert by_place["全市/西区/馆02"]["counts"]["错误"] == 1
    assert found["exit"] == ran.code == 4
    assert [f["file"] for f in found["findings"]] == ["全市/东区/馆01", "全市/西区/馆00"]
    assert "[错误] 全市/西区/馆00\n  原因：" in ran.out
    assert "代码：input.settings（退出码 4）" in ran.out
    assert all("处理：" in block for block in ran.out.split("[错误] ")[1:])


def test_an_error_of_the_program_is_one_studios_error(
    run: Run, studios: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen.tasks.city import work

    def broken(task: Any) -> Any:
        raise RuntimeError("坏了")

    monkeypatch.setattr(work, "_ACTIONS", {**work._ACTIONS, "check": broken})
    found = report(run, "check", studios[0])
    assert found["studios"][0]["state"] == "failed"
    assert found["studios"][0]["code"] == "internal"
    assert "RuntimeError" in found["studios"][0]["reason"]


def test_results_do_not_depend_on_the_number_of_workers(run: Run, studios: list[Path]) -> None:
    write_rows(studios[2], "借展", [{"借号": "J-1", "玩具": "W-9", "借阅人": "无名", "借出日": "2030-13-01"}])
    one = run("city", "check", "全市", "-j", "1", "-o", "一", "--json").out
    three = run("city", "check", "全市", "-j", "2", "-o", "一", "--json").out
    assert one == three


def test_resume_does_what_is_left(run: Run, studios: list[Path]) -> None:
    assert run("city", "fill", "全市", "-j", "1").code == 0
    note = Path("汇总/登记/fill.jsonl")
    lines = note.read_bytes().splitlines(keepends=True)
    # Killed while the third line was written.
    note.write_bytes(b"".join(lines[:2]) + lines[2][:40])
    write_rows(studios[1], "玩具", [{"玩具号": "W-1", "名称（全称）": "石桥", "类": "积木", "件数": "3"}])
    found = report(run, "fill", "全市", "-j", "1", "--resume")
    done_before = {json.loads(line)["place"] for line in lines[:2]}
    changed = "全市/东区/馆01"
    assert found["resumed"] == len(done_before - {changed})
    assert set(states(found)) == {f"全市/{s.parent.name}/{s.name}" for s in studios}
    again = report(run, "fill", "全市", "-j", "1", "--resume")
    assert again["resumed"] == 4 - sum(state != "done" for state in states(found).values())
    assert {**again, "resumed": 0} == {**found, "resumed": 0}


def test_resume_sees_a_lost_document(run: Run, studios: list[Path]) -> None:
    assert run("city", "fill", studios[0]).code == 0
    path = next(p for p in (studios[0] / "成品").rglob("*.docx"))
    data = path.read_bytes()
    path.unlink()
    assert report(run, "fill", studios[0], "--resume")["resumed"] == 0
    assert path.read_bytes() == data
    assert report(run, "fill", studios[0], "--resume")["resumed"] == 1


def test_a_studio_in_which_somebody_works_is_asked_again(
    run: Run, studios: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (studios[0] / "登记").mkdir()
    stream = (studios[0] / "登记" / ".lock").open("a+")
    fcntl.flock(stream, fcntl.LOCK_EX)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            stream.close()

    monkeypatch.setattr(city_run.time, "sleep", wait)
    assert report(run, "fill", studios[0])["exit"] == 0
    assert len(waited) == 2
    stream = (studios[0] / "登记" / ".lock").open("a+")
    fcntl.flock(stream, fcntl.LOCK_EX)
    found = report(run, "fill", studios[0])
    assert (found["exit"], found["studios"][0]["code"]) == (6, "output.locked")
    stream.close()


def test_what_is_no_city_is_refused(run: Run, studios: list[Path], tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert run("city", "check", "空").code == 4
    assert run("city", "check", "没有").code == 4
    assert run("city", "wash", "全市").code == 2
    assert not (tmp_path / "汇总").exists()


def test_overlapping_folders_and_archives_count_once(run: Run, studios: list[Path]) -> None:
    inner = studios[0] / "归档" / "2030" / "包"
    inner.mkdir(parents=True)
    (inner / "docgen.toml").write_text("year = 1\n", encoding="utf-8")
    found = report(run, "check", "全市", "全市/西区", studios[0], "-j", "1")
    assert sorted(states(found)) == sorted(f"全市/{s.parent.name}/{s.name}" for s in studios)
