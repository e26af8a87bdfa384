"""One document of every template, converted by LibreOffice: it opens, has pages, and shows the values."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def pages(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Stem of the document → text of its PDF."""
    root = tmp_path_factory.mktemp("pages")
    folders = sorted({p.parent for p in (filled / "成品").rglob("*") if p.is_file()})
    chosen = [next(p for p in sorted(folder.iterdir()) if p.is_file()) for folder in folders]
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{root / 'profile'}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(root / "pdf"),
            *map(str, chosen),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    texts = {}
    for path in chosen:
        reader = pypdf.PdfReader(root / "pdf" / f"{path.stem}.pdf")
        texts[path.stem] = "".join(page.extract_text() for page in reader.pages)
    return texts


def test_every_template_converts(pages: dict[str, str]) -> None:
    assert len(pages) >= 10
    for stem, text in pages.items():
        assert len(text) > 100, stem
        assert "{{" not in text, stem
        assert "{%" not in text, stem


@pytest.mark.parametrize(
    ("stem", "value"),
    [
        ("01_渠长河", "991508197203150114"),
        ("工作经费使用清单_2024", "204,595.90"),
        ("工作室成果分类汇总表_2024", "120,634.00"),
        ("工作室年度工作计划_2024", "280,000.00"),
    ],
)
def test_figures_reach_the_page(pages: dict[str, str], stem: str, value: str) -> None:
    assert value in pages[stem].replace("\n", "").replace(" ", "")
