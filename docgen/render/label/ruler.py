"""A page of rulers: what a printer makes of a millimetre, and how far it prints from where it should."""

from __future__ import annotations

from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import A4, END, HEI, SONG, Cell, Look, Row, para, table

#: Where the rulers begin, from the left and from the top of the paper.
LEFT, TOP = 15.0, 20.0
STEP, ACROSS, DOWN = 10.0, 18, 20
_SMALL = Look(7, SONG, "right", line=9)
_TEXT = Look(12, SONG, line=22, left=12)


def ruler_page(offset: tuple[float, float]) -> bytes:
    """The page as a Word file.

    Args:
        offset: millimetres by which everything moves to the right and down, as labels do.
    """
    right, down = offset
    sheets = Sheets("标尺")
    sheets.new_page(A4, (max(TOP + down, 0), 0, 0, max(LEFT + right, 0)))
    across = [Cell(STEP, para(str(round(n * STEP)), _SMALL), "top left", valign="top") for n in range(1, ACROSS + 1)]
    rows = [Row([*across[:-1], Cell(STEP, across[-1].content, "top left right", valign="top")], STEP)]
    for number in range(1, DOWN + 1):
        sides = "top left bottom" if number == DOWN else "top left"
        mark = Cell(STEP, para(str(round(number * STEP)), _SMALL), sides, valign="top")
        rows.append(Row([mark, Cell((ACROSS - 1) * STEP, _said(number, offset))], STEP))
    sheets.add(table(rows))
    return sheets.to_bytes()


def _said(number: int, offset: tuple[float, float]) -> str:
    """What stands beside the upright ruler, a line a step."""
    right, down = offset
    lines = {
        3: "标尺。打印时选“实际大小”（100%），不选“适合页面”。",
        5: f"横尺每格 {STEP:g} 毫米，全长 {ACROSS * STEP:g} 毫米；竖尺的格从横尺下边起，全长 {DOWN * STEP:g} 毫米。",
        6: "量出来不是这个数，说明打印时缩放了，先改打印设置。",
        8: f"横尺左端到纸左边应是 {LEFT:g} 毫米，上边到纸上边应是 {TOP:g} 毫米。",
        9: "量得左边少 1.5 毫米、上边多 0.5 毫米，就写 --offset 1.5,-0.5，再打印一张看。",
        11: f"这一张已经移了：向右 {right:g} 毫米，向下 {down:g} 毫米。" if any(offset) else "这一张没有移动。",
    }
    return para(lines[number], _TEXT if number > 3 else Look(14, HEI, line=22, left=12)) if number in lines else END
