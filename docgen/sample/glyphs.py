"""The five characters of the watermark as strokes, so that no installed font is needed.

Each character stands on a grid of 100 × 100 units, x to the right, y downwards; a stroke is a polyline
drawn with a thick round pen. ``ADVANCES`` gives the width a character takes in a line.
"""

from __future__ import annotations

from typing import Final

Stroke = tuple[tuple[float, float], ...]

TEXT: Final = "样例·无效"

ADVANCES: Final[dict[str, float]] = {"样": 112, "例": 112, "·": 56, "无": 112, "效": 112}

STROKES: Final[dict[str, tuple[Stroke, ...]]] = {
    "样": (
        ((4, 34), (46, 34)),
        ((25, 7), (25, 95)),
        ((25, 38), (21, 50), (14, 64), (4, 76)),
        ((29, 46), (36, 55), (42, 64)),
        ((58, 7), (62, 13), (66, 21)),
        ((88, 5), (84, 13), (78, 22)),
        ((52, 27), (96, 27)),
        ((54, 45), (94, 45)),
        ((48, 64), (99, 64)),
        ((74, 27), (74, 96)),
    ),
    "例": (
        ((24, 5), (20, 20), (13, 37), (3, 54)),
        ((15, 34), (15, 96)),
        ((29, 15), (68, 15)),
        ((46, 15), (43, 29), (37, 43), (27, 57)),
        ((42, 35), (63, 35), (60, 52), (52, 70), (41, 84), (27, 95)),
        ((41, 53), (46, 59), (51, 67)),
        ((76, 20), (76, 70)),
        ((94, 6), (94, 88), (91, 94), (80, 91)),
    ),
    "·": (((26, 50), (30, 50)),),
    "无": (
        ((18, 15), (82, 15)),
        ((6, 42), (94, 42)),
        ((48, 15), (47, 34), (43, 54), (36, 70), (24, 83), (7, 95)),
        ((57, 42), (57, 83), (60, 90), (67, 92), (86, 92), (91, 88), (93, 73)),
    ),
    "效": (
        ((28, 4), (31, 9), (33, 16)),
        ((4, 24), (54, 24)),
        ((19, 33), (15, 41), (6, 51)),
        ((38, 33), (44, 39), (49, 47)),
        ((41, 50), (35, 63), (24, 79), (5, 95)),
        ((14, 54), (26, 66), (38, 80), (50, 94)),
        ((69, 5), (66, 16), (60, 31), (52, 44)),
        ((64, 26), (98, 26)),
        ((87, 26), (84, 45), (76, 65), (66, 81), (51, 96)),
        ((63, 38), (69, 56), (80, 77), (98, 96)),
    ),
}


def line_strokes(text: str = TEXT) -> tuple[tuple[Stroke, ...], float]:
    """Set a text of the five characters in one line.

    Returns:
        The strokes in line coordinates (height 100) and the width of the line.
    """
    strokes: list[Stroke] = []
    left = 0.0
    for char in text:
        strokes.extend(tuple((left + x, y) for x, y in stroke) for stroke in STROKES[char])
        left += ADVANCES[char]
    return tuple(strokes), left - 12
