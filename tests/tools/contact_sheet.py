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

ENDINGS = {".docx", ".xlsx"}
COLUMNS, ROWS = 5, 3
#: Pixels: a page's box on a sheet with its caption, resolution of the pages.
CELL, CAPTION, DPI = (420, 594), 34, 72
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
            subprocess.run([*command, *map(str, copies)], check=True, capture_output=True)
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
    """Contact sheets of pages, each with its name under it."""
    font = _font(15)
    made = []
    each = COLUMNS * ROWS
    for start in range(0, len(pictures), each):
        sheet = Image.new("RGB", (COLUMNS * (CELL[0] + 8), ROWS * (CELL[1] + CAPTION)), "#777777")
        draw = ImageDraw.Draw(sheet)
        for place, path in enumerate(pictures[start:][:each]):
            x, y = place % COLUMNS * (CELL[0] + 8), place // COLUMNS * (CELL[1] + CAPTION)
            with Image.open(path) as page:
                page.thumbnail(CELL)
                sheet.paste(page, (x, y))
            draw.text((x + 4, y + CELL[1] + 4), path.stem[:34], fill="white", font=font)
        made.append(out / f"sheet-{start // each + 1:02d}.png")
        sheet.save(made[-1])
    return made


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
