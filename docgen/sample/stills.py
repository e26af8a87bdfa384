"""Close views of instruments, tools and equipment on a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docgen.sample.canvas import Canvas, Colour, mix
from docgen.sample.figures import screen

_TOPS: Final[tuple[Colour, ...]] = ((196, 168, 130), (206, 208, 206), (150, 156, 160), (182, 150, 118), (214, 206, 190))
_BODIES: Final[tuple[Colour, ...]] = (
    (222, 224, 222),
    (70, 96, 130),
    (236, 190, 70),
    (196, 84, 60),
    (84, 128, 112),
    (96, 100, 108),
)


def _table(c: Canvas) -> None:
    shade = c.random.choice(((226, 230, 232), (232, 226, 216), (214, 222, 220)))
    edge = c.random.uniform(0.42, 0.5)
    c.fade(0, edge, mix(shade, (255, 255, 255), 0.4), shade)
    top = c.random.choice(_TOPS)
    c.fade(edge, 1, mix(top, (255, 255, 255), 0.2), mix(top, (0, 0, 0), 0.08))
    c.disc(0.5, 0.8, 34, mix(top, (0, 0, 0), 0.18), squash=0.2)


def _tag(c: Canvas, left: float, top: float) -> None:
    c.box((left, top, left + 0.15, top + 0.1), (250, 250, 246), outline=(120, 120, 120))
    c.bars((left + 0.015, top + 0.02, left + 0.135, top + 0.09), 3, (120, 126, 134))


def panel(c: Canvas) -> None:
    """An apparatus with a display, knobs and terminals."""
    body = c.random.choice(_BODIES)
    c.box((0.24, 0.34, 0.76, 0.8), body, radius=2, outline=mix(body, (0, 0, 0), 0.35), pen=0.8)
    c.box((0.28, 0.4, 0.52, 0.54), (34, 60, 52), radius=0.6)
    c.text(0.4, 0.47, f"{c.random.uniform(1, 60):.2f}", 7, (140, 240, 170), "mm")
    for k in range(3):
        x = 0.58 + 0.07 * k
        c.disc(x, 0.47, 3.2, (50, 52, 58))
        c.line(((x, 0.47), (x + c.random.uniform(-0.02, 0.02), 0.44)), (240, 240, 240), 0.4)
    for k, colour in enumerate(((190, 50, 46), (40, 40, 44), (60, 130, 80), (190, 50, 46))):
        c.disc(0.32 + 0.1 * k, 0.66, 2.4, colour)
        c.disc(0.32 + 0.1 * k, 0.66, 1.0, (220, 220, 220))
    _tag(c, 0.57, 0.68)


def display(c: Canvas) -> None:
    """A computer or a large display on a stand."""
    wide = c.random.uniform(0.24, 0.34)
    screen(c, (0.5 - wide, 0.16, 0.5 + wide, 0.62), charts=c.random.random() < 0.5)
    c.polygon(((0.46, 0.62), (0.54, 0.62), (0.56, 0.74), (0.44, 0.74)), (70, 72, 78))
    c.box((0.36, 0.73, 0.64, 0.76), (70, 72, 78), radius=0.8)
    c.polygon(((0.3, 0.82), (0.7, 0.82), (0.74, 0.93), (0.26, 0.93)), (58, 60, 66))
    for row in range(4):
        c.line(((0.3 - 0.008 * row, 0.84 + 0.025 * row), (0.7 + 0.008 * row, 0.84 + 0.025 * row)), (120, 124, 130), 0.5)


def printer(c: Canvas) -> None:
    """A laser printer with paper."""
    c.polygon(((0.34, 0.22), (0.66, 0.22), (0.68, 0.42), (0.32, 0.42)), (252, 252, 250))
    c.box((0.24, 0.4, 0.76, 0.74), (224, 226, 226), radius=2, outline=(150, 154, 158), pen=0.6)
    c.box((0.3, 0.58, 0.7, 0.63), (60, 62, 68))
    c.polygon(((0.33, 0.62), (0.67, 0.62), (0.7, 0.78), (0.3, 0.78)), (252, 252, 250))
    c.bars((0.36, 0.66, 0.64, 0.76), 4, (160, 166, 174))
    c.box((0.58, 0.44, 0.72, 0.51), (60, 100, 140), radius=0.5)


def camera(c: Canvas) -> None:
    """A photographic camera."""
    c.box((0.38, 0.3, 0.62, 0.42), (54, 56, 62), radius=1.2)
    c.box((0.24, 0.38, 0.76, 0.76), (44, 46, 52), radius=3)
    c.box((0.24, 0.46, 0.76, 0.68), (66, 68, 76))
    for radius, colour in ((17, (30, 32, 36)), (13.5, (70, 76, 88)), (9, (36, 60, 96)), (4, (150, 190, 226))):
        c.disc(0.5, 0.58, radius, colour)
    c.disc(0.68, 0.41, 2.2, (200, 70, 60))


def meter(c: Canvas) -> None:
    """A hand-held meter with a probe."""
    body = c.random.choice(_BODIES)
    c.box((0.3, 0.2, 0.5, 0.8), body, radius=4, outline=mix(body, (0, 0, 0), 0.3), pen=0.6)
    c.box((0.325, 0.26, 0.475, 0.42), (196, 214, 190), radius=0.8)
    c.text(0.4, 0.34, f"{c.random.uniform(0.1, 9.9):.2f}", 6, (40, 60, 40), "mm")
    for row in range(3):
        for col in range(3):
            c.disc(0.35 + 0.05 * col, 0.52 + 0.09 * row, 1.8, mix(body, (255, 255, 255), 0.55))
    c.line(((0.5, 0.3), (0.6, 0.24), (0.68, 0.36), (0.68, 0.5)), (40, 40, 44), 0.9)
    c.box((0.665, 0.48, 0.695, 0.78), (210, 214, 216), radius=1)
    c.box((0.75, 0.55, 0.86, 0.8), (206, 226, 236), radius=1, outline=(150, 170, 184))
    c.box((0.755, 0.66, 0.855, 0.795), (150, 196, 214))


def oven(c: Canvas) -> None:
    """A drying oven with its control panel."""
    c.box((0.26, 0.12, 0.74, 0.88), (222, 226, 226), radius=1.5, outline=(140, 146, 150), pen=0.8)
    c.box((0.3, 0.17, 0.7, 0.3), (60, 70, 84), radius=0.8)
    c.text(0.42, 0.235, f"{c.random.choice((105, 80, 65))} C", 6, (250, 120, 90), "mm")
    for k in range(2):
        c.disc(0.58 + 0.07 * k, 0.235, 2.4, (210, 212, 214))
    c.box((0.31, 0.36, 0.69, 0.82), (90, 96, 104), radius=1)
    c.box((0.35, 0.42, 0.65, 0.76), (150, 130, 104))
    for k in range(4):
        c.disc(0.4 + 0.07 * k, 0.66, 2.6, (200, 202, 204))
        c.disc(0.4 + 0.07 * k, 0.645, 2.2, (120, 92, 66), squash=0.5)


def rods(c: Canvas) -> None:
    """Long tools side by side, with marks along them."""
    for k in range(3):
        y = 0.48 + 0.13 * k
        tilt = c.random.uniform(-0.03, 0.03)
        c.line(((0.12, y), (0.86, y + tilt)), (150, 154, 160), 2.2)
        c.line(((0.12, y - 0.05), (0.12, y + 0.05)), c.random.choice(_BODIES), 2.4)
        c.polygon(((0.84, y + tilt - 0.02), (0.93, y + tilt), (0.84, y + tilt + 0.02)), (110, 114, 120))
        for mark in range(1, 10):
            x = 0.16 + 0.066 * mark
            c.line(((x, y + tilt * (x - 0.12) - 0.014), (x, y + tilt * (x - 0.12) + 0.014)), (190, 50, 46), 0.4)


def coil(c: Canvas) -> None:
    """A coil of cable with a measuring tape."""
    for radius, colour in (
        (27, (44, 46, 52)),
        (24, (62, 64, 72)),
        (21, (44, 46, 52)),
        (18, (62, 64, 72)),
        (14, (206, 190, 160)),
    ):
        c.disc(0.44, 0.6, radius, colour, squash=0.72)
    c.line(((0.62, 0.72), (0.78, 0.8), (0.94, 0.74)), (44, 46, 52), 1.8)
    c.box((0.7, 0.44, 0.84, 0.58), (240, 190, 50), radius=2)
    c.line(((0.7, 0.57), (0.2, 0.9)), (250, 230, 120), 1.2)


def cabinet_box(c: Canvas) -> None:
    """An open control box with its wiring."""
    c.box((0.26, 0.12, 0.7, 0.88), (216, 220, 220), radius=1, outline=(130, 136, 140), pen=1)
    c.polygon(((0.7, 0.13), (0.86, 0.2), (0.86, 0.94), (0.7, 0.87)), (196, 200, 202))
    c.box((0.3, 0.17, 0.66, 0.83), (236, 238, 236))
    for row in range(3):
        y = 0.22 + 0.2 * row
        for col in range(5):
            x = 0.32 + 0.066 * col
            c.box(
                (x, y, x + 0.05, y + 0.1),
                c.random.choice(((60, 66, 74), (70, 110, 150), (226, 226, 222), (90, 94, 100))),
            )
            colour = c.random.choice(((200, 50, 46), (40, 90, 170), (236, 190, 50), (50, 130, 80)))
            c.line(
                ((x + 0.025, y + 0.1), (x + 0.025, y + 0.14), (x + c.random.uniform(-0.05, 0.08), y + 0.18)),
                colour,
                0.5,
            )
    for k, light in enumerate(((210, 60, 50), (70, 170, 90), (236, 190, 60))):
        c.disc(0.78, 0.34 + 0.1 * k, 2.2, light)


def parts(c: Canvas) -> None:
    """Small parts in a tray, with a label."""
    c.polygon(((0.16, 0.42), (0.8, 0.42), (0.88, 0.88), (0.08, 0.88)), (64, 92, 130))
    c.polygon(((0.18, 0.45), (0.78, 0.45), (0.85, 0.85), (0.11, 0.85)), (224, 230, 236))
    body = c.random.choice(_BODIES)
    for row in range(3):
        for col in range(4):
            x, y = 0.2 + 0.15 * col - 0.012 * row, 0.48 + 0.125 * row
            c.box((x, y, x + 0.1, y + 0.075), body, radius=0.8, outline=mix(body, (0, 0, 0), 0.4))
            c.disc(x + 0.05, y + 0.037, 1.8, (240, 240, 236))
            c.line(((x + 0.1, y + 0.037), (x + 0.13, y + 0.02)), (50, 50, 54), 0.6)
    _tag(c, 0.78, 0.3)


def radar(c: Canvas) -> None:
    """A level gauge with its horn on a bracket above water."""
    c.line(((0.2, 0.88), (0.2, 0.18), (0.52, 0.18)), (120, 126, 134), 2.4)
    c.box((0.42, 0.18, 0.62, 0.36), (70, 110, 156), radius=2)
    c.box((0.46, 0.22, 0.58, 0.28), (200, 220, 206), radius=0.5)
    c.polygon(((0.48, 0.36), (0.56, 0.36), (0.62, 0.5), (0.42, 0.5)), (226, 228, 228))
    for k in range(3):
        c.line(((0.46 - 0.03 * k, 0.56 + 0.06 * k), (0.58 + 0.03 * k, 0.56 + 0.06 * k)), (230, 120, 90), 0.5)
    c.box((0.3, 0.74, 0.86, 0.9), (186, 216, 230), outline=(130, 160, 180))
    c.box((0.3, 0.78, 0.86, 0.9), (110, 166, 194))
    _tag(c, 0.72, 0.3)


def propeller(c: Canvas) -> None:
    """A current meter with its case and paper."""
    c.polygon(((0.1, 0.5), (0.5, 0.5), (0.54, 0.86), (0.06, 0.86)), (52, 56, 64))
    c.polygon(((0.12, 0.53), (0.48, 0.53), (0.51, 0.83), (0.09, 0.83)), (90, 94, 104))
    c.line(((0.14, 0.68), (0.46, 0.68)), (214, 190, 110), 2.2)
    for k in (-1, 1):
        c.polygon(((0.42, 0.68), (0.47, 0.68 + k * 0.09), (0.49, 0.68 + k * 0.05)), (210, 214, 220))
    c.polygon(((0.6, 0.42), (0.88, 0.42), (0.92, 0.88), (0.62, 0.88)), (250, 250, 246))
    c.bars((0.66, 0.48, 0.86, 0.8), 8, (170, 176, 184))


def pump(c: Canvas) -> None:
    """The head unit of a drip system: filters, pipes, gauge."""
    for x in (0.3, 0.56):
        c.box((x, 0.3, x + 0.15, 0.78), c.random.choice(((60, 110, 160), (70, 130, 110))), radius=6)
        c.box((x + 0.04, 0.44, x + 0.11, 0.52), (236, 238, 236))
    c.line(((0.06, 0.72), (0.94, 0.72)), (60, 66, 76), 4)
    for x in (0.2, 0.8):
        c.disc(x, 0.72, 5, (200, 60, 52))
    c.disc(0.505, 0.28, 7, (240, 240, 238))
    c.line(((0.505, 0.28), (0.53, 0.24)), (190, 40, 40), 0.6)
    c.line(((0.505, 0.36), (0.505, 0.72)), (130, 136, 140), 1.2)
    _tag(c, 0.76, 0.36)


def weir(c: Canvas) -> None:
    """Folding measuring plates in a row."""
    for k in range(3):
        x, y = 0.1 + 0.25 * k, 0.4 + 0.06 * k
        tint = mix((96, 122, 150), (200, 206, 210), 0.25 * k)
        c.polygon(
            (
                (x, y),
                (x + 0.08, y),
                (x + 0.11, y + 0.2),
                (x + 0.2, y + 0.2),
                (x + 0.23, y),
                (x + 0.31, y),
                (x + 0.31, y + 0.34),
                (x, y + 0.34),
            ),
            tint,
        )
        c.line(((x + 0.155, y + 0.2), (x + 0.155, y + 0.34)), (60, 70, 84), 0.6)
        c.line(((x + 0.02, y + 0.34), (x - 0.02, y + 0.42)), (80, 84, 90), 1.2)


def pliers(c: Canvas) -> None:
    """A crimping tool with its dies."""
    c.line(((0.14, 0.84), (0.5, 0.52)), (200, 70, 56), 3.6)
    c.line(((0.3, 0.92), (0.54, 0.54)), (200, 70, 56), 3.6)
    c.box((0.48, 0.4, 0.64, 0.56), (110, 116, 124), radius=3)
    c.disc(0.56, 0.48, 4, (190, 194, 200))
    for k in range(6):
        c.box(
            (0.68 + 0.08 * (k % 3), 0.62 + 0.13 * (k // 3), 0.74 + 0.08 * (k % 3), 0.71 + 0.13 * (k // 3)),
            (140, 146, 152),
            radius=0.6,
        )


STILLS: Final[dict[str, Callable[[Canvas], None]]] = {
    shape.__name__: shape
    for shape in (
        panel, display, printer, camera, meter, oven, rods, coil, cabinet_box, parts, radar, propeller, pump, weir,
        pliers,
    )
}  # fmt: skip


def still(c: Canvas, name: str) -> None:
    """Draw one thing on a table."""
    _table(c)
    STILLS[name](c)
