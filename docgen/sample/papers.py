"""Flat things photographed or scanned: certificates, newspapers, web pages, journals, pasted tickets.

Chinese text is shown as grey bars, because no font is at hand; numbers and dates are written. Certificates and
vouchers carry the watermark and neither seal nor emblem.
"""

from __future__ import annotations

from typing import Final

from docgen.sample.canvas import Canvas, Colour, jpeg, mix
from docgen.sample.figures import COATS
from docgen.sample.job import Job
from docgen.sample.photos import SCENES
from docgen.sample.watermark import stamp

_INK: Final = (70, 74, 82)
_GREY: Final = (168, 172, 178)
_TINTS: Final[tuple[Colour, ...]] = ((170, 60, 56), (48, 92, 150), (56, 120, 92), (150, 110, 50), (110, 70, 130))


def certificate(job: Job) -> bytes:
    """Draw a certificate. Options: ``number``, ``date``, ``upright`` (portrait page)."""
    chance = job.random
    taken = job.moment()
    upright = bool(job.option("upright", False))
    c = Canvas(*((1130, 1600) if upright else (1600, 1130)), chance, (252, 249, 240))
    tint = chance.choice(_TINTS)
    for inset, pen in ((0.02, 1.6), (0.045, 0.4)):
        c.box((inset, inset, 1 - inset, 1 - inset), None, outline=tint, pen=pen)
    for x in (0.05, 0.95):
        for y in (0.06, 0.94):
            c.disc(x, y, 2.2, mix(tint, (255, 255, 255), 0.4))
    half = chance.uniform(0.12, 0.26)
    c.box((0.5 - half, 0.13, 0.5 + half, 0.185), tint)
    c.box((0.5 - half * 0.6, 0.22, 0.5 + half * 0.6, 0.24), mix(tint, (255, 255, 255), 0.4))
    c.bars((0.14, 0.34, 0.4, 0.372), 1, _INK, thick=1)
    c.bars((0.14, 0.42, 0.86, 0.66), chance.randrange(3, 6), _GREY, thick=0.34, indent=True)
    c.bars((0.14, 0.76, 0.14 + chance.uniform(0.1, 0.3), 0.775), 1, _GREY, thick=1)
    c.bars((0.6, 0.76, 0.86, 0.785), 1, _INK, thick=1)
    c.text(0.86, 0.84, f"{taken:%Y.%m.%d}", 3.4, _INK, "rm")
    c.text(0.5, 0.925, f"No. {job.text('number')}  SAMPLE", 2.4, mix(tint, (0, 0, 0), 0.2), "mm")
    stamp(c.image)
    return jpeg(c.image, taken, quality=72)


def newspaper(job: Job) -> bytes:
    """Draw a page of a newspaper with a picture. Options: ``number``, ``date``, ``scene``."""
    chance = job.random
    taken = job.moment()
    c = Canvas(1130, 1600, chance, (244, 241, 232))
    tint = chance.choice(_TINTS)
    c.bars((0.05, 0.04, 0.42, 0.1), 1, tint, thick=1)
    c.text(0.95, 0.05, f"{taken:%Y.%m.%d}", 2.8, _INK, "ra")
    c.text(0.95, 0.08, job.text("number"), 2.2, _INK, "ra")
    c.line(((0.05, 0.115), (0.95, 0.115)), _INK, 0.4)
    c.bars((0.08, 0.14, 0.8, 0.19), 1, (40, 42, 48), thick=1)
    c.bars((0.08, 0.2, 0.5, 0.22), 1, _INK, thick=1)
    _inset(c, job, taken.month, (0.05, 0.25, 0.62, 0.52))
    c.bars((0.05, 0.525, 0.5, 0.535), 1, _INK, thick=1)
    c.bars((0.66, 0.25, 0.95, 0.535), 22, _GREY, thick=0.45, indent=True)
    for k in range(4):
        x = 0.05 + 0.23 * k
        c.bars((x, 0.56, x + 0.21, 0.78), 17, _GREY, thick=0.45, indent=True)
    c.line(((0.05, 0.8), (0.95, 0.8)), _INK, 0.2)
    for k in range(3):
        x = 0.05 + 0.31 * k
        c.bars((x, 0.82, x + 0.24, 0.838), 1, (40, 42, 48), thick=1)
        c.bars((x, 0.85, x + 0.28, 0.96), 9, _GREY, thick=0.45)
    stamp(c.image, strength=70)
    return jpeg(c.image, taken, quality=70)


