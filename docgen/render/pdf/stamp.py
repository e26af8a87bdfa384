"""归档章 and page numbers on the copy of a document, never on an original.

The stamp is that of DA/T 22—2015: 45 mm × 16 mm, two rows of three cells, red, on the first page of an item where there
is room at its top. What is not known leaves its cell blank, for the pen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docgen.render.pdf.archival import Judged, make_archival, open_pdf
from docgen.render.pdf.fonts import true_type_faces

#: Part of what a stamped copy depends on: raise it when the drawing changes.
STEP = "1"
MM = 72 / 25.4
WIDTH, HEIGHT, COLUMNS, ROWS = 45 * MM, 16 * MM, 3, 2
#: Between the stamp and the edges of the page, and between it and what is printed.
EDGE, AIR = 5 * MM, 1 * MM
#: How far down from the top edge a place is looked for.
LOWEST = 60 * MM
_STEP = 2 * MM
_RED, _INK, _PALE = (0.8, 0.1, 0.1), (0, 0, 0), (0.75, 0.35, 0.35)
_CAPTION, _LARGEST, _SMALLEST = 4.5, 9.0, 4.0
_NUMBER = 9.0
_FACES = ("黑体", "SimHei", "WenQuanYi Micro Hei", "宋体", "SimSun", "AR PL UKai CN")
_FACE = "stamp"


@dataclass(frozen=True)
class Stamp:
    """What is drawn on a copy.

    Attributes:
        cells: label and value of the six cells, row by row; none where the copy is not the first of its item.
        start: number of its first page in the item; ``None`` where that is not known.
    """

    cells: tuple[tuple[str, str], ...]
    start: int | None


@cache
def stamp_face() -> tuple[Path, int] | None:
    """The font of stamps: a file with TrueType outlines and Chinese; ``None`` where there is none."""
    faces = true_type_faces()
    names = [name for name in _FACES if name in faces] or sorted(faces)
    return next((faces[name] for name in names if _register(*faces[name])), None)


def _register(path: Path, index: int) -> bool:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    try:
        pdfmetrics.registerFont(TTFont(_FACE, str(path), subfontIndex=index))
    except (TTFError, OSError):
        return False
    return True


def stamps_work() -> bool:
    """Whether stamps can be drawn here."""
    try:
        import reportlab  # noqa: F401
    except ImportError:
        return False
    return stamp_face() is not None


def make_stamped(source: Path, target: Path, title: str, stamp: Stamp) -> Judged:
    """Write a stamped copy of a PDF as PDF/A-2b; the same input gives the same bytes.

    Args:
        source: the PDF.
        target: where the copy goes.
        title: stands in its metadata.
        stamp: what is drawn.

    Raises:
        BadPdf: the source is no usable PDF.
    """
    import pikepdf

    drawn = target.with_suffix(".stamp.pdf")
    try:
        with open_pdf(source) as pdf:
            sizes = [_size(page) for page in pdf.pages]
            with pikepdf.open(BytesIO(_layer(source, sizes, stamp))) as layer:
                for number, (page, over) in enumerate(zip(pdf.pages, layer.pages, strict=True)):
                    _lay(pdf, page, over, f"/DocgenStamp{number}")
            pdf.save(drawn, deterministic_id=True)
        return make_archival(drawn, target, title)
    finally:
        drawn.unlink(missing_ok=True)


def _lay(pdf: Any, page: Any, over: Any, name: str) -> None:
    """Draw a page over another; under a name of its own, because pages may share what they name.

    ``add_overlay`` would take a random name.
    """
    import pikepdf

    form = pdf.copy_foreign(over.as_form_xobject())
    if "/Resources" not in page.obj:
        page.obj.Resources = page.resources
    page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(name))
    drawing = page.calc_form_xobject_placement(form, pikepdf.Name(name), pikepdf.Rectangle(*page.mediabox))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"Q\n" + drawing)


def _size(page: Any) -> tuple[float, float]:
    """Width and height of a page as it is looked at, in points."""
    left, low, right, high = (float(value) for value in page.mediabox)
    turned = int(page.obj.get("/Rotate", 0)) % 180
    wide, tall = abs(right - left), abs(high - low)
    return (tall, wide) if turned else (wide, tall)


def _layer(source: Path, sizes: Sequence[tuple[float, float]], stamp: Stamp) -> bytes:
    """A PDF of as many pages that holds nothing but what is drawn."""
    from reportlab.pdfgen.canvas import Canvas

    stamp_face()
    data = BytesIO()
    # Without a first font of ours reportlab names one of its own on every page, and never embeds it.
    canvas = Canvas(data, invariant=1, initialFontName=_FACE)
    for number, (wide, tall) in enumerate(sizes):
        canvas.setPageSize((wide, tall))
        if stamp.cells and number == 0:
            number_corner = (wide - 2 * EDGE, tall - EDGE - 2 * _NUMBER, wide, tall)
            _draw_stamp(canvas, place([*printed(source), number_corner], wide, tall), stamp.cells)
        if stamp.start is not None:
            _draw_number(canvas, wide, tall, stamp.start + number)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


#: What is printed on a page: left, low, right, high, in points.
Rect = tuple[float, float, float, float]


def printed(path: Path) -> list[Rect]:
    """Where text stands on the first page of a PDF, roughly: a rectangle for each piece."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    found: list[Rect] = []

    def note(text: str, matrix: list[float], position: list[float], _font: Any, size: float) -> None:
        if text.strip():
            scale = abs(position[3] or position[0] or 1) * abs(matrix[3] or 1)
            tall = max(size * scale, 1)
            left = position[4] * matrix[0] + position[5] * matrix[2] + matrix[4]
            low = position[4] * matrix[1] + position[5] * matrix[3] + matrix[5]
            found.append((left, low - 0.3 * tall, left + tall * len(text.strip()), low + tall))

    try:
        PdfReader(path).pages[0].extract_text(visitor_text=note)
    except (PyPdfError, OSError, ValueError, KeyError, RecursionError, AttributeError, TypeError):
        return []
    return found


