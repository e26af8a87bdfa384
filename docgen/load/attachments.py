"""What is known of the files the registers name: there or not, how large, and of pictures their size and date."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from PIL import ExifTags, Image

from docgen.model.attachment import FileFact

__all__ = ["FileFact", "file_facts"]

#: A picture of this many pixels or more is not opened (a bomb, not a photograph).
MAX_PIXELS = 200_000_000
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"})
#: EXIF orientations that lay a picture on its side.
SIDEWAYS = frozenset({5, 6, 7, 8})
READ_ERRORS = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


def file_facts(root: Path, paths: Iterable[str]) -> dict[str, FileFact]:
    """Look at files below a folder; nothing outside it is ever opened.

    Args:
        root: the attachments folder; it may be missing.
        paths: paths as the registers name them, with ``/``; ``*`` and ``?`` in a name stand for any files.

    Returns:
        Path as given → what is known; for a pattern also every file it found under its own path.
    """
    folder = _Folder(root)
    facts: dict[str, FileFact] = {}
    for path in paths:
        if path in facts:
            continue
        if "*" in path or "?" in path:
            facts |= folder.pattern(path)
        else:
            facts[path] = folder.file(path)
    return facts


class _Folder:
    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.listings: dict[PurePosixPath, dict[str, str]] = {}

    def inside(self, path: str) -> PurePosixPath | None:
        """The path below the folder; ``None`` where it leads out of it."""
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts or ":" in path or "\x00" in path:
            return None
        try:
            return parts if (self.root / parts).resolve().is_relative_to(self.root) else None
        except (OSError, RuntimeError):
            return None

    def listing(self, folder: PurePosixPath) -> dict[str, str]:
        """Names in a folder: NFC form → name on the disk, sorted."""
        if folder not in self.listings:
            try:
                names = sorted(p.name for p in (self.root / folder).iterdir())
            except OSError:
                names = []
            self.listings[folder] = {unicodedata.normalize("NFC", n): n for n in names}
        return self.listings[folder]

    def real(self, path: PurePosixPath) -> tuple[PurePosixPath | None, str]:
        """The path as it is spelled on the disk; or ``None`` and what it is called there but for case.

        Windows and macOS find a file whatever the case, discs and other systems do not: the spelling must agree.
        """
        found = PurePosixPath()
        for part in path.parts:
            names = self.listing(found)
            name = names.get(unicodedata.normalize("NFC", part))
            if name is None:
                other = next((n for n in names.values() if n.casefold() == part.casefold()), "")
                return None, (found / other).as_posix() if other else ""
            found /= name
        return found, ""

    def file(self, path: str) -> FileFact:
        """What is known of one file."""
        below = self.inside(path)
        if below is None:
            return FileFact(path, problem="outside")
        real, other = self.real(below)
        if real is None:
            return FileFact(path, problem="case" if other else "", found=other)
        return _look(path, self.root / real, real.as_posix())

    def pattern(self, path: str) -> dict[str, FileFact]:
        """What a pattern finds, hidden files left out."""
        below = self.inside(path)
        if below is None:
            return {path: FileFact(path, problem="outside")}
        found = [PurePosixPath()]
        for part in below.parts:
            wild = "*" in part or "?" in part
            steps = []
            for folder in found:
                names = self.listing(folder)
                hits = [n for n in names if fnmatchcase(n, part) and not n.startswith(".")] if wild else [part]
                steps += [folder / names[n] for n in hits if n in names]
            found = steps
        facts = {p.as_posix(): self.file(p.as_posix()) for p in found if (self.root / p).is_file()}
        good = [f for f in facts.values() if not f.problem]
        problem = next((f.problem for f in facts.values() if f.problem), "")
        whole = FileFact(path, tuple(sorted(facts)), min((f.size for f in good), default=0), problem)
        return {path: whole, **facts}


def _look(path: str, file: Path, real: str) -> FileFact:
    try:
        if not file.is_file():
            return FileFact(path, problem="folder" if file.is_dir() else "")
        size = file.stat().st_size
        with file.open("rb") as stream:
            stream.read(1)
    except OSError:
        return FileFact(path, (real,), problem="unreadable")
    if file.suffix.lower() not in PICTURES or not size:
        return FileFact(path, (real,), size)
    return _picture(path, file, real, size)


def _picture(path: str, file: Path, real: str, size: int) -> FileFact:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                if image.width * image.height > MAX_PIXELS:
                    return FileFact(path, (real,), size, "too-large")
                exif = image.getexif()
                orientation = int(exif.get(ExifTags.Base.Orientation, 1) or 1)
                taken = _moment(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal))
                width, height = image.size
                # Only decoding shows that the end is there; a small scale of a JPEG is enough.
                image.draft("L", (width // 8, height // 8))
                image.load()
    except READ_ERRORS:
        return FileFact(path, (real,), size, "damaged")
    if orientation in SIDEWAYS:
        width, height = height, width
    return FileFact(path, (real,), size, "", "", width, height, orientation, taken)


def _moment(text: object) -> datetime | None:
    """A date of a camera, ``2024:01:05 09:30:00``; without zone, as cameras write it."""
    try:
        return datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None
