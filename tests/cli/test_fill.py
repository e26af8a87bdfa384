"""``docgen fill`` as a clerk meets it: on the whole fictional year."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from docgen.model.standard import Standard
from tests.cli.conftest import Run, documents

Edit = Callable[..., str]
Book = Callable[[Callable[[Any], None]], None]
FORMS = "03 团队成员资料/03-01 工作室成员登记表"


def times(root: Path) -> dict[str, int]:
    folder = root / "成品" / "2024"
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}


def text_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        return "\n".join(str(c.value) for page in openpyxl.load_workbook(path) for row in page for c in row)
    document = docx.Document(str(path))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_every_kind_is_filled(filled: Path, standard: Standard) -> None:
    made = documents(filled)
    materials = {path.split("/")[1].split(" ")[0] for path in made}
    # The fictional year has no adjusted budget; of what may be the unit's own file nothing is generated in it.
    with_form = {m.number for m in standard.materials.values() if m.form and not m.form.unless}
    assert materials == with_form - {"12-07"}
    assert len([p for p in made if p.startswith(FORMS)]) == 12
    assert len([p for p in made if "/07-01 " in p]) == 61
    assert not [p for p in made if "{{" in p]


def test_every_document_opens(filled: Path) -> None:
    for path in documents(filled):
        file = filled / "成品" / "2024" / path
        if path.endswith(".docx"):
            assert "{{" not in text_of(file)
            assert "{%" not in text_of(file)
        else:
            values = [c.value for page in openpyxl.load_workbook(file) for row in page for c in row]
            assert not [v for v in values if isinstance(v, str) and ("{{" in v or "{%" in v)]


def test_the_second_run_changes_nothing_and_says_so(workspace: Path, run: Run) -> None:
    before = times(workspace)
    ran = run("fill", "-y", "2024")
    assert ran.code == 0
    assert "都是最新的，没有改动" in ran.out
    assert times(workspace) == before


def test_one_cell_changes_exactly_the_documents_that_print_it(workspace: Path, run: Run, edit: Edit) -> None:
    before = documents(workspace)
    printing = {p for p in before if "0478-0000007" in text_of(workspace / "成品" / "2024" / p)}
    assert f"{FORMS}/07_海测之.docx" in printing
    edit("成员", {"姓名": "海测之"}, "联系电话", "0478-0000099")
    ran = run("fill")
    assert ran.code == 0, ran.text
    assert changed(before, documents(workspace)) == printing
    assert f"更新 {len(printing)} 份" in ran.out
    assert "0478-0000099" in text_of(workspace / "成品" / "2024" / FORMS / "07_海测之.docx")


def test_a_figure_changes_the_lists_that_add_it(workspace: Path, run: Run, edit: Edit) -> None:
    before = documents(workspace)
    edit("经费支出", {"支出编号": "ZC-2024-001"}, "金额", 3861)
    assert run("fill").code == 0
    lists = {p.split("/")[1][:5] for p in changed(before, documents(workspace))}
    assert "12-04" in lists
    assert all(number.startswith(("00-", "02-", "12-")) for number in lists)


def test_a_document_changed_by_hand_is_kept_and_named(workspace: Path, run: Run, edit: Edit) -> None:
    path = workspace / "成品" / "2024" / FORMS / "01_渠长河.docx"
    document = docx.Document(str(path))
    document.add_paragraph("手工补记")
    document.save(str(path))
    mine = path.read_bytes()
    ran = run("fill")
    assert ran.code == 0
    assert f"[警告] 手工改过，已保留：成品/2024/{FORMS}/01_渠长河.docx" in ran.out
    edit("成员", {"姓名": "渠长河"}, "职务", "总工程师")
    ran = run("fill")
    assert "手工改过，已保留，数据也已变化" in ran.out
    assert path.read_bytes() == mine
    ran = run("fill", "-f")
    assert "覆盖" in ran.out
    assert (workspace / "成品" / "2024" / "_已撤下" / FORMS / "01_渠长河.docx").read_bytes() == mine
    assert "总工程师" in text_of(path)


def test_a_replaced_file_that_is_no_document_is_kept_too(workspace: Path, run: Run) -> None:
    path = workspace / "成品" / "2024" / FORMS / "02_田沐雨.docx"
    path.write_bytes(b"my notes")
    assert "手工改过，已保留" in run("fill").out
    assert path.read_bytes() == b"my notes"


def test_a_deleted_document_is_made_again(workspace: Path, run: Run) -> None:
    path = workspace / "成品" / "2024" / FORMS / "02_田沐雨.docx"
    before = path.read_bytes()
    path.unlink()
    assert "新建 1 份" in run("fill").out
    assert path.read_bytes() == before


def test_the_document_of_a_vanished_record_is_set_aside(workspace: Path, run: Run, edit: Edit) -> None:
    edit("成员", {"姓名": "白浚川"}, "退出日期", "2024-12-20")
    edit("成员", {"姓名": "白浚川"}, "状态", "退出")
    ran = run("fill")
    assert "撤下 1 份" in ran.out, ran.text
    assert not (workspace / "成品" / "2024" / FORMS / "10_白浚川.docx").exists()
    assert (workspace / "成品" / "2024" / "_已撤下" / FORMS / "10_白浚川.docx").exists()


def test_a_renamed_record_leaves_its_old_document_aside(workspace: Path, run: Run, edit: Edit) -> None:
    edit("创新活动", {"活动编号": "HD-20240110-1"}, "活动主题", "量测水装置方案比选")
    assert run("fill").code == 0
    folder = workspace / "成品" / "2024" / "07 创新活动资料" / "07-01 日常创新活动详细文字记录"
    found = [p.name for p in folder.iterdir() if p.name.startswith("HD-20240110-1")]
    assert found == ["HD-20240110-1_量测水装置方案比选.docx"]
    aside = workspace / "成品" / "2024" / "_已撤下"
    assert [p.name for p in aside.rglob("HD-20240110-1*")] == ["HD-20240110-1_量测水装置总体方案设计.docx"]
    assert "都是最新的" in run("fill").out


def test_two_records_that_change_places(workspace: Path, run: Run, edit: Edit) -> None:
    folder = workspace / "成品" / "2024" / FORMS
    edit("成员", {"姓名": "渠长河"}, "序号", 2)
    edit("成员", {"姓名": "田沐雨"}, "序号", 1)
    run("fill")
    assert {p.name for p in folder.iterdir()} >= {"01_田沐雨.docx", "02_渠长河.docx"}
    assert len(list(folder.iterdir())) == 12


def test_a_dry_run_writes_nothing(workspace: Path, run: Run, edit: Edit) -> None:
    edit("成员", {"姓名": "海测之"}, "职务", "班长")
    before, memory = times(workspace), (workspace / "登记" / "2024" / "文件.csv").read_bytes()
    ran = run("fill", "-n")
    assert "将更新" in ran.out
    assert times(workspace) == before
    assert (workspace / "登记" / "2024" / "文件.csv").read_bytes() == memory


def test_only_some_materials(workspace: Path, run: Run, edit: Edit) -> None:
    edit("成员", {"姓名": "海测之"}, "职务", "班长")
    assert "都是最新的" in run("fill", "--only", "08-01,fund-list").out
    assert "更新 1 份" in run("fill", "--only", "03-01").out


@pytest.mark.parametrize(("only", "part"), [("99-99", "没有资料"), ("00-04", "还没有模板")])
def test_only_what_does_not_exist(workspace: Path, run: Run, only: str, part: str) -> None:
    ran = run("fill", "--only", only)
    assert ran.code == 2
    assert part in ran.err


def test_json_says_the_same(workspace: Path, run: Run, edit: Edit) -> None:
    edit("成员", {"姓名": "海测之"}, "职务", "班长")
    ran = run("fill", "--json")
    result = json.loads(ran.out)
    assert result["ok"] is True
    assert result["exit"] == ran.code == 0
    assert f"成品/2024/{FORMS}/07_海测之.docx" in result["updated"]
    assert result["unchanged"] == len(documents(workspace)) - len(result["updated"])
    assert ran.err == ""


def test_an_own_template_goes_before_the_built_in_one(workspace: Path, run: Run) -> None:
    own = docx.Document()
    own.add_paragraph("本室自用：{{ 姓名 }}，{{ 入党（团）时间 }}，{{ 所属小组.组长 }}")
    own.save(str(workspace / "模板" / "工作室成员登记表.docx"))
    assert "更新 12 份" in run("fill").out
    text = text_of(workspace / "成品" / "2024" / FORMS / "01_渠长河.docx")
    assert text == "本室自用：渠长河，1998.07，田沐雨"


def test_a_rule_is_generated_when_the_unit_has_none(workspace: Path, run: Run, edit: Edit) -> None:
    edit("制度", {"制度编号": "ZD-01"}, "电子文件", None)
    ran = run("fill")
    assert "新建 1 份" in ran.out
    (made,) = (workspace / "成品" / "2024").rglob("13-01*/*.docx")
    text = text_of(made)
    assert "渠长河劳模创新工作室" in text
    assert "第一条" in text
    assert "{{" not in text


def test_exact_values_reach_the_paper(workspace: Path, run: Run, edit: Edit) -> None:
    nasty = '水位<0.5m & 流量>3 {{ 姓名 }} {% if %} “引号” "x" 𠮷䶮'
    edit("创新活动", {"活动编号": "HD-20240110-1"}, "形成结论", nasty)
    assert run("fill").code == 0
    (path,) = (workspace / "成品" / "2024").rglob("HD-20240110-1*.docx")
    assert nasty in text_of(path)


def test_text_that_looks_like_a_formula_stays_text(workspace: Path, run: Run, edit: Edit) -> None:
    edit("荣誉", {"荣誉编号": "RY-2024-01"}, "备注", "'=1+1")
    edit("荣誉", {"荣誉编号": "RY-2024-02"}, "文号或证书号", "000123456789012345678")
    assert run("fill").code == 0
    (path,) = (workspace / "成品" / "2024").rglob("集体和个人各类荣誉台账*.xlsx")
    cells = [c for page in openpyxl.load_workbook(path) for row in page for c in row]
    assert [c.data_type for c in cells if c.value == "000123456789012345678"] == ["s"]


def test_a_kill_leaves_whole_documents_and_the_next_run_goes_on(workspace: Path, filled: Path, run: Run) -> None:
    for path in (workspace / "成品" / "2024").rglob("*.docx"):
        path.unlink()
    (workspace / "登记" / "2024" / "文件.csv").unlink()
    command = [sys.executable, "-m", "docgen", "fill", "-q"]
    with subprocess.Popen(command, cwd=workspace, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        folder = workspace / "成品" / "2024" / FORMS
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(list(folder.glob("*.docx"))) < 3:
            time.sleep(0.005)
        process.kill()
    for path in (workspace / "成品" / "2024").rglob("*.docx"):
        docx.Document(str(path))
    ran = run("fill")
    assert ran.code == 0
    assert "手工改过" not in ran.out
    assert documents(workspace).keys() == documents(filled).keys()
    assert not list((workspace / "成品").rglob("*.docgen-part"))


def test_a_changed_document_after_a_kill_is_not_taken_for_a_hand_edit(workspace: Path, run: Run, edit: Edit) -> None:
    """The journal knows what was about to be written, even when the table of the last whole run does not."""
    edit("成员", {"姓名": "海测之"}, "职务", "班长")
    memory = (workspace / "登记" / "2024" / "文件.csv").read_bytes()
    assert run("fill").code == 0
    rows = (workspace / "登记" / "2024" / "文件.csv").read_text("utf-8-sig").partition("\n")[2]
    (workspace / "登记" / "2024" / "文件.csv").write_bytes(memory)
    (workspace / "登记" / "2024" / "文件.journal").write_text(rows, encoding="utf-8")
    edit("成员", {"姓名": "海测之"}, "职务", "副班长")
    ran = run("fill")
    assert "手工改过" not in ran.out
    assert "更新" in ran.out
