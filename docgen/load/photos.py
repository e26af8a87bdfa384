"""``photos.toml`` of a standard, and what is known of picture files before anybody registers them."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image

from docgen.load.attachments import READ_ERRORS, file_facts
from docgen.load.definitions import check_keys
from docgen.load.intake import check_column, files_below, intake, intake_table
from docgen.model.attachment import FileFact
from docgen.model.photos import EventSource, PhotoRegister, Shot
from docgen.model.standard import Standard

FILE = "photos.toml"
KEYS = {"carriers", "event"}
COLUMNS = {*("number", "carrier", "category", "event", "day", "taken", "place", "persons", "provider", "link", "file")}
EVENT_KEYS = {"from", "day", "begins", "ends", "title", "place", "persons", "category"}
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"})
#: Pictures that can not be looked into without help; they are listed, not proposed.
OTHER_PICTURES = frozenset({".heic", ".heif"})
VIDEOS = frozenset({".mp4", ".mov", ".avi", ".wmv"})
#: A day in a file's name: ``IMG_20240105_101500``, ``C1-20240105-01``.
NAMED = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12][0-9]|3[01])(?![0-9])")


def load_photo_register(standard: Standard) -> PhotoRegister:
    """How the standard wants pictures registered.

    Raises:
        InputError: the standard says nothing of it.
        StandardError: a key is unknown or missing, or a register or column does not exist.
    """
    path = standard.folder / FILE
    table = intake_table(path, KEYS, COLUMNS)
    events = tuple(_event(standard, entry, path) for entry in table["event"])
    return PhotoRegister(**intake(standard, table, path), carriers=table["carriers"], events=events)


def _event(standard: Standard, entry: dict[str, Any], path: Path) -> EventSource:
    check_keys(entry, EVENT_KEYS, path)
    register = entry["from"]
    for column in (*(entry[k] for k in ("day", "begins", "ends", "place") if k in entry), *entry.get("persons", ())):
        check_column(standard, register, column, path)
    rest = {key: entry.get(key, "") for key in ("begins", "ends", "place")}
    persons = tuple(entry.get("persons", ()))
    return EventSource(register, entry["day"], entry["title"], entry["category"], persons=persons, **rest)


def find_shots(folder: Path) -> Iterator[Shot]:
    """The pictures and videos below a folder, hidden files left out; nothing is changed.

    Raises:
        MissingFile: the folder is not there.
    """
    found = {p.relative_to(folder).as_posix(): p for p in files_below(folder, PICTURES | OTHER_PICTURES | VIDEOS)}
    # All at once: every folder is listed once, however many pictures it holds.
    facts = file_facts(folder, found)
    for name, file in found.items():
        yield look(file, facts[name])


def look(file: Path, fact: FileFact) -> Shot:
    """What is known of a picture or video, ``fact`` by those who look at attachments."""
    kind = "video" if file.suffix.lower() in VIDEOS else "picture"
    named = NAMED.search(file.stem)
    day = _day(named) if named else None
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return Shot(str(file), "", kind, problem="unreadable")
    if file.suffix.lower() in OTHER_PICTURES:
        return Shot(str(file), digest, kind, named=day, problem="format")
    if kind == "picture" and not fact.problem and not fact.width:
        return Shot(str(file), digest, kind, named=day, problem="damaged")
    outline = outline_of(file) if kind == "picture" and not fact.problem else None
    problem = fact.problem or ("" if fact.size else "empty")
    return Shot(str(file), digest, kind, fact.taken, day, fact.width, fact.height, outline, problem)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def outline_of(file: Path) -> int | None:
    """Whether each of 8×8 spots of a picture is brighter than its right neighbour: alike for alike pictures."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file) as image:
                image.draft("L", (72, 64))
                small = image.convert("L").resize((9, 8), Image.Resampling.BILINEAR)
                spots = small.tobytes()
    except READ_ERRORS:
        return None
    bits = (spots[9 * row + at] > spots[9 * row + at + 1] for row in range(8) for at in range(8))
    return sum(1 << index for index, bit in enumerate(bits) if bit)
