"""What lies in a folder, and what it holds: files, links, names that clash; digests of them, each file read once."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive.codes import Code, Findings
from docgen.archive.copying import Progress, Readable, digest_file, in_order
from docgen.archive.names import folded

#: An entry of the file system that is neither file nor folder of this tree.
_LINK, _OTHER = "link", "other"


@dataclass(slots=True)
class Tree:
    """The files below a folder.

    Attributes:
        root: the folder.
        files: size of each file, by path from the root with ``/``.
        odd: links and things that are no files, with what they are.
        unreadable: folders that can not be listed, with the reason.
        empty: folders with nothing in them; no list vouches for those.
    """

    root: Path
    files: dict[str, int] = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)

    def at(self, path: str) -> Readable:
        """The file of a path."""
        return self.root / path

    def below(self, folder: str) -> dict[str, int]:
        """Files of a folder, by path from it."""
        prefix = f"{folder}/"
        return {path.removeprefix(prefix): size for path, size in self.files.items() if path.startswith(prefix)}


def walk(root: Path) -> Tree:
    """List a folder without following links."""
    tree = Tree(root)
    pending = [("", root)]
    while pending:
        prefix, folder = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            tree.unreadable[prefix.rstrip("/")] = error.strerror or str(error)
            continue
        if not entries and prefix:
            tree.empty.append(prefix.rstrip("/"))
        for entry in entries:
            path = f"{prefix}{entry.name}"
            try:
                mode = entry.stat(follow_symlinks=False)
            except OSError as error:
                tree.unreadable[path] = error.strerror or str(error)
                continue
            if stat.S_ISDIR(mode.st_mode):
                pending.append((f"{path}/", folder / entry.name))
            elif stat.S_ISREG(mode.st_mode):
                tree.files[path] = mode.st_size
            else:
                tree.odd[path] = _LINK if stat.S_ISLNK(mode.st_mode) else _OTHER
    tree.files = dict(sorted(tree.files.items()))
    return tree


def check_tree(tree: Tree, findings: Findings) -> None:
    """Report links, what can not be read, and names that some systems take for the same."""
    for path, reason in sorted(tree.unreadable.items()):
        findings.error(Code.UNREADABLE, f"读不出来：{reason}", path)
    for path, kind in sorted(tree.odd.items()):
        findings.error(Code.LINK, "这是一个链接" if kind == _LINK else "这不是普通文件", path)
    seen: dict[str, str] = {}
    known: set[str] = set()
    for path in tree.files:
        folder = path.rpartition("/")[0]
        parts = path.split("/")
        for end in range(len(parts) if folder in known else 1, len(parts) + 1):
            name = "/".join(parts[:end])
            other = seen.setdefault(folded(name), name)
            if other != name:
                findings.warning(Code.NAME_CLASH, f"与“{other}”只差大小写或 Unicode 写法", path)
                break
        else:
            known.add(folder)
    for path in tree.files:
        try:
            path.encode()
        except UnicodeEncodeError:
            findings.error(Code.NAME, "文件名不是 UTF-8", path)


def digests(
    tree: Tree, wanted: Mapping[str, Sequence[str]], findings: Findings, progress: Progress
) -> dict[str, dict[str, str]]:
    """Digests of files by the algorithms wanted for each; a file that can not be read is reported and left out."""

    def work(path: str) -> dict[str, str]:
        return digest_file(tree.at(path), wanted[path])

    done: dict[str, dict[str, str]] = {}
    size = 0
    for number, (path, future) in enumerate(in_order(work, wanted), 1):
        try:
            done[path] = future.result()
            size += tree.files[path]
        except OSError as error:
            findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", path)
        progress(number, len(wanted), size)
    return done


def read_bytes(tree: Tree, path: str) -> bytes:
    """A small file; nothing where it can not be read."""
    try:
        return tree.at(path).read_bytes()
    except OSError:
        return b""


def read_text(tree: Tree, path: str, findings: Findings, encoding: str = "utf-8") -> str:
    """A tag file as text, empty when it can not be read; a byte order mark or another encoding is reported."""
    try:
        data = tree.at(path).read_bytes()
    except OSError as error:
        findings.error(Code.UNREADABLE, f"读不出来：{error.strerror or error}", path)
        return ""
    if data.startswith(b"\xef\xbb\xbf"):
        findings.error(Code.ENCODING, "文件开头有 BOM", path)
        data = data[3:]
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        findings.error(Code.ENCODING, f"文字编码不是 {encoding}", path)
        return data.decode("utf-8", "replace")
