"""One document of every template, converted by LibreOffice: it opens, shows the values, and fills its pages well."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from docgen.engine.plan import plan_fill
from docgen.load.settings import configured, find_workspace
from docgen.load.standard import load_standard
from docgen.ooxml.sheets.paging import LAST_ROWS
from docgen.render.pdf.fonts import font_environment
from docgen.render.pictures import picture_source
from docgen.resources import schema_folder
from docgen.tasks.templates import TemplateShelf
from docgen.tasks.year import load_year

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
#: The faces that stand in for 宋体, 仿宋, 楷体 and 黑体 here: lengths are compared in the same ones everywhere.
FACES = frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC"})
#: A name longer than most, of those the standard allows (60 characters).
LONG_NAME = "北原省河润灌区水利发展中心红旗管理段渠长河劳模（职工）创新工作室"
#: Rows of a register around the end of its first page.
BOUNDARY = range(12, 19)
EQUIPMENT = re.compile("(SB|GJ|YJ)-[0-9]{3}")
#: Papers with pages of nothing but pictures.
PICTURES = ("LW",)
#: Beginning of a document's name → how many pages it may have, attachments included.
MOST_PAGES = {
    "01_": 1,
    "HD-20240104-1": 1,
    "PX-2024-01_签到表": 1,
    "2024.01_全体": 1,
    "工作室基本情况表": 1,
    "领军人（带头人）": 2,
    "工作室年度培训学习计划": 3,
    "工作室年度工作计划_": 10,
    "工作室年度工作计划实施报告": 13,
    "ZD-": 4,
}


@pytest.fixture(scope="module")
def pages(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Stem of the document → texts of its pages: of each material the first document, and what :func:`more` adds."""
    root = tmp_path_factory.mktemp("pages")
    folders = sorted({p.parent for p in (filled / "成品").rglob("*") if p.is_file()})
    chosen = [next(p for p in sorted(folder.iterdir()) if p.is_file()) for folder in folders]
    return converted([*chosen, *more(filled, root / "more")], root)


def converted(chosen: list[Path], root: Path) -> dict[str, list[str]]:
    profile = f"-env:UserInstallation=file://{root / 'profile'}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(root / "pdf")]
    environment = font_environment(root, FACES)
    subprocess.run([*command, *map(str, chosen)], check=True, capture_output=True, timeout=300, env=environment)
    readers = {path.stem: pypdf.PdfReader(root / "pdf" / f"{path.stem}.pdf") for path in chosen}
    return {stem: [page.extract_text() for page in reader.pages] for stem, reader in readers.items()}


def more(filled: Path, folder: Path) -> Iterable[Path]:
    """The rules, for which the fictional unit has its own files, and some forms of a studio with a long name."""
    workspace = find_workspace(filled, filled)
    standard = configured(load_standard(schema_folder()), workspace)
    book = load_year(workspace, standard, 2024, date(2025, 3, 31)).book
    for record in book.records["制度"]:
        record["电子文件"] = None
    rules = plan_fill(standard, book, tuple(f"13-{n:02}" for n in range(1, 14))).documents
    forms = plan_fill(standard, book, ("activity-record", "training-signin", "book-loan")).documents
    shelf = TemplateShelf.of(standard, workspace)
    (register,) = plan_fill(standard, book, ("maintenance-register",)).documents
    templates = shelf.compile_all(d.form for d in (*rules, *forms, register))
    pictures = picture_source(workspace.attachments, 400)
    folder.mkdir()

    def write(documents: Mapping[str, Any]) -> Iterable[Path]:
        for name, document in documents.items():
            template = templates[document.material.id]
            filled_in = template.render(*document.form.context(document.record, book), pictures=pictures)
            path = folder / f"{name}.{template.kind}"
            path.write_bytes(filled_in.to_bytes())
            yield path

    yield from write({d.path.name: d for d in rules})
    book.names["工作室"]["工作室名称"] = LONG_NAME
    firsts = {d.material.id: d for d in reversed(forms)}
    yield from write({f"长名_{name}": d for name, d in firsts.items()})
    kept = list(book.records["维修保养"])
    for count in BOUNDARY:
        book.records["维修保养"][:] = kept[:count]
        yield from write({f"维修_{count}": register})
    book.records["维修保养"][:] = kept


def test_every_template_converts(pages: dict[str, list[str]]) -> None:
    assert len(pages) >= 80
    for stem, texts in pages.items():
        text = "".join(texts)
        assert len(text) > 100, stem
        assert "{{" not in text, stem
        assert "{%" not in text, stem


def test_no_document_is_longer_than_it_should(pages: dict[str, list[str]]) -> None:
    for start, most in MOST_PAGES.items():
        found = {stem: len(texts) for stem, texts in pages.items() if stem.startswith(start)}
        assert found, start
        assert max(found.values()) <= most, found


def test_no_page_is_empty_or_has_one_line_only(pages: dict[str, list[str]]) -> None:
    """A page with a picture alone is none of these; its number is not counted."""
    sparse = {
        (stem, number): text
        for stem, texts in pages.items()
        for number, text in enumerate(texts, 1)
        if len([line for line in text.splitlines() if line.strip()]) < 4 and stem[:2] not in PICTURES
    }
    assert sparse == {}


def test_signatures_never_stand_alone_on_the_last_page(pages: dict[str, list[str]]) -> None:
    """Rows of one line or two: LibreOffice makes them lower than they were counted, and the pages stay the same."""
    counts = set()
    for count in BOUNDARY:
        texts = pages[f"维修_{count}"]
        counts.add(len(texts))
        numbers = [line for line in lines(texts[-1]) if EQUIPMENT.search(line)]
        assert len(numbers) >= min(count, LAST_ROWS), (count, texts[-1])
    assert counts == {1, 2}


def test_a_long_name_leaves_the_number_whole(pages: dict[str, list[str]]) -> None:
    for stem in ("长名_activity-record", "长名_training-signin", "长名_book-loan"):
        assert len(pages[stem]) == 1, stem
        text = pages[stem][0].replace(" ", "")
        assert LONG_NAME in text.replace("\n", ""), stem
    assert any(line.endswith("活动编号：HD-20240104-1") for line in lines(pages["长名_activity-record"][0]))
    assert any(line.endswith("第1页共1页") for line in lines(pages["长名_activity-record"][0]))


def lines(text: str) -> list[str]:
    return [line.replace(" ", "").replace("　", "").strip() for line in text.splitlines()]


@pytest.mark.parametrize(
    ("stem", "value"),
    [
        ("01_渠长河", "991508197203150114"),
        ("工作经费使用清单_2024", "204,595.90"),
        ("工作室成果分类汇总表_2024", "120,634.00"),
        ("工作室年度工作计划_2024", "280,000.00"),
    ],
)
def test_figures_reach_the_page(pages: dict[str, list[str]], stem: str, value: str) -> None:
    assert value in "".join(pages[stem]).replace("\n", "").replace(" ", "")
