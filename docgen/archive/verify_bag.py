"""Is a BagIt bag complete and valid (RFC 8493)? And, when it is one of ours, is not a byte of it changed?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from docgen.archive.bag import (
    DECLARATION_NAME,
    INFO_NAME,
    MANIFEST_NAME,
    PAYLOAD,
    PROFILE,
    PROFILE_LABEL,
    SM3_MANIFEST_NAME,
    SM3_TAG_MANIFEST_NAME,
    TAG_MANIFEST_NAME,
    read_info,
)
from docgen.archive.codes import Code, Findings
from docgen.archive.copying import SM3, Progress, computable
from docgen.archive.layout import ITEMS
from docgen.archive.manifest import Manifest, manifest_bytes, read_manifest
from docgen.archive.walk import Tree, check_tree, digests, read_bytes, read_text

_MANIFEST = re.compile(r"(tag)?manifest-([A-Za-z0-9-]+)\.txt")
_VERSION = re.compile(r"BagIt-Version: (\d+\.\d+)")
_ENCODING = re.compile(r"Tag-File-Character-Encoding: (\S+)")
_VERSIONS = frozenset({"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"})
_ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3")


@dataclass(slots=True)
class BagFacts:
    """What a bag turned out to be.

    Attributes:
        ours: docgen made it, so every byte of it must be accounted for.
        labels: ``bag-info.txt``, labels in lower case.
        payload: SHA-256 of each payload file as the manifest has it.
    """

    ours: bool = False
    labels: dict[str, list[str]] = field(default_factory=dict)
    payload: dict[str, str] = field(default_factory=dict)


def has_tag_files(tree: Tree) -> bool:
    """It has a declaration or a manifest at its top."""
    return any(name == DECLARATION_NAME or _MANIFEST.fullmatch(name) for name in tree.files)


def looks_like_bag(tree: Tree) -> bool:
    """A bag, be it without its declaration or its manifests."""
    return has_tag_files(tree) or (tree.root / PAYLOAD).is_dir()


def verify_bag(tree: Tree, findings: Findings, progress: Progress) -> BagFacts:
    """Check a bag: declaration, manifests, every file, what it says about itself."""
    facts = BagFacts()
    check_tree(tree, findings)
    encoding = _declaration(tree, findings)
    facts.labels = _labels(tree, findings, encoding)
    manifests = {name: _read(tree, name, encoding, findings) for name in tree.files if _MANIFEST.fullmatch(name)}
    payload = {_algorithm(name): m for name, m in manifests.items() if not name.startswith("tag")}
    tags = {_algorithm(name): m for name, m in manifests.items() if name.startswith("tag")}
    facts.ours = _ours(tree, facts.labels, payload)
    if not (tree.root / PAYLOAD).is_dir():
        findings.error(Code.STRUCTURE, f"缺少 {PAYLOAD} 文件夹", PAYLOAD)
    if not payload:
        findings.error(Code.NO_MANIFEST, "没有任何清单（manifest-….txt），无从核对")
    for algorithm, manifest in payload.items():
        for path in sorted(p for p in manifest.entries if not p.startswith(f"{PAYLOAD}/")):
            findings.error(Code.OUTSIDE, f"清单 manifest-{algorithm}.txt 列出了 {PAYLOAD} 之外的文件", path)
            del manifest.entries[path]
    listed = _completeness(tree, payload, tags, findings)
    found = digests(tree, _wanted(tree, payload, tags, findings), findings, progress)
    _compare(payload | {f"tag:{name}": m for name, m in tags.items()}, found, findings)
    _oxum(tree, facts.labels, findings)
    _tag_manifest(tree, facts, tags, findings)
    facts.payload = payload["sha256"].entries if "sha256" in payload else {}
    # Without any manifest every file would be an extra one; that there is none was said already.
    unlisted = [path for path in tree.files if path.startswith(f"{PAYLOAD}/") and path not in listed]
    for path in unlisted if payload else ():
        findings.error(Code.EXTRA, "清单里没有这个文件", path)
    for path in sorted(tree.empty) if facts.ours else ():
        findings.error(Code.EXTRA, "空文件夹，打包时没有", path)
    return facts


def _algorithm(name: str) -> str:
    match = _MANIFEST.fullmatch(name)
    assert match is not None
    return match[2].lower()


def _declaration(tree: Tree, findings: Findings) -> str:
    """Check ``bagit.txt``; the encoding of the other tag files."""
    if DECLARATION_NAME not in tree.files:
        findings.error(Code.DECLARATION, f"缺少 {DECLARATION_NAME}", DECLARATION_NAME)
        return "utf-8"
    lines = read_text(tree, DECLARATION_NAME, findings).splitlines()
    version = _VERSION.fullmatch(lines[0]) if lines else None
    encoding = _ENCODING.fullmatch(lines[1]) if len(lines) > 1 else None
    if version is None or encoding is None or len(lines) != 2:
        findings.error(Code.DECLARATION, "声明应当正好是两行：版本和文字编码", DECLARATION_NAME)
    elif version[1] not in _VERSIONS:
        findings.error(Code.DECLARATION, f"不认识的 BagIt 版本 {version[1]}", DECLARATION_NAME)
    return encoding[1] if encoding else "utf-8"


def _labels(tree: Tree, findings: Findings, encoding: str) -> dict[str, list[str]]:
    if INFO_NAME not in tree.files:
        return {}
    labels, wrong = read_info(read_text(tree, INFO_NAME, findings, encoding))
    for number in wrong:
        findings.error(Code.BAG_INFO, f"第 {number} 行不是“标签: 值”", INFO_NAME)
    return labels


def _read(tree: Tree, name: str, encoding: str, findings: Findings) -> Manifest:
    manifest = read_manifest(read_text(tree, name, findings, encoding))
    for number in manifest.malformed:
        findings.error(Code.MANIFEST_LINE, f"第 {number} 行不是“校验值  路径”", name)
    for path in manifest.twice:
        findings.error(Code.MANIFEST_TWICE, f"“{path}”列了不止一次", name)
    for path in manifest.unsafe:
        findings.error(Code.UNSAFE_PATH, f"“{path}”指向归档之外，没有去读", name)
    return manifest


def _ours(tree: Tree, labels: Mapping[str, list[str]], payload: Mapping[str, Manifest]) -> bool:
    """Marked as ours, or built like ours: who removes the mark must not get a milder check."""
    if PROFILE in labels.get(PROFILE_LABEL.lower(), []):
        return True
    known = {path for manifest in payload.values() for path in manifest.entries} | tree.files.keys()
    return any(path.startswith(f"{PAYLOAD}/") and path.endswith(f"/{ITEMS}") for path in known)


def _completeness(
    tree: Tree, payload: Mapping[str, Manifest], tags: Mapping[str, Manifest], findings: Findings
) -> set[str]:
    """Everything listed exists; all payload manifests list the same. Returns all payload files accounted for."""
    every = [manifest.entries for manifest in (*payload.values(), *tags.values())]
    forms = {unicodedata.normalize("NFC", path): path for path in tree.files}
    accounted = {path for manifest in payload.values() for path in manifest.entries}
    for path in sorted({path for entries in every for path in entries} - tree.files.keys()):
        other = forms.get(unicodedata.normalize("NFC", path))
        if other is not None and other not in accounted:
            findings.error(Code.UNICODE_FORM, "文件在，但文件名的 Unicode 写法与清单不同", path)
            accounted.add(other)
        elif path in tree.odd or path in tree.unreadable:
            continue
        else:
            findings.error(Code.MISSING, "清单里有，文件不在", path)
    union = {path for manifest in payload.values() for path in manifest.entries}
    for algorithm, manifest in payload.items():
        for path in sorted(union - manifest.entries.keys()):
            findings.error(Code.MANIFESTS_DIFFER, f"manifest-{algorithm}.txt 没有列出它，另一份清单列出了", path)
    return accounted


def _wanted(
    tree: Tree, payload: Mapping[str, Manifest], tags: Mapping[str, Manifest], findings: Findings
) -> dict[str, list[str]]:
    """Which digests to compute for which file."""
    wanted: dict[str, list[str]] = {}
    for kind, manifests in (("manifest", payload), ("tagmanifest", tags)):
        for algorithm, manifest in manifests.items():
            if not _computable(algorithm):
                name = f"{kind}-{algorithm}.txt"
                findings.warning(Code.NOT_CHECKED, f"这台电脑不会算 {algorithm}，这份清单没有核对", name)
                continue
            for path in manifest.entries.keys() & tree.files.keys():
                algorithms = wanted.setdefault(path, [])
                if algorithm not in algorithms:
                    algorithms.append(algorithm)
    return dict(sorted(wanted.items()))


def _computable(algorithm: str) -> bool:
    return algorithm in _ALGORITHMS and computable(algorithm)


def _compare(manifests: Mapping[str, Manifest], found: Mapping[str, Mapping[str, str]], findings: Findings) -> None:
    changed: dict[str, list[str]] = {}
    for name, manifest in manifests.items():
        algorithm = name.removeprefix("tag:")
        for path, digest in manifest.entries.items():
            actual = found.get(path, {}).get(algorithm)
            if actual is not None and actual != digest and algorithm not in changed.get(path, []):
                changed.setdefault(path, []).append(algorithm)
    for path, algorithms in sorted(changed.items()):
        findings.error(Code.CHANGED, f"内容与清单不符（{'、'.join(algorithms)}）", path)


def _oxum(tree: Tree, labels: Mapping[str, list[str]], findings: Findings) -> None:
    values = labels.get("payload-oxum", [])
    if len(values) > 1:
        findings.error(Code.OXUM, "Payload-Oxum 写了不止一次", INFO_NAME)
    sizes = tree.below(PAYLOAD)
    actual = f"{sum(sizes.values())}.{len(sizes)}"
    if values and values[0] != actual:
        findings.error(Code.OXUM, f"Payload-Oxum 写的是 {values[0]}，实际是 {actual}", INFO_NAME)


def _tag_manifest(tree: Tree, facts: BagFacts, tags: Mapping[str, Manifest], findings: Findings) -> None:
    """The tag manifest: a courtesy in a foreign bag, the seal of ours."""
    if not facts.ours:
        if not tags:
            findings.warning(Code.NO_TAG_MANIFEST, "没有 tagmanifest，说明文件的改动无从发现")
        return
    if PROFILE not in facts.labels.get(PROFILE_LABEL.lower(), []):
        findings.error(Code.BAG_INFO, f"缺少 {PROFILE_LABEL}", INFO_NAME)
    if MANIFEST_NAME not in tree.files:
        findings.error(Code.NO_MANIFEST, f"缺少 {MANIFEST_NAME}", MANIFEST_NAME)
    wanted = {"sha256": TAG_MANIFEST_NAME}
    if SM3 in tags or SM3_MANIFEST_NAME in tree.files:
        wanted[SM3] = SM3_TAG_MANIFEST_NAME
    for algorithm, name in wanted.items():
        if algorithm not in tags:
            findings.error(Code.NO_TAG_MANIFEST, f"缺少 {name}", name)
        else:
            _seal(tree, tags[algorithm].entries, name, set(wanted.values()), findings)


def _seal(tree: Tree, listed: Mapping[str, str], name: str, seals: Set[str], findings: Findings) -> None:
    """A tag manifest of ours lists every file at the top but the tag manifests, in the one form we write."""
    for path in sorted(tree.files.keys() - listed.keys() - seals):
        if not path.startswith(f"{PAYLOAD}/"):
            findings.error(Code.EXTRA, f"{name} 里没有这个文件", path)
    canonical = {
        path: digest for path, digest in listed.items() if path not in seals and not path.startswith(f"{PAYLOAD}/")
    }
    # Nothing else vouches for this file, so a changed byte must show even where it means the same.
    if read_bytes(tree, name) != manifest_bytes(canonical):
        findings.error(Code.MANIFEST_FORM, "清单的写法变了（大小写、空格、次序、换行，或多列了文件）", name)
