"""归档章 and page numbers on the copies for reading, where the workspace wants them; the originals stay as they are.

What a stamp holds is that of DA/T 22—2015. A copy of a PDF that bears an electronic signature is never stamped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from docgen.archive.page import category_titles
from docgen.load.inventory import is_signed, pdf_pages
from docgen.model.archive import Content, Item, Package, Rendition, Role
from docgen.model.codes import parse_code
from docgen.model.finding import Finding, Severity
from docgen.render.pdf.stamp import Stamp, stamps_work
from docgen.render.pdf.stamped import StampWork, stamp_all
from docgen.tasks.pdfs import PdfWish

FOLDER = "归档章"


@dataclass(frozen=True)
class _Copy:
    """A copy that is to be stamped, and how."""

    rendition: Rendition
    title: str
    stamp: Stamp


def stamp_copies(package: Package, wish: PdfWish) -> tuple[Package, tuple[Finding, ...]]:
    """The package with its copies stamped; those that can not be stay as they are, with a remark.

    Raises:
        OutputError: the cache can not be written.
    """
    copies = [copy for item in package.items for copy in _copies(package, item)]
    if not copies:
        return package, ()
    if not stamps_work():
        message = "没有加盖归档章：没有安装 reportlab，或没有 TrueType 中文字体"
        remedy = "运行 pip install '.[pdf]' 并装上中文字体；不要归档章时去掉 docgen.toml 的 [archive] stamp。"
        return package, (Finding("package.not-stamped", Severity.WARNING, message, remedy),)
    folder = wish.cache / FOLDER
    works = [StampWork(copy.rendition.source, copy.rendition.sha256, copy.title, copy.stamp) for copy in copies]
    made = stamp_all(works, folder, wish.progress, make=wish.make)
    done: dict[str, Rendition] = {}
    failed = []
    for copy, entry in zip(copies, made, strict=True):
        if entry is not None and entry.path is not None:
            done[copy.rendition.path] = replace(
                copy.rendition,
                source=entry.path,
                size=entry.size,
                sha256=entry.digest,
                verdict=entry.verdict,
                fonts=entry.fonts,
                stamped=True,
            )
        elif entry is not None:
            failed.append(PurePosixPath(copy.rendition.path).name)
    items = tuple(
        replace(item, renditions=tuple(done.get(one.path, one) for one in item.renditions)) for item in package.items
    )
    return replace(package, items=items), _remarks(failed)


def _remarks(failed: Sequence[str]) -> tuple[Finding, ...]:
    if not failed:
        return ()
    message = f"{len(failed)} 份转换件加盖归档章后不合 PDF/A-2b，保持未盖：{failed[0]}{'等' if len(failed) > 1 else ''}"
    return (Finding("package.not-stamped", Severity.WARNING, message, "需要时在打印件上手工加盖。"),)


def _copies(package: Package, item: Item) -> Iterator[_Copy]:
    """The copies of an item that may be stamped: the stamp on the first, page numbers through all of them."""
    by_source = {rendition.of: rendition for rendition in item.renditions}
    start: int | None = 1
    cells = stamp_cells(package, item)
    for content in item.contents:
        if content.twin:
            continue
        rendition = by_source.get(content.path)
        if rendition is not None and not _signed(item, content, rendition):
            yield _Copy(rendition, item.title, Stamp(cells, start))
        if rendition is not None:
            cells = ()
        pages = content.pages if rendition is None else pdf_pages(rendition.source)
        start = None if start is None or pages is None else start + pages


def _signed(item: Item, content: Content, rendition: Rendition) -> bool:
    """Whether a copy was made from a PDF with an electronic signature."""
    own = (c for c in item.contents if c.twin == content.path and c.role is Role.CONVERTED)
    return rendition.own and any(is_signed(c.source) for c in own)


def stamp_cells(package: Package, item: Item) -> tuple[tuple[str, str], ...]:
    """The cells of an item's stamp, row by row; what is not known is empty."""
    parsed = parse_code(item.archival_code)
    return (
        ("全宗号", package.agency.fonds_code),
        ("年度", str(package.year)),
        ("件号", f"{parsed[1]:04d}" if parsed else item.number),
        ("机构（问题）", category_titles(package)[item.category]),
        ("保管期限", item.retention),
        ("页数", "" if item.pages is None else str(item.pages)),
    )
