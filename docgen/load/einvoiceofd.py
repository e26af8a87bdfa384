"""OFD files: a zip with a document in it; the invoice stands there up to four times, the surest reading first.

Source: GB/T 33190—2016: ``OFD.xml`` with custom data, attachments, custom tags that point at text objects, pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from docgen.container import Container
from docgen.load.einvoicefacts import Pair, invoice_of, pair, renamed
from docgen.load.einvoicetext import invoice_in, title_of
from docgen.load.safexml import local, parse_xml
from docgen.model.invoices import Invoice

MAX_PART, MAX_PARTS = 5 * 1024 * 1024, 200
#: Parts with what is seen: pages, and the templates behind them.
PAGE = re.compile("/(?:pages|tpls|temps)/", re.IGNORECASE)
#: Lines of a page lie at least so many millimetres apart.
LINE = 1.5


def xml_pairs(root: etree._Element) -> list[Pair]:
    """The texts of a document, each with the names that lead to it."""
    found: list[Pair] = []

    def walk(element: etree._Element, above: tuple[str, ...]) -> None:
        names = (*above, local(element))
        if len(element) == 0:
            found.append(pair(names, element.text))
        for child in element:
            walk(child, names)

    walk(root, ())
    return found


def read_ofd(data: bytes, name: str) -> Invoice:
    """What an OFD file says.

    Raises:
        UnreadableFile: it is no zip, damaged, or beyond the limits.
        etree.XMLSyntaxError: a document in it is not well-formed.
        UnsafeXml: a document in it declares a document type.
    """
    container = Container.read(data, name)
    roots = dict(_documents(container))
    invoice = Invoice()
    for part, root in roots.items():
        if "/attach" in part.lower():
            invoice = invoice.completed(invoice_of(xml_pairs(root)))
    invoice = invoice.completed(invoice_of(_custom_data(roots)))
    texts = {part: list(_texts(root)) for part, root in roots.items() if PAGE.search(part)}
    invoice = invoice.completed(invoice_of(_tagged(roots, texts)))
    lines = _lines(texts)
    return renamed(invoice.completed(invoice_in(lines)), title_of(lines))


def _documents(container: Container) -> Iterator[tuple[str, etree._Element]]:
    parts = [p for p in container.parts.values() if p.name.lower().endswith(".xml") and p.size <= MAX_PART]
    for part in parts[:MAX_PARTS]:
        yield part.name, parse_xml(container[part.name])


def _custom_data(roots: Mapping[str, etree._Element]) -> list[Pair]:
    root = roots.get("OFD.xml")
    nodes = [] if root is None else [e for e in root.iter() if local(e) == "CustomData"]
    return [pair((str(e.get("Name") or ""),), e.text) for e in nodes]


def _tagged(
    roots: Mapping[str, etree._Element], texts: Mapping[str, list[tuple[str, float, float, str]]]
) -> list[Pair]:
    """Values of custom tags, which name text objects on the pages."""
    objects: dict[str, str] = {}
    for found in texts.values():
        for key, _, _, text in found:
            objects.setdefault(key, text)
    pairs: list[Pair] = []
    for part, root in roots.items():
        if "/tags/" not in part.lower():
            continue
        for element in root.iter():
            refs = [str(child.text or "").strip() for child in element if local(child) == "ObjectRef"]
            if refs:
                names = [local(e) for e in reversed([element, *element.iterancestors()])]
                pairs.append(pair(names, "".join(objects.get(ref, "") for ref in refs)))
    return pairs


def _texts(root: etree._Element) -> Iterator[tuple[str, float, float, str]]:
    """Text objects of a page: id, x, y (millimetres), text."""
    for element in root.iter():
        if local(element) != "TextObject":
            continue
        text = "".join(str(e.text or "") for e in element.iter() if local(e) == "TextCode")
        numbers = str(element.get("Boundary") or "").split()[:2]
        try:
            x, y = (float(n) for n in numbers)
        except ValueError:
            x, y = 0.0, 0.0
        yield str(element.get("ID") or ""), x, y, text


def _lines(texts: Mapping[str, list[tuple[str, float, float, str]]]) -> list[str]:
    """What stands on the pages, line by line from above, each from the left."""
    placed = sorted((y, x, text) for found in texts.values() for _, x, y, text in found)
    lines: list[list[tuple[float, str]]] = []
    last = float("-inf")
    for y, x, text in placed:
        if y - last > LINE:
            lines.append([])
            last = y
        lines[-1].append((x, text))
    return [" ".join(text for _, text in sorted(line)) for line in lines]
