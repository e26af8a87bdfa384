"""QR codes: the same modules as qrcode draws, readable by another program, never narrower than can be printed."""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable

import pytest
import qrcode
from PIL import Image
from qrcode import constants, util

from docgen.errors import OutputError
from docgen.render.label.qr import ALPHANUMERIC, BORDER, DOT_MM, MASK, qr_modules, qr_picture, qr_png, qr_rows
from tests.unit.render.archives import decoded

READABLE = (
    "编号：LM2024-07-1\n工作室：小镇玩具馆劳动创新工作室\n类目：07活动资料\n内容：日常活动记录、月总结及下月工作重点等4项\n"
    "年度：2024\n期限：10年\n起止件号：2024-07-0001至0075"
)


def reference(text: str) -> list[str]:
    """The modules as qrcode alone makes them."""
    code = qrcode.QRCode(error_correction=constants.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    mode = util.MODE_ALPHA_NUM if ALPHANUMERIC.fullmatch(text) else util.MODE_8BIT_BYTE
    code.add_data(util.QRData(text.encode(), mode=mode), optimize=0)
    code.make()
    return ["".join("1" if dark else "0" for dark in row) for row in code.modules]


@pytest.mark.parametrize("letters", ["LM0123456789-+/.", "盒脊标签：2024\n-𠮷"])
def test_modules_are_those_of_qrcode(letters: str) -> None:
    chance = random.Random(7)
    for length in [*range(1, 130, 3), 200, 300, 420, 600]:
        text = "".join(chance.choice(letters) for _ in range(length))
        assert qr_rows(text) == reference(text), length


@pytest.mark.parametrize("text", [READABLE, "LM2024-04+05-1", "LM2024-07-1", "短", "x" * 900])
@pytest.mark.parametrize("module_px", [3, 8])
def test_another_program_reads_the_picture(text: str, module_px: int) -> None:
    png = qr_png(text, module_px)
    picture = Image.open(io.BytesIO(png))
    assert picture.mode == "1"
    assert picture.size == ((qr_modules(text)) * module_px,) * 2
    assert decoded(picture) == [text]
    assert qr_png(text, module_px) == png


def test_quiet_zone_is_white() -> None:
    picture = Image.open(io.BytesIO(qr_png(READABLE, 4)))
    side = picture.size[0]
    for box in ((0, 0, side, 16), (0, side - 16, side, side), (0, 0, 16, side), (side - 16, 0, side, side)):
        assert picture.crop(box).convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize("place", [14.0, 20.0, 34.0, 36.0, 50.0])
def test_modules_are_whole_printer_dots_and_wide_enough(place: float) -> None:
    picture = qr_picture("LM2024-07-1", place)
    width = picture.width / qr_modules("LM2024-07-1")
    assert picture.width <= place
    assert width >= 0.40
    assert abs(width / DOT_MM - round(width / DOT_MM)) < 1e-3


def test_a_text_too_long_for_its_place_is_refused() -> None:
    with pytest.raises(OutputError, match="14 毫米") as caught:
        qr_picture(READABLE, 14)
    assert caught.value.code == "output.qr-too-long"
    assert READABLE.splitlines()[0] in caught.value.message
    with pytest.raises(OutputError, match="太长"):
        qr_png("字" * 2000)
    with pytest.raises(ValueError, match="text"):
        qr_modules("")
    assert BORDER == 4


def test_many_codes_cost_little() -> None:
    def best(make: Callable[[], object]) -> float:
        times = []
        for _ in range(4):
            start = time.perf_counter()
            make()
            times.append(time.perf_counter() - start)
        return min(times)

    qr_png(READABLE)
    plain = best(lambda: qrcode.make(READABLE).save(io.BytesIO()))
    assert best(lambda: qr_png(READABLE)) * 8 < plain
