"""The tag files of a BagIt 1.0 bag (RFC 8493), in the one form we write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from docgen.archive.copying import FileDigest, digesting, write_new
from docgen.archive.manifest import manifest_bytes, manifest_lines
from docgen.model.archive import Package

DECLARATION_NAME = "bagit.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO_NAME = "bag-info.txt"
MANIFEST_NAME = "manifest-sha256.txt"
TAG_MANIFEST_NAME = "tagmanifest-sha256.txt"
#: Beside them where they were asked for.
SM3_MANIFEST_NAME, SM3_TAG_MANIFEST_NAME = "manifest-sm3.txt", "tagmanifest-sm3.txt"
PAYLOAD = "data"
PROFILE_LABEL = "BagIt-Profile-Identifier"
#: Marks the bags whose tag manifest must be complete and canonical; never changes its meaning.
PROFILE = "urn:docgen:bagit-profile:1"
_LABEL = re.compile(r"([^\s:][^:]*?)\s*:[ \t]*(.*)")


def info_labels(package: Package, size: int, files: int) -> list[tuple[str, str]]:
    """The labels of ``bag-info.txt`` in their order; those without a value are left out."""
    agency = package.agency
    labels = [
        ("Source-Organization", agency.unit),
        ("Contact-Name", agency.keeper),
        ("External-Description", f"{agency.studio}{package.year}年度归档文件，参照{package.standard}整理"),
        ("External-Identifier", package.id),
        ("Internal-Sender-Identifier", agency.fonds_code),
        ("Internal-Sender-Description", agency.studio),
        ("Bagging-Date", package.created.date().isoformat()),
        ("Payload-Oxum", f"{size}.{files}"),
        (PROFILE_LABEL, PROFILE),
        ("Bag-Software-Agent", package.software),
    ]
    return [(label, value) for label, value in labels if value.strip()]


def info_bytes(labels: Iterable[tuple[str, str]]) -> bytes:
    """``bag-info.txt``: one label a line; line breaks in values would start a new label and become blanks."""
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in labels).encode()


def read_info(text: str) -> tuple[dict[str, list[str]], list[int]]:
    """Read ``bag-info.txt``: the values of each label, in lower case; and the numbers of the lines that are none."""
    labels: dict[str, list[str]] = {}
    wrong = []
    last = ""
    for number, line in enumerate(text.splitlines(), 1):
        match = _LABEL.fullmatch(line)
        if line[:1] in (" ", "\t") and last:
            labels[last][-1] += f" {line.strip()}"
        elif match:
            last = match[1].lower()
            labels.setdefault(last, []).append(match[2].strip())
        elif line.strip():
            wrong.append(number)
    return labels, wrong


def write_tag_files(
    package: Package, root: Path, payload: Mapping[str, FileDigest], pages: Mapping[str, FileDigest]
) -> dict[str, FileDigest]:
    """Close a bag whose payload stands.

    Args:
        package: what is in it.
        root: folder of the bag.
        payload: digests of all files below ``data``, by path from the root.
        pages: digests of further files at the top that are there already.

    Returns:
        Digests of all files outside ``data``, those of the tag manifests included.
    """
    tags = dict(pages)
    size = sum(d.size for d in payload.values())
    sm3 = package.sm3
    manifests = [(MANIFEST_NAME, manifest_lines({path: d.sha256 for path, d in payload.items()}))]
    if sm3:
        manifests.append((SM3_MANIFEST_NAME, manifest_lines({path: d.sm3 for path, d in payload.items()})))
    for name, lines in manifests:
        with digesting(root / name, sm3=sm3) as stream:
            for line in lines:
                stream.write(line)
        tags[name] = stream.digest
    for name, data in (
        (INFO_NAME, info_bytes(info_labels(package, size, len(payload)))),
        (DECLARATION_NAME, DECLARATION),
    ):
        tags[name] = write_new(root / name, data, sm3=sm3)
    # No tag manifest lists another one (RFC 8493, 2.2.1).
    seals = {TAG_MANIFEST_NAME: manifest_bytes({path: d.sha256 for path, d in tags.items()})}
    if sm3:
        seals[SM3_TAG_MANIFEST_NAME] = manifest_bytes({path: d.sm3 for path, d in tags.items()})
    return tags | {name: write_new(root / name, data, sm3=sm3) for name, data in seals.items()}
