"""A stand-in for LibreOffice that misbehaves on request, and small documents and PDFs."""

from __future__ import annotations

import io
import stat
import sys
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from docgen.container import normalised
from docgen.render.pdf.find import Converter
from docgen.render.pdf.fonts import FontSet
from docgen.render.pdf.office import FILTERS, Office

FONTS = FontSet(frozenset({"测试宋体"}), ("测试宋体",), "mark")
DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

#: Reads what each document says and does it: die, hang (with a child), nothing, or a PDF with so many pages.
PROGRAM = r"""#!{python} -SE
import pathlib, re, subprocess, sys, time, zipfile
if "--version" in sys.argv:
    print("LibreOffice 9.8.7.6 test"); raise SystemExit
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
for path in map(pathlib.Path, sys.argv[sys.argv.index("--outdir") + 2:]):
    with zipfile.ZipFile(path) as box:
        text = box.read("word/document.xml").decode()
    with open({log!r}, "a") as log:
        log.write(path.name + "\n")
    if "DIE" in text:
        raise SystemExit(0)
    if "HANG" in text:
        child = subprocess.Popen(["sleep", "60"])
        with open({log!r}, "a") as log:
            log.write("child %d\n" % child.pid)
        time.sleep(60)
    if "NOTHING" in text:
        continue
    number = int((re.search("PAGES([0-9]+)", text) or [0, "1"])[1])
    kids = " ".join("%d 0 R" % (n + 3) for n in range(number))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count %d/Kids[%s]>>" % (number, kids)]
    objects += ["<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 595 842]>>"] * number
    parts, places = ["%PDF-1.7\n"], []
    for n, text in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append("%d 0 obj%s\nendobj\n" % (n, text))
    start = sum(map(len, parts))
    table = "".join("%010d 00000 n \n" % place for place in places)
    parts.append("xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append("trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    (out / (path.stem + ".pdf")).write_text("".join(parts))
"""


def fake_office(folder: Path) -> Office:
    """A program that takes LibreOffice's arguments; it keeps a log beside itself."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "soffice"
    log = str(folder / "log.txt")
    program.write_text(PROGRAM.format(python=sys.executable, log=log), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Office(str(program), "9.8.7.6")


def fake_converter(folder: Path) -> Converter:
    return Converter("libreoffice", "LibreOffice 9.8.7.6", tuple(FILTERS), FONTS, "10", fake_office(folder))


def log_of(converter: Converter) -> list[str]:
    assert converter.office is not None
    path = Path(converter.office.program).with_name("log.txt")
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def word_file(path: Path, text: str, face: str = "") -> Path:
    """A Word document with one paragraph."""
    document = Document()
    run = document.add_paragraph().add_run(text)
    if face:
        run.font.name = face
        run.font.element.rPr.rFonts.set(qn("w:eastAsia"), face)
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    document.save(out)
    path.write_bytes(normalised(out.getvalue()))
    return path


def pdf_file(path: Path, text: str, font: str = DEJAVU, pages: int = 1) -> Path:
    """A PDF whose pages hold a line of text in a font that is embedded."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(TTFont(Path(font).stem, font))
    canvas = Canvas(str(path), initialFontName=Path(font).stem)
    for _ in range(pages):
        canvas.setFont(Path(font).stem, 12)
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return path
