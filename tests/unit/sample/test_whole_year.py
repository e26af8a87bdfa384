"""The fictional year is made once; everything that must hold for all its files is looked at here."""

from __future__ import annotations

import hashlib
import re
import time
import zipfile
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import docx
import pypdf
import pytest
from lxml import etree
from PIL import Image, ImageOps

from docgen.sample import MadeAttachments, SampleRow, make_attachments
from docgen.sample.clips import boxes
from docgen.sample.glyphs import STROKES, TEXT
from docgen.sample.sheets import NOTICE

from .helpers import RECIPE, sample_rows

ORIENTATION, DATE_TIME, EXIF_IFD, DATE_TIME_ORIGINAL = 0x0112, 0x0132, 0x8769, 0x9003
STROKE_COUNT = sum(len(STROKES[char]) for char in TEXT)
SECONDS_1904_TO_1970 = 2_082_844_800


@pytest.fixture(scope="module")
def rows() -> list[SampleRow]:
    return sample_rows()


@pytest.fixture(scope="module")
def year(rows: list[SampleRow], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MadeAttachments]:
    target = tmp_path_factory.mktemp("附件")
    return target, make_attachments(RECIPE, rows, target)


def of_register(rows: list[SampleRow], register: str, suffix: str) -> list[tuple[SampleRow, str, str]]:
    """Row, column and path of every file with this suffix that a register names."""
    return [
        (row, column, path)
        for row in rows
        if row.register == register
        for column, paths in row.files.items()
        for path in paths
        if path.endswith(suffix)
    ]


