"""``docgen fill --blank`` and ``--mask``: sets of copies that never stand for a document."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from docgen.load.settings import find_workspace
from docgen.model.entry import Registers
from docgen.model.standard import FieldType, Standard
from docgen.tasks.present import placed_files
from docgen.write.memory import Memory
from tests.cli.conftest import Run, documents

Book = Callable[[Callable[[Any], None]], None]
BLANK, MASKED = "_空白表", "_打码"
STUDIO = "渠长河劳模创新工作室"


def whole_text(path: Path) -> str:
    """All text of all parts, tags and pictures left out, with the attributes; characters that part numbers too."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))]
    return "\n".join(re.sub(r"<[^>]*>", "", p) + "\n".join(re.findall(r'"([^"]*)"', p)) for p in parts)


def printed(path: Path) -> list[str]:
    """The texts between tags."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    return [text for part in parts for text in re.findall(r"(?<=>)[^<]+(?=<)", part)]


def typed(standard: Standard, root: Path) -> Registers:
    from docgen.load.registers import load_registers

    return load_registers(standard, [root / "数据" / "2024.xlsx"], str).registers


def numbers(standard: Standard, registers: Registers) -> Iterator[str]:
    for entry in registers:
        for column in standard.registers[entry.register].fields.values():
            if column.type in (FieldType.PHONE, FieldType.CITIZEN_ID) and entry.values.get(column.name):
                yield str(entry.values[column.name])


@pytest.fixture
def with_ids(workspace: Path, book: Book) -> Path:
    """Members with identity numbers, which forms print; one number stands in a text and one in a file's name."""

    def change(opened: Any) -> None:
        page = opened["成员"]
        heads = {str(c.value): c.column for c in page[1] if c.value}
        phones = [page.cell(row, heads["联系电话"]).value for row in range(3, page.max_row + 1)]
        page.cell(3, heads["专业特长"]).value = f"渠道防渗；联系电话{phones[0]}，同事{phones[1].replace('-', ' ')}"
        studio = opened["工作室"]
        switch = next(c for row in studio for c in row if c.value == "采集身份证号")
        studio.cell(switch.row, switch.column + 1).value = "是"
        for number in range(3, page.max_row + 1):
            born = str(page.cell(number, heads["出生年月"]).value).replace(".", "")
            sex = 1 if page.cell(number, heads["性别"]).value == "男" else 2
            head = f"990101{born}01{number:02d}{sex}"
            weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
            check = "10X98765432"[sum(int(d) * w for d, w in zip(head, weights, strict=True)) % 11]
            page.cell(number, heads["身份证号"]).value = head + check

    book(change)
    return workspace


def test_no_number_of_a_person_stands_in_a_masked_copy(with_ids: Path, run: Run, standard: Standard) -> None:
    ran = run("fill", "--mask")
    assert ran.code == 0, ran.text
    known = set(numbers(standard, typed(standard, with_ids)))
    assert len([n for n in known if len(n) == 18]) == 12
    assert len(known) > 24
    plain = {"".join(filter(str.isalnum, n)) for n in known}
    made = sorted((with_ids / "成品" / "2024" / MASKED).rglob("*.*"))
    assert len(made) == 474
    stars = 0
    for path in made:
        text = whole_text(path)
        assert [n for n in known if n in text] == [], path.name
        squeezed = re.sub(r"[\s\-]", "", text)
        assert [n for n in plain if n in squeezed] == [], path.name
        stars += "*" * 6 in text
    assert stars >= 12 + 1


def test_the_documents_do_print_these_numbers(with_ids: Path, run: Run, standard: Standard) -> None:
    assert run("fill", "--only", "03-01").code == 0
    form = whole_text(next((with_ids / "成品" / "2024").rglob("01_渠长河.docx")))
    assert len([n for n in set(numbers(standard, typed(standard, with_ids))) if n in form]) >= 2


def test_copies_leave_documents_memory_and_archive_alone(workspace: Path, run: Run, standard: Standard) -> None:
    before = documents(workspace)
    kept = (workspace / "登记" / "2024" / "文件.csv").read_bytes()
    assert run("fill", "--blank").code == 0
    assert run("fill", "--mask", "--only", "03-01,03-02").code == 0
    after = documents(workspace)
    assert {p: d for p, d in after.items() if not p.startswith((BLANK, MASKED))} == before
    assert len([p for p in after if p.startswith(MASKED)]) == 13
    assert (workspace / "登记" / "2024" / "文件.csv").read_bytes() == kept
    found = find_workspace(workspace, workspace)
    assert placed_files(found, standard, Memory(found.memory(2024)), 2024) == []


