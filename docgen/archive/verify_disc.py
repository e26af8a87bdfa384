"""Is a disc folder whole? Its manifest, its catalogue, and what the catalogue of its set says about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from docgen.archive.carrierlayout import (
    LAYOUTS,
    NAME_SEPARATOR,
    NOTE,
    RECORDS,
    SAAC2012,
    CarrierLayout,
    layout_of,
)
from docgen.archive.codes import Code, Findings
from docgen.archive.copying import Progress
from docgen.archive.manifest import Manifest, manifest_bytes, read_manifest
from docgen.archive.setlist import DISC_MANIFEST, SET_CATALOGUE, SetList, is_filed, read_set_catalogue
from docgen.archive.verify_carrier import check_descriptions, check_digests, check_folders, check_note
from docgen.archive.walk import Tree, check_tree, digests, read_bytes, read_text
from docgen.archive.xmlin import BadXml, elements

_ROOT, _ENTRY, _ORDER, _NAME, _CODE = "文件目录", "文件", "顺序号", "电子档案名称", "档号"


@dataclass(slots=True)
class DiscFacts:
    """What a disc turned out to be.

    Attributes:
        number: its ordinal in the set, ``None`` where nothing tells.
        catalogue: the catalogue of its set, ``None`` where there is none that can be read.
        catalogue_bytes: the catalogue as it stands on the disc.
        items: entries of its file-level catalogue.
        filed: digest of each filed document as the manifest has it.
    """

    number: int | None = None
    catalogue: SetList | None = None
    catalogue_bytes: bytes = b""
    items: int = 0
    filed: dict[str, str] = field(default_factory=dict)


def looks_like_disc(tree: Tree) -> bool:
    """A disc, be it without its manifest."""
    marks = (DISC_MANIFEST, SET_CATALOGUE, *(layout.catalogue for layout in LAYOUTS.values()), NOTE)
    return any(mark in tree.files for mark in marks) or bool(tree.below(RECORDS))


def verify_disc(tree: Tree, name: str, findings: Findings, progress: Progress) -> DiscFacts:
    """Check a disc folder.

    Args:
        tree: its files.
        name: name of the folder; of a mounted disc it says nothing.
        findings: where problems go.
        progress: told after each file.
    """
    facts = DiscFacts()
    check_tree(tree, findings)
    manifest = _check_manifest(tree, findings, progress)
    facts.filed = {path: digest for path, digest in manifest.entries.items() if is_filed(path)}
    layout = layout_of(tree.files) or SAAC2012
    facts.items, codes = _check_catalogue(tree, layout, findings)
    if layout.by_code:
        check_folders(tree, layout, codes, findings)
    check_note(tree, layout, facts.items, findings)
    check_descriptions(tree, layout, manifest.entries, findings)
    check_digests(tree, manifest.entries, findings)
    if SET_CATALOGUE in tree.files:
        facts.catalogue_bytes = read_bytes(tree, SET_CATALOGUE)
        try:
            facts.catalogue = read_set_catalogue(tree.at(SET_CATALOGUE))
        except BadXml as error:
            findings.error(Code.SET_CATALOGUE, f"全套目录不合 set.xsd：{error}", SET_CATALOGUE)
        except OSError as error:
            findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", SET_CATALOGUE)
    if facts.catalogue is not None:
        facts.number = disc_number(tree, name, facts.catalogue)
        _check_set_rows(tree, facts, facts.catalogue, findings)
    return facts


def _check_manifest(tree: Tree, findings: Findings, progress: Progress) -> Manifest:
    """Everything on the disc but the manifest itself is listed and unchanged."""
    if DISC_MANIFEST not in tree.files:
        findings.error(Code.NO_MANIFEST, f"缺少 {DISC_MANIFEST}", DISC_MANIFEST)
        return Manifest()
    manifest = read_manifest(read_text(tree, DISC_MANIFEST, findings), escaped=False)
    for number in manifest.malformed:
        findings.error(Code.MANIFEST_LINE, f"第 {number} 行不是“校验值  路径”", DISC_MANIFEST)
    for path in manifest.twice:
        findings.error(Code.MANIFEST_TWICE, f"“{path}”列了不止一次", DISC_MANIFEST)
    for path in manifest.unsafe:
        findings.error(Code.UNSAFE_PATH, f"“{path}”指向光盘之外，没有去读", DISC_MANIFEST)
    if read_bytes(tree, DISC_MANIFEST) != manifest_bytes(manifest.entries):
        findings.error(Code.MANIFEST_FORM, "清单的写法变了（大小写、空格、次序或换行）", DISC_MANIFEST)
    wanted = {path: ("sha256",) for path in sorted(manifest.entries) if path in tree.files}
    found = digests(tree, wanted, findings, progress)
    for path, digest in sorted(manifest.entries.items()):
        if path not in tree.files and path not in tree.odd:
            findings.error(Code.MISSING, "清单里有，文件不在", path)
        elif path in found and found[path]["sha256"] != digest:
            findings.error(Code.CHANGED, "内容与清单不符（sha256）", path)
    for path in sorted(tree.files.keys() - manifest.entries.keys() - {DISC_MANIFEST}):
        findings.error(Code.EXTRA, "清单里没有这个文件", path)
    return manifest


def _check_catalogue(tree: Tree, layout: CarrierLayout, findings: Findings) -> tuple[int, list[str]]:
    """The catalogue: well-formed, entries numbered once; where it names files, every record named, every name there.

    Returns:
        How many entries it has, and their archival codes.
    """
    name = layout.catalogue
    if name not in tree.files:
        findings.error(Code.DISC_CATALOGUE, f"缺少 {name}", name)
        return 0, []
    orders: list[str] = []
    codes: list[str] = []
    named: Counter[str] = Counter()
    records = {path for path in tree.files if path.startswith(f"{RECORDS}/") and not layout.by_code}
    try:
        for event, element in elements(tree.at(name), frozenset({_ENTRY})):
            if event == "start" and element.getparent() is None and element.tag != _ROOT:
                findings.error(Code.DISC_CATALOGUE, f"根元素不是“{_ROOT}”", name)
            if event == "end" and element.tag == _ENTRY:
                orders.append((element.findtext(_ORDER) or "").strip())
                codes.append((element.findtext(_CODE) or "").strip())
                for text in _names(element.findtext(_NAME) or "", records):
                    held = _held(text, records)
                    named.update(held)
                    if not held:
                        findings.error(Code.DISC_CATALOGUE, f"顺序号 {orders[-1]} 的“{text}”不在光盘上", name)
    except BadXml as error:
        findings.error(Code.DISC_CATALOGUE, f"不是完好的 XML：{error}", name)
        return 0, []
    except OSError as error:
        findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", name)
        return 0, []
    for order, count in Counter(orders).items():
        if count > 1 or not order:
            findings.error(Code.DISC_CATALOGUE, f"顺序号“{order}”是空的或用了不止一次", name)
    for path, count in sorted(named.items()):
        if count > 1:
            findings.error(Code.DISC_CATALOGUE, f"“{path}”列在不止一条里", name)
    for path in sorted(records - named.keys()):
        findings.error(Code.DISC_UNNAMED, f"{name} 里没有这个文件", path)
    return len(orders), codes


def _names(text: str, records: set[str]) -> list[str]:
    """The names in one entry: one a line; a line that names nothing may be several with ``；`` between."""
    names: list[str] = []
    for line in (part.strip() for part in text.split(NAME_SEPARATOR)):
        if line and "；" in line and not _held(line, records):
            names += [part.strip() for part in line.split("；") if part.strip()]
        elif line:
            names.append(line)
    return names


def _held(name: str, records: set[str]) -> list[str]:
    """The records a name means: a file or a folder, from the root of the disc or from the folder of the records."""
    for full in (name, f"{RECORDS}/{name}"):
        if full in records:
            return [full]
        inside = sorted(path for path in records if path.startswith(f"{full.rstrip('/')}/"))
        if inside and full.rstrip("/") != RECORDS:
            return inside
    return []


def disc_number(tree: Tree, name: str, catalogue: SetList) -> int | None:
    """Which disc of its set this is: by what lies on it, else by its name."""
    owners = Counter(catalogue.files[path].disc for path in tree.files if path in catalogue.files)
    if owners:
        return min(owners, key=lambda number: (-owners[number], number))
    return next((number for number, known in catalogue.discs.items() if known == name), None)


def _check_set_rows(tree: Tree, facts: DiscFacts, catalogue: SetList, findings: Findings) -> None:
    """What the catalogue of the set says about this disc is what lies on it."""
    place = SET_CATALOGUE
    for path in catalogue.twice:
        findings.error(Code.SET_TWICE, f"全套目录把“{path}”列了不止一次", place)
    if sorted(catalogue.discs) != list(range(1, catalogue.total + 1)):
        findings.error(Code.SET_NUMBER, f"全套目录写明共 {catalogue.total} 张，盘号却不是从 1 连续编到它", place)
    mine = {path: file for path, file in catalogue.files.items() if file.disc == facts.number}
    filed = {path for path in tree.files if is_filed(path)}
    for path in sorted(mine.keys() - filed):
        findings.error(Code.SET_FILE, "全套目录说它在这张盘上，盘上没有", path)
    for path in sorted(filed - mine.keys()):
        findings.error(Code.SET_FILE, "盘上有它，全套目录没有说它在这张盘上", path)
    for path in sorted(mine.keys() & filed):
        digest = mine[path].digest
        listed = facts.filed.get(path, digest.sha256)
        if digest.size != tree.files[path] or digest.sha256 != listed:
            findings.error(Code.SET_FILE, "大小或校验值与全套目录不符", path)
