"""The last step of every PDF: made PDF/A-2b (ISO 19005-2), the same bytes for the same input, and checked.

Dates are taken out, not invented: when a document was converted is an event of the archive, and stands there.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Any

#: Part of what a PDF depends on: raise it when the step changes.
STEP = "2"
#: Shortest list of rules that still says what is wrong.
_SHOWN = 5


class Verdict(StrEnum):
    """What the check of PDF/A-2b said; ``NOT_CHECKED`` where the file holds something the checker does not know."""

    PASS = "pass"
    FAIL = "fail"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class Judged:
    """A PDF after the step.

    Attributes:
        pages: how many it has.
        verdict: of the check.
        rules: ids of the rules it breaks or that could not be checked, as veraPDF names them.
        fonts: names of its fonts, sorted.
        maker: the program that made it, as the PDF says.
    """

    pages: int
    verdict: Verdict
    rules: tuple[str, ...]
    fonts: tuple[str, ...]
    maker: str


class BadPdf(Exception):
    """It can not be opened, has a password, or has no pages; the message says which, in Chinese."""


def checker_version() -> str:
    """The version of pikepdf where it is installed with its PDF/A part, else empty."""
    try:
        from pikepdf import pdfa  # noqa: F401

        return metadata.version("pikepdf")
    except ImportError:
        return ""


def make_archival(source: Path, target: Path, title: str) -> Judged:
    """Write a PDF as PDF/A-2b; the same source and title give the same bytes.

    Args:
        source: any PDF.
        target: where the result goes. A file that breaks a rule is written too: the verdict says so.
        title: stands in its metadata.

    Raises:
        BadPdf: the source is no usable PDF.
    """
    from pikepdf import pdfa

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    with open_pdf(source) as pdf:
        maker = _text(pdf.docinfo.get("/Producer")) or _text(pdf.docinfo.get("/Creator"))
        pages, fonts = len(pdf.pages), tuple(sorted(font_names(pdf)))
        _strip(pdf, title, maker)
        pdfa.prepare(pdf, "2b")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as described:
            for key in ("xmp:MetadataDate", "xmp:CreateDate", "xmp:ModifyDate"):
                if key in described:
                    del described[key]
        settings = pdfa.resolve_save_kwargs("2b", deterministic_id=True)
        pdf.save(target, **settings)
    report = pdfa.validate_written(target, "2b", settings)
    rules = tuple(dict.fromkeys(str(finding.rule) for finding in report.findings))
    return Judged(pages, Verdict(report.verdict), rules[:_SHOWN], fonts, maker)


@contextlib.contextmanager
def open_pdf(path: Path) -> Iterator[Any]:
    """A PDF with pages, opened.

    Raises:
        BadPdf: it is none.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if not len(pdf.pages):
                raise BadPdf("PDF 没有页")
            yield pdf
    except pikepdf.PasswordError as error:
        raise BadPdf("PDF 有密码") from error
    except (pikepdf.PdfError, OSError, RuntimeError) as error:
        raise BadPdf("PDF 打不开") from error


def _strip(pdf: Any, title: str, maker: str) -> None:
    """Take out what differs from run to run, what acts by itself, and what says something else about the file."""
    if "/DocChecksum" in pdf.trailer:
        del pdf.trailer["/DocChecksum"]
    for key in ("/OpenAction", "/Metadata", "/OutputIntents"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if "/Trans" in page:
            del page["/Trans"]
    for key in list(pdf.docinfo.keys()):
        if key != "/Author":
            del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    if maker:
        pdf.docinfo["/Creator"] = maker
    import pikepdf

    pdf.trailer.ID = pikepdf.Array([b"\0" * 16, b"\0" * 16])


def fonts_of(pdf: Any) -> Iterator[Any]:
    """The font dictionaries of all pages and of the forms drawn on them, each once."""
    import pikepdf

    seen: set[tuple[int, int]] = set()
    pending = [page.obj.get("/Resources") or page.resources for page in pdf.pages]
    while pending:
        resources = pending.pop()
        for font in (resources.get("/Font") or {}).values():
            if font.objgen not in seen or font.objgen == (0, 0):
                seen.add(font.objgen)
                yield font
        for drawn in (resources.get("/XObject") or {}).values():
            if isinstance(drawn, pikepdf.Stream) and drawn.get("/Subtype") == "/Form" and drawn.objgen not in seen:
                seen.add(drawn.objgen)
                if "/Resources" in drawn:
                    pending.append(drawn.Resources)


def font_names(pdf: Any) -> set[str]:
    """Names of the fonts of a PDF, without the mark of a subset."""
    names = {_text(font.get("/BaseFont")).lstrip("/") for font in fonts_of(pdf)}
    return {name.partition("+")[2] or name for name in names if name}


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
