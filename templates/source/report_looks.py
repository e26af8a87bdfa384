"""The paragraph styles of reports and rules: what GB/T 9704—2012 says of fonts, sizes and line pitch."""

from __future__ import annotations

from dataclasses import dataclass

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"
LINE = 28  # pt: at least 22 lines on the 225 mm of the type area
CELL_LINE, SMALL_LINE = 13, 11.5  # pt: fixed, because fonts of the same name differ in height from system to system


@dataclass(frozen=True)
class Look:
    """A paragraph style.

    Attributes:
        name: name of the style as Word lists it.
        font: font of all characters; quotes and dashes are full-width only in a Chinese font, so there is only one.
        size: font size in points.
        indent: first-line indent in characters.
        line: fixed line pitch in points.
        before: space before in points.
        after: space after in points.
        level: outline level for the navigation pane, 0 for none.
        keep: stays on the page of the following paragraph.
    """

    name: str
    font: str
    size: float
    align: str = "both"
    bold: bool = False
    indent: float = 0
    line: float = LINE
    before: float = 0
    after: float = 0
    level: int = 0
    keep: bool = False
    grey: bool = False


LOOKS = (
    Look("公文标题", SONG, 22, "center", bold=True, line=34),
    Look("题注行", KAI, 16, "center"),
    Look("公文正文", FANG, 16, "left", indent=2),
    Look("一级标题", HEI, 16, "left", indent=2, level=1, keep=True),
    Look("二级标题", KAI, 16, "left", indent=2, level=2, keep=True),
    Look("章名", HEI, 16, "center", level=1, keep=True),
    Look("附件标识", HEI, 16, "left", keep=True),
    Look("附件标题", SONG, 18, "center", bold=True, after=8, level=1, keep=True),
    Look("落款", FANG, 16, "right"),
    Look("表题", HEI, 12, "center", line=17, before=4, after=3, keep=True),
    Look("表文", SONG, 10.5, "left", line=CELL_LINE, before=1, after=1),
    Look("表文居中", SONG, 10.5, "center", line=CELL_LINE, before=1, after=1),
    Look("表文居右", SONG, 10.5, "right", line=CELL_LINE, before=1, after=1),
    Look("表头", HEI, 10.5, "center", line=CELL_LINE, before=2, after=2),
    Look("小表文", SONG, 9, "left", line=SMALL_LINE, before=1, after=1),
    Look("小表文居中", SONG, 9, "center", line=SMALL_LINE, before=1, after=1),
    Look("小表文居右", SONG, 9, "right", line=SMALL_LINE, before=1, after=1),
    Look("小表头", HEI, 9, "center", line=SMALL_LINE, before=1, after=1),
    Look("表注", FANG, 10.5, "left", line=CELL_LINE, before=3, after=6),
    Look("填写提示", KAI, 10.5, "left", line=CELL_LINE, before=3, grey=True),
    Look("间隔", FANG, 4, "left", line=5),
)