def place(texts: Sequence[Rect], wide: float, tall: float) -> tuple[float, float]:
    """Left and low corner of the stamp: in the middle of the top where there is room, else beside, else lower."""
    columns = ((wide - WIDTH) / 2, wide - WIDTH - EDGE, EDGE)
    high = tall - EDGE
    while high - HEIGHT > tall - LOWEST:
        for left in columns:
            if not any(_touches(text, (left, high - HEIGHT, left + WIDTH, high)) for text in texts):
                return left, high - HEIGHT
        high -= _STEP
    return columns[0], tall - EDGE - HEIGHT


def _touches(one: Rect, other: Rect) -> bool:
    apart = one[0] > other[2] + AIR or other[0] > one[2] + AIR or one[1] > other[3] + AIR or other[1] > one[3] + AIR
    return not apart


def _draw_stamp(canvas: Any, corner: tuple[float, float], cells: Sequence[tuple[str, str]]) -> None:
    left, low = corner
    wide, tall = WIDTH / COLUMNS, HEIGHT / ROWS
    canvas.setStrokeColorRGB(*_RED)
    canvas.setLineWidth(0.8)
    canvas.grid([left + n * wide for n in range(COLUMNS + 1)], [low + n * tall for n in range(ROWS + 1)])
    for number, (label, value) in enumerate(cells):
        x, y = left + number % COLUMNS * wide, low + (ROWS - 1 - number // COLUMNS) * tall
        canvas.setFillColorRGB(*_PALE)
        canvas.setFont(_FACE, _CAPTION)
        canvas.drawString(x + 1.5, y + tall - _CAPTION - 0.5, label)
        canvas.setFillColorRGB(*_INK)
        size = _fitting(canvas, value, wide - 3)
        canvas.setFont(_FACE, size)
        canvas.drawCentredString(x + wide / 2, y + (tall - _CAPTION - size) / 2 + 1, value)


def _fitting(canvas: Any, text: str, room: float) -> float:
    """The largest size of type that lets a text stand in a cell."""
    size = _LARGEST
    while size > _SMALLEST and canvas.stringWidth(text, _FACE, size) > room:
        size -= 0.5
    return size


def _draw_number(canvas: Any, wide: float, tall: float, number: int) -> None:
    """The page number: at the top, right on fronts and left on backs (DA/T 22—2015)."""
    canvas.setFillColorRGB(*_INK)
    canvas.setFont(_FACE, _NUMBER)
    high = tall - EDGE - _NUMBER
    if number % 2:
        canvas.drawRightString(wide - EDGE, high, str(number))
    else:
        canvas.drawString(EDGE, high, str(number))
