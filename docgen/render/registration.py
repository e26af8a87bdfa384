"""The form for handing over carriers, to be printed, checked and signed by both sides: one page."""

from __future__ import annotations

from docgen.model.handing import Registration
from docgen.render.report import BOX, GREY
from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import FANG, HEI, MM_PER_POINT, SONG, Cell, Look, Row, line_count, para, table

PAPER, MARGINS = (210.0, 297.0), (25, 20, 20, 20)
TITLE = Look(20, SONG, "center", bold=True, line=32, after=8)
HEAD, TEXT = Look(11, HEI, "center", line=16), Look(12, FANG, line=18)
WIDTH, LABEL, AIR = 170.0, 46.0, 1.0
#: Height of a row, and of one that holds a seal or is signed.
_ROW, _SIGNED, _SEALED = 9.0, 14.0, 34.0
_SEAL = "印章"


def registration_paper(form: Registration) -> bytes:
    """The form as a Word file: what is handed over above, the sides beside each other below."""
    sheets = Sheets(form.title)
    sheets.new_page(PAPER, MARGINS)
    fields = table([_field(label, value) for label, value in form.fields], AIR)
    sheets.add(para(form.title, TITLE) + fields + para("", Look(6, SONG, line=8)) + _sides(form))
    return sheets.to_bytes()


def _field(label: str, value: str) -> Row:
    wide = WIDTH - LABEL
    tall = line_count(value, TEXT.size, wide - 2 * AIR) * TEXT.line * MM_PER_POINT + 2
    cells = [Cell(LABEL, para(label, HEAD), BOX, fill=GREY), Cell(wide, para(value, TEXT), BOX)]
    return Row(cells, max(tall, _ROW))


def _sides(form: Registration) -> str:
    wide = (WIDTH - LABEL) / len(form.sections)
    heads = [("", LABEL), *((title, wide) for title, _ in form.sections)]
    rows = [Row([Cell(width, para(text, HEAD), BOX, fill=GREY) for text, width in heads], _ROW)]
    parts = [dict(fields) for _, fields in form.sections]
    for label in dict.fromkeys(label for part in parts for label in part):
        values = [part.get(label, "") for part in parts]
        lines = max(line_count(value, TEXT.size, wide - 2 * AIR) for value in values)
        least = _SEALED if _SEAL in label else _SIGNED
        cells = [Cell(LABEL, para(label, HEAD), BOX, fill=GREY)]
        cells += [Cell(wide, para(value, TEXT), BOX) for value in values]
        rows.append(Row(cells, max(lines * TEXT.line * MM_PER_POINT + 2, least)))
    return table(rows, AIR)
