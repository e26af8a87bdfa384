"""A folder of invoices → what each of them says. All that is read here comes from strangers: it is bounded."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree
from pypdf import PdfReader

from docgen.container import Container
from docgen.errors import UnreadableFile
from docgen.load.einvoicefacts import invoice_of
from docgen.load.einvoiceofd import MAX_PART, read_ofd, xml_pairs
from docgen.load.einvoicetext import invoice_in
from docgen.load.intake import check_column, files_below, intake, intake_table
from docgen.load.safexml import UnsafeXml, parse_xml
from docgen.model.invoices import KINDS, Invoice, InvoiceRegister, Paper
from docgen.model.standard import Standard

FILE = "invoices.toml"
COLUMNS = {"number", "kind", "voucher", "issued", "payee", "amount", "summary", "file"}
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".heif"})
ENDINGS = PICTURES | {".xml", ".ofd", ".pdf", ".zip"}
#: An invoice has some hundred kilobytes.
MAX_BYTES = 20 * 1024 * 1024
#: Pages of a PDF that are looked at, and bytes of drawing commands on one of them.
MAX_PAGES, MAX_DRAWING = 5, 4 * 1024 * 1024
MAX_ATTACHED = 10
#: Beginnings of files, and what they are.
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "ofd"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture"),
)


class _Unusable(Exception):
    """The file can not be used; the text is a word of :class:`docgen.model.invoices.Paper`."""


def load_invoice_register(standard: Standard) -> InvoiceRegister:
    """How the standard wants invoices registered.

    Raises:
        InputError: the standard says nothing of it.
        StandardError: a key is unknown or missing, or a register or column does not exist.
    """
    path = standard.folder / FILE
    table = intake_table(path, {"kinds", "buyer"}, COLUMNS, {"kinds": KINDS})
    register, _, column = table["buyer"].partition(".")
    check_column(standard, register, column, path)
    return InvoiceRegister(**intake(standard, table, path), kinds=table["kinds"], buyer=(register, column))


def find_papers(folder: Path) -> Iterator[Paper]:
    """The invoices below a folder, also those that can not be read; nothing is changed.

    Raises:
        MissingFile: the folder is not there.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    for file in files_below(folder, ENDINGS):
        yield look(file)


def look(file: Path) -> Paper:
    """What is known of a file."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return Paper(str(file), digest, _form(file, b""), size, problem="too-large")
        data = file.read_bytes()
    except OSError:
        return Paper(str(file), "", _form(file, b""), 0, problem="unreadable")
    form, digest = _form(file, data), hashlib.sha256(data).hexdigest()
    try:
        invoice = _read(form, data, file.name)
    except _Unusable as problem:
        return Paper(str(file), digest, form, size, problem=str(problem))
    return Paper(str(file), digest, form, size, invoice)


def _form(file: Path, data: bytes) -> str:
    """What a file is, by its beginning; by its name where that says nothing."""
    found = next((form for magic, form in MAGIC if data.startswith(magic)), "")
    if not found and b"%PDF-" in data[:1024]:
        found = "pdf"
    ending = file.suffix.lower()
    if found == "ofd" and ending == ".zip" and b"OFD.xml" not in data:
        return "zip"
    return found or ("picture" if ending in PICTURES else ending.lstrip("."))


def _read(form: str, data: bytes, name: str) -> Invoice:
    if not data:
        raise _Unusable("empty")
    if form in ("picture", "zip"):
        raise _Unusable(form)
    reader: Callable[[bytes, str], Invoice] = {"xml": _xml, "ofd": _ofd, "pdf": _pdf}[form]
    invoice = reader(data, name)
    if not invoice.number or (invoice.sum is None and not invoice.kind):
        raise _Unusable("no-invoice")
    return invoice


def _xml(data: bytes, name: str) -> Invoice:
    if len(data) > MAX_PART:
        raise _Unusable("too-large")
    try:
        return invoice_of(xml_pairs(parse_xml(data)))
    except UnsafeXml as error:
        raise _Unusable("unsafe") from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _Unusable("damaged") from error


def _ofd(data: bytes, name: str) -> Invoice:
    try:
        if "OFD.xml" not in Container.read(data, name):
            raise _Unusable("no-invoice")
        return read_ofd(data, name)
    except UnsafeXml as error:
        raise _Unusable("unsafe") from error
    except UnreadableFile as error:
        words = {"input.unsafe": "unsafe", "input.protected": "protected"}
        raise _Unusable(words.get(error.code, "damaged")) from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _Unusable("damaged") from error


def _pdf(data: bytes, name: str) -> Invoice:
    """What a PDF says: the XML attached to it first, then the text of its pages."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _Unusable("protected")
        attached = _attached(reader)
        lines = [line for page in reader.pages[:MAX_PAGES] for line in _page_lines(page)]
    except _Unusable:
        raise
    except Exception as error:
        # The reader stumbles over damaged files in every way there is; one bad file must not end the others' turn.
        raise _Unusable("damaged") from error
    if not attached.number and not any(line.strip() for line in lines):
        raise _Unusable("no-text")
    return attached.completed(invoice_in(lines))


def _page_lines(page: object) -> list[str]:
    contents = page.get_contents()  # type: ignore[attr-defined]
    if contents is not None and len(contents.get_data()) > MAX_DRAWING:
        raise _Unusable("too-large")
    return str(page.extract_text()).splitlines()  # type: ignore[attr-defined]


def _attached(reader: PdfReader) -> Invoice:
    invoice = Invoice()
    for attachment in list(reader.attachment_list)[:MAX_ATTACHED]:
        data = bytes(attachment.content)
        if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and len(data) <= MAX_PART:
            try:
                invoice = invoice.completed(invoice_of(xml_pairs(parse_xml(data))))
            except UnsafeXml as error:
                raise _Unusable("unsafe") from error
            except etree.XMLSyntaxError:
                continue
    return invoice
