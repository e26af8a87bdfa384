"""What is known of a file before it is copied into an archive: size, media type, pages."""

from __future__ import annotations

import logging
from pathlib import Path

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from docgen.model.archive import FileInfo

#: Endings an archive meets → IANA media type. Fixed here, because the system's own table differs between machines.
MEDIA_TYPES = {
    "avi": "video/x-msvideo",
    "bmp": "image/bmp",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "heic": "image/heic",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "m4a": "audio/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "ofd": "application/ofd",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "toml": "application/toml",
    "txt": "text/plain",
    "wav": "audio/wav",
    "webp": "image/webp",
    "wmv": "video/x-ms-wmv",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
    "yaml": "application/yaml",
}
UNKNOWN = "application/octet-stream"


def media_type(path: Path) -> str:
    """The media type of a file by its ending."""
    return MEDIA_TYPES.get(path.suffix.lower().lstrip("."), UNKNOWN)


def inspect(path: Path) -> FileInfo:
    """Look at a file.

    Raises:
        OSError: it is not there or can not be read.
    """
    kind = media_type(path)
    pages: int | None = None
    if kind == "application/pdf":
        pages = pdf_pages(path)
    elif kind.startswith("image/"):
        pages = 1
    return FileInfo(path, path.stat().st_size, kind, pages)


def pdf_pages(path: Path) -> int | None:
    """The number of pages of a PDF; ``None`` where it can not be told."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        return len(PdfReader(path).pages)
    except (PyPdfError, OSError, ValueError, KeyError, RecursionError):
        return None


def looks_scanned(path: Path) -> bool:
    """Whether every page of a PDF is a picture without text, or with the invisible text of a character recognition."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        pages = PdfReader(path).pages
        return len(pages) > 0 and all(_is_picture(page) for page in pages)
    except (PyPdfError, OSError, ValueError, KeyError, RecursionError, AttributeError, TypeError):
        return False


def _is_picture(page: PageObject) -> bool:
    resources = page.get("/Resources", {})
    drawn = resources.get("/XObject", {}) if resources else {}
    if not any(drawn[name].get("/Subtype") == "/Image" for name in drawn):
        return False
    contents = page.get_contents()
    return not resources.get("/Font") or (contents is not None and b" 3 Tr" in b" " + contents.get_data())


def is_signed(path: Path) -> bool:
    """Whether a PDF bears an electronic signature: a changed copy of it would be worth nothing."""
    try:
        fields = PdfReader(path).get_fields() or {}
        return any(field.get("/FT") == "/Sig" and field.get("/V") is not None for field in fields.values())
    except (PyPdfError, OSError, ValueError, KeyError, RecursionError, AttributeError, TypeError):
        return False
