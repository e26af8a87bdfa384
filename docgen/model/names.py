"""Names of files and folders that hold on Windows, on discs and in archives; names as people type them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: Windows refuses these in names, and archive tools disagree about the per cent sign; the full-width forms look alike
#: and are safe everywhere.
FORBIDDEN = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in '\\/:*?"<>|%'})
#: Names of devices under Windows, whatever the ending.
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})
#: UTF-16 units a name may have without ending: 64 is the Joliet limit, endings and a counter need some.
MAX_UNITS = 54


def fold(name: str) -> str:
    """The form in which names are compared: NFKC, without white space and invisible characters."""
    text = unicodedata.normalize("NFKC", name)
    kept = "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")
    # Taking a blank away can bring a letter and its accent together.
    return unicodedata.normalize("NFKC", kept)


def safe_name(text: str) -> str:
    """A file or folder name (without ending) for a text: NFC, nothing Windows or a disc refuses, not too long.

    A text that is a safe name already comes back unchanged.
    """
    name = unicodedata.normalize("NFC", text).translate(FORBIDDEN)
    name = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = " ".join(name.split()).strip(" .")
    while len(name.encode("utf-16-le")) // 2 > MAX_UNITS:
        name = name[:-1].rstrip(" .")
    if not name or name.split(".")[0].lower() in DEVICES:
        name = f"_{name}"
    return name


def unique_names(names: Sequence[str]) -> list[str]:
    """The names with ``_2``, ``_3`` … behind those that are equal to an earlier one but for case."""
    seen: dict[str, int] = {}
    taken = {name.casefold() for name in names}
    result = []
    for name in names:
        folded = name.casefold()
        seen[folded] = seen.get(folded, 0) + 1
        unique = name
        while seen[folded] > 1:
            unique = f"{name}_{seen[folded]}"
            if unique.casefold() not in taken:
                taken.add(unique.casefold())
                break
            seen[folded] += 1
        result.append(unique)
    return result
