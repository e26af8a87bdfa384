"""What an archive is made of: items, their contents, boxes, discs, and the package that holds it all. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Role(StrEnum):
    """What a file is to its item; the value is the word catalogues print."""

    FINAL = "定稿"
    UNSIGNED = "未签"
    ORIGINAL = "正本"
    CONVERTED = "转换件"
    ATTACHMENT = "附件"


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a file before it is copied.

    Attributes:
        path: where it lies.
        size: bytes.
        media_type: IANA media type.
        pages: number of pages, ``None`` where it can not be counted.
    """

    path: Path
    size: int
    media_type: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Content:
    """A file of an item.

    Attributes:
        role: what it is to the item.
        source: where it lies now; read-only.
        path: where it goes, below the representation's ``data`` folder, with ``/``; NFC.
        size: bytes.
        media_type: IANA media type.
        original_name: name or path before archiving where that differs, else empty.
        template: name and digest of the template it was filled from, empty for a collected file.
        entry: register and key of the entry it belongs to, empty where none.
        caption: what a picture shows, as pairs of name and value, in the order of the standard.
        row: where that entry stands: data file, sheet and row; empty where none.
        program: name and version of the program that filled it, empty for a collected file.
        place: where it lies in the workspace, with ``/``; empty where it lies elsewhere.
        pages: number of pages, ``None`` where it can not be counted.
        twin: path of the document whose copy it is (an exported PDF, a scan of the signed paper), else empty.
    """

    role: Role
    source: Path
    path: str
    size: int
    media_type: str
    original_name: str = ""
    template: str = ""
    entry: str = ""
    caption: tuple[tuple[str, str], ...] = ()
    row: str = ""
    program: str = ""
    place: str = ""
    pages: int | None = None
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A copy of a content for reading and long keeping (PDF/A), made for the archive; never an original.

    Attributes:
        of: path of the content it was made from.
        path: where it goes, below its representation's ``data`` folder, with ``/``; NFC.
        source: where it lies now; read-only.
        size: bytes.
        sha256: its digest.
        original: digest of the bytes it was made from.
        maker: program and version that made it.
        verdict: of the check of PDF/A-2b: ``pass`` or ``not_checked``.
        fonts: names of its fonts.
        own: it was made from a PDF that a person exported.
        stamped: it bears the archive's stamp and page numbers.
    """

    of: str
    path: str
    source: Path
    size: int
    sha256: str
    original: str
    maker: str
    verdict: str
    fonts: tuple[str, ...] = ()
    own: bool = False
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item (件): the smallest unit that is filed, numbered and described (DA/T 22—2015, 3.1).

    Attributes:
        number: working number ``year-category-serial``, given once and kept for ever.
        key: material id and the entry's key; what the number hangs on.
        material: id of the material.
        category: number of the category.
        folder: title of the third catalogue level, number included.
        title: title of the item.
        author: who is responsible for it.
        date: eight digits, or empty where unknown.
        document_number: number on the document, or empty.
        retention: retention period in words.
        retention_confirmed: the unit has confirmed it; otherwise it is a suggestion.
        secrecy: level of secrecy in words.
        pages: number of pages, ``None`` where it could not be counted.
        paper: a paper side belongs to it.
        personal: it holds personal data; kept out of QR codes and pages.
        archival_code: 档号, empty until the codes are known.
        contents: its files in order.
        renditions: copies of them for reading.
        stated: the records themselves say how many pages it has.
    """

    number: str
    key: str
    material: str
    category: str
    folder: str
    title: str
    author: str
    date: str
    document_number: str
    retention: str
    retention_confirmed: bool
    secrecy: str
    pages: int | None
    paper: bool
    personal: bool
    archival_code: str = ""
    contents: tuple[Content, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box of paper.

    Attributes:
        number: ``category-ordinal/total``, or a shared one such as ``04+05-1/1``.
        categories: numbers of the categories in it.
        items: numbers of the items in it, in order.
        thickness: millimetres of paper, an estimate where pages are unknown.
        spine: width of the box in millimetres.
        retention: retention periods in it, in words.
    """

    number: str
    categories: tuple[str, ...]
    items: tuple[str, ...]
    thickness: float
    spine: int
    retention: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc to be burned.

    Attributes:
        number: ordinal from 1.
        total: how many discs the set has.
        name: short ASCII name.
        items: numbers of the items on it, in order.
        paths: content paths on it.
        size: bytes it needs, file system included.
        carrier: name of its layout.
    """

    number: int
    total: int
    name: str
    items: tuple[str, ...]
    paths: tuple[str, ...]
    size: int
    carrier: str = "saac2012"

    @property
    def folder(self) -> str:
        """Name of its folder, and of its image without the ending."""
        return f"D{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who made an archive.

    Attributes:
        studio: full name of the studio.
        short_name: its short name.
        unit: the unit that keeps the archive (立档单位).
        union: the union above it, may be empty.
        keeper: who keeps the records.
        fonds_code: 全宗号, empty where unknown.
        unit_code: code of the organisational unit or question, empty where unknown.
    """

    studio: str
    short_name: str
    unit: str
    union: str
    keeper: str
    fonds_code: str = ""
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An item that is new, different or gone: its number, its title, and what differs (names of its facts)."""

    number: str
    title: str
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version of a year's archive has that the one before it has not.

    Attributes:
        previous: id of the version before.
        added: items that were not in it.
        changed: items that were different in it.
        withdrawn: items that were in it and are no more.
        sources: names of the sources (data, settings, templates) that are new, different or gone.
    """

    previous: str
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    withdrawn: tuple[Change, ...] = ()
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Anything is different."""
        return bool(self.added or self.changed or self.withdrawn or self.sources)


@dataclass(frozen=True, slots=True)
class Package:
    """One year of one studio as it is packed.

    Attributes:
        id: short ASCII name, also of its folders.
        year: the year.
        standard: number of the standard.
        standard_title: its title.
        agency: who made it.
        created: the one time that stands in all its files, with zone.
        software: name and version of the program.
        items: all items in order of category and number.
        sources: files that go to ``metadata/other/source`` (name there → file): workbook, settings, own templates.
        records: files made from docgen's own memory that go there too (name there → bytes).
        checker: name and version of what made and checked the PDF/A, empty where there is none.
        sm3: its bag lists SM3 digests beside SHA-256.
        documentation: files made before packing that go to ``documentation`` (name → bytes).
        schemas: XML schemas that go to ``schemas`` (name → bytes).
        changes: what is different from the version before it; ``None`` for the first one.
    """

    id: str
    year: int
    standard: str
    standard_title: str
    agency: Agency
    created: datetime
    software: str
    items: tuple[Item, ...]
    sources: dict[str, Path] = field(default_factory=dict)
    documentation: dict[str, bytes] = field(default_factory=dict)
    schemas: dict[str, bytes] = field(default_factory=dict)
    changes: Changes | None = None
    records: dict[str, bytes] = field(default_factory=dict)
    checker: str = ""
    sm3: bool = False
