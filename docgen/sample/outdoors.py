"""Scenes in the open: canals, gates, fields, dikes."""

from __future__ import annotations

from typing import Final

from docgen.sample.canvas import Canvas, Colour, Point, mix
from docgen.sample.figures import people_row, person, poplar

_GROUND: Final[dict[str, tuple[Colour, Colour, Colour]]] = {
    "winter": ((214, 206, 190), (150, 140, 124), (232, 240, 246)),
    "spring": ((166, 190, 118), (126, 168, 92), (106, 156, 176)),
    "summer": ((104, 158, 82), (62, 122, 64), (96, 150, 160)),
    "autumn": ((206, 174, 96), (198, 144, 62), (110, 146, 158)),
}


def season(month: int) -> str:
    """Name the season of a month."""
    return ("winter", "spring", "summer", "autumn")[(month % 12) // 3]


def _sky(c: Canvas, month: int, horizon: float) -> tuple[Colour, Colour, Colour]:
    chance = c.random
    high = mix((96, 156, 214), (150, 178, 204), chance.random() * (1.0 if month in (12, 1, 2) else 0.6))
    c.fade(0, horizon, high, (226, 236, 242))
    c.disc(chance.uniform(0.12, 0.88), chance.uniform(0.08, 0.16), chance.uniform(3, 5), (255, 246, 214))
    for _ in range(chance.randrange(1, 4)):
        x, y = chance.uniform(0.05, 0.95), chance.uniform(0.07, horizon * 0.55)
        for _ in range(4):
            c.disc(
                x + chance.uniform(-0.06, 0.06),
                y + chance.uniform(-0.008, 0.008),
                chance.uniform(2.5, 5),
                (246, 249, 252),
                squash=0.5,
            )
    ground, leaves, water = _GROUND[season(month)]
    c.polygon(
        (
            (0, horizon),
            (0, horizon - chance.uniform(0.01, 0.06)),
            (0.35, horizon - chance.uniform(0.03, 0.09)),
            (0.7, horizon - chance.uniform(0.01, 0.05)),
            (1, horizon - chance.uniform(0.02, 0.08)),
            (1, horizon),
        ),
        mix((150, 168, 190), ground, 0.3),
    )
    c.fade(horizon, 1, mix(ground, (255, 255, 255), 0.15), mix(ground, (60, 70, 40), 0.15))
    first = chance.uniform(0.0, 0.1)
    for k in range(chance.randrange(5, 13)):
        poplar(
            c,
            first + k * chance.uniform(0.075, 0.09),
            horizon + 0.01,
            chance.uniform(10, 18),
            mix(leaves, (255, 255, 255), chance.uniform(0, 0.2)),
        )
    return ground, leaves, water


def _water(c: Canvas, corners: tuple[Point, Point, Point, Point], colour: Colour) -> None:
    """Fill a sheet of water (far left, far right, near right, near left) and put ripples on it."""
    c.polygon(corners, colour)
    (far_left, top), (far_right, _), (near_right, bottom), (near_left, _) = corners
    for _ in range(26):
        depth = c.random.uniform(0.08, 0.97)
        left = far_left + (near_left - far_left) * depth
        wide = far_right + (near_right - far_right) * depth - left
        x, y = left + wide * c.random.uniform(0.05, 0.8), top + (bottom - top) * depth
        c.line(((x, y), (x + wide * 0.12, y)), mix(colour, (255, 255, 255), 0.35), 0.25)


def canal(c: Canvas, month: int, people: int) -> None:
    """Draw a lined canal with a measuring weir across it and people at the bank."""
    chance = c.random
    horizon = chance.uniform(0.34, 0.42)
    _, _, water = _sky(c, month, horizon)
    vanish = chance.uniform(0.4, 0.6)
    left, right = chance.uniform(0.02, 0.14), chance.uniform(0.78, 0.92)
    banks = ((vanish - 0.05, horizon), (vanish + 0.05, horizon), (right + 0.12, 1), (left - 0.12, 1))
    c.polygon(banks, (200, 198, 190))
    _water(c, ((vanish - 0.03, horizon), (vanish + 0.03, horizon), (right, 1), (left, 1)), water)
    y = chance.uniform(0.6, 0.72)
    share = (y - horizon) / (1 - horizon)
    a, b = vanish + (left - 0.09 - vanish) * share, vanish + (right + 0.09 - vanish) * share
    _weir(c, a, b, y, water)
    for k in range(max(1, min(people, 4))):
        side = k % 2
        x = (b + 0.07 + 0.06 * k) if side else (a - 0.06 - 0.06 * k)
        helmet, arm = chance.random() < 0.6, "left" if side else "right"
        place = min(0.94, max(0.06, x))
        person(c, place, y + 0.12 + 0.05 * (k // 2), chance.uniform(30, 34), helmet=helmet, arm=arm)


def _weir(c: Canvas, a: float, b: float, y: float, water: Colour) -> None:
    """Draw a plate with a notch across a canal from a to b, water falling through it, and a staff gauge."""
    notch = (b - a) * 0.3
    lip = ((a + notch * 1.25, y + 0.07), (b - notch * 1.25, y + 0.07))
    rim = ((a, y), (a + notch, y), *lip, (b - notch, y), (b, y), (b, y + 0.11), (a, y + 0.11))
    c.polygon(rim, c.random.choice(((88, 104, 128), (176, 124, 60), (70, 120, 110))))
    c.polygon((*lip, (b - notch, y + 0.15), (a + notch, y + 0.15)), mix(water, (255, 255, 255), 0.55))
    gauge = a + notch * 0.4
    c.box((gauge, y - 0.14, gauge + 0.016, y + 0.05), (248, 248, 248), outline=(60, 60, 60))
    for k in range(6):
        c.box((gauge, y - 0.13 + k * 0.03, gauge + 0.009, y - 0.12 + k * 0.03), (190, 40, 40))


def gate(c: Canvas, month: int, people: int) -> None:
    """Draw a sluice gate with its hoist, a control box and people before it."""
    chance = c.random
    horizon = chance.uniform(0.36, 0.44)
    _, _, water = _sky(c, month, horizon)
    middle = chance.uniform(0.36, 0.52)
    top, base = horizon + 0.02, 0.76
    pool = ((middle - 0.2, base - 0.06), (middle + 0.2, base - 0.06), (middle + 0.34, 1), (middle - 0.34, 1))
    _water(c, pool, water)
    _bays(c, middle, top, base)
    if month in (12, 1, 2):
        for _ in range(14):
            x, y = middle + chance.uniform(-0.24, 0.24), base - 0.05
            c.polygon(((x, y), (x + 0.016, y), (x + 0.008, y + chance.uniform(0.03, 0.1))), (240, 248, 252))
        c.polygon(((0, 1), (0, 0.92), (0.3, 0.88), (0.62, 0.93), (1, 0.87), (1, 1)), (244, 248, 250))
    _control_post(c, middle + 0.36, base)
    shown = min(people, 4)
    if shown:
        people_row(c, shown, 0.93, chance.uniform(33, 37), left=0.08, right=0.08 + 0.16 * shown, helmet=True)


def _bays(c: Canvas, middle: float, top: float, base: float) -> None:
    """Draw one to three gate leaves between piers, each lifted a little, with their hoists."""
    chance = c.random
    stone = chance.choice(((186, 182, 174), (172, 176, 178), (196, 186, 168)))
    bays = chance.choice((1, 2, 2, 3))
    wide = 0.44 / bays
    for k in range(bays):
        x = middle - 0.22 + k * wide
        lift = chance.uniform(0.04, 0.2)
        c.box((x, top, x + wide, base), mix(stone, (40, 44, 48), 0.55))
        leaf = (x + 0.01, top + 0.02, x + wide - 0.01, base - lift)
        c.box(leaf, chance.choice(((60, 96, 128), (176, 84, 60), (70, 112, 92))))
        for row in range(3):
            y = top + 0.06 + row * 0.07
            if y < base - lift - 0.02:
                c.line(((x + 0.015, y), (x + wide - 0.015, y)), (30, 50, 66), 0.5)
        c.line(((x + wide / 2, top + 0.02), (x + wide / 2, top - 0.16)), (90, 90, 94), 0.9)
    for k in range(bays + 1):
        x = middle - 0.22 + k * wide
        c.box((x - 0.02, top - 0.14, x + 0.02, base + 0.02), stone)
    c.box((middle - 0.27, top - 0.17, middle + 0.27, top - 0.12), mix(stone, (0, 0, 0), 0.1))
    for k in range(bays):
        x = middle - 0.22 + (k + 0.5) * wide
        c.box((x - 0.03, top - 0.24, x + 0.03, top - 0.17), (70, 110, 150), radius=0.6)


def _control_post(c: Canvas, x: float, base: float) -> None:
    """Draw a control box on a post."""
    c.box((x + 0.035, base - 0.12, x + 0.05, base + 0.07), (110, 110, 112))
    c.box((x, base - 0.26, x + 0.085, base - 0.1), (226, 228, 226), radius=0.8, outline=(120, 124, 126))
    for k, light in enumerate(((210, 60, 50), (70, 170, 90), (236, 190, 60))):
        c.disc(x + 0.02 + k * 0.022, base - 0.22, 0.9, light)
    c.box((x + 0.015, base - 0.18, x + 0.07, base - 0.13), (70, 84, 92))


def field(c: Canvas, month: int, people: int) -> None:
    """Draw a trial field in rows, with sunflowers in summer and autumn."""
    chance = c.random
    horizon = chance.uniform(0.33, 0.4)
    ground, leaves, _ = _sky(c, month, horizon)
    soil = mix((150, 118, 84), ground, 0.3)
    vanish = chance.uniform(0.3, 0.7)
    for k in range(-9, 10):
        near = 0.5 + k * 0.16
        far = vanish + k * 0.022
        c.polygon(((far, horizon + 0.01), (far + 0.009, horizon + 0.01), (near + 0.075, 1), (near, 1)), soil)
        if month in (4, 5, 6, 7, 8):
            c.line(((far + 0.014, horizon + 0.01), (near + 0.11, 1)), (40, 44, 46), 0.35)
    if 5 <= month <= 9:
        _plants(c, month, horizon, vanish, leaves)
    if month in (3, 5, 8) and chance.random() < 0.8:
        x = chance.uniform(0.3, 0.6)
        c.polygon(((x, 0.8), (x + 0.26, 0.79), (x + 0.3, 0.92), (x - 0.03, 0.93)), (116, 86, 60))
        c.polygon(((x + 0.02, 0.82), (x + 0.24, 0.81), (x + 0.27, 0.9), (x, 0.91)), (88, 64, 44))
    shown = max(1, min(people, 4)) if people else 0
    if shown:
        people_row(c, shown, 0.9, chance.uniform(34, 38), left=0.5 - 0.1 * shown, right=0.5 + 0.1 * shown)


def _plants(c: Canvas, month: int, horizon: float, vanish: float, leaves: Colour) -> None:
    for depth in range(7):
        share = (depth + 1) / 8
        y = horizon + 0.02 + (1 - horizon) * share**1.6
        for k in range(-8, 9):
            x = vanish + k * (0.03 + 0.13 * share) + c.random.uniform(-0.008, 0.008)
            if not -0.05 < x < 1.05:
                continue
            tall = (2.5 + 11 * share) * {5: 0.35, 6: 0.6}.get(month, 1.0)
            top = y - tall * c.unit / c.height
            c.line(((x, y), (x, top)), mix(leaves, (30, 60, 20), 0.3), 0.3 + 0.5 * share)
            c.disc(x, y - (y - top) * 0.45, tall * 0.22, leaves, squash=0.5)
            if month >= 7:
                petal = (240, 190, 44) if month < 9 else (206, 150, 48)
                c.disc(x, top, tall * 0.2, petal)
                c.disc(x, top, tall * 0.11, (92, 62, 34))


def dike(c: Canvas, month: int, people: int) -> None:
    """Draw a dike road beside a canal with people walking along it."""
    chance = c.random
    horizon = chance.uniform(0.36, 0.44)
    ground, leaves, water = _sky(c, month, horizon)
    side = chance.choice((True, False))

    def flip(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return points if side else tuple((1 - x, y) for x, y in points)

    c.polygon(
        flip(((0.52, horizon), (0.6, horizon), (1.05, 0.86), (1.05, 1), (0.62, 1))), mix(ground, (90, 90, 60), 0.25)
    )
    c.polygon(flip(((0.58, horizon), (0.68, horizon), (1.2, 0.8), (1.2, 1), (0.86, 1))), water)
    c.polygon(flip(((0.46, horizon), (0.51, horizon), (0.6, 1), (0.1, 1))), (206, 194, 168))
    for k in range(9):
        x, y = flip(((0.4 - 0.045 * k, horizon + 0.02 + 0.07 * k),))[0]
        c.disc(x, y, 1.2 + 0.5 * k, mix(leaves, (255, 255, 255), 0.15), squash=0.6)
    shown = max(1, min(people, 3))
    for k in range(shown):
        x = flip(((0.32 + 0.1 * k, 0.9),))[0][0]
        person(
            c,
            x,
            0.92 - 0.06 * k,
            chance.uniform(36, 40) - 5 * k,
            helmet=True,
            arm=chance.choice(("hold", "right" if side else "left")),
        )
