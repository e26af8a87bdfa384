"""Are all discs of a set there, and do they agree? No known tool checks that."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from docgen.archive.codes import Code, Counts, Findings
from docgen.archive.copying import Progress
from docgen.archive.imageread import BadImage, ImageTree, image_tree, read_image
from docgen.archive.setlist import SET_CATALOGUE, SetList
from docgen.archive.verify_disc import DiscFacts, disc_number, looks_like_disc, verify_disc
from docgen.archive.verify_image import check_image, is_image, verify_image_of
from docgen.archive.walk import Tree, walk


def discs_in(root: Path) -> dict[str, Tree]:
    """The disc folders in a folder, by name; images of discs that have no folder there as well."""
    try:
        entries = sorted(path for path in root.iterdir() if not path.is_symlink())
    except OSError:
        return {}
    found = {path.name: tree for path in entries if path.is_dir() and looks_like_disc(tree := walk(path))}
    for path in entries:
        if is_image(path) and path.stem not in found:
            with contextlib.suppress(BadImage, OSError):
                found[path.stem] = image_tree(read_image(path))
    return found


def verify_set(root: Path, discs: Mapping[str, Tree], findings: Findings, progress: Progress) -> Counts:
    """Check each disc of a set, then the set.

    Args:
        root: the folder that holds them, and perhaps images of them.
        discs: their files, by name of the folder.
        findings: where problems go.
        progress: told after each file, disc by disc.
    """
    counts = Counts()
    facts: dict[str, DiscFacts] = {}
    _check_images(root, discs, findings, progress)
    for name, tree in discs.items():
        own = Findings(f"{findings.base}{name}/", findings.found)
        facts[name] = verify_disc(tree, name, own, progress)
        counts.add(Counts(len(tree.files), sum(tree.files.values()), facts[name].items, 1))
    reference = _reference(facts)
    _check_catalogues(facts, reference, findings)
    _check_twice(facts, findings)
    if reference is not None:
        numbers = {name: _number(name, discs[name], fact, reference) for name, fact in facts.items()}
        _check_numbers(numbers, reference, findings)
    return counts


def _check_images(root: Path, discs: Mapping[str, Tree], findings: Findings, progress: Progress) -> None:
    """The image beside a disc folder is whole and the same; one without a folder is checked as a disc of the set."""
    for path in sorted(root.iterdir()):
        if is_image(path) and not path.is_symlink():
            folder = discs.get(path.stem)
            if folder is None or isinstance(folder, ImageTree):
                check_image(path, findings)
            else:
                verify_image_of(path, folder, findings, progress)


def _reference(facts: Mapping[str, DiscFacts]) -> SetList | None:
    """The catalogue that most discs carry; of equally many, the first."""
    carried = Counter(fact.catalogue_bytes for fact in facts.values() if fact.catalogue is not None)
    if not carried:
        return None
    most = max(carried, key=lambda data: carried[data])
    return next(fact.catalogue for fact in facts.values() if fact.catalogue_bytes == most)


def _check_catalogues(facts: Mapping[str, DiscFacts], reference: SetList | None, findings: Findings) -> None:
    """Every disc carries the catalogue, and it is the same one."""
    for name, fact in facts.items():
        place = f"{name}/{SET_CATALOGUE}"
        if not fact.catalogue_bytes:
            findings.error(Code.SET_CATALOGUE, "这张盘上没有全套目录", place)
        elif fact.catalogue is None or reference is None:
            continue
        elif fact.catalogue.set != reference.set:
            message = f"这张盘属于“{fact.catalogue.set}”，其他盘属于“{reference.set}”"
            findings.error(Code.SET_CATALOGUE, message, place)
        elif fact.catalogue != reference:
            findings.error(Code.SET_CATALOGUE, "全套目录与其他盘上的不同", place)


def _number(name: str, tree: Tree, fact: DiscFacts, reference: SetList) -> int | None:
    """Which disc of the set this is; a disc of another set is none of it."""
    if fact.catalogue is not None and fact.catalogue.set != reference.set:
        return 0
    return fact.number or disc_number(tree, name, reference)


def _check_twice(facts: Mapping[str, DiscFacts], findings: Findings) -> None:
    """No filed document lies on two discs."""
    seen: dict[str, str] = {}
    for name, fact in facts.items():
        for path in sorted(fact.filed):
            if path in seen:
                findings.error(Code.SET_TWICE, f"{seen[path]} 上也有这个文件", f"{name}/{path}")
            seen.setdefault(path, name)


def _check_numbers(numbers: Mapping[str, int | None], catalogue: SetList, findings: Findings) -> None:
    """Every ordinal once; what is missing is named."""
    held: dict[int, str] = {}
    for name, number in numbers.items():
        if number is None:
            findings.error(Code.SET_NUMBER, "看不出这是第几张盘", name)
        elif number in held:
            findings.error(Code.SET_NUMBER, f"与 {held[number]} 同是第 {number} 张", name)
        elif number:
            held[number] = name
    missing = [number for number in range(1, catalogue.total + 1) if number not in held]
    if missing:
        have = "、".join(f"{number}" for number in sorted(held))
        names = {number: f"（{name}）" for number, name in catalogue.discs.items()}
        lack = "、".join(f"第 {number} 张{names.get(number, '')}" for number in missing)
        files = sum(file.disc in missing for file in catalogue.files.values())
        message = f"全套共 {catalogue.total} 张，这里有第 {have} 张；缺{lack}，上面有 {files} 个文件"
        findings.error(Code.SET_MISSING, message)
