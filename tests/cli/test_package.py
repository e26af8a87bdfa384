"""``docgen package`` and ``docgen verify`` on the whole fictional year."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from docgen.cli.app import main
from docgen.resources import sample_folder
from tests.cli.conftest import Run
from tests.cli.test_fill import Edit

DATE = ("--date", "2025-03-31")


@pytest.fixture(scope="module")
def packed(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional year packed on small discs; nobody may change it."""
    root = tmp_path_factory.mktemp("packed") / "工作室"
    shutil.copytree(filled, root)
    assert main(["package", "-w", str(root), "-q", *DATE, "--media", "4MB", "--iso"]) == 0
    return root


@pytest.fixture
def archive(packed: Path, tmp_path: Path) -> Path:
    """A copy of its archive that a test may damage."""
    target = tmp_path / "归档"
    shutil.copytree(packed / "归档" / "2024", target)
    return target


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def bag_of(archive: Path) -> Path:
    return next(p for p in archive.iterdir() if (p / "bagit.txt").is_file())


def test_what_an_archive_holds(packed: Path) -> None:
    archive = packed / "归档" / "2024"
    names = {p.name for p in archive.iterdir()}
    own = {"光盘", "标签", "目录", "页面", "从这里打开.html", "归档说明.txt", "归档报告.docx", "归档报告.html"}
    own |= {"迎检一页纸.docx", "移交与接收登记表.docx"}
    assert names == {"LMGZS-2024", *own}
    assert {p.name for p in (archive / "目录").iterdir()} == {
        "00-04 归档总目录.xlsx",
        "01-03 纸质文件目录.xlsx",
        "01-04 电子文件目录.xlsx",
        "15-07 影像资料光盘目录.xlsx",
    }
    content = archive / "LMGZS-2024" / "data" / "LMGZS-2024" / "representations" / "rep1" / "data" / "渠长河工作室"
    folders = {p.name for p in content.iterdir()}
    assert {"00 综合资料", "07 创新活动资料", "15 影像资料库", "12 工作经费资料"} <= folders
    photos = content / "15 影像资料库" / "15-03 影像资料"
    assert len([p for p in photos.iterdir() if p.suffix == ".jpg"]) == 138
    activity = content / "07 创新活动资料" / "07-01 日常创新活动详细文字记录"
    assert len(list(activity.glob("*.docx"))) == 61


def test_originals_are_the_same_to_the_byte(packed: Path) -> None:
    content = bag_of(packed / "归档" / "2024") / "data" / "LMGZS-2024" / "representations" / "rep1" / "data"
    found = {p.name: p for p in content.rglob("*") if p.is_file()}
    for path in (packed / "附件" / "票据").iterdir():
        assert found[path.name].read_bytes() == path.read_bytes()


def test_numbers_and_boxes_are_remembered(packed: Path) -> None:
    with (packed / "登记" / "2024" / "件号.csv").open(encoding="utf-8-sig", newline="") as stream:
        numbers = [row["件号"] for row in csv.DictReader(stream)]
    assert len(set(numbers)) == len(numbers) > 400
    assert all(re.fullmatch(r"2024-\d\d-\d{4}", n) for n in numbers)
    with (packed / "登记" / "2024" / "盒.csv").open(encoding="utf-8-sig", newline="") as stream:
        boxed = [row["件号"] for row in csv.DictReader(stream)]
    assert len(set(boxed)) == len(boxed)
    assert set(boxed) < set(numbers)


def test_every_link_of_the_pages_leads_somewhere(packed: Path) -> None:
    archive = packed / "归档" / "2024"
    pages = [archive / "从这里打开.html", bag_of(archive) / "00-目录.html", *archive.rglob("index.html")]
    assert len(pages) > 7
    for page in pages:
        links = re.findall(r'(?:href|src)="([^"#]+)', page.read_text(encoding="utf-8"))
        assert links
        targets = {unquote(unescape(link)) for link in links}
        assert [t for t in targets if not (page.parent / t).exists()] == []


