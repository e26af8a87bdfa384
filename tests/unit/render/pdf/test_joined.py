"""PDFs behind each other: every page once, in order, each document on a sheet of its own where paper has two sides."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from docgen.render.pdf.joined import joined


def made(folder: Path, name: str, pages: int) -> Path:
    writer = PdfWriter()
    for number in range(pages):
        writer.add_blank_page(100 + len(name), 200 + number)
    path = folder / f"{name}.pdf"
    writer.write(path)
    return path


@pytest.mark.parametrize(("per_sheet", "sizes"), [(1, [(101, 200), (101, 201), (101, 202), (102, 200)]), (2, None)])
def test_joined(tmp_path: Path, per_sheet: int, sizes: list[tuple[int, int]] | None) -> None:
    paths = [made(tmp_path, "a", 3), made(tmp_path, "bb", 1)]
    data, pages = joined(paths, "全年", per_sheet)
    read = PdfReader(io.BytesIO(data))
    found = [(int(p.mediabox.width), int(p.mediabox.height)) for p in read.pages]
    assert len(found) == pages
    assert found == (sizes or [(101, 200), (101, 201), (101, 202), (101, 202), (102, 200), (102, 200)])
    assert read.metadata is not None
    assert read.metadata.title == "全年"
    assert joined(paths, "全年", per_sheet)[0] == data
