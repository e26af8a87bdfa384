"""Scenes in rooms: meetings, lessons, benches, walls, stages."""

from __future__ import annotations

from docgen.sample.canvas import Canvas, Colour, mix
from docgen.sample.figures import COATS, back, board, people_row, person, screen

_WALLS: tuple[Colour, ...] = ((236, 232, 222), (226, 232, 234), (240, 234, 226), (228, 234, 226), (234, 228, 232))
_FLOORS: tuple[Colour, ...] = ((190, 166, 134), (176, 178, 180), (168, 150, 130), (198, 192, 182))
_WOODS: tuple[Colour, ...] = ((170, 124, 82), (148, 108, 76), (190, 150, 108), (132, 104, 84))


def _room(c: Canvas, floor: float) -> Colour:
    wall = c.random.choice(_WALLS)
    c.fade(0, floor, mix(wall, (255, 255, 255), 0.4), wall)
    tiles = c.random.choice(_FLOORS)
    c.fade(floor, 1, mix(tiles, (255, 255, 255), 0.12), mix(tiles, (0, 0, 0), 0.12))
    c.box((0, floor - 0.012, 1, floor), mix(wall, (90, 80, 70), 0.35))
    return wall


def _window(c: Canvas, left: float, top: float) -> None:
    c.box((left, top, left + 0.14, top + 0.26), (200, 224, 240), outline=(248, 248, 248), pen=1.0)
    c.line(((left + 0.07, top), (left + 0.07, top + 0.26)), (248, 248, 248), 0.8)
    c.box((left - 0.01, top + 0.255, left + 0.15, top + 0.272), (230, 228, 224))


def meeting(c: Canvas, month: int, people: int) -> None:
    """Draw people around a table with papers, a display on the wall."""
    del month
    chance = c.random
    _room(c, 0.62)
    spot = chance.uniform(0.3, 0.5)
    screen(c, (spot, 0.1, spot + 0.28, 0.36), charts=chance.random() < 0.4)
    _window(c, chance.choice((0.04, 0.1)), 0.1)
    board(c, (0.84, 0.1, 0.97, 0.4), chance.choice(COATS))
    count = max(4, min(9, people + chance.randrange(2, 5)))
    for k in range(count):
        x = 0.12 + 0.76 * (k + 0.5) / count
        person(c, x, 0.66, chance.uniform(26, 30), half=True, arm=chance.choice(("down", "hold", "down")))
    wood = chance.choice(_WOODS)
    c.polygon(((0.1, 0.63), (0.9, 0.63), (1.02, 0.86), (-0.02, 0.86)), wood)
    c.box((-0.02, 0.86, 1.02, 0.92), mix(wood, (0, 0, 0), 0.25))
    for k in range(count + 2):
        x, y = 0.1 + 0.8 * (k + 0.5) / (count + 2), chance.uniform(0.68, 0.79)
        c.polygon(((x, y), (x + 0.05, y), (x + 0.058, y + 0.035), (x - 0.004, y + 0.035)), (248, 248, 242))
        if chance.random() < 0.5:
            c.disc(x + 0.07, y + 0.01, 1.1, (228, 236, 240), squash=0.7)
    for k in range(chance.randrange(2, 4)):
        back(c, 0.2 + 0.3 * k + chance.uniform(-0.05, 0.05), 1.02, 5.2)


def training(c: Canvas, month: int, people: int) -> None:
    """Draw a lesson: a speaker beside a screen, listeners from behind."""
    del month
    chance = c.random
    _room(c, 0.6)
    side = chance.choice((True, False))
    left = 0.14 if side else 0.34
    screen(c, (left, 0.08, left + 0.5, 0.46), charts=False)
    person(c, 0.78 if side else 0.2, 0.68, chance.uniform(42, 46), arm="left" if side else "right")
    for row, (y, size, count) in enumerate(((0.74, 3.4, 6), (0.88, 4.4, 5), (1.04, 5.6, 4))):
        wood = mix(chance.choice(_WOODS), (255, 255, 255), 0.1)
        for k in range(count):
            x = (k + 0.5) / count + (0.03 if row % 2 else -0.02)
            if chance.random() < 0.86:
                back(c, x, y, size)
        c.box((0.0, y, 1.0, y + 0.028), wood)
    del people


