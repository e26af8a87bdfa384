"""Are the names of a package good for every system it may be opened on? Checked before anything is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from docgen.errors import OutputError
from docgen.model.finding import Finding, Place, Severity
from docgen.model.names import DEVICES

#: Longest absolute path in UTF-16 units; Windows opens 259, and whoever copies the archive needs some.
MAX_PATH = 240
#: Longest name in bytes of UTF-8 that Linux file systems take.
MAX_NAME_BYTES = 255
#: Refused by Windows; ``%`` because programs disagree on how manifests escape it.
REFUSED = frozenset('<>:"|?*\\%')
#: Unicode categories that names may not hold: control, format, and halves of characters that no UTF-8 can write.
REFUSED_KINDS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def folded(name: str) -> str:
    """What file systems that ignore case and Unicode form see."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@lru_cache(maxsize=4096)
def component_problem(name: str) -> str:
    """What is wrong with the name of a file or folder; empty where nothing is."""
    if name in ("", ".", ".."):
        return "名称是空的，或是 . 和 .."
    # Everything of those kinds is unprintable: a look at each letter is for the names that need it.
    if not (name.isprintable() and REFUSED.isdisjoint(name)) and (bad := _refused(name)):
        shown = " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in bad)
        return f"名称里有不能用的字符：{shown}"
    if not unicodedata.is_normalized("NFC", name):
        return "名称不是规范的 Unicode 写法（NFC）"
    if name[0] == " " or name[-1] in " .":
        return "名称以空格开头，或以空格、句点结尾"
    if name.split(".")[0].lower() in DEVICES:
        return "名称是 Windows 的设备名"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_BYTES:
        return f"名称超过 {MAX_NAME_BYTES} 字节"
    return ""


def _refused(name: str) -> list[str]:
    return sorted({c for c in name if c in REFUSED or unicodedata.category(c) in REFUSED_KINDS})


def check_names(paths: Iterable[str], home: Path) -> None:
    """Check paths below ``home``, where the package will stand.

    Raises:
        OutputError: some are not good; ``findings`` lists all of them.
    """
    found: list[Finding] = []
    seen: dict[str, str] = {}
    files: set[str] = set()
    folders: set[str] = set()
    prefix = len(str(home).encode("utf-16-le")) // 2 + 1
    for path in paths:
        parts = path.split("/")
        problems = dict.fromkeys(component_problem(part) for part in parts)
        found += [_finding("output.name-unsafe", problem, path) for problem in problems if problem]
        length = prefix + len(path.encode("utf-16-le", "surrogatepass")) // 2
        if length > MAX_PATH:
            found.append(_finding("output.path-too-long", f"路径有 {length} 个字符，最多 {MAX_PATH} 个", path))
        folder = path.rpartition("/")[0]
        clash = _clash(parts, seen, files, len(parts) if folder in folders else 1)
        if clash:
            found.append(_finding("output.name-clash", clash, path))
        else:
            folders.add(folder)
    if found:
        raise OutputError(
            f"有 {len(found)} 处文件名或路径不能用于归档，没有写任何文件",
            code=found[0].code,
            remedy="改短或改正列出的名称；路径太长时把归档位置换到更短的文件夹下。",
            findings=tuple(found),
        )


def _clash(parts: list[str], seen: dict[str, str], files: set[str], start: int) -> str:
    """How a path collides with those seen before; remembers it.

    Args:
        parts: its names.
        seen: folded name → spelling, of files and folders.
        files: folded names of the files.
        start: how many names make the first path to look at; the folders above it were seen to be good.
    """
    for end in range(start, len(parts) + 1):
        name, last = "/".join(parts[:end]), end == len(parts)
        key = folded(name)
        other = seen.get(key)
        if other is None:
            # One text for both where folding changes nothing: there may be a hundred thousand.
            key = name if key == name else key
            seen[key] = name
            if last:
                files.add(key)
        elif other != name:
            return f"与“{other}”只差大小写或 Unicode 写法"
        elif last or key in files:
            return f"“{name}”这个位置已经有另一个文件或文件夹"
    return ""


def _finding(code: str, message: str, path: str) -> Finding:
    return Finding(code, Severity.ERROR, message, "改正这个名称。", Place(path))
