"""``docgen labels``: any label again, without packing."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Run
from tests.cli.test_fill import Edit


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


def printed(root: Path) -> dict[tuple[str, str], str]:
    with (root / "登记" / "2024" / "打印.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {(row["所在"], row["物"]): row["摘要"] for row in csv.DictReader(stream)}


def test_what_changed_is_named_and_printed_alone(workspace: Path, run: Run, edit: Edit) -> None:
    assert run("labels", "-o", workspace / "全部").code == 0
    assert run("labels", "--changed", "-o", workspace / "无").out.startswith("[完成] 没有要更换的")
    before = printed(workspace)
    edit("创新活动", {"活动编号": "HD-20240206-1"}, "活动主题", "电伴热防冻再次试验")
    assert run("fill").code == 0
    plan = json.loads(run("package", "-n", "--json").out)
    (where,) = [box for box, what in plan["reprint"].items() if any("2024-07-0006 HD-20240206-1" in w for w in what)]
    assert "盒内目录" in plan["reprint"][where]
    assert "盒脊标签" not in plan["reprint"][where]
    assert printed(workspace) == before
    ran = run("labels", "--changed", "-o", workspace / "更换", "--json")
    assert json.loads(ran.out)["reprint"] == plan["reprint"]
    names = {p.name for p in (workspace / "更换").iterdir()}
    assert {"盒内目录.docx", "更换清单.docx"} <= names
    assert "盒脊标签.docx" not in names
    assert where in text_of(workspace / "更换" / "更换清单.docx")
    assert run("labels", "--changed", "-o", workspace / "再").out.startswith("[完成] 没有要更换的")
    assert json.loads(run("package", "-n", "--json").out)["reprint"] == {}


def test_a_ruler(workspace: Path, run: Run) -> None:
    assert run("labels", "--ruler", "--offset", "2,-1", "-o", workspace / "尺").code == 0
    (made,) = (workspace / "尺").iterdir()
    section = docx.Document(str(made)).sections[0]
    assert section.left_margin is not None
    assert section.top_margin is not None
    assert (round(section.left_margin.mm), round(section.top_margin.mm)) == (17, 19)
    table = docx.Document(str(made)).tables[0]
    assert [round(cell.width.mm) for cell in table.rows[0].cells if cell.width] == [10] * 18
    assert not (workspace / "登记" / "2024" / "打印.csv").exists()


def test_the_paper_of_a_year_as_a_list_without_a_converter(workspace: Path, run: Run) -> None:
    ran = run("labels", "--print-set", "--pdf", "none", "-o", workspace / "册")
    assert ran.code == 0, ran.text
    assert [p.name for p in (workspace / "册").iterdir()] == ["打印清单.docx"]
    tables = docx.Document(str(workspace / "册" / "打印清单.docx")).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    with (workspace / "登记" / "2024" / "盒.csv").open(encoding="utf-8-sig", newline="") as stream:
        boxed = [row["件号"] for row in csv.DictReader(stream)]
    listed = list(dict.fromkeys(row[1] for row in rows if re.fullmatch(r"2024-\d\d-\d{4}", row[1])))
    assert sorted(listed) == sorted(boxed)
    assert any(row[5] == "放入已有的纸质件" for row in rows)


def test_only_one_thing_at_a_time(workspace: Path, run: Run) -> None:
    assert run("labels", "--changed", "--ruler").code == 2
    assert run("labels", "--print-set", "--pdf", "word").code == 2


def test_small_labels_of_one_box(workspace: Path, run: Run) -> None:
    assert run("labels", "--stock", "21", "--start", "5", "--box", "07-1", "-o", workspace / "小").code == 0
    assert [p.name for p in (workspace / "小").iterdir()] == ["小标签.docx"]
    assert "07-1/1" in text_of(workspace / "小" / "小标签.docx")
    assert run("labels", "--stock", "12").code == 2
    assert run("labels", "--stock", "8", "--start", "9").code == 2
