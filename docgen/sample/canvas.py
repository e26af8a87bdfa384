"""A drawing surface in fractions of its size, and the JPEG that comes out of it."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]

_MAKE, _MODEL, _ORIENTATION, _DATE_TIME, _EXIF_IFD = 0x010F, 0x0110, 0x0112, 0x0132, 0x8769
_DATE_TIME_ORIGINAL, _DATE_TIME_DIGITIZED = 0x9003, 0x9004
_STORED: Final = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Mix two colours; ``share`` is the part of the second, 0 to 1."""
    a, b, c = (round(x + (y - x) * share) for x, y in zip(first, second, strict=True))
    return a, b, c


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


class Canvas:
    """A picture being drawn.

    x runs from 0 to 1 over the width, y from 0 to 1 over the height; ``unit`` is a hundredth of the shorter
    side in pixels, for sizes that must not be squeezed.
    """

    def __init__(self, width: int, height: int, chance: random.Random, ground: Colour = (255, 255, 255)) -> None:
        self.image = Image.new("RGB", (width, height), ground)
        self.draw = ImageDraw.Draw(self.image)
        self.width = width
        self.height = height
        self.unit = min(width, height) / 100
        self.random = chance

    def at(self, x: float, y: float) -> Point:
        """Pixel position of a point given in fractions."""
        return x * self.width, y * self.height

    def box(
        self,
        area: tuple[float, float, float, float],
        fill: Colour | None,
        *,
        radius: float = 0,
        outline: Colour | None = None,
        pen: float = 0.3,
    ) -> None:
        """Draw a rectangle (left, top, right, bottom in fractions); radius and pen in units."""
        left, top = self.at(area[0], area[1])
        right, bottom = self.at(area[2], area[3])
        width = max(1, round(pen * self.unit)) if outline else 0
        if radius:
            self.draw.rounded_rectangle((left, top, right, bottom), radius * self.unit, fill, outline, width)
        else:
            self.draw.rectangle((left, top, right, bottom), fill, outline, width)

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill a polygon given in fractions."""
        self.draw.polygon([self.at(x, y) for x, y in points], fill)

    def line(self, points: Sequence[Point], fill: Colour, pen: float = 0.4) -> None:
        """Draw a polyline given in fractions; pen in units."""
        pixels = [self.at(x, y) for x, y in points]
        self.draw.line(pixels, fill, max(1, round(pen * self.unit)), joint="curve")

    def disc(self, x: float, y: float, radius: float, fill: Colour, *, squash: float = 1.0) -> None:
        """Draw a disc around a point given in fractions; radius in units; ``squash`` scales its height."""
        px, py = self.at(x, y)
        r = radius * self.unit
        self.draw.ellipse((px - r, py - r * squash, px + r, py + r * squash), fill)

    def fade(self, top: float, bottom: float, upper: Colour, lower: Colour) -> None:
        """Fill a horizontal band with a vertical gradient."""
        first, last = round(top * self.height), round(bottom * self.height)
        steps = max(2, min(64, last - first))
        band = Image.new("RGB", (1, steps))
        for row in range(steps):
            band.putpixel((0, row), mix(upper, lower, row / (steps - 1)))
        column = band.resize((1, last - first), Image.Resampling.BILINEAR)
        self.image.paste(column.resize((self.width, last - first), Image.Resampling.NEAREST), (0, first))

    def text(self, x: float, y: float, words: str, size: float, fill: Colour, anchor: str = "la") -> None:
        """Write ASCII text; other characters are left out, because no font is at hand for them."""
        plain = "".join(char for char in words if " " <= char <= "~")
        self.draw.text(self.at(x, y), plain, fill, _font(max(8, round(size * self.unit))), anchor)

    def bars(
        self,
        area: tuple[float, float, float, float],
        rows: int,
        fill: Colour,
        *,
        thick: float = 0.5,
        indent: bool = False,
    ) -> None:
        """Draw grey bars that stand for lines of text; the last of several is short."""
        left, top, right, bottom = area
        step = (bottom - top) / max(1, rows)
        for row in range(rows):
            start = left + (0.06 * (right - left) if indent and row == 0 else 0)
            end = right if row < rows - 1 or rows == 1 else left + (right - left) * self.random.uniform(0.35, 0.8)
            y = top + row * step
            self.box((start, y, end, y + step * thick), fill)


def jpeg(image: Image.Image, taken: datetime, *, orientation: int = 1, quality: int = 78) -> bytes:
    """Write a picture as a camera would: date of shooting, maker, and pixels turned as the tag says.

    Args:
        image: the upright picture.
        taken: moment of shooting, local time.
        orientation: EXIF orientation 1, 3, 6 or 8; the stored pixels are turned so that the picture is
            upright when the tag is obeyed.
        quality: JPEG quality.
    """
    if orientation in _STORED:
        image = image.transpose(_STORED[orientation])
    stamp = taken.strftime("%Y:%m:%d %H:%M:%S")
    exif = Image.Exif()
    exif[_MAKE] = "SAMPLE"
    exif[_MODEL] = "SAMPLE CAM"
    exif[_ORIENTATION] = orientation
    exif[_DATE_TIME] = stamp
    details = exif.get_ifd(_EXIF_IFD)
    details[_DATE_TIME_ORIGINAL] = stamp
    details[_DATE_TIME_DIGITIZED] = stamp
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, exif=exif)
    return buffer.getvalue()
