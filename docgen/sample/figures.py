"""Things that stand in several scenes: people, trees, tables, boards, screens."""

from __future__ import annotations

from typing import Final

from docgen.sample.canvas import Canvas, Colour, mix

SKIN: Final[tuple[Colour, ...]] = ((241, 205, 172), (232, 190, 155), (222, 178, 140), (246, 214, 186))
HAIR: Final[tuple[Colour, ...]] = ((42, 38, 38), (58, 48, 42), (34, 34, 40), (96, 92, 92))
COATS: Final[tuple[Colour, ...]] = (
    (52, 88, 138), (44, 110, 116), (66, 72, 92), (112, 128, 144), (60, 100, 168), (88, 104, 72), (140, 72, 60),
)  # fmt: skip
HELMETS: Final[tuple[Colour, ...]] = ((236, 190, 52), (226, 226, 222), (206, 72, 56), (64, 120, 190))


class _Frame:
    """Local coordinates of a figure: the origin is the chin, one step is the radius of the head."""

    def __init__(self, c: Canvas, x: float, y: float, head: float) -> None:
        self.c, self.x, self.y, self.head = c, x, y, head

    def at(self, dx: float, dy: float) -> tuple[float, float]:
        step = self.head * self.c.unit
        return self.x + dx * step / self.c.width, self.y + dy * step / self.c.height

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, radius: float = 0) -> None:
        self.c.box((*self.at(left, top), *self.at(right, bottom)), fill, radius=radius * self.head)

    def disc(self, dx: float, dy: float, radius: float, fill: Colour, *, squash: float = 1.0) -> None:
        self.c.disc(*self.at(dx, dy), max(0.18, radius * self.head), fill, squash=squash)

    def line(self, points: tuple[tuple[float, float], ...], fill: Colour, pen: float) -> None:
        self.c.line([self.at(*point) for point in points], fill, max(0.2, pen * self.head))


def _legs(f: _Frame, hip: float, foot: float, coat: Colour) -> None:
    trousers = mix(coat, (30, 34, 44), 0.65)
    for side in (-1, 1):
        f.box(side * 0.65 - 0.53, hip - 0.2, side * 0.65 + 0.53, foot, trousers, 0.3)
        f.disc(side * 0.68, foot, 0.65, (44, 40, 40), squash=0.45)


def _arms(f: _Frame, hip: float, arm: str, skin: Colour, coat: Colour) -> None:
    reach = {"left": -1, "right": 1}.get(arm, 0)
    sleeve = mix(coat, (0, 0, 0), 0.14)
    for side in (-1, 1):
        hand = (side * 1.74, hip - 0.1)
        if side == reach:
            hand = (side * 3.9, 1.0)
        elif arm == "hold":
            hand = (side * 0.54, hip / 2 + 0.15)
        f.line(((side * 1.33, 0.75), hand), sleeve, 0.71)
        f.disc(side * 1.33, 0.75, 0.36, sleeve)
        f.disc(*hand, 0.4, skin)


def _head(f: _Frame, skin: Colour, hair: Colour) -> None:
    f.disc(0, -1.12, 1.05, hair)
    f.disc(0, -0.86, 0.93, skin)
    for side in (-1, 1):
        f.disc(side * 0.36, -0.88, 0.1, (60, 50, 48))
    f.line(((-0.24, -0.44), (0, -0.37), (0.24, -0.44)), mix(skin, (150, 60, 50), 0.6), 0.07)


def person(
    c: Canvas, x: float, foot: float, tall: float, *, helmet: bool = False, arm: str = "down", half: bool = False
) -> None:
    """Draw a standing person seen from the front.

    Args:
        c: canvas.
        x: middle, in fractions of the width.
        foot: where the feet are, in fractions of the height.
        tall: height in units.
        helmet: wears a safety helmet.
        arm: ``down``, ``left``, ``right`` (stretched out) or ``hold`` (a card before the chest).
        half: seated behind a table: no legs, ``foot`` is the edge of the table.
    """
    chance = c.random
    skin, hair, coat = chance.choice(SKIN), chance.choice(HAIR), chance.choice(COATS)
    share = 0.2 if half else 0.115
    f = _Frame(c, x, foot - tall * (1 - 2 * share) * c.unit / c.height, tall * share)
    ground = 1 / share - 2
    hip = ground if half else ground - 0.42 / share
    if not half:
        _legs(f, hip, ground, coat)
    _arms(f, hip, arm, skin, coat)
    f.box(-1.55, 0, 1.55, hip, coat, 0.7)
    c.polygon((f.at(-0.5, 0), f.at(0.5, 0), f.at(0, 1)), mix(coat, (255, 255, 255), 0.75))
    f.box(-0.32, -0.5, 0.32, 0.12, mix(skin, (120, 80, 60), 0.18))
    _head(f, skin, hair)
    if helmet:
        shade = chance.choice(HELMETS)
        f.box(-1.02, -2.25, 1.02, -1.22, shade, 0.9)
        f.box(-1.3, -1.42, 1.3, -1.18, mix(shade, (0, 0, 0), 0.12), 0.1)
    if arm == "hold":
        card = (*f.at(-0.93, hip / 2 - 0.3), *f.at(0.93, hip / 2 + 1.0))
        c.box(card, (250, 250, 244), outline=(150, 150, 150))


