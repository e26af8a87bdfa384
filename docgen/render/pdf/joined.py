"""Several PDFs one behind the other as one file to print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter


def joined(paths: Sequence[Path], title: str, per_sheet: int = 1) -> tuple[bytes, int]:
    """One PDF of several.

    Args:
        paths: the PDFs in order.
        title: title of the whole.
        per_sheet: pages on a sheet of paper: each of the PDFs begins on a new sheet, after empty pages where needed.

    Returns:
        The file, and how many pages it has; the same PDFs give the same bytes.
    """
    writer = PdfWriter()
    for path in paths:
        reader = PdfReader(path)
        writer.append(reader, import_outline=False)
        last = reader.pages[-1].mediabox
        for _ in range(-len(reader.pages) % per_sheet):
            writer.add_blank_page(last.width, last.height)
    writer.metadata = {"/Title": title, "/Producer": "docgen"}
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue(), len(writer.pages)
