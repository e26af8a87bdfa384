"""Does an E-ARK package hold together? Every link leads to a file, every file is linked, and the lists agree.

Third-party validators look at the package's METS only and compute no digests; this is the other half.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from docgen.archive.changes import read_changes
from docgen.archive.codes import Code, Findings
from docgen.archive.csip import METS_NS, XLINK_NS
from docgen.archive.itemlist import CATALOGUE_NS, CATALOGUE_ROOT, ITEMS_NS, ITEMS_ROOT, NAME, REPRESENTATION
from docgen.archive.layout import CATALOGUE, CHANGES, ITEMS, METS, content_path
from docgen.archive.manifest import leaves_folder
from docgen.archive.walk import Tree
from docgen.archive.xmlin import BadXml, elements, subtrees

_ALGORITHMS = {"SHA-256": "sha256"}
_MANY = frozenset(f"{{{METS_NS}}}{name}" for name in ("file", "dmdSec", "digiprovMD"))
_LOCATION, _REFERENCE, _POINTER = (f"{{{METS_NS}}}{name}" for name in ("FLocat", "mdRef", "mptr"))
_MAP, _DIVISION = f"{{{METS_NS}}}structMap", f"{{{METS_NS}}}div"
_HREF = f"{{{XLINK_NS}}}href"
#: What makes a name of a link one to look at closely; and the same of a whole path.
_SPECIAL, _STRANGE = frozenset("/\\\0"), frozenset("\\\0:~\ufffd")


@dataclass(slots=True)
class _Mets:
    """What one METS file says."""

    root: str = ""
    objid: str = ""
    ids: set[str] = field(default_factory=set)
    twice: list[str] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    maps: int = 0
    unlabelled: int = 0


class _Link(NamedTuple):
    href: str
    size: str | None
    digest: str | None
    algorithm: str | None
    pointer: bool = False


@dataclass(slots=True)
class Csip:
    """A package under check.

    Attributes:
        tree: all files, from the root of the bag.
        root: path of the package's folder in it, empty when the tree is the package itself.
        name: name of that folder.
        digests: SHA-256 of each file, by path in the tree.
        findings: where problems go.
    """

    tree: Tree
    root: str
    name: str
    digests: Mapping[str, str]
    findings: Findings
    _files: Mapping[str, int] = field(default_factory=dict)

    def full(self, inside: str) -> str:
        """A path of the package as one of the tree."""
        return f"{self.root}/{inside}" if self.root else inside

    def files(self) -> Set[str]:
        """All files of the package, by path from its root."""
        if not self._files:
            self._files = self.tree.below(self.root) if self.root else self.tree.files
        return self._files.keys()


def verify_csip(csip: Csip) -> int:
    """Check the METS files, the links between them and the lists of items.

    Returns:
        How many items the package lists.
    """
    if METS not in csip.files():
        csip.findings.error(Code.METS, f"缺少 {METS}", csip.full(METS))
        return 0
    seen: set[str] = {METS}
    pending = [METS]
    whole = True
    while pending:
        links = _check_mets(csip, pending.pop())
        whole = whole and links is not None
        for link in links or ():
            if link not in seen and posixpath.basename(link) == METS:
                pending.append(link)
            seen.add(link)
    # What an unreadable METS would have mentioned, nobody knows.
    for inside in sorted(csip.files() - seen) if whole else ():
        csip.findings.error(Code.UNREFERENCED, f"没有哪个 {METS} 提到这个文件", csip.full(inside))
    return _check_lists(csip)


def _check_mets(csip: Csip, inside: str) -> list[str] | None:
    """Check one METS; the files it links to, from the root of the package; ``None`` when it can not be read."""
    place, folder = csip.full(inside), posixpath.dirname(inside)
    mets = _Mets()
    # Links are checked as they come, for there may be a hundred thousand; they count where the METS is whole.
    aside = replace(csip, findings=Findings(csip.findings.base))
    links: list[str] = []
    try:
        for subtree in subtrees(csip.tree.at(place), _MANY):
            for element in subtree.iter(etree.Element):
                link = _take(mets, element)
                if link is not None:
                    links.append(_check_link(aside, place, folder, link))
            mets.root, mets.objid = subtree.tag, subtree.get("OBJID", "")
    except BadXml as error:
        csip.findings.error(Code.XML, f"不是完好的 XML：{error}", place)
        return None
    except OSError as error:
        csip.findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", place)
        return None
    _check_structure(csip, inside, mets)
    csip.findings.found += aside.findings.found
    return [link for link in links if link]


def _take(mets: _Mets, element: Any) -> _Link | None:
    """Take what matters from an element; the link it is."""
    facts, name = element.attrib, element.tag
    identifier = facts.get("ID")
    if identifier:
        if identifier in mets.ids:
            mets.twice.append(identifier)
        mets.ids.add(identifier)
    if name == _LOCATION:
        above = element.getparent()
        return _link(facts, facts if above is None else above.attrib)
    for attribute in ("FILEID", "DMDID", "ADMID"):
        if attribute in facts:
            mets.references += [(attribute, value) for value in facts[attribute].split()]
    mets.maps += name == _MAP
    mets.unlabelled += name == _DIVISION and not facts.get("LABEL")
    return _link(facts, facts, pointer=name == _POINTER) if name in (_REFERENCE, _POINTER) else None


def _link(place: Any, facts: Any, *, pointer: bool = False) -> _Link:
    return _Link(
        place.get(_HREF, ""), facts.get("SIZE"), facts.get("CHECKSUM"), facts.get("CHECKSUMTYPE"), pointer=pointer
    )


def _check_structure(csip: Csip, inside: str, mets: _Mets) -> None:
    place = csip.full(inside)
    if mets.root != f"{{{METS_NS}}}mets":
        csip.findings.error(Code.METS, "根元素不是 mets", place)
    name = posixpath.basename(posixpath.dirname(inside)) or csip.name
    if mets.objid != name:
        csip.findings.error(Code.METS_OBJID, f"OBJID 是“{mets.objid}”，所在文件夹是“{name}”", place)
    if mets.maps != 1:
        csip.findings.error(Code.METS, f"应有一个 structMap，实有 {mets.maps} 个", place)
    if mets.unlabelled:
        csip.findings.error(Code.METS, f"有 {mets.unlabelled} 个 div 没有 LABEL", place)
    for identifier in mets.twice:
        csip.findings.error(Code.METS_ID, f"标识“{identifier}”用了不止一次", place)
    for attribute, value in mets.references:
        if value not in mets.ids:
            csip.findings.error(Code.METS_REFERENCE, f"{attribute} 指向不存在的“{value}”", place)


def _check_link(csip: Csip, place: str, folder: str, link: _Link) -> str:
    """Check one link; the file it leads to from the root of the package, empty where it leads nowhere."""
    inside = _plain_target(folder, link.href) or _target(csip, place, folder, link.href)
    if not inside:
        return ""
    target = csip.full(inside)
    if target not in csip.tree.files:
        csip.findings.error(Code.METS_FILE, f"链接“{unquote(link.href)}”指向的文件不在", place)
        return ""
    if not link.pointer:
        _check_facts(csip, place, target, link)
    return inside


def _plain_target(folder: str, href: str) -> str:
    """Where a link leads that is like those written by the thousand: down from its METS, by plain names.

    Empty where the link needs a closer look.
    """
    above, _, last = href.rpartition("/")
    base = _plain_folder(folder, above)
    try:
        name = unquote_to_bytes(last).decode()
    except UnicodeDecodeError:
        return ""
    return f"{base}/{name}" if base and name not in ("", ".", "..") and _SPECIAL.isdisjoint(name) else ""


@lru_cache(maxsize=1024)
def _plain_folder(folder: str, href: str) -> str:
    """The same of a folder, whose files follow each other."""
    path = unquote(href, errors="replace")
    plain = all(part not in ("", ".", "..") for part in path.split("/")) and not _STRANGE.intersection(path)
    return f"{folder}/{path}" if folder and plain else ""


def _target(csip: Csip, place: str, folder: str, href: str) -> str:
    """Where a link leads, from the root of the package; empty, and reported, where it must not be followed."""
    try:
        path = unquote_to_bytes(href).decode()
    except UnicodeDecodeError:
        path = ""
    if not path or ":" in path.split("/", 1)[0] or path.startswith(("/", "~")) or "\\" in path or "\0" in path:
        csip.findings.error(Code.UNSAFE_PATH, f"链接“{href}”不能用，没有去读", place)
        return ""
    inside = posixpath.normpath(posixpath.join(folder, path))
    if leaves_folder(inside):
        csip.findings.error(Code.UNSAFE_PATH, f"链接“{href}”指向归档之外，没有去读", place)
        return ""
    return inside


def _check_facts(csip: Csip, place: str, target: str, link: _Link) -> None:
    """Size and digest that a METS gives for a file."""
    if link.size != str(csip.tree.files[target]):
        message = f"“{unquote(link.href)}”应有 {link.size} 字节，实有 {csip.tree.files[target]} 字节"
        csip.findings.error(Code.METS_FILE, message, place)
    algorithm = _ALGORITHMS.get(link.algorithm or "")
    if algorithm is None:
        message = f"“{unquote(link.href)}”的校验值用的是 {link.algorithm}，没有核对"
        csip.findings.warning(Code.NOT_CHECKED, message, place)
    elif target in csip.digests and (link.digest or "").lower() != csip.digests[target]:
        csip.findings.error(Code.METS_MANIFEST, f"“{unquote(link.href)}”的校验值不符", place)


def _check_lists(csip: Csip) -> int:
    """The lists of items: valid, and of the same items and files as the package."""
    before = len(csip.findings.found)
    numbers, contents = _items(csip)
    rows = _catalogue(csip)
    if numbers is None or rows is None or len(csip.findings.found) > before:
        return len(numbers or ())
    for number in sorted(numbers ^ rows):
        csip.findings.error(Code.CATALOGUE, f"件号 {number} 只在一份目录里", csip.full(CATALOGUE))
    _check_changes(csip, numbers)
    for inside in sorted(csip.files()):
        parts = inside.split("/", 3)
        held = parts[0] == "representations" and len(parts) > 3 and parts[2] == "data"
        if held and inside not in contents:
            csip.findings.error(Code.ITEMS, f"“{parts[3]}”不属于任何一件", csip.full(ITEMS))
    return len(numbers)


def _items(csip: Csip) -> tuple[set[str] | None, set[str]]:
    """Numbers of the items (``None`` when there is no list of ours) and paths of their files."""
    numbers: set[str] = set()
    contents: set[str] = set()
    tag = f"{{{ITEMS_NS}}}"
    name, length, digest = f"{tag}{NAME}", f"{tag}计算机文件大小", f"{tag}SHA-256"
    for element in _list(csip, ITEMS, "items.xsd", f"{tag}件", f"{tag}{ITEMS_ROOT}"):
        numbers.add(element.findtext(f"{tag}件号", ""))
        for file in element.iterchildren(f"{tag}电子文件"):
            facts = {fact.tag: fact.text for fact in file}
            path = facts.get(name) or ""
            inside = content_path(file.get(REPRESENTATION, ""), path)
            contents.add(inside)
            target = csip.full(inside)
            size = csip.tree.files.get(target)
            if size is None:
                csip.findings.error(Code.ITEMS, f"“{path}”不在归档里", csip.full(ITEMS))
            elif facts.get(length) != str(size):
                csip.findings.error(Code.ITEMS, f"“{path}”的大小不符", csip.full(ITEMS))
            elif csip.digests.get(target, "") not in ("", facts.get(digest)):
                csip.findings.error(Code.ITEMS, f"“{path}”的校验值不符", csip.full(ITEMS))
    return (numbers if csip.full(ITEMS) in csip.tree.files else None), contents


def _catalogue(csip: Csip) -> set[str] | None:
    tag = f"{{{CATALOGUE_NS}}}"
    rows = {
        row.get("件号", "") for row in _list(csip, CATALOGUE, "catalogue.xsd", f"{tag}条目", f"{tag}{CATALOGUE_ROOT}")
    }
    return rows if csip.full(CATALOGUE) in csip.tree.files else None


def _check_changes(csip: Csip, numbers: set[str]) -> None:
    """What is said to be new or different since the version before is listed, what is said to be gone is not."""
    place = csip.full(CHANGES)
    if place not in csip.tree.files:
        return
    try:
        changes = read_changes(csip.tree.at(place))
    except BadXml as error:
        csip.findings.error(Code.CHANGES, f"不合 changes.xsd：{error}", place)
        return
    except OSError as error:
        csip.findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", place)
        return
    for change in (*changes.added, *changes.changed):
        if change.number not in numbers:
            csip.findings.error(Code.CHANGES, f"件号 {change.number} 写明是新的，件目录里没有", place)
    for change in changes.withdrawn:
        if change.number in numbers:
            csip.findings.error(Code.CHANGES, f"件号 {change.number} 写明已撤下，件目录里还有", place)


def _list(csip: Csip, inside: str, schema: str, tag: str, root: str) -> Iterator[Any]:
    """The entries of one of our lists; problems are reported."""
    place = csip.full(inside)
    if place not in csip.tree.files:
        return
    try:
        for event, element in elements(csip.tree.at(place), frozenset({tag}), schema, root):
            if event == "end" and element.tag == tag:
                yield element
    except BadXml as error:
        csip.findings.error(Code.ITEMS if inside == ITEMS else Code.CATALOGUE, f"不合 {schema}：{error}", place)
    except OSError as error:
        csip.findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", place)
