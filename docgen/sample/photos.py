"""Photographs: a scene or a still life, dated and turned as a camera would store it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from docgen.sample import indoors, outdoors
from docgen.sample.canvas import Canvas, Colour, jpeg, mix
from docgen.sample.figures import COATS, HAIR, SKIN
from docgen.sample.job import Job
from docgen.sample.stills import STILLS, still

SCENES: Final[dict[str, Callable[[Canvas, int, int], None]]] = {
    scene.__name__: scene
    for scene in (
        outdoors.canal, outdoors.gate, outdoors.field, outdoors.dike,
        indoors.meeting, indoors.training, indoors.bench, indoors.stage, indoors.wall, indoors.cabinet,
        indoors.group, indoors.award, indoors.nameplate, indoors.room, indoors.control, indoors.desk,
    )
}  # fmt: skip

LONG, SHORT = 1600, 1200
"""Sides of a photograph in pixels."""

PORTRAIT: Final = (826, 1156)
"""Size of a portrait in pixels: 5 to 7."""

_LANDSCAPE_TAGS: Final = (1, 1, 1, 1, 3)
_UPRIGHT_TAGS: Final = (6, 8, 6, 8, 1)


def photo(job: Job) -> bytes:
    """Draw a photograph.

    Options: ``scene`` (a scene or a still life), ``date``, ``people`` (persons shown, ``；`` between them),
    ``number`` (written in the corner).
    """
    chance = job.random
    name = job.text("scene")
    taken = job.moment()
    upright = chance.random() < 0.3
    orientation = chance.choice(_UPRIGHT_TAGS if upright else _LANDSCAPE_TAGS)
    canvas = Canvas(*((SHORT, LONG) if upright else (LONG, SHORT)), chance)
    if name in SCENES:
        SCENES[name](canvas, taken.month, len(job.parts("people")))
    elif name in STILLS:
        still(canvas, name)
    else:
        raise job.error(f"没有叫“{name}”的画面")
    words = f"{job.text('number')}  {taken:%Y.%m.%d}  SAMPLE"
    canvas.text(0.985, 0.985, words, 2.6, (60, 60, 60), "rd")
    canvas.text(0.983, 0.983, words, 2.6, (255, 226, 150), "rd")
    return jpeg(canvas.image, taken, orientation=orientation, quality=70)


def portrait(job: Job) -> bytes:
    """Draw a portrait: a neutral head and shoulders, different for each person.

    Options: ``date``, ``long_hair`` (not empty: hair falls to the shoulders).
    """
    chance = job.random
    c = Canvas(*PORTRAIT, chance)
    ground = chance.choice(((96, 150, 206), (120, 164, 208), (84, 138, 196)))
    c.fade(0, 1, mix(ground, (255, 255, 255), 0.25), ground)
    skin, hair, coat = chance.choice(SKIN), chance.choice(HAIR), chance.choice(COATS)
    long_hair = bool(job.option("long_hair")) and job.text("long_hair") in job.lines("long_hair_values")
    wide = chance.uniform(15.5, 18)
    if long_hair:
        c.box((0.5 - wide / 78, 0.26, 0.5 + wide / 78, 0.72), hair, radius=14)
    c.box((0.12, 0.74, 0.88, 1.2), coat, radius=22)
    c.box((0.43, 0.6, 0.57, 0.8), mix(skin, (120, 80, 60), 0.15), radius=5)
    c.polygon(((0.36, 0.735), (0.64, 0.735), (0.5, 0.93)), (246, 246, 244))
    if not long_hair and chance.random() < 0.6:
        c.polygon(((0.48, 0.78), (0.52, 0.78), (0.545, 0.97), (0.5, 1), (0.455, 0.97)), mix(coat, (170, 40, 50), 0.6))
    c.polygon(((0.36, 0.735), (0.31, 0.77), (0.46, 1.0), (0.5, 0.95)), mix(coat, (0, 0, 0), 0.2))
    c.polygon(((0.64, 0.735), (0.69, 0.77), (0.54, 1.0), (0.5, 0.95)), mix(coat, (0, 0, 0), 0.2))
    top = 0.235
    c.disc(0.5, top + 0.16, wide * 1.12, hair, squash=1.1)
    c.disc(0.5, 0.47, wide, skin, squash=1.26)
    _face(c, wide, skin, hair, long_hair=long_hair)
    return jpeg(c.image, job.moment(), orientation=chance.choice((1, 1, 6)), quality=80)


def _face(c: Canvas, wide: float, skin: Colour, hair: Colour, *, long_hair: bool) -> None:
    chance = c.random
    ux = c.unit / c.width
    for side in (-1, 1):
        c.disc(0.5 + side * wide * ux, 0.48, 2.6, mix(skin, (150, 90, 70), 0.15), squash=1.4)
        eye = 0.5 + side * wide * 0.4 * ux
        c.disc(eye, 0.465, 1.5, (50, 42, 40))
        c.line(((eye - 3 * ux, 0.435), (eye + 3 * ux, 0.434)), hair, 0.9)
    if chance.random() < 0.4:
        for side in (-1, 1):
            eye = 0.5 + side * wide * 0.4 * ux
            c.box((eye - 4.6 * ux, 0.44, eye + 4.6 * ux, 0.49), None, radius=2, outline=(70, 70, 76), pen=0.6)
        c.line(((0.5 - wide * 0.16 * ux, 0.46), (0.5 + wide * 0.16 * ux, 0.46)), (70, 70, 76), 0.6)
    c.line(((0.5, 0.48), (0.5 - 1.1 * ux, 0.525), (0.5 + 0.8 * ux, 0.528)), mix(skin, (130, 80, 60), 0.4), 0.6)
    smile = chance.uniform(0.004, 0.012)
    c.line(
        ((0.5 - 4 * ux, 0.57), (0.5 - 1.5 * ux, 0.57 + smile), (0.5 + 1.5 * ux, 0.57 + smile), (0.5 + 4 * ux, 0.57)),
        (176, 92, 84),
        0.8,
    )
    _fringe(c, wide, hair, long_hair=long_hair)


def _fringe(c: Canvas, wide: float, hair: Colour, *, long_hair: bool) -> None:
    chance = c.random
    ux, uy = c.unit / c.width, c.unit / c.height
    fringe = chance.uniform(0.36, 0.39)
    part = chance.choice((-0.12, -0.05, 0.05, 0.12))
    left, right = 0.5 - wide * 1.02 * ux, 0.5 + wide * 1.02 * ux
    turns = [math.radians(degree) for degree in range(345, 190, -15)]
    crown = [(0.5 + wide * 1.06 * math.cos(t) * ux, 0.47 + wide * 1.32 * math.sin(t) * uy) for t in turns]
    front = [(left, 0.44), (left + 0.02, fringe), (0.5 + part, fringe - 0.045), (right - 0.02, fringe), (right, 0.44)]
    c.polygon([*front, *crown], hair)
    if long_hair:
        for side in (-1, 1):
            x = 0.5 + side * wide * 1.02 * ux
            c.line(((x, 0.42), (x + side * 0.02, 0.58), (x + side * 0.005, 0.68)), hair, 4.5)
