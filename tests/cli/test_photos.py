"""docgen photos: a phone's folder → a table the clerk ticks → rows and copies; and back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from docgen.tasks import journal
from docgen.write.files import write_atomically
from tests.cli.conftest import Run

SHEET = "影像待收录.xlsx"


def photo(path: Path, when: str = "", orientation: int = 1, shade: int = 0) -> Path:
    """A small picture as phones save them."""
    path.parent.mkdir(exist_ok=True, parents=True)
    image = Image.linear_gradient("L").resize((900, 700)).rotate(shade).convert("RGB")
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    if when:
        exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = when
    image.save(path, exif=exif)
    return path


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """What a clerk finds on a phone: all orientations, no date, zero date, a name with a date, copies, ruins."""
    folder = tmp_path / "卡" / "DCIM"
    for orientation in range(1, 9):
        photo(folder / f"IMG_{orientation}.jpg", f"2024:01:10 09:3{orientation}:00", orientation, orientation * 10)
    photo(folder / "IMG_20240115_100000.png", shade=95)
    photo(folder / "零.jpg", "0000:00:00 00:00:00", shade=100)
    photo(folder / "无.jpg", shade=105)
    (folder / "副本.jpg").write_bytes((folder / "IMG_1.jpg").read_bytes())
    (folder / "断.jpg").write_bytes((folder / "IMG_2.jpg").read_bytes()[:700])
    (folder / "其实是文字.jpg").write_text("不是图片", encoding="utf-8")
    (folder / "手机.heic").write_bytes(b"ftypheic")
    (folder / "VID_20240110_094000.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    (folder / ".隐藏.jpg").write_bytes(b"x")
    (folder / "说明.txt").write_text("别管", encoding="utf-8")
    return folder


def rows(path: Path, name: str = "待收录") -> list[dict[str, str]]:
    sheet = openpyxl.load_workbook(path)[name]
    head = [str(c.value) for c in sheet[1]]
    return [dict(zip(head, (str(v or "") for v in row), strict=True)) for row in sheet.iter_rows(2, values_only=True)]


def tick(path: Path, count: int, **values: str) -> None:
    """Tick the first rows and fill in what only a person knows."""
    book = openpyxl.load_workbook(path)
    sheet = book["待收录"]
    head = {str(c.value): c.column for c in sheet[1]}
    for row in range(2, 2 + count):
        for column, text in {"收录": "是", "来源": "林润禾", **values}.items():
            sheet.cell(row, head[column]).value = text
    book.save(path)


def everything(root: Path) -> dict[str, bytes]:
    """The clerk's files: data and attachments."""
    found = [p for folder in ("数据", "附件") for p in (root / folder).rglob("*") if p.is_file()]
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def test_a_phones_folder_becomes_a_table(workspace: Path, card: Path, run: Run) -> None:
    before = {p: p.read_bytes() for p in card.iterdir()}
    result = json.loads(run("photos", "scan", card, "--json").out)
    assert (result["rows"], result["matched"], result["undated"]) == (12, 10, 2)
    found = rows(workspace / SHEET)
    assert [r["影像编号"] for r in found[:3]] == ["C1-20240110-02", "C1-20240110-03", "C1-20240110-04"]
    assert found[0]["事由"] == "量测水装置总体方案设计"
    assert all(r["人物"] == r["收录"] == r["来源"] == "" for r in found), "what a person must say is left open"
    assert "云沛然" in found[0]["可能在场"]
    assert found[9]["影像编号"] == "E1-20240115-02"
    assert "时间取自文件名" in found[9]["说明"]
    assert [r["拍摄时间"] for r in found[10:]] == ["", ""]
    aside = {Path(r["文件"]).name: r["原因"] for r in rows(workspace / SHEET, "不收录")}
    assert set(aside) == {"副本.jpg", "断.jpg", "其实是文字.jpg", "手机.heic"}
    assert len(openpyxl.load_workbook(workspace / SHEET)["待收录"]._images) == 11
    assert before == {p: p.read_bytes() for p in card.iterdir()}, "the originals are only read"