def webpage(job: Job) -> bytes:
    """Draw a screenshot of a web page. Options: ``number``, ``date``, ``address``, ``scene``, ``upright``."""
    chance = job.random
    taken = job.moment()
    upright = bool(job.option("upright", False))
    c = Canvas(*((900, 1600) if upright else (1600, 1000)), chance, (255, 255, 255))
    tint = chance.choice(_TINTS)
    c.box((0, 0, 1, 0.06), (226, 229, 233))
    for k, light in enumerate(((226, 96, 88), (236, 190, 70), (110, 184, 96))):
        c.disc(0.02 + 0.02 * k if not upright else 0.04 + 0.035 * k, 0.03, 1, light)
    c.box((0.12, 0.012, 0.88, 0.048), (255, 255, 255), radius=1.4)
    c.text(0.15, 0.03, job.text("address"), 2, (90, 96, 104), "lm")
    c.box((0, 0.06, 1, 0.13), tint)
    c.bars((0.08, 0.08, 0.34, 0.11), 1, (255, 255, 255), thick=1)
    side = 0.94 if upright else 0.68
    c.bars((0.08, 0.17, side, 0.21), 1, (40, 42, 48), thick=1)
    c.text(0.08, 0.225, f"{taken:%Y-%m-%d}   {job.text('number')}", 2, (130, 134, 140))
    c.bars((0.08, 0.27, side, 0.36), 4, _GREY, thick=0.4, indent=True)
    _inset(c, job, taken.month, (0.08, 0.385, side, 0.72))
    c.bars((0.08, 0.75, side, 0.95), 8, _GREY, thick=0.4, indent=True)
    if not upright:
        for k in range(5):
            y = 0.17 + 0.155 * k
            c.box((0.72, y, 0.8, y + 0.11), chance.choice(COATS))
            c.bars((0.815, y + 0.01, 0.94, y + 0.1), 4, _GREY, thick=0.4)
    stamp(c.image, strength=60)
    return jpeg(c.image, taken, quality=70)


def _inset(c: Canvas, job: Job, month: int, area: tuple[float, float, float, float]) -> None:
    left, top = c.at(area[0], area[1])
    right, bottom = c.at(area[2], area[3])
    picture = Canvas(round(right - left), round(bottom - top), c.random)
    scene = job.text("scene")
    if scene not in SCENES:
        raise job.error(f"没有叫“{scene}”的画面")
    SCENES[scene](picture, month, 3)
    c.image.paste(picture.image, (round(left), round(top)))


def journal(job: Job) -> bytes:
    """Draw a page of a journal. Options: ``page`` (cover, contents, first, last), ``number``, ``date``, ``issue``."""
    chance = job.random
    taken = job.moment()
    c = Canvas(1130, 1600, chance, (253, 252, 247))
    page = job.text("page")
    pages = {"cover": _cover, "contents": _contents, "first": _first, "last": _last}
    if page not in pages:
        raise job.error(f"没有叫“{page}”的刊物页")
    pages[page](c, job)
    c.text(0.5, 0.975, f"{job.text('number')}  SAMPLE", 1.8, (120, 124, 130), "mm")
    stamp(c.image, strength=70)
    return jpeg(c.image, taken, quality=72)


def _cover(c: Canvas, job: Job) -> None:
    tint = c.random.choice(((40, 96, 140), (44, 116, 110), (96, 110, 60)))
    c.fade(0, 1, tint, mix(tint, (255, 255, 255), 0.55))
    c.bars((0.1, 0.08, 0.78, 0.17), 1, (255, 255, 255), thick=1)
    c.bars((0.1, 0.19, 0.5, 0.205), 1, mix(tint, (255, 255, 255), 0.7), thick=1)
    picture = Canvas(904, 720, c.random)
    SCENES["canal"](picture, job.moment().month, 2)
    c.image.paste(picture.image, (round(0.1 * c.width), round(0.3 * c.height)))
    c.text(0.1, 0.8, job.text("issue"), 5, (255, 255, 255))
    c.text(0.1, 0.86, f"{job.text('cn')}   ISSN {job.text('issn')}", 2.6, (240, 244, 246))