def test_what_is_scanned_or_remembered_is_found(packed: Path, run: Run) -> None:
    def ask(text: str) -> dict[str, Any]:
        ran = run("find", "-w", packed, text, "--json")
        assert ran.code == 0, ran.text
        return dict(json.loads(ran.out))

    with (packed / "登记" / "2024" / "盒.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["盒号"] == "07-1"]
    for text in ("LM2024-07-1", "lm2024-07-1", "07-1/1", "编号：LM2024-07-1\n工作室：渠长河工作室\n年度：2024"):
        box = ask(text)
        assert (box["what"], [i["number"] for i in box["items"]]) == ("box", [row["件号"] for row in rows])
    (item,) = ask("2024-07-0012")["items"]
    assert (item["box"], item["box_id"]) == ("07-1", "LM2024-07-1")
    assert all((packed / path).is_file() for path in item["files"])
    photo = ask("HD-20240206-1")["items"]
    assert photo
    assert all((packed / path).is_file() for i in photo for path in i["files"])
    disc = ask("LMGZS-2024-D03")
    assert disc["place"] == "归档/2024/光盘/D03"
    assert all("LMGZS-2024-D03" in i["discs"] for i in disc["items"])
    ran = run("find", "-w", packed, "防冻 活动")
    assert "盒：07-1" in ran.out
    assert run("find", "-w", packed, "没有这样的资料").code == 4


def test_nothing_is_found_before_packing(filled: Path, run: Run) -> None:
    assert run("find", "-w", filled, "2024-07-0001").code == 4


def test_the_same_year_gives_the_same_archive(packed: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert main(["package", "-w", str(packed), "-q", *DATE, "--media", "4MB", "--iso", "-o", str(again)]) == 0
    assert tree(again) == tree(packed / "归档" / "2024")


def test_a_dry_run_shows_the_plan_and_writes_nothing(filled: Path, run: Run) -> None:
    ran = run("package", "-w", filled, "-n", *DATE, "--media", "4MB")
    assert ran.code == 0
    assert re.search(r"归档包 LMGZS-2024：\d+ 件", ran.out)
    assert "盒脊 20 mm" in ran.out
    assert "LMGZS-2024-D02" in ran.out
    assert "在期，归档于 2026 年度" in ran.err
    assert not (filled / "归档").exists()
    assert not (filled / "登记" / "2024" / "件号.csv").exists()


def test_discs_hold_whole_folders_and_verify_alone_and_as_a_set(packed: Path, run: Run) -> None:
    discs = sorted(p for p in (packed / "归档" / "2024" / "光盘").iterdir() if p.is_dir())
    assert len(discs) > 5
    for disc in discs:
        assert run("verify", disc).code == 0
    ran = run("verify", packed / "归档" / "2024" / "光盘")
    assert ran.code == 0
    assert "成套光盘核对通过" in ran.out
    assert run("verify", packed / "归档" / "2024").code == 0
    assert run("verify", bag_of(packed / "归档" / "2024")).code == 0


def test_every_disc_has_an_image_that_two_readers_read_alike(packed: Path, tmp_path: Path, run: Run) -> None:
    discs = packed / "归档" / "2024" / "光盘"
    images = sorted(discs.glob("*.iso"))
    assert [p.stem for p in images] == sorted(p.name for p in discs.iterdir() if p.is_dir())
    assert all(p.stat().st_size <= 3_000_000 * 0.92 for p in images)
    ran = run("verify", images[0], "--json")
    assert (ran.code, json.loads(ran.out)["kind"]) == (0, "image")
    for image in images:
        out = tmp_path / image.stem
        done = subprocess.run(["7z", "x", f"-o{out}", str(image)], capture_output=True, check=False)
        assert done.returncode == 0
        assert tree(out) == tree(discs / image.stem)


def test_a_missing_disc_is_named(archive: Path, run: Run) -> None:
    shutil.rmtree(archive / "光盘" / "D03")
    (archive / "光盘" / "D03.iso").unlink()
    ran = run("verify", archive / "光盘")
    assert ran.code == 7
    assert "3" in ran.out
    assert run("verify", archive / "光盘" / "D02").code == 0


@pytest.mark.parametrize("where", ["bag", "disc"])
@pytest.mark.parametrize("damage", ["changed", "missing", "extra"])
def test_one_damaged_file_is_found_and_named(archive: Path, run: Run, where: str, damage: str) -> None:
    folder = bag_of(archive) if where == "bag" else archive / "光盘" / "D01"
    victim = sorted(p for p in folder.rglob("*.jpg"))[0]
    if damage == "changed":
        data = bytearray(victim.read_bytes())
        data[len(data) // 2] ^= 1
        victim.write_bytes(bytes(data))
    elif damage == "missing":
        victim.unlink()
    else:
        victim = victim.with_name("多余.jpg")
        victim.write_bytes(b"x")
    ran = run("verify", folder)
    assert ran.code == 7
    assert victim.name in ran.out
    result = json.loads(run("verify", folder, "--json").out)
    assert result["ok"] is False
    assert any(victim.name in f["file"] or victim.name in f["message"] for f in result["findings"])


def test_a_bag_without_its_declaration_is_damaged(archive: Path, run: Run) -> None:
    (bag_of(archive) / "bagit.txt").unlink()
    assert run("verify", archive / "LMGZS-2024").code == 7


def test_what_is_not_there_can_not_be_verified(tmp_path: Path, run: Run) -> None:
    assert run("verify", tmp_path / "nothing").code == 4


def test_no_personal_number_reaches_labels_or_pages(packed: Path) -> None:
    with (sample_folder() / "数据" / "03-成员.csv").open(encoding="utf-8-sig", newline="") as stream:
        members = list(csv.DictReader(stream))
    secrets = {m["身份证号"] for m in members} | {m["联系电话"] for m in members} | {m["电子邮箱"] for m in members}
    archive = packed / "归档" / "2024"
    pages = [*archive.glob("*.html"), *archive.glob("*.txt"), *archive.rglob("index.html"), *archive.rglob("00-*.html")]
    texts = [p.read_text(encoding="utf-8-sig") for p in pages]
    for path in [*(archive / "标签").glob("*.docx"), archive / "归档报告.docx"]:
        with zipfile.ZipFile(path) as document:
            texts += [document.read(n).decode() for n in document.namelist() if n.endswith(".xml")]
    assert len(texts) > 10
    assert [s for s in secrets for text in texts if s in text] == []


def test_a_year_that_is_not_filled_is_not_packed(workspace: Path, run: Run) -> None:
    next((workspace / "成品").rglob("01_渠长河.docx")).unlink()
    (workspace / "附件" / "票据" / "ZC-2024-002_自限温电伴热原理与安全用电培训教材印制发票.pdf").unlink()
    ran = run("package", *DATE)
    assert ran.code == 3
    assert "01_渠长河" in ran.err
    assert "ZC-2024-002" in ran.err
    assert "--with-gaps" in ran.err
    assert not (workspace / "归档").exists()
    ran = run("package", *DATE, "--with-gaps", "--discs", "no")
    assert ran.code == 0, ran.text
    assert "缺项归档" in ran.out
    assert not (workspace / "归档" / "2024" / "光盘").exists()


def test_a_file_a_person_puts_there_counts(workspace: Path, run: Run) -> None:
    folder = workspace / "成品" / "2024" / "03 团队成员资料" / "03-01 工作室成员登记表"
    before = json.loads(run("package", *DATE, "-n", "--json").out)["items"]
    (folder / "01_渠长河.pdf").write_bytes(next((workspace / "附件" / "收文").glob("*.pdf")).read_bytes())
    (folder / "补充说明.jpg").write_bytes(next((workspace / "附件" / "照片").glob("*.jpg")).read_bytes())
    ran = run("package", *DATE, "--discs", "no", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["items"] == before + 1
    found = {p.name for p in (workspace / "归档").rglob("03-01*/*")}
    assert {"01_渠长河.pdf", "补充说明.jpg"} <= found


def test_a_file_larger_than_a_disc(workspace: Path, run: Run) -> None:
    ran = run("package", *DATE, "--media", "1.2MB")
    assert ran.code == 6
    assert "代码：output.larger-than-disc" in ran.err
    assert "MB）" in ran.err
    assert "cd650" in ran.err
    assert not (workspace / "归档").exists()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("--media", "floppy"), "floppy"),
        (("--discs", "some"), "--discs"),
        (("--codes", "x"), "--codes"),
        (("--date", "x"), "日期"),
    ],
)
def test_a_wrong_option(workspace: Path, run: Run, arguments: tuple[str, ...], part: str) -> None:
    ran = run("package", *arguments)
    assert ran.code == 2
    assert part in ran.err


def test_a_target_that_can_not_be_written(workspace: Path, run: Run) -> None:
    (workspace / "归档").write_text("a file", encoding="utf-8")
    ran = run("package", *DATE)
    assert ran.code == 6
    assert "归档" in ran.err


def test_a_path_that_is_too_long(workspace: Path, run: Run, tmp_path: Path) -> None:
    ran = run("package", *DATE, "-o", tmp_path / ("很长" * 40) / ("更长" * 40))
    assert ran.code == 6
    assert not list(tmp_path.rglob("bagit.txt"))


def test_a_second_docgen_at_work(workspace: Path, run: Run) -> None:
    from docgen.write.lock import workspace_lock

    with workspace_lock(workspace / "登记"):
        assert run("package", *DATE).code == 6


def test_archival_codes_when_the_fonds_is_known(workspace: Path, run: Run) -> None:
    with (workspace / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[archive]\nfonds_code = "Z999"\nset = "QCH"\n')
    ran = run("package", *DATE, "--discs", "no")
    assert ran.code == 0
    assert "盒签与电子目录不一致" not in ran.text
    catalogue = next((workspace / "归档" / "2024" / "QCH-2024").rglob("归档文件目录.xml")).read_text(encoding="utf-8")
    assert "Z999-WS·2024-D10-07-0001" in catalogue
    # Documents and photographs of one category are classes of their own: both count from 1.
    assert "Z999-WS·2024-D30-15-0001" in catalogue
    assert "Z999-ZP·2024-D30-15-0001" in catalogue
    with (workspace / "登记" / "2024" / "档号.csv").open(encoding="utf-8-sig", newline="") as stream:
        codes = {row["件号"]: row["档号"] for row in csv.DictReader(stream)}
    ran = run("package", *DATE, "--discs", "no", "--codes", "dat13")
    assert ran.code == 0
    assert "package.code-kept" in ran.err
    with (workspace / "登记" / "2024" / "档号.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {row["件号"]: row["档号"] for row in csv.DictReader(stream)} == codes


def test_an_error_against_a_clause_stops_packing(workspace: Path, run: Run, edit: Edit) -> None:
    edit("月度总结", {"总结日期": "2024-03-29 00:00:00"}, "下月工作重点", "再议")
    assert run("fill").code == 0
    ran = run("package", *DATE)
    assert ran.code == 3
    assert "R5.3.2-4" in ran.err
    assert not (workspace / "归档").exists()
    assert run("package", *DATE, "--with-gaps", "--discs", "no").code == 0


def test_documents_older_than_their_data_are_not_packed(workspace: Path, run: Run, edit: Edit) -> None:
    edit("成员", {"姓名": "海测之"}, "职务", "班长")
    ran = run("package", *DATE)
    assert ran.code == 3
    assert "文档还是旧的" in ran.err
    assert "07_海测之" in ran.err
    assert run("fill").code == 0
    assert run("package", *DATE, "-n").code == 0


def test_the_rules_about_archives_are_judged_and_remembered(packed: Path, run: Run) -> None:
    report = zipfile.ZipFile(packed / "归档" / "2024" / "归档报告.docx").read("word/document.xml").decode()
    # The sample's last backup was made before the archive; nothing else is wrong with it.
    assert "归档结果与条款不符1项" in report
    checked = run("check", "-w", packed, "--as-of", "2025-06-30", "--no-home", "--json")
    told = json.loads(checked.out)
    found = [f for f in told["findings"] if f["code"].startswith("R6.9") or f["code"] == "R6.8-0"]
    assert [(f["code"], "2025年3月31日" in f["message"]) for f in found] == [("R6.9.1-4", True)]
    assert told["waiting"] == []


def test_the_year_is_restored_from_its_archive(packed: Path, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "恢复"
    told = json.loads(run("init", root, "--from", packed / "归档" / "2024", "--json").out)
    assert told["files"] == {"数据": 1, "成品": 474, "附件": 403}
    for folder in ("数据", "附件", "成品"):
        assert tree(root / folder) == tree(packed / folder)
    told = json.loads(run("fill", "-w", root, "--json").out)
    assert (told["unchanged"], told["new"], told["updated"], told["kept"]) == (474, [], [], [])
    told = json.loads(run("package", "-w", root, "-n", "--json").out)
    assert (told["new"], told["package"], told["items"]) == (False, "LMGZS-2024", 536)