def bench(c: Canvas, month: int, people: int) -> None:
    """Draw a test bench with instruments and people working at it."""
    del month
    chance = c.random
    _room(c, 0.66)
    for k in range(3):
        y = 0.1 + 0.11 * k
        c.box((0.06, y + 0.08, 0.42, y + 0.092), (150, 140, 128))
        for j in range(chance.randrange(4, 7)):
            x = 0.08 + 0.055 * j
            c.box((x, y + 0.08 - chance.uniform(0.03, 0.07), x + 0.04, y + 0.08), chance.choice(COATS), radius=0.3)
    board(c, (0.72, 0.1, 0.92, 0.42), (52, 104, 148))
    shown = max(1, min(people, 4))
    for k in range(shown):
        x = 0.24 + 0.56 * (k + 0.5) / shown
        person(c, x, 0.82, chance.uniform(50, 54), arm="right" if x < 0.5 else "left")
    c.box((0.04, 0.68, 0.96, 0.735), chance.choice(_WOODS))
    for x in (0.08, 0.88):
        c.box((x, 0.735, x + 0.03, 1), (110, 112, 116))
    _bench_things(c)


def _bench_things(c: Canvas) -> None:
    chance = c.random
    for x in (0.07, 0.36, 0.62, 0.8):
        kind = chance.randrange(4)
        if kind == 0:
            c.box((x, 0.57, x + 0.13, 0.68), (206, 210, 212), radius=0.8, outline=(120, 126, 130))
            c.box((x + 0.015, 0.585, x + 0.08, 0.63), (70, 120, 96))
            for k in range(3):
                c.disc(x + 0.025 + 0.03 * k, 0.655, 0.9, (60, 64, 70))
        elif kind == 1:
            c.polygon(
                ((x, 0.68), (x + 0.02, 0.55), (x + 0.05, 0.61), (x + 0.09, 0.61), (x + 0.12, 0.55), (x + 0.14, 0.68)),
                (96, 120, 146),
            )
        elif kind == 2:
            c.box((x, 0.6, x + 0.15, 0.68), (190, 222, 236), outline=(130, 160, 180))
            c.box((x + 0.005, 0.63, x + 0.145, 0.676), (110, 168, 196))
        else:
            c.disc(x + 0.05, 0.64, 4.6, (40, 42, 46))
            c.disc(x + 0.05, 0.64, 2.6, chance.choice(_WOODS))
            c.line(((x + 0.08, 0.67), (x + 0.16, 0.675)), (40, 42, 46), 0.7)


def stage(c: Canvas, month: int, people: int) -> None:
    """Draw a speaker at a lectern before an audience."""
    del month, people
    chance = c.random
    drape = chance.choice(((120, 40, 48), (46, 70, 118), (70, 90, 84)))
    c.fade(0, 0.64, mix(drape, (0, 0, 0), 0.15), drape)
    for k in range(16):
        c.box((k / 16, 0, k / 16 + 0.012, 0.64), mix(drape, (0, 0, 0), 0.22))
    c.box((0.22, 0.06, 0.78, 0.16), (246, 240, 226), radius=0.5)
    c.bars((0.28, 0.095, 0.72, 0.125), 1, mix(drape, (255, 255, 255), 0.1), thick=0.9)
    screen(c, (0.34, 0.2, 0.66, 0.46), charts=chance.random() < 0.5)
    c.box((0, 0.62, 1, 0.72), chance.choice(_WOODS))
    x = chance.choice((0.2, 0.8))
    person(c, x, 0.62, 38, arm="right" if x < 0.5 else "left")
    c.polygon(((x - 0.06, 0.46), (x + 0.06, 0.46), (x + 0.05, 0.66), (x - 0.05, 0.66)), (150, 108, 74))
    c.line(((x + 0.02, 0.46), (x + 0.01, 0.4)), (40, 40, 40), 0.4)
    c.box((0, 0.72, 1, 1), (74, 70, 76))
    for y, size, count in ((0.84, 3.6, 9), (0.95, 4.4, 7), (1.07, 5.2, 6)):
        for k in range(count):
            back(c, (k + 0.5) / count + chance.uniform(-0.02, 0.02), y, size)


