"""Labels in a real word processor: every code is read again from the page, marks stand where scissors should cut."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from docgen.archive import carrier_form
from docgen.load.standard import load_standard
from docgen.render.inspection import demands, inspection_page
from docgen.render.label.labels import DISC, FRONT, LIST, NOTE, SPINE, label_documents
from docgen.render.label.views import BoxView, DiscView, LabelLayout, box_views, disc_views
from docgen.render.registration import registration_paper
from docgen.render.report import ReportFacts, archive_report
from docgen.resources import schema_folder
from tests.unit.render.archives import (
    decoded,
    sample_boxes,
    sample_discs,
    sample_layout,
    sample_package,
)

SOFFICE, PDFTOPPM = shutil.which("soffice"), shutil.which("pdftoppm")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None or PDFTOPPM is None, reason="LibreOffice or poppler is not installed"),
]
DPI = 300
MM = DPI / 25.4


@pytest.fixture(scope="module")
def views() -> tuple[tuple[BoxView, ...], tuple[DiscView, ...]]:
    standard = load_standard(schema_folder())
    package = sample_package(standard)
    titles = sample_layout(standard).titles
    return box_views(package, sample_boxes(package), LabelLayout(titles)), disc_views(
        package, sample_discs(package), titles
    )


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """File name → pages as pictures with 300 dots an inch."""
    folder = tmp_path_factory.mktemp("labels")
    standard = load_standard(schema_folder())
    package = sample_package(standard)
    boxes, discs, layout = sample_boxes(package), sample_discs(package), sample_layout(standard)
    made = label_documents(package, boxes, discs, layout)
    made["归档报告.docx"] = archive_report(package, boxes, discs, ReportFacts(layout.titles))
    made["迎检一页纸.docx"] = inspection_page(package, boxes, discs, demands(standard), {}, "0" * 64)
    made["移交与接收登记表.docx"] = registration_paper(carrier_form(package, discs, "DVD±R"))
    for name, data in made.items():
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *(str(folder / n) for n in made)], check=True, capture_output=True, timeout=180)
    pages = {}
    for name in made:
        stem = folder / Path(name).stem
        # Codes and marks need every dot; of the other papers only the number of pages is looked at.
        dpi = DPI if name in (FRONT, SPINE, DISC) else 20
        command = [str(PDFTOPPM), "-r", str(dpi), "-gray", "-png", f"{stem}.pdf", str(stem)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        pages[name] = sorted(folder.glob(f"{stem.name}-*.png"))
    return pages


def read(pages: list[Path]) -> Counter[str]:
    return Counter(text for page in pages for text in decoded(Image.open(page)))


def test_every_code_is_read_from_its_page(
    rendered: dict[str, list[Path]], views: tuple[tuple[BoxView, ...], tuple[DiscView, ...]]
) -> None:
    boxes, discs = views
    assert len(boxes) > 5
    assert len(discs) == 2
    assert read(rendered[FRONT]) == Counter(v.text for v in boxes)
    assert read(rendered[SPINE]) == Counter(v.id for v in boxes)
    assert read(rendered[DISC]) == Counter(v.text for v in discs)


def test_no_sheet_runs_over(
    rendered: dict[str, list[Path]], views: tuple[tuple[BoxView, ...], tuple[DiscView, ...]]
) -> None:
    boxes, _ = views
    assert len(rendered[DISC]) == 1
    assert len(rendered[SPINE]) == 2
    assert len(rendered[FRONT]) < len(boxes)
    assert len(rendered[NOTE]) == len(boxes)
    assert len(rendered[LIST]) >= len(boxes)
    assert 2 <= len(rendered["归档报告.docx"]) <= 4
    assert len(rendered["迎检一页纸.docx"]) == 1
    assert len(rendered["移交与接收登记表.docx"]) == 1


@pytest.mark.parametrize(("name", "width", "height"), [(FRONT, 150, 100), (DISC, 120, 120)])
def test_marks_are_as_far_apart_as_the_label_is_large(
    rendered: dict[str, list[Path]], name: str, width: int, height: int
) -> None:
    page = Image.open(rendered[name][0]).convert("L").point(lambda v: 255 if v < 128 else 0)
    # The upright marks over the labels are crossed by every line of dots there.
    top = min(y for y in range(page.height) if len(dark_runs(page, y)) == 2 and is_mark(page, y))
    left, right = dark_runs(page, top)
    assert abs((right - left) / MM - width) < 0.3
    # Without the hint above the marks.
    column = page.crop((0, top, page.width, page.height)).transpose(Image.Transpose.ROTATE_90)
    first = min(y for y in range(column.height) if len(dark_runs(column, y)) == 4 and is_mark(column, y))
    marks = dark_runs(column, first)
    assert abs((marks[1] - marks[0]) / MM - height) < 0.3
    assert abs((marks[3] - marks[2]) / MM - height) < 0.3


def dark_runs(page: Image.Image, y: int) -> list[float]:
    """Middles of the dark pieces of a line of dots."""
    dots = page.crop((0, y, page.width, y + 1)).tobytes()
    runs: list[list[int]] = []
    for x, value in enumerate(dots):
        if value and runs and runs[-1][1] == x - 1:
            runs[-1][1] = x
        elif value:
            runs.append([x, x])
    return [(a + b) / 2 for a, b in runs]


def is_mark(page: Image.Image, y: int) -> bool:
    """Whether the dark pieces go straight on for two millimetres."""
    return all(dark_runs(page, y + step) == dark_runs(page, y) for step in range(round(2 * MM)))
