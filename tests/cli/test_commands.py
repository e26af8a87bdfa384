"""The commands around filling: help, version, init, demo, template, doctor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
import typer.main

from docgen import __version__
from docgen.cli.app import COMMANDS, app
from docgen.model.standard import Standard
from tests.cli.conftest import Run
from tests.conftest import ROOT, TOY


def commands() -> list[list[str]]:
    group = typer.main.get_group(app)
    found = []
    for name in group.list_commands(None):  # type: ignore[arg-type]
        command = group.get_command(None, name)  # type: ignore[arg-type]
        subcommands = getattr(command, "commands", None)
        found += [[name, sub] for sub in subcommands] if subcommands else [[name]]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_helped_and_documented(run: Run, command: list[str]) -> None:
    ran = run(*command, "--help")
    assert ran.code == 0
    assert "--json" in ran.out
    assert f"docgen {' '.join(command)}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_list_of_commands_says_what_each_says_itself(run: Run) -> None:
    for name, line in COMMANDS.items():
        assert line in run(name, "--help").out.replace("\n  ", "")


def test_no_arguments_show_help(run: Run) -> None:
    ran = run()
    assert "docgen demo" in ran.text
    assert "docgen init" in ran.text


def test_version(run: Run) -> None:
    assert run("--version").out == f"docgen {__version__}\n"


@pytest.mark.parametrize("arguments", [("nonsense",), ("fill", "--nonsense"), ("init",), ("check", "-y", "x")])
def test_a_wrong_command_line(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.err.startswith("[错误]")
    assert "代码：usage" in ran.err


def test_init_makes_an_empty_workspace_that_checks_and_fills(tmp_path: Path, run: Run) -> None:
    root = tmp_path / "新工作室"
    ran = run("init", root, "-y", "2026")
    assert ran.code == 0
    folders, starters = {"数据", "附件", "模板", "成品", "登记"}, {"开始使用.bat", "开始使用.sh"}
    assert {p.name for p in root.iterdir()} == {"docgen.toml", *folders, *starters}
    book = openpyxl.load_workbook(root / "数据" / "2026.xlsx")
    assert book.sheetnames[:2] == ["首页", "创新活动"]
    ran = run("check", "-w", root)
    assert ran.code in (0, 3)
    assert "2026 年度" in ran.out
    assert run("fill", "-w", root).code in (0, 3)


def test_init_does_not_touch_a_folder_with_content(tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine.txt").write_text("1", encoding="utf-8")
    ran = run("init", tmp_path)
    assert ran.code == 6
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_sample_is_the_same_every_time_and_small(filled: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "again"
    assert run("init", root, "--sample").code == 0

    def files(folder: Path) -> dict[str, bytes]:
        parts = [folder / "附件", folder / "数据"]
        return {p.relative_to(folder).as_posix(): p.read_bytes() for f in parts for p in f.rglob("*") if p.is_file()}

    assert files(root) == files(filled)
    assert sum(p.stat().st_size for p in root.rglob("*") if p.is_file()) < 30 * 1000**2


def test_template_list_shows_every_material(run: Run, standard: Standard, tmp_path: Path) -> None:
    ran = run("template", "list")
    assert ran.code == 0
    assert all(m.number in ran.out for m in standard.materials.values())
    assert "03-01  内置模板" in ran.out
    rows = json.loads(run("template", "list", "--json").out)["materials"]
    assert len(rows) == 117
    assert {r["state"] for r in rows} <= {"内置模板", "待建", "收集附件", "归档时生成"}


def test_template_fields(run: Run) -> None:
    ran = run("template", "fields", "03-01")
    assert ran.code == 0
    assert "  入党（团）时间" in ran.out
    assert "1998.07" in ran.out or "月份" in ran.out
    groups = json.loads(run("template", "fields", "03-01", "--json").out)["groups"]
    own = {f["name"]: f for f in groups[0]["fields"]}
    assert own["政治面貌"]["type"] == "枚举"
    assert own["政治面貌"]["example"]
    assert "简历" in groups[1]["title"] or any("简历" in g["title"] for g in groups)
    assert "{%tr for 行 in 荣誉 %}" in ran.out
    assert run("template", "fields", "00-04").code == 2
    assert run("template", "fields", "nothing").code == 2


def test_template_export_and_check(run: Run, tmp_path: Path, standard: Standard) -> None:
    ran = run("template", "export", tmp_path / "t")
    assert ran.code == 0
    files = sorted((tmp_path / "t").iterdir())
    assert len(files) == len({m.form.template for m in standard.materials.values() if m.form})
    for path in files:
        checked = run("template", "check", path)
        assert checked.code == 0, checked.text
    assert run("template", "export", tmp_path / "t").code == 0
    files[0].write_bytes(b"changed")
    assert run("template", "export", tmp_path / "t").code == 6


def test_template_check_names_what_is_wrong(run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 姓明 }}")
    document.add_paragraph("{%p if 姓名 %}")
    path = tmp_path / "工作室成员登记表.docx"
    document.save(str(path))
    ran = run("template", "check", path)
    assert ran.code == 5
    assert "没有字段“姓明”" in ran.err
    assert ran.err.count("位置：") >= 2
    assert run("template", "check", tmp_path / "none.docx", "-m", "03-01").code == 4
    assert run("template", "check", tmp_path / "none.docx").code == 2


def test_another_standard_runs_through_the_same_code(run: Run, tmp_path: Path) -> None:
    from tests.toy_templates import draw

    folder = tmp_path / "toy"
    import shutil

    shutil.copytree(TOY, folder)
    draw(folder / "templates")
    root = tmp_path / "馆"
    assert run("init", root, "-y", "2030", "--standard", folder).code == 0
    book = openpyxl.load_workbook(root / "数据" / "2030.xlsx")
    assert book.sheetnames[0] == "封面"
    rows = {
        "玩具": [["W-1", "木桥", "积木", 3], ["W-2", "渡船", "车船", 1]],
        "读者": [["甲读者", "2029-01-01"]],
        "借展": [["J-1", "W-1", "甲读者", "2030-03-05"]],
    }
    for name, values in rows.items():
        page = book[name]
        for number, row in enumerate(values, 3):
            for column, value in enumerate(row, 1):
                page.cell(number, column).value = value
    hall = book["馆"]
    for row in hall.iter_rows():
        for cell in row:
            if cell.value == "馆名":
                hall.cell(cell.row, cell.column + 1).value = "小镇玩具馆"
    book.save(root / "数据" / "2030.xlsx")
    ran = run("fill", "-w", root)
    assert ran.code == 0, ran.text
    made = sorted(p.relative_to(root / "成品").as_posix() for p in (root / "成品").rglob("*") if p.is_file())
    assert made == [
        "2030/B 借展/B-01 借条/20300305_甲读者.docx",
        "2030/B 借展/B-02 玩具册/玩具册_2030.xlsx",
    ]
    text = "".join(p.text for p in docx.Document(str(root / "成品" / made[0])).paragraphs)
    assert text == "小镇玩具馆 甲读者借木桥，同类还有0件，馆藏4件"


def test_doctor(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0
    assert "DB1508/T 150—2023" in ran.out


def test_a_gbk_console_shows_everything_it_can(filled: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    for command in (["fill", "-n"], ["template", "list"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "docgen", *command], cwd=filled, env=env, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode("gbk")
        assert "2024" in done.stdout.decode("gbk") or "模板" in done.stdout.decode("gbk")


def test_demo(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # As the README installs it: without the extra part that PDFs need.
    monkeypatch.setattr("docgen.render.pdf.find.checker_version", lambda: "")
    monkeypatch.setenv("DOCGEN_PDF", "auto")
    ran = run("demo")
    assert ran.code == 0, ran.text
    assert "先看这里" in ran.out
    assert (tmp_path / "docgen-demo" / "成品" / "2024").is_dir()
    assert (tmp_path / "docgen-demo" / "归档" / "2024" / "从这里打开.html").is_file()
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("$ docgen demo\n", 1)[1].split("\n```", 1)[0]
    said = set(ran.text.splitlines())
    assert [line for line in shown.splitlines() if line not in said] == []
    assert len(shown.splitlines()) == len(ran.text.splitlines())
    again = run("demo")
    assert again.code == 0
    assert "沿用" in again.err
    (tmp_path / "docgen-demo" / "docgen.toml").write_text("year = 2024\n", encoding="utf-8")
    assert run("demo").code == 6
