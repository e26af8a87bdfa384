"""Check what an archive is made of: a package, any BagIt bag, an E-ARK folder, a disc, a set of discs, a year."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen.archive.bag import PAYLOAD
from docgen.archive.changes import read_changes
from docgen.archive.codes import Code, Counts, Findings
from docgen.archive.copying import Progress, silent
from docgen.archive.layout import CHANGES, METS
from docgen.archive.verify_bag import BagFacts, has_tag_files, looks_like_bag, verify_bag
from docgen.archive.verify_csip import Csip, verify_csip
from docgen.archive.verify_disc import looks_like_disc, verify_disc
from docgen.archive.verify_image import is_image, verify_image
from docgen.archive.verify_set import discs_in, verify_set
from docgen.archive.walk import Tree, check_tree, digests, walk
from docgen.archive.xmlin import BadXml
from docgen.errors import MissingFile, UnreadableFile
from docgen.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a check found.

    Attributes:
        kind: ``package`` (a bag of ours), ``bag``, ``csip`` (an E-ARK folder without its bag), ``disc``,
            ``image`` of one, ``set``, ``year`` (a folder with packages and discs) or ``unknown``.
        findings: everything that is wrong or worth a look.
        counts: how many ``files``, ``bytes``, ``items`` and ``discs`` were looked at.
    """

    kind: str
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Nothing is damaged, missing or added."""
        return all(finding.severity < Severity.ERROR for finding in self.findings)


def verify_path(path: Path, progress: Progress = silent) -> VerifyReport:
    """Check a folder, whatever it is.

    Args:
        path: a package, bag, disc folder, image of a disc, the folder with all discs of a set, or a year's folder.
        progress: told after each file: files done, files in all, bytes done; starts again for each disc or package.

    Raises:
        MissingFile: there is nothing.
        UnreadableFile: it is neither folder nor image, or can not be listed.
    """
    if not _exists(path):
        raise MissingFile("找不到要校验的文件夹", place=str(path))
    if not path.is_dir():
        if not is_image(path):
            raise UnreadableFile(
                "这不是文件夹，也不是光盘映像", place=str(path), remedy="写归档包或光盘的文件夹，或 .iso 光盘映像。"
            )
        findings = Findings()
        counts = verify_image(path, findings, progress)
        return VerifyReport("image", tuple(findings.found), asdict(counts))
    tree = walk(path)
    if "" in tree.unreadable:
        raise UnreadableFile(f"文件夹打不开：{tree.unreadable['']}", place=str(path), remedy="检查权限后重新运行。")
    findings = Findings()
    kind, counts = _verify(path, tree, findings, progress)
    return VerifyReport(kind, tuple(findings.found), asdict(counts))


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFile(f"路径打不开：{reason}", place=str(path), remedy="检查路径和权限后重新运行。") from error
    return True


def _verify(path: Path, tree: Tree, findings: Findings, progress: Progress) -> tuple[str, Counts]:
    name = path.resolve().name
    counts = Counts(len(tree.files), sum(tree.files.values()))
    # A folder ``data`` alone makes a damaged bag, unless it is the folder of a representation.
    if has_tag_files(tree) or (looks_like_bag(tree) and METS not in tree.files):
        return _bag(tree, counts, findings, progress)
    if METS in tree.files:
        check_tree(tree, findings)
        found = digests(tree, dict.fromkeys(tree.files, ("sha256",)), findings, progress)
        known = {p: d["sha256"] for p, d in found.items()}
        counts.items = verify_csip(Csip(tree, "", name, known, findings))
        return "csip", counts
    if looks_like_disc(tree):
        counts.items, counts.discs = verify_disc(tree, name, findings, progress).items, 1
        return "disc", counts
    discs = discs_in(path)
    if discs:
        return "set", verify_set(path, discs, findings, progress)
    return _year(path, findings, progress)


def _bag(tree: Tree, counts: Counts, findings: Findings, progress: Progress) -> tuple[str, Counts]:
    facts = verify_bag(tree, findings, progress)
    if not facts.ours:
        return "bag", counts
    folders = sorted({path.split("/", 1)[0] for path in tree.below(PAYLOAD)})
    if len(folders) != 1:
        findings.error(Code.STRUCTURE, f"{PAYLOAD} 里应当只有一个文件夹，实有 {len(folders)} 项", PAYLOAD)
        return "package", counts
    _check_identifier(facts, folders[0], findings)
    csip = Csip(tree, f"{PAYLOAD}/{folders[0]}", folders[0], facts.payload, findings)
    counts.items = verify_csip(csip)
    return "package", counts


def _check_identifier(facts: BagFacts, folder: str, findings: Findings) -> None:
    named = facts.labels.get("external-identifier", [])
    if named != [folder]:
        message = f"说明里的编号是“{'、'.join(named)}”，文件夹是“{folder}”"
        findings.error(Code.STRUCTURE, message, f"{PAYLOAD}/{folder}")


def _year(path: Path, findings: Findings, progress: Progress) -> tuple[str, Counts]:
    """A folder that holds packages and sets of discs, among other things."""
    counts = Counts()
    found = False
    for folder in sorted(p for p in path.iterdir() if p.is_dir() and not p.is_symlink()):
        check = _checker(folder)
        if check is not None:
            found = True
            counts.add(check(Findings(f"{folder.name}/", findings.found), progress))
    _check_versions(path, findings)
    if not found:
        findings.error(Code.UNRECOGNISED, "看不出这是归档包还是光盘")
        return "unknown", counts
    return "year", counts


def _check_versions(path: Path, findings: Findings) -> None:
    """The version that each package says it follows stands beside it."""
    for folder in sorted(path.iterdir()):
        file = folder.joinpath(PAYLOAD, folder.name, *CHANGES.split("/"))
        if not file.is_file():
            continue
        # A list that can not be read was reported with its package.
        with contextlib.suppress(BadXml, OSError):
            previous = read_changes(file).previous
            if not (path / previous / PAYLOAD).is_dir():
                findings.error(Code.VERSION_MISSING, f"{folder.name} 接着 {previous}，这里没有它", previous)


def _checker(folder: Path) -> Callable[[Findings, Progress], Counts] | None:
    """How to check a folder of a year's folder; ``None`` where it is nothing to check."""
    tree = walk(folder)
    if looks_like_bag(tree) or looks_like_disc(tree) or METS in tree.files or discs_in(folder):
        return lambda findings, progress: _verify(folder, tree, findings, progress)[1]
    return None
