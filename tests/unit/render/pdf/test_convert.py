"""Converting with a program that can not be trusted: what is there counts, nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.container import write_zip
from docgen.errors import MissingFile
from docgen.render.pdf import Pdf, PdfJob, convert, forget_others, known
from docgen.render.pdf.fonts import STAND_INS, alias_config
from docgen.render.pdf.glyphs import document_characters
from docgen.render.pdf.office import OfficeRunner, find_office
from tests.unit.render.pdf.helpers import FONTS, fake_converter, fake_office, log_of, pdf_file, word_file


def jobs(folder: Path, *texts: str) -> list[PdfJob]:
    return [PdfJob(word_file(folder / f"{n}.docx", text), f"题名{n}") for n, text in enumerate(texts)]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_pages_verdict_and_maker_of_each_document(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    made = convert(jobs(tmp_path, "PAGES3", "PAGES1"), converter, tmp_path / "cache")
    assert [(m.pages, m.verdict, m.maker, m.reason, m.own) for m in made] == [
        (3, "pass", "LibreOffice 9.8.7.6", "", False),
        (1, "pass", "LibreOffice 9.8.7.6", "", False),
    ]
    assert made[0].path is not None and made[0].path.read_bytes().startswith(b"%PDF-1.")


def test_the_same_document_gives_the_same_bytes_and_is_converted_once(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    first = convert(jobs(tmp_path, "PAGES2"), converter, tmp_path / "one")
    again = convert(jobs(tmp_path, "PAGES2"), converter, tmp_path / "one")
    assert first == again and len(log_of(converter)) == 1
    other = convert(jobs(tmp_path, "PAGES2"), converter, tmp_path / "two")
    assert other[0].digest == first[0].digest and len(log_of(converter)) == 2


def test_a_changed_document_version_or_font_is_converted_again(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    (job,) = jobs(tmp_path, "PAGES1")
    convert([job], converter, tmp_path / "cache")
    for other in (replace(converter, label="LibreOffice 9.9"), replace(converter, fonts=replace(FONTS, mark="x"))):
        assert known([job], other, tmp_path / "cache") == [None]
    word_file(job.source, "PAGES2")
    assert known([job], converter, tmp_path / "cache") == [None]
    assert convert([job], converter, tmp_path / "cache")[0].pages == 2


def test_one_document_that_kills_the_program_costs_only_itself(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    made = convert(jobs(tmp_path, "PAGES1", "DIE", "PAGES2"), converter, tmp_path / "cache")
    assert [m.pages for m in made] == [1, None, 2]
    assert made[1].path is None and made[1].reason == "LibreOffice 9.8.7.6 没有转换出 PDF"
    # Together, then one by one what is missing: the first was made and is not tried again.
    assert log_of(converter) == ["0001.docx", "0002.docx", "0002.docx", "0003.docx"]


def test_a_hanging_program_is_killed_with_its_children(tmp_path: Path) -> None:
    office = fake_office(tmp_path / "bin")
    staged = tmp_path / "staged"
    sound, bad = word_file(staged / "1.docx", "PAGES1"), word_file(staged / "2.docx", "HANG")
    runner = OfficeRunner(office, tmp_path, FONTS.families, start_seconds=1, file_seconds=0.5)
    begin = time.monotonic()
    assert list(runner.convert([bad, sound])) == [sound]
    assert time.monotonic() - begin < 20
    children = [
        int(line.split()[1]) for line in (tmp_path / "bin" / "log.txt").read_text().splitlines() if "ch" in line
    ]
    assert children
    for child in children:
        with pytest.raises(ProcessLookupError):
            _wait_gone(child)


def _wait_gone(pid: int) -> None:
    """Raises as soon as the process is gone; a killed child of nobody takes a moment to be collected."""
    for _ in range(50):
        os.kill(pid, 0)
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            raise ProcessLookupError
        time.sleep(0.1)


def test_several_processes_give_what_one_gives(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    many = jobs(tmp_path, *(f"PAGES{n % 3 + 1}" for n in range(7)), "NOTHING")
    seen: list[tuple[int, int]] = []
    together = convert(many, converter, tmp_path / "one", lambda done, total, _: seen.append((done, total)))
    alone = [made for job in many for made in convert([job], converter, tmp_path / "two")]
    assert [_plain(m) for m in together] == [_plain(m) for m in alone]
    assert [m.pages for m in together] == [1, 2, 3, 1, 2, 3, 1, None]
    assert seen[-1] == (8, 8)


def _plain(made: Pdf) -> Pdf:
    return replace(made, path=None)


def test_what_is_no_office_document_is_never_handed_over(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    junk = tmp_path / "空.docx"
    junk.write_bytes(b"text")
    (made,) = convert([PdfJob(junk, "")], converter, tmp_path / "cache")
    assert made.path is None and made.pages is None and made.reason
    assert log_of(converter) == []
    with pytest.raises(MissingFile):
        convert([PdfJob(tmp_path / "没有.docx", "")], converter, tmp_path / "cache")


def test_characters_no_font_has_make_no_pdf(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    (made,) = convert(jobs(tmp_path, "渠长河 PAGES2"), converter, tmp_path / "cache")
    assert (made.path, made.pages) == (None, 2)
    assert made.reason == "缺字，没有字体可用或内容不符：河渠长"
    # The next run knows it without converting again.
    convert(jobs(tmp_path, "渠长河 PAGES2"), converter, tmp_path / "cache")
    assert len(log_of(converter)) == 1


def test_what_stands_in_for_a_drawing_is_not_missed() -> None:
    drawing = (
        "<mc:AlternateContent><mc:Choice><w:t>渠</w:t></mc:Choice>"
        "<mc:Fallback>\n<w:t>长</w:t></mc:Fallback></mc:AlternateContent><w:t>河</w:t>"
    )
    document = write_zip({"word/document.xml": drawing.encode()})
    assert document_characters(document, "图.docx") == {"渠", "河"}


def test_the_own_pdf_comes_first_when_it_is_sound(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    (job,) = jobs(tmp_path, "PAGES1")
    own = replace(job, own=pdf_file(tmp_path / "own.pdf", "page", pages=4))
    (made,) = convert([own], converter, tmp_path / "cache")
    assert (made.pages, made.own, made.verdict, made.remark) == (4, True, "pass", "")
    assert made.fonts == ("DejaVuSans",)
    assert "ReportLab" in made.maker and log_of(converter) == []
    assert pdf_file(tmp_path / "own.pdf", "page", pages=4).read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize("bad", ["broken", "other text"])
def test_an_own_pdf_that_is_not_good_enough_is_said_and_replaced(tmp_path: Path, bad: str) -> None:
    converter = fake_converter(tmp_path / "bin")
    job = PdfJob(word_file(tmp_path / "a.docx", "PAGES2"), "题名")
    own = pdf_file(tmp_path / "own.pdf", "page")
    if bad == "broken":
        own.write_bytes(own.read_bytes()[:200])
    else:
        word_file(job.source, "渠")
    (made,) = convert([replace(job, own=own)], converter, tmp_path / "cache")
    assert not made.own and made.remark.startswith("旁边的 PDF 没有采用：")
    assert len(log_of(converter)) == 1


def test_without_a_converter_own_pdfs_are_still_used(tmp_path: Path) -> None:
    nobody = replace(fake_converter(tmp_path / "bin"), name="", label="没有找到 LibreOffice", kinds=(), office=None)
    with_own, without = jobs(tmp_path, "PAGES1", "PAGES1")
    made = convert([replace(with_own, own=pdf_file(tmp_path / "o.pdf", "x")), without], nobody, tmp_path / "cache")
    assert [(m.pages, m.reason) for m in made] == [(1, ""), (None, "没有找到 LibreOffice")]


@pytest.mark.parametrize("damage", ["pdf changed", "pdf gone", "note cut", "note gone"])
def test_a_damaged_cache_entry_is_made_again(tmp_path: Path, damage: str) -> None:
    converter = fake_converter(tmp_path / "bin")
    (job,) = jobs(tmp_path, "PAGES1")
    (made,) = convert([job], converter, tmp_path / "cache")
    assert made.path is not None
    note = made.path.with_suffix(".json")
    if damage == "pdf changed":
        made.path.write_bytes(made.path.read_bytes()[:-1])
    elif damage == "note cut":
        note.write_text(note.read_text(encoding="utf-8")[:-9], encoding="utf-8")
    else:
        (made.path if damage == "pdf gone" else note).unlink()
    assert known([job], converter, tmp_path / "cache") == [None]
    assert convert([job], converter, tmp_path / "cache") == [made]


def test_the_cache_keeps_what_is_used(tmp_path: Path) -> None:
    converter = fake_converter(tmp_path / "bin")
    first, second = jobs(tmp_path, "PAGES1", "PAGES2")
    convert([first, second], converter, tmp_path / "cache")
    forget_others([second], converter, tmp_path / "cache")
    assert known([first], converter, tmp_path / "cache") == [None]
    assert known([second], converter, tmp_path / "cache")[0] is not None
    notes = [json.loads(p.read_text(encoding="utf-8"))["pages"] for p in (tmp_path / "cache").glob("*/*.json")]
    assert notes == [2]


KILLED = """
import sys
from pathlib import Path
from docgen.render.pdf import PdfJob, convert
from tests.unit.render.pdf.helpers import fake_converter
if __name__ == "__main__":
    root = Path(sys.argv[1])
    convert([PdfJob(p, "t") for p in sorted(root.glob("*.docx"))], fake_converter(root / "bin"), root / "cache")
