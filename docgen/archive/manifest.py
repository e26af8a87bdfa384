"""Lists of digests as BagIt and ``sha256sum`` write them: one line per file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LINE = re.compile(r"(?P<digest>[0-9A-Fa-f]+)[ \t]+(?P<path>[^ \t].*)")
_ENDS = re.compile(r"\r\n|\r|\n")
_DRIVE = re.compile(r"[A-Za-z]:")
_ESCAPES = {"%25": "%", "%0A": "\n", "%0D": "\r"}


@dataclass(slots=True)
class Manifest:
    """What a manifest says.

    Attributes:
        entries: digest of each path, lower case; of a path listed twice, the first.
        malformed: numbers of the lines that are no entry.
        twice: paths listed more than once.
        unsafe: paths that would leave the folder; never looked at.
    """

    entries: dict[str, str] = field(default_factory=dict)
    malformed: list[int] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)


def manifest_bytes(digests: Mapping[str, str]) -> bytes:
    """A manifest in the one form we write: lower case, two blanks, sorted by path, a line feed after each line."""
    return b"".join(manifest_lines(digests))


def manifest_lines(digests: Mapping[str, str]) -> Iterator[bytes]:
    """The same line by line, for manifests of a hundred thousand files."""
    for path in sorted(digests):
        yield f"{digests[path]}  {path}\n".encode()


def leaves_folder(path: str) -> bool:
    """A path that may point outside the folder it is read from, on any system."""
    parts = re.split(r"[/\\]", path)
    return ".." in parts or path[0] in "/\\~" or bool(_DRIVE.match(path)) or "\0" in path


def read_manifest(text: str, *, escaped: bool = True) -> Manifest:
    """Read a manifest leniently: any case of digits, any blanks, a ``*`` before the path, ``./``.

    Args:
        text: the whole file.
        escaped: ``%25``, ``%0A`` and ``%0D`` stand for the characters that BagIt escapes.
    """
    result = Manifest()
    lines = _ENDS.split(text)
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            result.malformed.append(number)
            continue
        path = match["path"].removeprefix("*").removeprefix("./")
        if escaped and "%" in path:
            path = re.sub(r"%(?:25|0[AaDd])", lambda m: _ESCAPES[m[0].upper()], path)
        if not path or leaves_folder(path):
            result.unsafe.append(path)
        elif path in result.entries:
            result.twice.append(path)
        else:
            result.entries[path] = match["digest"].lower()
    return result