def test_makes_exactly_the_files_named(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    target, made = year
    named = {path for row in rows for paths in row.files.values() for path in paths}
    found = {file.relative_to(target).as_posix() for file in target.rglob("*") if file.is_file()}
    assert len(named) > 400
    assert found == named
    assert made.total_files == len(named)


def test_stays_small(year: tuple[Path, MadeAttachments]) -> None:
    target, made = year
    assert made.total_bytes == sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    assert made.total_bytes < 25_000_000
    assert max(file.stat().st_size for file in target.rglob("*.pdf")) < 30_000


def test_same_again_and_quick(rows: list[SampleRow], year: tuple[Path, MadeAttachments], tmp_path: Path) -> None:
    start = time.process_time()
    make_attachments(RECIPE, reversed(rows), tmp_path)
    assert time.process_time() - start < 20
    for file in year[0].rglob("*"):
        if file.is_file():
            twin = tmp_path / file.relative_to(year[0])
            assert twin.read_bytes() == file.read_bytes(), file.name


def test_every_file_differs(year: tuple[Path, MadeAttachments]) -> None:
    digests = Counter(hashlib.sha256(f.read_bytes()).digest() for f in year[0].rglob("*") if f.is_file())
    assert max(digests.values()) == 1


def test_pictures_differ_in_their_pixels(year: tuple[Path, MadeAttachments]) -> None:
    seen = Counter()
    for file in (year[0] / "影像").glob("*.jpg"):
        with Image.open(file) as image:
            image.draft("RGB", (200, 200))
            seen[ImageOps.exif_transpose(image).resize((64, 64)).tobytes()] += 1
    assert len(seen) == 138


def test_photographs_bear_their_date(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    for row, _, path in of_register(rows, "影像", ".jpg"):
        with Image.open(year[0] / path) as image:
            exif = image.getexif()
            assert max(image.size) == 1600
        taken = exif.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL]
        assert taken == exif[DATE_TIME]
        assert taken[:10].replace(":", ".") == row.values["拍摄时间"]
        assert 9 <= datetime.strptime(taken, "%Y:%m:%d %H:%M:%S").hour <= 16  # noqa: DTZ007


def test_orientations_are_mixed(year: tuple[Path, MadeAttachments]) -> None:
    tags: Counter[int] = Counter()
    for file in (year[0] / "影像").glob("*.jpg"):
        with Image.open(file) as image:
            tags[image.getexif()[ORIENTATION]] += 1
    assert set(tags) == {1, 3, 6, 8}
    assert min(tags.values()) >= 5


def test_portraits_are_five_to_seven_when_upright(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    portraits = of_register(rows, "成员", ".jpg")
    faces = set()
    for _, column, path in portraits:
        if column == "照片":
            with Image.open(year[0] / path) as image:
                upright = ImageOps.exif_transpose(image)
                assert upright.size == (826, 1156)
                faces.add(upright.tobytes())
    assert len(faces) == 12


@pytest.mark.parametrize("register", ["收文", "发文", "技术资料"])
def test_pdf_pages_are_those_of_the_row(
    register: str, rows: list[SampleRow], year: tuple[Path, MadeAttachments]
) -> None:
    named = of_register(rows, register, ".pdf")
    assert named
    for row, _, path in named:
        assert len(pypdf.PdfReader(year[0] / path).pages) == int(row.values["页数"]), path


def test_pdf_text_and_watermark(year: tuple[Path, MadeAttachments]) -> None:
    files = sorted(year[0].rglob("*.pdf"))
    assert len(files) == 148
    for file in files:
        reader = pypdf.PdfReader(file, strict=True)
        for page in reader.pages:
            assert page.get_contents().get_data().startswith(b"/Mark Do")
        mark = reader.pages[-1]["/Resources"]["/XObject"]["/Mark"].get_data()
        pen = re.match(rb"q 0\.93 0\.80 0\.80 RG ([\d.]+) w 1 J 1 j", mark)
        assert pen is not None
        assert float(pen[1]) > 12
        assert mark.count(b" m ") == STROKE_COUNT
        assert NOTICE in reader.pages[0].extract_text().replace("\n", "")


def test_letters_show_title_number_and_body(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    for row, _, path in of_register(rows, "收文", ".pdf"):
        text = pypdf.PdfReader(year[0] / path).pages[0].extract_text().replace("\n", "")
        for column in ("文件标题", "来文单位", "来文字号"):
            assert row.values[column] in text, path


def test_sign_in_sheets_name_everybody(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    for row, _, path in of_register(rows, "创新活动", ".pdf"):
        text = pypdf.PdfReader(year[0] / path).pages[0].extract_text()
        for name in row.values["参加人员"].split("；"):
            assert name in text, (path, name)


def test_electronic_vouchers(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    xml = of_register(rows, "经费支出", ".xml")
    ofd = of_register(rows, "经费支出", ".ofd")
    assert len(xml) >= 2
    assert len(ofd) >= 2
    for row, _, path in xml:
        root = etree.parse(year[0] / path).getroot()
        value = {etree.QName(child).localname: child.text for child in root}
        assert etree.QName(root).namespace.startswith("urn:docgen:")
        assert value["Number"] == row.values["票据号码"]
        assert value["Date"] == row.values["开票日期"]
        assert value["Seller"] == row.values["收款单位"]
        assert (
            Decimal(value["Amount"]) + Decimal(value["Tax"]) == Decimal(value["Total"]) == Decimal(row.values["金额"])
        )
        assert "样例·无效" in value["Notice"]
    for row, _, path in ofd:
        with zipfile.ZipFile(year[0] / path) as package:
            assert package.testzip() is None
            assert package.namelist()[0] == "OFD.xml"
            parts = {name: etree.fromstring(package.read(name)) for name in package.namelist()}
        space = {"ofd": "http://www.ofdspec.org/2016"}
        start = parts["OFD.xml"].findtext(".//ofd:DocRoot", namespaces=space)
        page = parts[start].find(".//ofd:Page", space).get("BaseLoc")
        content = parts[f"Doc_0/{page}"]
        text = "".join(content.itertext("{*}TextCode"))
        assert row.values["票据号码"] in text
        assert f"{Decimal(row.values['金额']):,.2f}" in text
        assert content.find(".//ofd:PathObject/ofd:AbbreviatedData", space).text.count("M ") == STROKE_COUNT


def test_rule_texts(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    bodies = set()
    for row, _, path in of_register(rows, "制度", ".docx"):
        texts = [paragraph.text for paragraph in docx.Document(year[0] / path).paragraphs]
        articles = [text for text in texts if re.match(r"第[一二三四五六七八九十]+条　", text)]
        assert row.values["制度名称"] in texts[0]
        assert row.values["文号"] in texts[1]
        assert 8 <= len(articles) <= 12
        assert "{" not in "".join(texts)
        bodies.add(tuple(articles))
    assert len(bodies) == 14


def test_reports_have_the_pages_of_the_row(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    for row, _, path in of_register(rows, "技术资料", ".docx"):
        document = docx.Document(year[0] / path)
        breaks = sum(bool(p.paragraph_format.page_break_before) for p in document.paragraphs)
        assert breaks + 1 == int(row.values["页数"])


def test_slides(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    for row, _, path in of_register(rows, "培训记录", ".pptx"):
        with zipfile.ZipFile(year[0] / path) as package:
            assert package.testzip() is None
            slides = [name for name in package.namelist() if name.startswith("ppt/slides/slide")]
            text = "".join("".join(etree.fromstring(package.read(name)).itertext("{*}t")) for name in slides)
        assert 3 <= len(slides) <= 5
        assert row.values["培训主题"] in text
        assert row.values["授课人"] in text
        assert "{{" not in text


def test_clips(rows: list[SampleRow], year: tuple[Path, MadeAttachments]) -> None:
    named = of_register(rows, "影像", ".mp4") + of_register(rows, "宣传报道", ".mp4")
    assert len(named) == 3
    for row, _, path in named:
        data = (year[0] / path).read_bytes()
        assert len(data) < 60_000
        top = {kind: (start, end) for kind, start, end in boxes(data)}
        assert {b"ftyp", b"moov", b"mdat"} <= set(top)
        header = next(start for kind, start, _ in boxes(data, *top[b"moov"]) if kind == b"mvhd")
        created = int.from_bytes(data[header + 4 : header + 8]) - SECONDS_1904_TO_1970
        day = row.values.get("拍摄时间") or row.values["刊播日期"]
        assert datetime.fromtimestamp(created, tz=UTC).strftime("%Y.%m.%d") == day.replace("-", ".")
        note = data[slice(*top[b"free"])].decode()
        assert next(iter(row.values.values())) in note
