from __future__ import annotations

import pytest
from PIL import Image, ImageStat

from docgen.sample.glyphs import ADVANCES, STROKES, TEXT, line_strokes
from docgen.sample.watermark import diagonal_strokes, ofd_path, pdf_path, picture_mask, stamp


def test_strokes_stay_on_their_grid() -> None:
    assert set(STROKES) == set(ADVANCES) == set(TEXT)
    for strokes in STROKES.values():
        for stroke in strokes:
            assert len(stroke) >= 2
            assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in stroke)


def test_numbers_of_strokes_are_those_of_the_characters() -> None:
    assert {char: len(STROKES[char]) for char in "样例无效"} == {"样": 10, "例": 8, "无": 4, "效": 10}


def test_characters_do_not_overlap() -> None:
    strokes, width = line_strokes()
    assert width == sum(ADVANCES.values()) - 12
    right = 0.0
    start = 0
    for char in TEXT:
        count = len(STROKES[char])
        xs = [x for stroke in strokes[start : start + count] for x, _ in stroke]
        assert min(xs) > right
        right, start = max(xs), start + count


@pytest.mark.parametrize("size", [(1600, 1130), (1130, 1600), (595, 842), (210, 140), (500, 500)])
def test_is_large_and_stays_on_the_page(size: tuple[int, int]) -> None:
    strokes, pen = diagonal_strokes(*size, upwards=False)
    points = [point for stroke in strokes for point in stroke]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert min(xs) - pen / 2 > 0
    assert min(ys) - pen / 2 > 0
    assert max(xs) + pen / 2 < size[0]
    assert max(ys) + pen / 2 < size[1]
    assert max((max(xs) - min(xs)) / size[0], (max(ys) - min(ys)) / size[1]) > 0.75
    assert strokes[0][0][1] > strokes[-1][0][1], "reads upwards from the lower left"


def test_upwards_turns_the_page_over() -> None:
    down, _ = diagonal_strokes(595, 842, upwards=False)
    up, _ = diagonal_strokes(595, 842, upwards=True)
    for first, second in zip(down, up, strict=True):
        for (x, y), (px, py) in zip(first, second, strict=True):
            assert (px, py) == pytest.approx((x, 842 - y))


def test_is_seen_in_pictures() -> None:
    plain = Image.new("RGB", (800, 600), (250, 250, 250))
    marked = plain.copy()
    stamp(marked)
    covered = ImageStat.Stat(picture_mask(800, 600, 255)).mean[0] / 255
    assert 0.05 < covered < 0.25
    red, green, _ = ImageStat.Stat(marked).mean
    assert red > green + 2
    assert ImageStat.Stat(marked).mean[1] < ImageStat.Stat(plain).mean[1] - 3


def test_is_a_vector_path_in_pdf_and_ofd() -> None:
    count = sum(len(STROKES[char]) for char in TEXT)
    assert pdf_path(595, 842).count(b" S") == count
    path, pen = ofd_path(210, 140)
    assert path.count("M ") == count
    assert pen > 2
