"""The diagonal watermark 样例·无效, as a picture mask and as a path in millimetres or points."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from docgen.sample.glyphs import Stroke, line_strokes

PEN: Final = 10.0
"""Width of the pen, in units of the 100-unit grid."""

SHARE: Final = 0.9
"""How much of the page's width and height the turned text may take."""


def diagonal_strokes(width: float, height: float, *, upwards: bool) -> tuple[tuple[Stroke, ...], float]:
    """Lay the watermark along the diagonal of a page, from the lower left to the upper right.

    Args:
        width: width of the page in any unit.
        height: height of the page in the same unit.
        upwards: y grows upwards (PDF) instead of downwards (pictures, OFD).

    Returns:
        Strokes in page coordinates and the pen's width.
    """
    strokes, length = line_strokes()
    angle = math.atan2(height, width)
    cos, sin = math.cos(angle), math.sin(angle)
    tall = 100 + PEN
    scale = SHARE * min(width / (length * cos + tall * sin), height / (length * sin + tall * cos))
    cos, sin = cos * scale, sin * scale

    def place(x: float, y: float) -> tuple[float, float]:
        along, across = x - length / 2, y - 50
        px = width / 2 + along * cos + across * sin
        py = height / 2 - along * sin + across * cos
        return px, (height - py if upwards else py)

    return tuple(tuple(place(x, y) for x, y in stroke) for stroke in strokes), PEN * scale


@lru_cache(maxsize=16)
def picture_mask(width: int, height: int, strength: int) -> Image.Image:
    """Give the watermark as a mask ("L") of the given size; ``strength`` is its opacity, 0 to 255."""
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    strokes, pen = diagonal_strokes(width, height, upwards=False)
    radius = pen / 2
    for stroke in strokes:
        draw.line(stroke, fill=strength, width=round(pen), joint="curve")
        for x, y in (stroke[0], stroke[-1]):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=strength)
    return mask


def stamp(image: Image.Image, colour: tuple[int, int, int] = (176, 32, 32), strength: int = 96) -> None:
    """Lay the watermark over a picture."""
    image.paste(colour, (0, 0), picture_mask(image.width, image.height, strength))


def pdf_path(width: float, height: float) -> bytes:
    """Give PDF operators that draw the watermark on a page of the given size in points."""
    strokes, pen = diagonal_strokes(width, height, upwards=True)
    parts = [f"q 0.93 0.80 0.80 RG {pen:.2f} w 1 J 1 j"]
    for stroke in strokes:
        (x, y), *rest = stroke
        parts.append(f"{x:.2f} {y:.2f} m " + " ".join(f"{px:.2f} {py:.2f} l" for px, py in rest) + " S")
    parts.append("Q")
    return "\n".join(parts).encode("ascii")


def ofd_path(width: float, height: float) -> tuple[str, float]:
    """Give the watermark as OFD path data (``M x y L x y``) in millimetres, and the pen's width."""
    strokes, pen = diagonal_strokes(width, height, upwards=False)
    parts = []
    for stroke in strokes:
        (x, y), *rest = stroke
        parts.append(f"M {x:.2f} {y:.2f} " + " ".join(f"L {px:.2f} {py:.2f}" for px, py in rest))
    return " ".join(parts), pen