def wall(c: Canvas, month: int, people: int) -> None:
    """Draw an exhibition wall with boards, and visitors if there are any."""
    del month
    chance = c.random
    _room(c, 0.74)
    count = chance.choice((3, 4, 4, 5))
    for k in range(count):
        x = 0.05 + 0.9 * k / count
        board(c, (x, 0.12, x + 0.9 / count - 0.025, 0.6), chance.choice(COATS))
    c.box((0.04, 0.055, 0.96, 0.09), chance.choice(COATS), radius=0.4)
    if people:
        people_row(c, min(7, people + 2), 0.95, chance.uniform(44, 50), left=0.08, right=0.92)


def cabinet(c: Canvas, month: int, people: int) -> None:
    """Draw shelves with labelled boxes and people who look at them."""
    del month
    chance = c.random
    _room(c, 0.8)
    c.box((0.14, 0.07, 0.86, 0.84), (198, 200, 200), outline=(130, 134, 138), pen=0.8)
    for row in range(4):
        y = 0.1 + 0.185 * row
        c.box((0.155, y, 0.845, y + 0.165), (232, 234, 232))
        x = 0.165
        while x < 0.81:
            wide = chance.uniform(0.025, 0.045)
            tint = chance.choice(((58, 92, 150), (150, 60, 56), (64, 122, 92), (196, 176, 134), (90, 94, 104)))
            c.box((x, y + 0.02, x + wide, y + 0.165), tint, outline=mix(tint, (0, 0, 0), 0.3))
            c.box((x + 0.006, y + 0.045, x + wide - 0.006, y + 0.105), (250, 250, 246))
            x += wide + 0.003
    people_row(c, max(1, min(people, 4)), 0.98, chance.uniform(52, 56), left=0.3, right=0.95)


def group(c: Canvas, month: int, people: int) -> None:
    """Draw a group photograph in two rows."""
    del month
    _room(c, 0.7)
    board(c, (0.08, 0.08, 0.3, 0.4), (150, 50, 50))
    board(c, (0.7, 0.08, 0.92, 0.4), (46, 92, 140))
    c.box((0.33, 0.12, 0.67, 0.24), (166, 44, 44), radius=0.5)
    c.bars((0.38, 0.165, 0.62, 0.195), 1, (250, 236, 200), thick=0.9)
    rear = people // 2
    people_row(c, max(1, rear), 0.84, 52, left=0.1, right=0.9)
    people_row(c, max(1, people - rear), 0.95, 52, left=0.05, right=0.95)


def award(c: Canvas, month: int, people: int) -> None:
    """Draw the handing over of a plaque on a stage."""
    del month, people
    drape = c.random.choice(((140, 36, 40), (120, 44, 60)))
    c.fade(0, 0.72, mix(drape, (0, 0, 0), 0.2), drape)
    c.box((0.2, 0.08, 0.8, 0.2), (250, 240, 214), radius=0.5)
    c.bars((0.28, 0.12, 0.72, 0.16), 1, drape, thick=0.9)
    c.box((0, 0.72, 1, 1), (176, 132, 92))
    for x, arm in ((0.2, "down"), (0.38, "right"), (0.62, "left"), (0.8, "down")):
        person(c, x, 0.9, 58, arm=arm)
    plaque(c, (0.42, 0.46, 0.58, 0.6))


def plaque(c: Canvas, area: tuple[float, float, float, float]) -> None:
    """Draw a brass plaque."""
    left, top, right, bottom = area
    high, wide = bottom - top, right - left
    c.box(area, (150, 108, 44), radius=0.8)
    c.box(
        (left + wide * 0.03, top + high * 0.05, right - wide * 0.03, bottom - high * 0.05), (222, 184, 96), radius=0.5
    )
    c.bars((left + wide * 0.14, top + high * 0.3, right - wide * 0.14, top + high * 0.44), 1, (140, 40, 30), thick=0.9)
    c.bars((left + wide * 0.24, top + high * 0.58, right - wide * 0.24, top + high * 0.66), 1, (110, 80, 40), thick=0.9)
    c.bars((left + wide * 0.34, top + high * 0.76, right - wide * 0.34, top + high * 0.83), 1, (110, 80, 40), thick=0.9)