"""


def test_a_killed_run_leaves_no_process_and_the_next_one_goes_on(tmp_path: Path) -> None:
    many = jobs(tmp_path, *(f"HANG {n}" for n in range(3)), *(f"PAGES1 {n}" for n in range(5)))
    script = tmp_path / "run.py"
    script.write_text(KILLED, encoding="utf-8")
    run = subprocess.Popen([sys.executable, str(script), str(tmp_path)], cwd=Path.cwd(), env=_environment())
    log = tmp_path / "bin" / "log.txt"
    end = time.monotonic() + 60
    while not (log.is_file() and "child" in log.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    run.kill()
    run.wait()
    (child, *_) = (int(line.split()[1]) for line in log.read_text().splitlines() if "child" in line)
    with pytest.raises(ProcessLookupError):
        _wait_gone(child)
    made = convert(many[3:], fake_converter(tmp_path / "bin"), tmp_path / "cache")
    assert [m.pages for m in made] == [1] * 5


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path.cwd())}


def test_the_version_comes_from_the_program_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(fake_office(tmp_path / "bin").program).parent))
    found = find_office()
    assert found is not None and found.version == "9.8.7.6"


def test_only_missing_faces_get_a_stand_in_and_only_an_installed_one() -> None:
    config = alias_config(frozenset({"宋体", "Noto Sans CJK SC"}))
    assert "<string>宋体</string></test>" not in config
    assert "<string>黑体</string></test>" in config
    assert set(STAND_INS) - {face for face in STAND_INS if f"<string>{face}</string></test>" in config} == {"宋体"}
    assert "AR PL" not in config