def _contents(c: Canvas, job: Job) -> None:
    c.bars((0.36, 0.07, 0.64, 0.1), 1, (40, 42, 48), thick=1)
    c.text(0.5, 0.13, job.text("issue"), 2.6, _INK, "mm")
    marked = c.random.randrange(3, 14)
    page = 1
    for row in range(17):
        y = 0.18 + 0.045 * row
        end = 0.1 + c.random.uniform(0.3, 0.6)
        c.box((0.1, y, end, y + 0.014), (40, 42, 48) if row == marked else _GREY)
        for dot in range(int((0.86 - end) / 0.014)):
            c.disc(end + 0.014 * (dot + 1), y + 0.012, 0.15, _GREY)
        shown = job.text("start") if row == marked else str(page)
        c.text(0.9, y + 0.007, shown, 1.9, _INK, "rm")
        page += c.random.randrange(2, 5)
        if row == marked:
            c.box((0.08, y - 0.008, 0.92, y + 0.024), None, outline=(190, 60, 50), pen=0.3)


def _first(c: Canvas, job: Job) -> None:
    c.text(0.92, 0.045, job.text("issue"), 1.8, _INK, "ra")
    c.line(((0.08, 0.065), (0.92, 0.065)), _INK, 0.2)
    c.bars((0.18, 0.1, 0.82, 0.135), 1, (40, 42, 48), thick=1)
    c.bars((0.34, 0.155, 0.66, 0.17), 1, _INK, thick=1)
    c.bars((0.24, 0.18, 0.76, 0.19), 1, _GREY, thick=1)
    c.bars((0.12, 0.22, 0.88, 0.32), 6, _GREY, thick=0.45, indent=True)
    c.bars((0.12, 0.33, 0.6, 0.342), 1, _INK, thick=1)
    for x in (0.08, 0.52):
        c.bars((x, 0.38, x + 0.4, 0.93), 36, _GREY, thick=0.42, indent=True)
    _chart(c, (0.54, 0.6, 0.9, 0.78))


def _last(c: Canvas, job: Job) -> None:
    c.text(0.08, 0.045, job.text("issue"), 1.8, _INK)
    c.line(((0.08, 0.065), (0.92, 0.065)), _INK, 0.2)
    _chart(c, (0.1, 0.09, 0.46, 0.27))
    c.bars((0.08, 0.29, 0.48, 0.62), 22, _GREY, thick=0.42)
    c.bars((0.52, 0.09, 0.92, 0.62), 35, _GREY, thick=0.42, indent=True)
    c.bars((0.08, 0.66, 0.28, 0.678), 1, (40, 42, 48), thick=1)
    for row in range(9):
        y = 0.7 + 0.024 * row
        c.text(0.08, y, f"[{row + 1}]", 1.6, _INK)
        c.box((0.13, y + 0.002, c.random.uniform(0.6, 0.9), y + 0.012), _GREY)


def _chart(c: Canvas, area: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = area
    c.box((left - 0.02, top - 0.01, right + 0.02, bottom + 0.02), (253, 252, 247))
    c.line(((left, top), (left, bottom), (right, bottom)), _INK, 0.3)
    for tint in ((48, 92, 150), (190, 80, 60)):
        level = c.random.uniform(0.2, 0.4)
        points = []
        for k in range(8):
            level = min(0.95, max(0.05, level + c.random.uniform(-0.08, 0.18)))
            points.append((left + (right - left) * k / 7.5, bottom - (bottom - top) * level))
        c.line(points, tint, 0.4)
        for x, y in points:
            c.disc(x, y, 0.6, tint)


def tickets(job: Job) -> bytes:
    """Draw tickets pasted on a sheet. Options: ``number``, ``date``, ``total``, ``pieces``."""
    chance = job.random
    taken = job.moment()
    c = Canvas(1130, 1600, chance, (250, 249, 245))
    c.box((0.05, 0.04, 0.95, 0.96), None, outline=_GREY, pen=0.4)
    c.bars((0.3, 0.07, 0.7, 0.095), 1, _INK, thick=1)
    pieces = job.whole("pieces", 4)
    for k in range(pieces):
        x, y = 0.1 + 0.41 * (k % 2), 0.14 + 0.17 * (k // 2)
        tint = chance.choice(((222, 236, 244), (246, 232, 220), (232, 242, 226)))
        c.box((x, y, x + 0.38, y + 0.145), tint, outline=mix(tint, (0, 0, 0), 0.3), radius=0.8)
        c.bars((x + 0.03, y + 0.02, x + 0.3, y + 0.1), 4, _GREY, thick=0.4)
        c.text(x + 0.35, y + 0.12, f"SAMPLE {k + 1:02d}", 1.8, _INK, "rm")
    c.text(0.1, 0.86, f"{job.text('number')}   {taken:%Y.%m.%d}", 2.6, _INK)
    c.text(0.9, 0.91, f"TOTAL {job.text('total')}", 3, _INK, "ra")
    stamp(c.image)
    return jpeg(c.image, taken, quality=72)