def nameplate(c: Canvas, month: int, people: int) -> None:
    """Draw a plaque on the wall beside a door."""
    del month, people
    _room(c, 0.84)
    c.box((0.7, 0.2, 0.94, 0.84), (156, 116, 82), outline=(110, 80, 56), pen=0.8)
    c.disc(0.73, 0.54, 1.4, (214, 196, 120))
    plaque(c, (0.12, 0.24, 0.62, 0.56))


def room(c: Canvas, month: int, people: int) -> None:
    """Draw the whole work place: table, bench, screen, cabinet."""
    del month, people
    _room(c, 0.52)
    _window(c, 0.05, 0.12)
    screen(c, (0.26, 0.1, 0.54, 0.36), charts=False)
    for k in range(3):
        board(c, (0.6 + 0.13 * k, 0.1, 0.715 + 0.13 * k, 0.36), c.random.choice(COATS))
    wood = c.random.choice(_WOODS)
    c.polygon(((0.26, 0.58), (0.66, 0.58), (0.78, 0.8), (0.14, 0.8)), wood)
    c.box((0.14, 0.8, 0.78, 0.84), mix(wood, (0, 0, 0), 0.25))
    for k in range(6):
        x = 0.2 + 0.1 * k
        c.box((x, 0.86, x + 0.07, 0.97), (70, 86, 110), radius=1)
        c.box((x + 0.06, 0.5, x + 0.11, 0.575), (70, 86, 110), radius=1)
    c.box((0.84, 0.42, 1, 0.9), (206, 208, 208), outline=(140, 144, 148), pen=0.6)
    c.box((0.855, 0.45, 1, 0.66), (232, 240, 244))
    for k in range(4):
        c.box((0.86 + 0.035 * k, 0.48, 0.885 + 0.035 * k, 0.65), c.random.choice(COATS))


def control(c: Canvas, month: int, people: int) -> None:
    """Draw a control room with a large screen and desks."""
    del month
    chance = c.random
    _room(c, 0.62)
    c.box((0.05, 0.06, 0.95, 0.56), (34, 38, 46), radius=0.8)
    for k in range(3):
        screen(c, (0.065 + 0.29 * k, 0.08, 0.345 + 0.29 * k, 0.54))
    shown = min(people, 4)
    if shown > 1 or chance.random() < 0.5:
        people_row(c, max(1, shown), 0.8, 40, left=0.1, right=0.5)
    c.polygon(((0.0, 0.8), (1.0, 0.76), (1.0, 0.84), (0.0, 0.9)), (200, 196, 188))
    c.polygon(((0.0, 0.9), (1.0, 0.84), (1.0, 1), (0.0, 1)), (150, 150, 152))
    for k in range(3):
        screen(c, (0.5 + 0.16 * k, 0.66, 0.63 + 0.16 * k, 0.79))


def desk(c: Canvas, month: int, people: int) -> None:
    """Draw people who read and write at a desk with a computer."""
    del month
    chance = c.random
    _room(c, 0.6)
    _window(c, chance.choice((0.06, 0.78)), 0.12)
    board(c, (0.4, 0.08, 0.6, 0.34), chance.choice(COATS))
    shown = max(2, min(people, 4))
    for k in range(shown):
        person(
            c,
            0.2 + 0.6 * (k + 0.5) / shown,
            0.7,
            chance.uniform(36, 40),
            half=True,
            arm=chance.choice(("hold", "down")),
        )
    wood = chance.choice(_WOODS)
    c.polygon(((0.06, 0.68), (0.94, 0.68), (1.0, 0.84), (0.0, 0.84)), wood)
    c.box((0, 0.84, 1, 0.97), mix(wood, (0, 0, 0), 0.22))
    x = chance.choice((0.1, 0.66))
    screen(c, (x, 0.46, x + 0.22, 0.68))
    c.box((x + 0.09, 0.68, x + 0.13, 0.74), (60, 62, 68))
    for _ in range(6):
        x, y = chance.uniform(0.1, 0.85), chance.uniform(0.74, 0.79)
        c.polygon(((x, y), (x + 0.06, y - 0.005), (x + 0.07, y + 0.03), (x + 0.005, y + 0.034)), (250, 250, 244))
        c.bars((x + 0.01, y + 0.006, x + 0.055, y + 0.026), 3, (170, 176, 184))
