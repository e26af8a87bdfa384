"""``docgen init --from``: the workspace of a year from its package. Verified first, made aside, then renamed.

The packages come along: a version that would be made next has to stand beside the one it follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen.archive.codes import Code, Findings
from docgen.archive.copying import CopyJob, copy_files
from docgen.archive.layout import RECORDS
from docgen.archive.names import component_problem
from docgen.archive.restoring import Held, followed, held_by, identifier, newest, unsafe
from docgen.archive.verify import verify_path
from docgen.archive.walk import check_tree, walk
from docgen.errors import IntegrityError, NotRestorable, UsageError
from docgen.load.settings import FILE, Workspace
from docgen.model.finding import Finding, Place, Severity
from docgen.tasks.gather import CODE_COLUMNS, CODES, NUMBER_COLUMNS, NUMBERS_GIVEN
from docgen.tasks.records import BURNT
from docgen.tasks.sources import PLACE_COLUMNS, PLACES
from docgen.write.files import check_free, make_folder, staged_folder, write_atomically
from docgen.write.tables import read_table, write_table

Progress = Callable[[int, int, str], None]
_WHICH = NotRestorable.remedy
#: Why what was given is no package, by what :func:`verify_path` takes it for.
_REFUSED = {
    "bag": "这个 BagIt 包不是 docgen 做的，里面没有工作区的数据",
    "csip": "这是归档包里面的一层，没有清单，无从核对",
    "disc": "光盘文件夹里只有资料，没有数据工作簿和设置",
    "set": "光盘文件夹里只有资料，没有数据工作簿和设置",
    "image": "光盘映像里只有资料，没有数据工作簿和设置",
}


@dataclass(frozen=True)
class Restored:
    """A workspace as it was restored.

    Attributes:
        root: its folder.
        package: id of the package it was made from.
        day: when that was made.
        year: the year.
        counts: folder of the workspace → number of files put back there.
        size: bytes of the workspace, the packages included.
        packages: ids of the packages that came along.
        absent: ids of earlier versions that were not beside it.
        left: files that stand in the package only, because nobody knows where they were.
        records: docgen's own records were in the package; otherwise only the numbers could be rebuilt.
    """

    root: Path
    package: str
    day: str
    year: int
    counts: Mapping[str, int]
    size: int
    packages: tuple[str, ...]
    absent: tuple[str, ...]
    left: tuple[str, ...]
    records: bool


@dataclass(frozen=True)
class _Chosen:
    """What to restore from.

    Attributes:
        bag: the package.
        packages: all packages that come along, by their id.
        files: everything that comes along: path below the year's archive → file.
        absent: ids of earlier versions that are not there.
    """

    bag: Path
    packages: Mapping[str, Path]
    files: Mapping[str, Path]
    absent: Sequence[str] = ()


def restore_workspace(target: Path, source: Path, progress: Progress = lambda done, total, name: None) -> Restored:
    """Make a workspace from a package.

    Args:
        target: a folder that does not exist yet or is empty.
        source: the package, or the folder with all versions of a year's package.
        progress: told what is being done.

    Raises:
        TargetExists: ``target`` is not empty.
        UsageError: ``target`` lies in ``source``.
        InputError: ``source`` is missing or no package.
        IntegrityError: it is damaged, or names places outside a workspace; nothing was written.
        OutputError: the workspace can not be written; nothing stands there.
    """
    check_free(target)
    if target.resolve().is_relative_to(source.resolve()):
        raise UsageError("新工作区不能放在归档包里面", place=str(target), remedy="写另一个位置的文件夹。")
    chosen = _choose(source, progress)
    held = held_by(chosen.bag)
    year = _year(held)
    files = _files(held, year)
    with staged_folder(target) as root:
        workspace = Workspace(root, {})
        archive = workspace.archive(year)
        jobs = [CopyJob(place, chosen.bag / path, root / place) for place, path in sorted(files.items())]
        jobs += [CopyJob(workspace.shown(archive / p), file, archive / p) for p, file in chosen.files.items()]
        copied = copy_files(jobs, lambda done, total, _: progress(done, total, "恢复文件"))
        expected = {place: held.digests[path] for place, path in files.items()}
        for name, bag in chosen.packages.items():
            expected |= {workspace.shown(archive / name / p): digest for p, digest in held_by(bag).digests.items()}
        _compare({name: digest.sha256 for name, digest in copied.items()}, expected)
        _rebuild(held, workspace.memory(year), archive / RECORDS)
        for folder in (workspace.attachments, workspace.own_templates, workspace.documents(year)):
            make_folder(folder)
    return Restored(
        root=target,
        package=chosen.bag.name,
        day=held.day,
        year=year,
        counts=Counter(place.partition("/")[0] for place in files if "/" in place),
        size=sum(digest.size for digest in copied.values()),
        packages=tuple(chosen.packages),
        absent=tuple(chosen.absent),
        left=held.unplaced,
        records=bool(held.records),
    )


def _choose(source: Path, progress: Progress) -> _Chosen:
    """Verify what was given and find the package in it."""
    if source.is_file():
        raise NotRestorable("这是一个文件，不是归档包的文件夹", place=str(source), remedy=f"压缩包先解开。{_WHICH}")
    kind = _verified(source, progress)
    if kind == "package":
        earlier, absent = followed(source)
        for bag in earlier:
            _verified(bag, progress)
        packages = {identifier(bag): bag for bag in (source, *earlier)}
        files = {f"{name}/{path}": bag / path for name, bag in packages.items() for path in walk(bag).files}
        return _Chosen(source, dict(sorted(packages.items())), files, absent)
    found = newest(source)
    if len(found) != 1:
        which = f"写明其中一个：{'、'.join(path.name for path in found.values())}。" if found else _WHICH
        what = "这里有几套归档包" if found else "这里没有归档包"
        raise NotRestorable(what, place=str(source), remedy=which)
    packages = {path.name: path for path in sorted(source.iterdir()) if path.is_dir() and identifier(path) == path.name}
    return _Chosen(next(iter(found.values())), packages, {path: source / path for path in walk(source).files})


def _verified(source: Path, progress: Progress) -> str:
    """Verify a package or a year; what it is.

    Raises:
        NotRestorable: it is something else.
        IntegrityError: it is damaged.
    """
    report = verify_path(source, lambda done, total, _: progress(done, total, "核对归档包"))
    if report.kind not in ("package", "year"):
        raise NotRestorable(_REFUSED.get(report.kind, "这里没有归档包"), place=str(source))
    beside = Findings()
    if report.kind == "year":
        # Beside the packages and discs of a year nobody has looked yet.
        check_tree(walk(source), beside)
    errors = dict.fromkeys(f for f in (*report.findings, *beside.found) if f.severity is Severity.ERROR)
    if errors:
        alone = "归档包本身完好时，可以只写它的文件夹。" if report.kind == "year" else ""
        raise IntegrityError(
            f"归档包核对不一致，{len(errors)} 处，没有恢复",
            place=str(source),
            remedy=f"用备份的一份恢复；查明这一份是怎么变的，不要改清单来迁就它。{alone}",
            findings=tuple(errors),
        )
    return report.kind


def _year(held: Held) -> int:
    """The year of the data in a package."""
    data = Workspace(Path(), {}).data_folder.as_posix()
    years = {PurePosixPath(name).parts[1].partition(".")[0] for name in held.sources if name.startswith(f"{data}/")}
    year = next(iter(years), "")
    if len(years) != 1 or not (year.isascii() and year.isdigit()):
        raise NotRestorable("归档包里没有数据工作簿", place=str(held.bag), remedy="从另一份归档包恢复。")
    return int(year)


def _files(held: Held, year: int) -> dict[str, str]:
    """Where every file goes: place in the workspace → path in the package.

    Raises:
        IntegrityError: a place lies outside of what docgen files there.
    """
    workspace = Workspace(Path(), {})
    filed = [workspace.shown(folder) for folder in (workspace.attachments, workspace.documents(year))]
    typed = [workspace.shown(folder) for folder in (workspace.data_folder, workspace.own_templates)]
    listed = _unfiled(held)
    files = {place: held.sources[name] for name, place in listed.items() if name in held.sources}
    sources = {name: path for name, path in held.sources.items() if name not in listed}
    bad = unsafe([*held.places, *listed.values()], filed) + unsafe((n for n in sources if n != FILE), typed)
    bad += [place for place, path in files.items() if held.digests[held.places.get(place, path)] != held.digests[path]]
    if bad:
        message = "归档包里写的位置不在工作区里，或有两个文件写着它"
        raise IntegrityError(
            f"归档包里有 {len(bad)} 个文件放不回工作区，没有恢复",
            place=str(held.bag),
            code=str(Code.UNSAFE_PATH),
            remedy="查明这份归档包从哪里来；它的清单完好，但目录被人写过。",
            findings=tuple(Finding(str(Code.UNSAFE_PATH), Severity.ERROR, message, "", Place(p)) for p in sorted(bad)),
        )
    return {**held.places, **files, **sources}


def _unfiled(held: Held) -> dict[str, str]:
    """Files that are in no item: name of the source → place in the workspace."""
    path = held.records.get(PurePosixPath(PLACES).name)
    return dict(read_table(held.bag / path, PLACE_COLUMNS)) if path else {}


def _compare(copied: Mapping[str, str], expected: Mapping[str, str]) -> None:
    """What was copied is what was verified a moment before.

    Raises:
        IntegrityError: it is not.
    """
    changed = sorted(name for name, digest in expected.items() if copied.get(name) != digest)
    if changed:
        raise IntegrityError("归档包在恢复的时候变了，没有恢复", place="、".join(changed[:3]))


def _rebuild(held: Held, memory: Path, beside: Path) -> None:
    """Write docgen's records as they were when the package was made; without them at least the numbers.

    Args:
        held: what the package holds.
        memory: where the records go.
        beside: what was written down of burnt discs after the package was made, where it came along.

    Raises:
        InputError: what was written down of burnt discs is damaged.
        OutputError: they can not be written.
    """
    for name, path in held.records.items():
        if name != PurePosixPath(PLACES).name and not component_problem(name):
            write_atomically(memory / name, (held.bag / path).read_bytes())
    for name, columns, known in ((NUMBERS_GIVEN, NUMBER_COLUMNS, held.numbers), (CODES, CODE_COLUMNS, held.codes)):
        if name not in held.records and known:
            write_table(memory / name, columns, sorted(known.items()))
    for name, head in BURNT.items():
        if rows := read_table(beside / name, head):
            write_table(memory / name, head, rows)