def test_accept_registers_and_undo_restores_every_byte(workspace: Path, card: Path, run: Run) -> None:
    before = everything(workspace)
    run("photos", "scan", card)
    tick(workspace / SHEET, 10)
    ticked = (workspace / SHEET).read_bytes()
    done = json.loads(run("photos", "accept", "--json").out)
    assert len(done["numbers"]) == len(done["files"]) == 10
    after = everything(workspace)
    assert set(after) - set(before) == {f"附件/{name}" for name in done["files"]}
    assert after["附件/" + done["files"][1]] in {p.read_bytes() for p in card.iterdir()}
    checked = json.loads(run("check", "--as-of", "2024-12-31", "--json").out)
    assert [f for f in checked["findings"] if f["severity"] == "error" and f["sheet"] == "影像"] == []
    again = json.loads(run("photos", "scan", card, "-o", "又.xlsx", "--json").out)
    assert again["rows"] == 2, "the undated ones; the others are registered"
    assert run("photos", "undo").code == 0
    assert everything(workspace) == before
    assert (workspace / SHEET).read_bytes() == ticked


def test_one_wrong_row_and_nothing_is_registered(workspace: Path, card: Path, run: Run) -> None:
    before = everything(workspace)
    run("photos", "scan", card)
    tick(workspace / SHEET, 12)
    ran = run("photos", "accept")
    assert ran.code == 3
    assert "影像待收录.xlsx › 待收录 › I12 › “地点”" in ran.err
    assert "一张也没有收录" in ran.err
    assert everything(workspace) == before
    assert (workspace / SHEET).is_file()


def test_the_clerk_gives_day_and_kind_and_docgen_the_number(workspace: Path, card: Path, run: Run) -> None:
    photo(card.parent / "另" / "无.jpg", shade=33)
    run("photos", "scan", card.parent / "另")
    own = {"影像类别": "L 工作场所", "事由": "新制度牌上墙", "事件时间": "2024.05.06", "拍摄时间": "2024.05.06"}
    tick(workspace / SHEET, 1, 地点="工作室东墙", **own)
    done = json.loads(run("photos", "accept", "--json").out)
    assert done["numbers"] == ["L1-20240506-01"]
    assert done["files"] == ["影像/L1-20240506-01_新制度牌上墙.jpg"]


def test_an_original_that_changed_or_went_is_named(workspace: Path, card: Path, run: Run) -> None:
    run("photos", "scan", card)
    tick(workspace / SHEET, 3)
    (card / "IMG_1.jpg").unlink()
    photo(card / "IMG_2.jpg", shade=3)
    ran = run("photos", "accept")
    assert ran.code == 3
    assert "找不到原文件" in ran.err
    assert "在扫描之后变了" in ran.err


def test_an_open_workbook_is_reported(workspace: Path, card: Path, run: Run) -> None:
    run("photos", "scan", card)
    tick(workspace / SHEET, 1)
    (workspace / "数据" / "~$2024.xlsx").write_bytes(b"")
    ran = run("photos", "accept")
    assert (ran.code, "工作簿正开着" in ran.err) == (6, True)


def test_a_workbook_changed_since_is_not_taken_back(workspace: Path, card: Path, run: Run) -> None:
    run("photos", "scan", card)
    tick(workspace / SHEET, 1)
    run("photos", "accept")
    path = workspace / "数据" / "2024.xlsx"
    path.write_bytes(path.read_bytes() + b" ")
    ran = run("photos", "undo")
    assert ran.code == 6
    assert "0001-2024.xlsx" in ran.err


def test_a_killed_acceptance_leaves_nothing_behind(
    workspace: Path, card: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(workspace)
    run("photos", "scan", card)
    tick(workspace / SHEET, 3)

    def killed(path: Path, data: bytes) -> None:
        if path == workspace / "数据" / "2024.xlsx":
            raise KeyboardInterrupt
        write_atomically(path, data)

    with monkeypatch.context() as patch:
        # As after a kill: the copies are there, the workbook is not, and nobody cleaned up.
        patch.setattr(journal, "write_atomically", killed)
        patch.setattr(journal, "recover", lambda *_: None)
        assert run("photos", "accept").code == 130
    assert len(everything(workspace)) == len(before) + 3
    assert run("photos", "undo").code == 4
    assert everything(workspace) == before


@pytest.mark.parametrize("command", [("scan", "没有"), ("accept",), ("undo",)])
def test_what_is_not_there(workspace: Path, run: Run, command: tuple[str, ...]) -> None:
    assert run("photos", *command).code == 4


def test_an_older_table_is_not_overwritten(workspace: Path, card: Path, run: Run) -> None:
    run("photos", "scan", card)
    assert run("photos", "scan", card).code == 6
