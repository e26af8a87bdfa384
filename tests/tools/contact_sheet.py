"""Every form on a few sheets, to look at them all: documents → PDF (LibreOffice) → PNG pages → contact sheets.

``python -m tests.tools.contact_sheet OUT`` makes the fictional year and shows the longest document of every material;
``--blank`` shows the blank forms, ``--from FOLDER`` all documents of a folder. Wants ``soffice`` and ``pdftoppm``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from docgen.cli.app import main as docgen
from docgen.render.pdf.fonts import font_environment, installed_fonts

ENDINGS = {".docx", ".xlsx"}
COLUMNS, ROWS = 5, 3
#: Pixels: a page's box on a sheet with its caption, resolution of the pages.
CELL, CAPTION, GAP, DPI = (420, 594), 34, 8, 72
GREY = "#777777"
#: Documents that one run of LibreOffice converts.
BATCH = 40
FONTS = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "msyh.ttc", "simsun.ttc")


def sample_documents(root: Path, blank: bool) -> list[Path]:
    """The fictional year in a new workspace; of every material the document with most bytes."""
    assert docgen(["init", str(root), "--sample", "-q"]) == 0
    assert docgen(["fill", "-w", str(root), "-q", *(["--blank"] if blank else [])]) == 0
    folders: dict[Path, list[Path]] = {}
    for path in documents(root / "成品"):
        folders.setdefault(path if blank else path.parent, []).append(path)
    return [max(paths, key=lambda p: p.stat().st_size) for _, paths in sorted(folders.items())]


def documents(folder: Path) -> list[Path]:
    """All Word and Excel files below a folder."""
    return sorted(p for p in folder.rglob("*") if p.suffix in ENDINGS and not p.name.startswith((".", "~")))


def convert(paths: Sequence[Path], out: Path) -> list[Path]:
    """The PDF files of documents, in their order; equal names are kept apart."""
    made = []
    for start in range(0, len(paths), BATCH):
        with tempfile.TemporaryDirectory() as scratch:
            copies = [Path(scratch) / f"{n:03d} {p.name}" for n, p in enumerate(paths[start:][:BATCH], start + 1)]
            for path, copy in zip(paths[start:], copies, strict=False):
                shutil.copyfile(path, copy)
            profile = f"-env:UserInstallation=file://{scratch}/profile"
            command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(out)]
            environment = font_environment(Path(scratch), installed_fonts().families)
            subprocess.run([*command, *map(str, copies)], check=True, capture_output=True, env=environment)
            made += [out / f"{copy.stem}.pdf" for copy in copies]
    return made


def pages(pdfs: Iterable[Path], out: Path) -> list[Path]:
    """The pages of PDF files as pictures."""
    found = []
    for pdf in pdfs:
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", str(pdf), str(out / pdf.stem)], check=True)
        found += sorted(out.glob(f"{pdf.stem}-*.png"))
    return found


def sheets(pictures: Sequence[Path], out: Path) -> list[Path]:
    """Contact sheets of pages, each with its name under it; a row is as high as its highest page."""
    rows = [_row(pictures[start:][:COLUMNS]) for start in range(0, len(pictures), COLUMNS)]
    made: list[Path] = []
    waiting: list[Image.Image] = []
    for row in [*rows, None]:
        full = sum(r.height for r in waiting) + (row.height if row else 0) > ROWS * (CELL[1] + CAPTION)
        if waiting and (row is None or full):
            sheet = Image.new("RGB", (waiting[0].width, sum(r.height for r in waiting)), GREY)
            top = 0
            for each in waiting:
                sheet.paste(each, (0, top))
                top += each.height
            made.append(out / f"sheet-{len(made) + 1:02d}.png")
            sheet.save(made[-1])
            waiting = []
        waiting += [row] if row else []
    return made


def _row(pictures: Sequence[Path]) -> Image.Image:
    """Pages side by side."""
    pages_ = []
    for path in pictures:
        with Image.open(path) as page:
            page.thumbnail(CELL)
            pages_.append(page.copy())
    height = max(page.height for page in pages_)
    row = Image.new("RGB", (COLUMNS * (CELL[0] + GAP), height + CAPTION), GREY)
    draw, font = ImageDraw.Draw(row), _font(15)
    for place, (path, page) in enumerate(zip(pictures, pages_, strict=True)):
        row.paste(page, (place * (CELL[0] + GAP), 0))
        draw.text((place * (CELL[0] + GAP) + 4, height + 4), path.stem[:25], fill="white", font=font)
    return row


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default()


def run(arguments: Sequence[str] | None = None) -> list[Path]:
    """Make the contact sheets; their paths."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.contact_sheet", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="documents of this folder")
    parser.add_argument("--blank", action="store_true", help="the blank forms")
    asked = parser.parse_args(arguments)
    out: Path = asked.out
    single = out / "pages"
    single.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        chosen = documents(asked.folder) if asked.folder else sample_documents(Path(scratch) / "w", asked.blank)
        pdfs = convert(chosen, Path(scratch))
        return sheets(pages(pdfs, single), out)


if __name__ == "__main__":
    for made in run():
        print(made)
