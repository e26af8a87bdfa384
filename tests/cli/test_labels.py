"""``docgen labels``: any label again, without packing."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Run


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml").decode()


def test_all_labels_of_a_year(workspace: Path, run: Run) -> None:
    ran = run("labels")
    assert ran.code == 0, ran.text
    folder = workspace / "归档" / "2024-标签"
    names = {p.name for p in folder.iterdir()}
    assert names == {"盒面标签.docx", "盒脊标签.docx", "盒内目录.docx", "备考表.docx", "光盘标签.docx"}
    for path in folder.iterdir():
        docx.Document(str(path))


def test_one_box_again(workspace: Path, run: Run) -> None:
    with_all = run("labels", "-o", workspace / "全部")
    assert with_all.code == 0
    with (workspace / "登记" / "2024" / "盒.csv").open(encoding="utf-8-sig", newline="") as stream:
        boxes = list(dict.fromkeys(row["盒号"] for row in csv.DictReader(stream)))
    ran = run("labels", "--box", boxes[1], "-o", workspace / "一盒", "--offset", "1.5,-0.5")
    assert ran.code == 0
    assert "光盘标签.docx" not in {p.name for p in (workspace / "一盒").iterdir()}
    one, every = text_of(workspace / "一盒" / "盒面标签.docx"), text_of(workspace / "全部" / "盒面标签.docx")
    assert f"{boxes[1]}/" in every
    assert f"{boxes[1]}/" in one
    assert f"{boxes[0]}/" in every
    assert f"{boxes[0]}/" not in one


def test_box_numbers_may_be_left_blank_and_boxes_follow_the_rule(workspace: Path, run: Run) -> None:
    with (workspace / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write('rule = "transfer"\nnumbers = false\n')
    ran = run("package", "-n", "--json")
    boxes = json.loads(ran.out)["boxes"]
    assert all(len(box["retention"]) == 1 for box in boxes)
    assert run("labels", "--box", boxes[0]["number"]).code == 0
    folder = workspace / "归档" / "2024-标签"
    assert "盒号" in text_of(folder / "盒面标签.docx")
    for name in ("盒面标签.docx", "盒内目录.docx", "备考表.docx"):
        assert f"{boxes[0]['number']}/" not in text_of(folder / name)


@pytest.mark.parametrize("line", ['rule = "colour"', "spines = [3]", "spines = []", "pages_per_sheet = 0"])
def test_rules_no_box_can_follow(workspace: Path, run: Run, line: str) -> None:
    with (workspace / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    ran = run("labels")
    assert ran.code == 4
    assert "docgen.toml" in ran.err


@pytest.mark.parametrize(
    ("arguments", "part"),
    [(("--box", "99-9"), "没有这些盒：99-9"), (("--offset", "x"), "--offset"), (("--offset", "50,0"), "20 毫米")],
)
def test_what_does_not_exist(workspace: Path, run: Run, arguments: tuple[str, ...], part: str) -> None:
    ran = run("labels", *arguments)
    assert ran.code == 2
    assert part in ran.err
