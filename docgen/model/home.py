"""The block of the workbook's first sheet that says what is still missing: docgen's own cells in a file people keep.

Its place is a defined name of the workbook; its lines begin so that nobody's words are taken for docgen's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

#: The defined name, and the heading in the first cell.
BLOCK = "本月还缺"
#: Points that are listed; below them stands how many more there are.
SHOWN = 25
ROWS = SHOWN + 2
MARK = "· "
NOT_CHECKED = "运行 docgen check 后显示"
NOTHING = "没有"
OURS = re.compile(rf"(?:{MARK}.*|{NOT_CHECKED}|{NOTHING}|另有 \d+ 项，见检查报告|)", re.DOTALL)


def home_lines(as_of: date | None, points: Sequence[str] = ()) -> list[str]:
    """The lines of the block, one a cell, as many as it has cells.

    Args:
        as_of: day of the check; ``None`` before the first.
        points: what is missing, the most urgent first.
    """
    if as_of is None:
        lines = [BLOCK, NOT_CHECKED]
    else:
        lines = [f"{BLOCK}（{as_of.isoformat()} 检查，下次检查时重写）"]
        lines += [f"{MARK}{point}" for point in points[:SHOWN]] or [NOTHING]
        if len(points) > SHOWN:
            lines.append(f"另有 {len(points) - SHOWN} 项，见检查报告")
    return lines + [""] * (ROWS - len(lines))


def is_ours(lines: Sequence[str]) -> bool:
    """Whether nobody has written anything else into the block."""
    return bool(lines) and lines[0].startswith(BLOCK) and all(OURS.fullmatch(line) for line in lines[1:])