def test_blank_forms_carry_the_studio_and_no_record(workspace: Path, run: Run, standard: Standard) -> None:
    ran = run("fill", "--blank")
    assert ran.code == 0, ran.text
    folder = workspace / "成品" / "2024" / BLANK
    made = {p.name.split(" ")[0]: p for p in folder.rglob("*.*")}
    assert set(made) >= {m.number for m in standard.materials.values() if m.kind == "WF"}
    keep = {"归档年度", "演示数据", *standard.settings["blank"]["keep"]}
    values = set()
    for entry in typed(standard, workspace):
        studio = entry.register == standard.studio
        flat = [v for k, v in entry.values.items() if not (studio and k in keep)]
        values |= {str(v) for value in flat for v in (value if isinstance(value, list) else [value])}
    options = {v for enum in standard.enums.values() for v in enum.values}
    named = {str(v) for v in next(iter(typed(standard, workspace)["工作室"])).values.values()}
    labels = {t.strip() for p in standard.templates.rglob("*.*") for t in printed(p)}
    telling = {v for v in values - labels - options - named if len(v) >= 4 and not v.startswith(STUDIO)}
    assert len(telling) > 1000
    for path in made.values():
        text = whole_text(path)
        assert STUDIO in text, path.name
        lines = {line.strip() for line in printed(path)}
        assert lines & telling == set(), path.name
        assert "0.00" not in text, path.name
        assert "本年度无" not in text, path.name


def test_blank_forms_have_rows_to_write_in(workspace: Path, run: Run) -> None:
    assert run("fill", "--blank", "--only", "03-01,07-02,01-01").code == 0
    made = {p.name.split(" ")[0]: p for p in (workspace / "成品" / "2024" / BLANK).rglob("*.*")}
    assert set(made) == {"03-01", "07-02", "01-01"}
    table = docx.Document(str(made["07-02"])).tables[0]
    numbered = [r.cells[0].text for r in table.rows if r.cells[0].text in "123456" and not r.cells[1].text.strip()]
    assert numbered == ["1", "2", "3", "4", "5", "6", "1", "2", "3", "4"]
    page = openpyxl.load_workbook(made["01-01"]).active
    assert page is not None
    rows = [[c.value for c in row if c.value not in (None, "")] for row in page]
    assert [r for r in rows if r and r[0] in range(1, 19)] == [[n] for n in range(1, 19)]


def test_blank_forms_need_the_studios_sheet_only(workspace: Path, run: Run, book: Book) -> None:
    def only_studio(opened: Any) -> None:
        for name in opened.sheetnames:
            if name not in ("首页", "工作室"):
                del opened[name]

    book(only_studio)
    shutil.rmtree(workspace / "附件")
    ran = run("fill", "--blank", "--only", "member-form")
    assert ran.code == 0, ran.text
    assert "新建 1 份" in ran.out
    (made,) = (workspace / "成品" / "2024" / BLANK).rglob("*.docx")
    assert STUDIO in whole_text(made)


def test_a_blank_form_changed_by_hand_is_kept(workspace: Path, run: Run) -> None:
    assert run("fill", "--blank", "--only", "03-01").code == 0
    (path,) = (workspace / "成品" / "2024" / BLANK).rglob("*.docx")
    document = docx.Document(str(path))
    document.add_paragraph("加一行")
    document.save(str(path))
    mine = path.read_bytes()
    assert "手工改过，已保留" in run("fill", "--blank", "--only", "03-01").out
    assert path.read_bytes() == mine


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--blank", "--mask"), "一次只能用一个"),
        (("--blank", "--only", "annual-report"), "没有空白表"),
        (("--mask", "--only", "no-such"), "没有资料"),
        (("数据/2024.xlsx", "-t", "x.docx", "--mask"), "只用于工作区"),
    ],
)
def test_what_can_not_be_is_refused(workspace: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run("fill", *arguments)
    assert ran.code == 2
    assert said in ran.err
