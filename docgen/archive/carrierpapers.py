"""The papers in ``其他`` of every carrier: registration form, list of digests, rules of numbering.

What the forms ask is data (``schemas/carriers.toml``).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from docgen.archive.carrier import DiscSet, about, disc_set, size_words
from docgen.archive.carrierlayout import METADATA
from docgen.archive.carriermeta import metadata_bytes
from docgen.archive.copying import DigestingStream, FileDigest
from docgen.archive.manifest import manifest_lines
from docgen.archive.page import category_titles
from docgen.archive.setlist import SetFile
from docgen.archive.xmlout import XmlOut, xml_document
from docgen.model.archive import Disc, Item, Package
from docgen.model.codes import code_folder
from docgen.model.handing import Registration
from docgen.resources import data_root

DIGESTS_NS = "urn:docgen:digests:1"
DATA = "carriers.toml"


@cache
def _data() -> Any:
    return tomllib.loads((data_root() / "schemas" / DATA).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Filed:
    """A file of a carrier that belongs to the records.

    Attributes:
        file: where it stands, its digest, its carrier.
        item: whose it is.
        data: what it holds, where it is written and not copied; else empty.
    """

    file: SetFile
    item: Item
    data: bytes = b""


def filed_files(whole: DiscSet, digests: Mapping[str, FileDigest]) -> list[Filed]:
    """All records of all carriers, and the descriptions that stand in the folders of items.

    Args:
        whole: the carriers.
        digests: of each file, by ``Content.path``.
    """
    filed = []
    for disc in whole.discs:
        for held in whole.held(disc.number):
            filed += [
                Filed(SetFile(whole.path(content), digests[content.path], disc.number), held.item)
                for content in held.contents
            ]
            if whole.layout.by_code:
                data = metadata_bytes(whole, [held], digests)
                path = f"{code_folder(held.item.archival_code)}/{METADATA}"
                digest = FileDigest(len(data), hashlib.sha256(data).hexdigest())
                filed.append(Filed(SetFile(path, digest, disc.number), held.item, data))
    return filed


def write_digests(stream: DigestingStream, whole: DiscSet, disc: Disc, filed: Sequence[Filed]) -> None:
    """数字摘要清单: a row for every carrier of the set, then a row for every record on this one."""
    with xml_document(stream) as out:
        attributes = {"载体编号": disc.name, "算法": "SHA-256"}
        with out.inside(_d("数字摘要清单"), attributes, {None: DIGESTS_NS}):
            for carrier in whole.discs:
                _carrier(out, whole, carrier, [one.file for one in filed if one.file.disc == carrier.number])
            mine = sorted((one for one in filed if one.file.disc == disc.number), key=lambda one: one.file.path)
            for order, one in enumerate(mine, 1):
                with out.inside(_d("文件")):
                    out.leaf(_d("编号"), str(order))
                    out.leaf(_d("内容说明"), f"{one.item.number} {one.item.title}")
                    out.leaf(_d("路径"), one.file.path)
                    out.leaf(_d("实际容量"), str(one.file.digest.size))
                    out.leaf(_d("数字摘要"), one.file.digest.sha256)


def _carrier(out: XmlOut, whole: DiscSet, disc: Disc, files: Sequence[SetFile]) -> None:
    with out.inside(_d("载体")):
        out.leaf(_d("编号"), disc.name)
        out.leaf(_d("内容说明"), about(whole, whole.contents(disc.number)))
        out.leaf(_d("文件数量"), str(len(files)))
        out.leaf(_d("实际容量"), str(sum(file.digest.size for file in files)))
        out.leaf(_d("数字摘要"), together({file.path: file.digest.sha256 for file in files}))


def together(digests: Mapping[str, str]) -> str:
    """One digest for many files: that of their list as ``sha256sum`` writes it, sorted by path."""
    whole = hashlib.sha256()
    for line in manifest_lines(digests):
        whole.update(line)
    return whole.hexdigest()


def _d(name: str) -> str:
    return f"{{{DIGESTS_NS}}}{name}"


def carrier_form(package: Package, discs: Sequence[Disc], medium: str) -> Registration:
    """The form for handing the discs of a package over; see :func:`registration`.

    Raises:
        DefinitionError: the plan of the discs does not fit the package.
    """
    return registration(disc_set(package, discs), medium)


def registration(whole: DiscSet, medium: str) -> Registration:
    """The form for handing all carriers over; what a person must give is empty.

    Args:
        whole: the carriers.
        medium: type and capacity of the medium in words.
    """
    agency, form = whole.package.agency, _data()["registration"]
    contents = [c for disc in whole.discs for c in whole.contents(disc.number)]
    known = {
        "studio": agency.studio,
        "year": str(whole.package.year),
        "about": about(whole, contents),
        "items": str(len({number for disc in whole.discs for number in disc.items})),
        "files": str(len(contents)),
        "size": size_words(sum(content.size for content in contents)),
        "first": whole.discs[0].name,
        "last": whole.discs[-1].name,
        "medium": f"{medium}；共{len(whole.discs)}张" if medium else f"共{len(whole.discs)}张",
        "unit": agency.unit or agency.studio,
    }

    def filled(fields: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
        return tuple((label, " ".join(value.format_map(known).split())) for label, value in fields)

    sections = tuple((str(one["title"]), filled(one["fields"])) for one in form["sections"])
    return Registration(str(form["title"]), filled(form["fields"]), sections)


def registration_bytes(form: Registration) -> bytes:
    """The form as text: a line per field, each side's part under its name in brackets."""
    lines = [form.title, "", *_lines(form.fields)]
    for title, fields in form.sections:
        lines += ["", f"〔{title}〕", *_lines(fields)]
    return text_bytes(lines)


def _lines(fields: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{label}：{value}" for label, value in fields]


def numbering_bytes(whole: DiscSet) -> bytes:
    """How items, files and carriers are numbered, with the categories that are on them."""
    rules, package = _data()["numbering"], whole.package
    titles = category_titles(package)
    known = {"year": str(package.year), "category": next(iter(titles), "")}
    lines = [str(rules["title"]), "", *(str(line).format_map(known) for line in rules["lines"]), ""]
    return text_bytes([*lines, str(rules["categories"]), *(f"  {title}" for title in titles.values())])


def text_bytes(lines: Iterable[str]) -> bytes:
    """Text as the oldest editors show it: UTF-8 with BOM and CRLF."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")