def back(c: Canvas, x: float, foot: float, size: float) -> None:
    """Draw the head and shoulders of a listener seen from behind; ``size`` is the head's radius in units."""
    chance = c.random
    ux, uy = c.unit / c.width, c.unit / c.height
    coat = chance.choice(COATS)
    head = foot - size * 2.9 * uy
    c.box((x - size * 1.9 * ux, head + size * 1.1 * uy, x + size * 1.9 * ux, foot + size * uy), coat, radius=size)
    c.box((x - size * 0.4 * ux, head, x + size * 0.4 * ux, head + size * 1.5 * uy), chance.choice(SKIN))
    c.disc(x, head, size, chance.choice(HAIR), squash=1.1)


def poplar(c: Canvas, x: float, ground: float, tall: float, leaves: Colour) -> None:
    """Draw a slim tree; ``tall`` in units."""
    ux, uy = c.unit / c.width, c.unit / c.height
    c.box((x - 0.5 * ux, ground - tall * 0.4 * uy, x + 0.5 * ux, ground), (104, 82, 62))
    px, py = c.at(x, ground - tall * 0.58 * uy)
    r = tall * c.unit
    c.draw.ellipse((px - r * 0.13, py - r * 0.42, px + r * 0.13, py + r * 0.42), leaves)


def board(c: Canvas, area: tuple[float, float, float, float], tint: Colour) -> None:
    """Draw a notice board: a coloured head, a picture and lines of text."""
    left, top, right, bottom = area
    high, wide = bottom - top, right - left
    c.box(area, (250, 249, 244), outline=mix(tint, (90, 90, 90), 0.5), pen=0.5)
    c.box((left, top, right, top + high * 0.16), tint)
    c.bars(
        (left + wide * 0.2, top + high * 0.055, right - wide * 0.2, top + high * 0.11), 1, (255, 255, 255), thick=0.9
    )
    inner = (left + wide * 0.1, top + high * 0.22, right - wide * 0.1, top + high * 0.48)
    if c.random.random() < 0.6:
        c.box(inner, mix(tint, (255, 255, 255), 0.6))
        chart = [
            (inner[0] + (inner[2] - inner[0]) * k / 5, inner[3] - (inner[3] - inner[1]) * c.random.uniform(0.1, 0.9))
            for k in range(6)
        ]
        c.line(chart, mix(tint, (0, 0, 0), 0.2), 0.5)
        c.bars((inner[0], top + high * 0.54, inner[2], bottom - high * 0.06), 5, (186, 190, 196))
    else:
        c.bars((inner[0], inner[1], inner[2], bottom - high * 0.06), 9, (186, 190, 196), indent=True)


def screen(c: Canvas, area: tuple[float, float, float, float], *, charts: bool = True) -> None:
    """Draw a display that shows charts or a slide."""
    left, top, right, bottom = area
    high, wide = bottom - top, right - left
    c.box(area, (40, 44, 52), radius=0.8)
    pad = c.unit * 0.8
    inner = (left + pad / c.width, top + pad / c.height, right - pad / c.width, bottom - pad / c.height)
    if not charts:
        c.box(inner, (238, 244, 250))
        c.box((inner[0], inner[1], inner[2], inner[1] + high * 0.16), (62, 110, 166))
        c.bars(
            (left + wide * 0.1, top + high * 0.32, left + wide * 0.56, bottom - high * 0.14),
            c.random.randrange(3, 6),
            (150, 160, 174),
        )
        c.disc(right - wide * 0.24, top + high * 0.58, high * 0.17 * c.height / c.unit, c.random.choice(COATS))
        return
    c.box(inner, (22, 46, 74))
    c.bars((left + wide * 0.3, top + high * 0.1, right - wide * 0.3, top + high * 0.16), 1, (160, 200, 236), thick=0.9)
    for k in range(6):
        x = left + wide * (0.1 + 0.07 * k)
        c.box((x, top + high * c.random.uniform(0.35, 0.75), x + wide * 0.045, top + high * 0.85), (74, 168, 206))
    curve = [(left + wide * (0.56 + 0.06 * k), top + high * c.random.uniform(0.3, 0.6)) for k in range(7)]
    c.line(curve, (250, 204, 90), 0.5)
    c.bars((left + wide * 0.56, top + high * 0.68, right - wide * 0.08, top + high * 0.86), 3, (110, 150, 186))


def people_row(
    c: Canvas, count: int, foot: float, tall: float, *, left: float, right: float, helmet: bool = False
) -> None:
    """Draw people side by side, each a little different."""
    for k in range(count):
        x = left + (right - left) * ((k + 0.5) / count)
        arm = c.random.choice(("down", "down", "hold", "left" if x > 0.5 else "right"))
        person(
            c, x, foot + c.random.uniform(-0.008, 0.008), tall * c.random.uniform(0.94, 1.05), helmet=helmet, arm=arm
        )
