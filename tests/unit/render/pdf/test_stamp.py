"""The stamp of DA/T 22 and page numbers: readable, archival, in a free place, the same bytes again."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from docgen.load.inventory import is_signed
from docgen.render.pdf.archival import Verdict
from docgen.render.pdf.stamp import AIR, HEIGHT, MM, WIDTH, Stamp, make_stamped, place, printed
from docgen.render.pdf.stamped import StampWork, stamp_all
from tests.unit.render.pdf.helpers import DEJAVU, pdf_file

CELLS = (
    ("全宗号", "Z109"),
    ("年度", "2030"),
    ("件号", "0007"),
    ("机构（问题）", "02 玩具馆里名称相当长的一个类目"),
    ("保管期限", "30年"),
    ("页数", ""),
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    pdf_file(path, "abc", DEJAVU)
    return path


def test_what_is_drawn_can_be_read_and_is_archival(paper: Path, tmp_path: Path) -> None:
    before = paper.read_bytes()
    judged = make_stamped(paper, tmp_path / "out.pdf", "题名", Stamp(CELLS, 3))
    assert (judged.verdict, judged.rules) == (Verdict.PASS, ())
    text = PdfReader(tmp_path / "out.pdf").pages[0].extract_text()
    assert "abc" in text
    for label, value in CELLS:
        assert label in text and value in text
    assert "3" in text.split()
    assert paper.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.pdf", "paper.pdf"]


def test_the_same_stamp_gives_the_same_bytes(paper: Path, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        make_stamped(paper, tmp_path / name, "题名", Stamp(CELLS, 1))
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_copy_that_is_not_the_first_bears_numbers_only(paper: Path, tmp_path: Path) -> None:
    make_stamped(paper, tmp_path / "out.pdf", "题名", Stamp((), 12))
    text = PdfReader(tmp_path / "out.pdf").pages[0].extract_text()
    assert "12" in text and "全宗号" not in text
    make_stamped(paper, tmp_path / "out2.pdf", "题名", Stamp((), None))
    assert PdfReader(tmp_path / "out2.pdf").pages[0].extract_text().split() == ["abc"]


def test_a_page_that_lies_on_its_side_is_stamped_as_it_is_looked_at(paper: Path, tmp_path: Path) -> None:
    with pikepdf.open(paper, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(paper)
    judged = make_stamped(paper, tmp_path / "out.pdf", "题名", Stamp(CELLS, 1))
    assert judged.verdict is Verdict.PASS
    assert "Z109" in PdfReader(tmp_path / "out.pdf").pages[0].extract_text()


WIDE, TALL = 210 * MM, 297 * MM


def test_the_middle_of_the_top_is_taken_where_it_is_free() -> None:
    left, low = place([], WIDE, TALL)
    assert left == pytest.approx((WIDE - WIDTH) / 2) and low + HEIGHT == pytest.approx(TALL - 5 * MM)
    header = (WIDE / 2 - 50, TALL - 40, WIDE / 2 + 50, TALL - 25)
    assert place([header], WIDE, TALL)[0] > WIDE / 2


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(660, 830), st.floats(5, 200)), max_size=6))
def test_it_lies_on_nothing_as_long_as_there_is_room(drawn: list[tuple[float, float, float]]) -> None:
    texts = [(left, low, left + wide, low + 12) for left, low, wide in drawn]
    left, low = place(texts, WIDE, TALL)
    assert left >= 0 and left + WIDTH <= WIDE and TALL - 60 * MM - 2 * MM <= low <= TALL - HEIGHT
    touched = [
        t
        for t in texts
        if t[0] <= left + WIDTH + AIR and left <= t[2] + AIR and t[1] <= low + HEIGHT + AIR and low <= t[3] + AIR
    ]
    # Only where no place at the top was free.
    assert not touched or (left, low + HEIGHT) == pytest.approx(((WIDE - WIDTH) / 2, TALL - 5 * MM))


def test_where_text_stands_is_seen(paper: Path) -> None:
    (found,) = printed(paper)
    assert found[0] < found[2] and found[1] < found[3]


def test_stamped_once_it_is_taken_from_the_cache(paper: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    work = StampWork(paper, "0" * 64, "题名", Stamp(CELLS, 1))
    assert stamp_all([work], tmp_path / "c", lambda *said: told.append(said), make=False) == [None]
    (one,) = stamp_all([work], tmp_path / "c", lambda *said: told.append(said))
    assert one is not None and one.path is not None and one.verdict == "pass"
    paper.unlink()
    assert stamp_all([work], tmp_path / "c", lambda *said: None) == [one]
    assert told == [(1, 1, "加盖归档章")]


def signed(path: Path) -> None:
    """Let a PDF bear a signature, as far as its form says so."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        value = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"\x30\x00"))
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="签名", V=value))
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3))
        pdf.save(path)


def test_a_signature_is_seen(paper: Path, tmp_path: Path) -> None:
    assert not is_signed(paper)
    signed(paper)
    assert is_signed(paper)
    assert not is_signed(tmp_path / "没有.pdf")
