"""The list that somebody carries to the shelf: what to replace or take out, box by box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import A4, HEI, SONG, Cell, Look, Row, para, table

_BOX = "top left bottom right"
_COLUMNS = (("盒", 34.0), ("要换的标签和纸页", 112.0), ("已换", 14.0))


def change_list(title: str, places: Mapping[str, Sequence[str]]) -> bytes:
    """The list as a Word file.

    Args:
        title: whose list it is.
        places: box → what to replace there.
    """
    sheets = Sheets(title)
    sheets.new_page(A4, (20, 25, 20, 25))
    sheets.add(para(title, Look(18, SONG, "center", bold=True, line=30, after=8)))
    head = [Cell(w, para(name, Look(10, HEI, "center")), _BOX, fill="F2F2F2") for name, w in _COLUMNS]
    rows = [Row(head, 8, head=True)]
    look = Look(10, SONG, line=15, before=1, after=1)
    for where, what in places.items():
        texts = (para(where, look), "".join(para(w, look) for w in what), para("□", Look(11, SONG, "center")))
        cells = [Cell(width, text, _BOX) for text, (_, width) in zip(texts, _COLUMNS, strict=True)]
        rows.append(Row(cells, 8, exact=False))
    sheets.add(table(rows, 1))
    return sheets.to_bytes()
