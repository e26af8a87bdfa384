"""The year's documents as PDF/A: which become one, which not and why, and how many pages they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen.engine.renditions import with_renditions
from docgen.model.archive import Content, Item, Rendition, Role
from docgen.render.pdf import Converter, Pdf, PdfJob, convert, find_converter, forget_others, known

WORD_ENDINGS = {".docx", ".xlsx"}
Progress = Callable[[int, int, str], None]


def silent(_done: int, _total: int, _name: str) -> None:
    """The progress of whoever does not want to know."""


@dataclass(frozen=True)
class PdfWish:
    """How documents become PDFs.

    Attributes:
        choice: ``auto``, ``libreoffice``, ``builtin`` or ``none``.
        cache: folder of what was converted before.
        make: convert what is not in the cache; otherwise only what is there is used.
        progress: told how many documents are done.
    """

    choice: str
    cache: Path
    make: bool = True
    progress: Progress = silent


@dataclass(frozen=True)
class NoPdf:
    """A document without a PDF, and why."""

    number: str
    name: str
    reason: str


@dataclass(frozen=True)
class PdfReport:
    """What became of the documents.

    Attributes:
        wanted: PDFs were asked for.
        converter: name and version of the converter; why there is none, where there is none.
        works: there is one.
        checker: what made and checked PDF/A, with its version.
        made: number of PDFs.
        own: how many of them people had exported.
        unchecked: how many hold something the check does not know.
        without: documents without a PDF.
        remarks: what people should know of others.
        waiting: how many were not converted yet, because nothing is written in a dry run.
    """

    wanted: bool = False
    converter: str = ""
    works: bool = False
    checker: str = ""
    made: int = 0
    own: int = 0
    unchecked: int = 0
    without: tuple[NoPdf, ...] = ()
    remarks: tuple[NoPdf, ...] = ()
    waiting: int = 0

    @property
    def shown(self) -> tuple[NoPdf, ...]:
        """Documents without a PDF, one by one; none where there is no converter at all: that is one fact."""
        return self.without if self.works else ()


def as_pdf(items: Sequence[Item], wish: PdfWish) -> tuple[tuple[Item, ...], PdfReport]:
    """The items with the PDF/A copies of their documents and the pages that are known by them.

    Raises:
        NoConverter: the converter that was asked for can not be used.
        IntegrityError: a document was changed meanwhile.
        OutputError: the cache can not be written.
    """
    # Where nothing may be made and nothing was, nobody need look for programs and fonts.
    converter = find_converter(wish.choice) if wish.make or wish.cache.is_dir() else None
    if converter is None:
        return tuple(items), PdfReport()
    pairs = [(i, c) for i in items for c in i.contents if PurePosixPath(c.path).suffix.lower() in WORD_ENDINGS]
    jobs = [PdfJob(c.source, i.title, _own(i, c)) for i, c in pairs]
    if wish.make:
        made: Sequence[Pdf | None] = convert(jobs, converter, wish.cache, wish.progress)
        forget_others(jobs, converter, wish.cache)
    else:
        made = known(jobs, converter, wish.cache)
    found = {c.path: pdf for (_, c), pdf in zip(pairs, made, strict=True) if pdf is not None}
    renditions = {path: _rendition(path, pdf) for path, pdf in found.items() if pdf.path is not None}
    counted = {path: pdf.pages for path, pdf in found.items() if pdf.pages is not None}
    report = _report(pairs, found, converter, len(made) - sum(pdf is not None for pdf in made))
    return with_renditions(items, renditions, counted), report


def _own(item: Item, content: Content) -> Path | None:
    """The PDF a person exported from a document."""
    copies = (c for c in item.contents if c.twin == content.path and c.role is Role.CONVERTED)
    return next((c.source for c in copies if c.media_type == "application/pdf"), None)


def _rendition(of: str, pdf: Pdf) -> Rendition:
    assert pdf.path is not None
    return Rendition(of, "", pdf.path, pdf.size, pdf.digest, pdf.source, pdf.maker, pdf.verdict, pdf.fonts, pdf.own)


def _report(
    pairs: Sequence[tuple[Item, Content]], found: dict[str, Pdf], converter: Converter, waiting: int
) -> PdfReport:
    pdfs = list(found.values())
    named = [(i.number, PurePosixPath(c.path).name, found[c.path]) for i, c in pairs if c.path in found]
    return PdfReport(
        wanted=True,
        converter=converter.label,
        works=converter.works,
        checker=f"pikepdf {converter.checker}" if converter.checker else "",
        made=sum(pdf.path is not None for pdf in pdfs),
        own=sum(pdf.own for pdf in pdfs),
        unchecked=sum(pdf.verdict == "not_checked" for pdf in pdfs),
        without=tuple(NoPdf(number, name, pdf.reason) for number, name, pdf in named if pdf.path is None),
        remarks=tuple(NoPdf(number, name, pdf.remark) for number, name, pdf in named if pdf.remark),
        waiting=waiting,
    )
