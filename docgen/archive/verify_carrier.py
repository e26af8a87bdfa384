"""Do the papers of a carrier agree with what lies on it? Folders of items, note, descriptions, list of digests.

What an importer enforces (DA/T 93—2022, appendix B) is checked before it does. Carriers made without descriptions or a
list of digests are none the worse: only what is there is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.archive.carrierlayout import (
    DIGESTS,
    DIGESTS_SCHEMA,
    METADATA,
    METADATA_NAME,
    METADATA_SCHEMA,
    NOTE,
    CarrierLayout,
)
from docgen.archive.codes import Code, Findings
from docgen.archive.setlist import OTHER, is_filed
from docgen.archive.walk import Tree, read_bytes
from docgen.archive.xmlin import BadXml, elements

_COUNT = "档案数量"
_METADATA = "urn:docgen:metadata:1"
_DIGESTS = "urn:docgen:digests:1"


def check_folders(tree: Tree, layout: CarrierLayout, codes: Sequence[str], findings: Findings) -> None:
    """Nothing else in the root, no file outside the folder of an item, and a folder for every item of the catalogue."""
    known = Counter(codes)
    folders: dict[str, set[str]] = {}
    held: dict[str, list[str]] = {}
    for path in tree.files:
        folder, _, name = path.rpartition("/")
        if not folder:
            if path not in (NOTE, layout.catalogue):
                findings.error(Code.DISC_LAYOUT, "根目录里不应有这个文件", path)
        elif is_filed(path):
            code = folder.rpartition("/")[2]
            if code not in known or folder.count("/") < 2:
                findings.error(Code.DISC_UNNAMED, f"不在 {layout.catalogue} 所列档号的文件夹里", path)
            else:
                folders.setdefault(code, set()).add(folder)
                held.setdefault(code, []).append(name)
    for code, count in sorted(known.items()):
        if count > 1 or not code:
            findings.error(Code.DISC_CATALOGUE, f"档号“{code}”是空的或用了不止一次", layout.catalogue)
        elif len(folders.get(code, ())) != 1:
            many = len(folders.get(code, ()))
            findings.error(Code.DISC_LAYOUT, f"档号“{code}”应有一个文件夹，实有 {many} 个", layout.catalogue)
        else:
            _check_folder(next(iter(folders[code])), held[code], findings)


def _check_folder(folder: str, names: Sequence[str], findings: Findings) -> None:
    described = [name for name in names if METADATA_NAME.fullmatch(name)]
    if not described:
        findings.error(Code.DISC_LAYOUT, f"这一件没有 {METADATA}", folder)
    if len(described) == len(names):
        findings.error(Code.DISC_LAYOUT, "这一件没有内容文件", folder)


def check_note(tree: Tree, layout: CarrierLayout, items: int, findings: Findings) -> None:
    """The note tells as many items as the catalogue has entries."""
    if NOTE not in tree.files:
        findings.error(Code.DISC_NOTE, f"缺少 {NOTE}", NOTE)
        return
    counts = [value for label, value in note_fields(read_bytes(tree, NOTE)) if label == _COUNT]
    if counts != [str(items)] and (counts or layout.by_code):
        said = "、".join(counts) or "没有写"
        findings.error(Code.DISC_NOTE, f"{_COUNT}{said}，{layout.catalogue} 里有 {items} 条", NOTE)


def note_fields(data: bytes) -> list[tuple[str, str]]:
    """The fields of a note, in the encodings that it may have; what is no field is left out."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = data.decode(encoding).splitlines()
            break
        except UnicodeDecodeError:
            continue
    else:
        return []
    parts = [line.partition("：") for line in lines]
    return [(label.strip(), value.strip()) for label, colon, value in parts if colon]


@dataclass(frozen=True, slots=True)
class _Told:
    """A file as a list tells of it."""

    path: str
    size: str
    digest: str


def check_descriptions(tree: Tree, layout: CarrierLayout, manifest: Mapping[str, str], findings: Findings) -> None:
    """The descriptions name every record, with its size and digest, and nothing else."""
    places = [f"{OTHER}/{METADATA}"] if f"{OTHER}/{METADATA}" in tree.files else []
    if layout.by_code:
        places = [p for p in tree.files if is_filed(p) and METADATA_NAME.fullmatch(p.rpartition("/")[2])]
    for place in places:
        folder = f"{place.rpartition('/')[0]}/" if layout.by_code else ""
        told = _told(tree, place, (_METADATA, "电子属性"), ("计算机文件名", "计算机文件大小"), findings)
        if told is None:
            continue
        wanted = {p for p in _records(tree, manifest) if p.startswith(folder) and p not in places}
        told = [_Told(f"{folder}{one.path}", one.size, one.digest) for one in told]
        _compare(tree, place, told, wanted, (manifest, Code.DISC_METADATA), findings)


def check_digests(tree: Tree, manifest: Mapping[str, str], findings: Findings) -> None:
    """The list of digests names every record as the manifest does."""
    if DIGESTS not in tree.files:
        return
    told = _told(tree, DIGESTS, (_DIGESTS, "文件"), ("路径", "实际容量"), findings)
    if told is not None:
        _compare(tree, DIGESTS, told, _records(tree, manifest), (manifest, Code.DISC_DIGESTS), findings)


def _records(tree: Tree, manifest: Mapping[str, str]) -> set[str]:
    """The files that lists must name: those the manifest vouches for; what else is there is reported as such."""
    return {path for path in (manifest or tree.files) if is_filed(path)}


def _told(
    tree: Tree, place: str, tag: tuple[str, str], names: tuple[str, str], findings: Findings
) -> list[_Told] | None:
    """What a list tells of files; ``None`` where it can not be read, which is reported."""
    space, entry = tag
    schema, code = (METADATA_SCHEMA, Code.DISC_METADATA) if space == _METADATA else (DIGESTS_SCHEMA, Code.DISC_DIGESTS)

    def text(element: Any, name: str) -> str:
        return element.findtext(f"{{{space}}}{name}") or ""

    told = []
    try:
        for event, element in elements(tree.at(place), frozenset({f"{{{space}}}{entry}"}), schema):
            if event == "end" and element.tag == f"{{{space}}}{entry}":
                told.append(_Told(text(element, names[0]), text(element, names[1]), text(element, "数字摘要")))
    except BadXml as error:
        findings.error(code, f"不合 {schema}：{error}", place)
        return None
    except OSError as error:
        findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", place)
        return None
    return told


def _compare(
    tree: Tree,
    place: str,
    told: Sequence[_Told],
    wanted: set[str],
    against: tuple[Mapping[str, str], Code],
    findings: Findings,
) -> None:
    manifest, code = against
    for one in told:
        if one.path not in wanted:
            findings.error(code, f"列了“{one.path}”，载体上没有", place)
        elif one.size != str(tree.files.get(one.path, one.size)) or one.digest != manifest.get(one.path, one.digest):
            findings.error(code, f"“{one.path}”的大小或数字摘要与清单不符", place)
    for path in sorted(wanted - {one.path for one in told}):
        findings.error(code, f"没有列“{path}”", place)
