"""Pictures as documents get them: upright, in proportion, small; the originals stay as they are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import docx
import pytest
from PIL import Image, ImageOps

from docgen.errors import InputError
from docgen.render.pictures import LARGEST, ORIENTATION, picture_source, prepare
from tests.unit.ooxml.words.documents import fill, render, table

CORNERS = ("red", "lime", "blue", "black")
#: What a camera does that says so: the way back is the one the tag asks for.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(width: int, height: int) -> Image.Image:
    """Full of detail, as bad for JPEG as photographs get, with a colour in each corner."""
    noise = Image.frombytes("L", (width, height), Random(7).randbytes(width * height))
    image = noise.point(lambda grey: 80 + grey // 3).convert("RGB")
    wide, high = width // 4, height // 4
    for colour, at in zip(
        CORNERS, ((0, 0), (width - wide, 0), (0, height - high), (width - wide, height - high)), strict=True
    ):
        image.paste(colour, (*at, at[0] + wide, at[1] + high))
    return image


def photograph(image: Image.Image, orientation: int = 1, quality: int = 92) -> bytes:
    """As a camera stores it, held some way."""
    turn = STORED[orientation]
    stored = image if turn is None else image.transpose(turn)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    out = BytesIO()
    stored.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def corners(data: bytes) -> tuple[str, ...]:
    """The colours in the corners of a picture as stored, whatever a tag says."""
    with Image.open(BytesIO(data)) as image:
        image.load()
        places = [(x, y) for y in (3, image.height - 4) for x in (3, image.width - 4)]
        seen = [image.convert("RGB").getpixel(place) for place in places]
        assert image.getexif().get(ORIENTATION, 1) == 1

    def nearest(pixel: Any) -> str:
        known = {name: Image.new("RGB", (1, 1), name).getpixel((0, 0)) for name in CORNERS}
        return min(known, key=lambda name: sum(abs(a - b) for a, b in zip(known[name], pixel, strict=True)))  # type: ignore[arg-type]

    return tuple(map(nearest, seen))


@pytest.mark.parametrize("orientation", STORED)
def test_pictures_are_upright(orientation: int) -> None:
    data = photograph(scene(400, 260), orientation)
    with Image.open(BytesIO(data)) as stored:
        assert corners_of(ImageOps.exif_transpose(stored)) == CORNERS
    for pixels in (1600, 200):
        made = prepare(data, pixels)
        assert corners(made.data) == CORNERS
        assert max(made.width, made.height) <= pixels
        assert made.width / made.height == pytest.approx(400 / 260, rel=0.02)


def corners_of(image: Image.Image) -> tuple[str, ...]:
    out = BytesIO()
    image.save(out, "PNG", exif=Image.Exif())
    return corners(out.getvalue())


def test_what_fits_keeps_its_bytes() -> None:
    data = photograph(scene(300, 200))
    assert len(data) < LARGEST
    assert prepare(data, 1600).data == data


def test_too_many_bytes_are_too_many_though_the_pixels_fit() -> None:
    data = photograph(scene(1500, 1100), quality=98)
    assert len(data) > 4 * LARGEST
    made = prepare(data, 1600)
    assert len(made.data) <= LARGEST
    assert made.width / made.height == pytest.approx(1500 / 1100, rel=0.01)
    assert prepare(data, 1600) == made


def test_a_large_picture_with_transparent_parts_lies_on_white_paper() -> None:
    image = scene(900, 700).convert("RGBA")
    image.putalpha(Image.new("L", image.size, 0))
    out = BytesIO()
    image.save(out, "PNG")
    made = prepare(out.getvalue(), 1600)
    assert made.kind == "jpeg"
    with Image.open(BytesIO(made.data)) as seen:
        assert seen.getpixel((20, 20)) == (255, 255, 255)


def test_a_small_drawing_stays_a_png() -> None:
    out = BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 255, 90)).save(out, "PNG")
    assert prepare(out.getvalue(), 30).kind == "png"


def test_twelve_photographs_make_a_small_document(tmp_path: Path) -> None:
    folder = tmp_path / "附件"
    folder.mkdir()
    image = scene(1800, 1320)
    names, before = [], {}
    for number in range(12):
        orientation = number % 8 + 1
        path = folder / f"{number:02d}.jpg"
        path.write_bytes(photograph(image.rotate(number), orientation))
        names.append(path.name)
        before[path] = (path.read_bytes(), path.stat().st_mtime_ns)
    assert sum(len(data) for data, _ in before.values()) > 12_000_000
    template = table([["{%tr for 图 in 图片 %}"], ["{{ 图|图片(78, 58) }}"], ["{%tr endfor %}"]])
    source = picture_source(folder, 1600)
    made = render(template, {"图片": names}, source).to_bytes()
    assert len(made) < 3_000_000
    assert made == render(template, {"图片": names}, picture_source(folder, 1600)).to_bytes()
    document = docx.Document(BytesIO(made))
    shapes = document.inline_shapes
    assert len(shapes) == 12
    for shape in shapes:
        assert shape.width <= 78 * 36_000
        assert shape.height <= 58 * 36_000
        assert shape.width / shape.height == pytest.approx(1800 / 1320, rel=0.01)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


def test_pictures_that_can_not_be_had(tmp_path: Path) -> None:
    (tmp_path / "附件").mkdir()
    (tmp_path / "附件" / "坏.jpg").write_bytes(b"\xff\xd8\xff\xe0nothing")
    (tmp_path / "外.jpg").write_bytes(photograph(scene(40, 40)))
    source = picture_source(tmp_path / "附件", 1600)
    for path, message in (("没有.jpg", "找不到"), ("../外.jpg", "越出"), ("坏.jpg", "打不开")):
        with pytest.raises(InputError, match=message):
            source(path)
    with pytest.raises(InputError, match="找不到"):
        fill(table([["{{ 图|图片(10, 10) }}"]]), {"图": "没有.jpg"}, source)
