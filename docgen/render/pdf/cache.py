"""PDFs that were made before, by what they depend on. The folder may be deleted at any time.

An entry is a PDF and a note; the note is written last and holds the digest of the PDF, so that a kill or a damaged file
makes an entry that is not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from docgen.write.files import sweep, write_atomically

NOTICE = "这个文件夹是转换结果的缓存，可以随时删除；删除后下次归档会重新转换。\n"


@dataclass(frozen=True)
class Entry:
    """What is known of a PDF, or why there is none; ``digest`` and ``size`` are those of the PDF, if any."""

    pages: int | None
    verdict: str
    rules: tuple[str, ...]
    fonts: tuple[str, ...]
    maker: str
    lost: str
    own: bool
    reason: str
    remark: str
    digest: str
    size: int


class PdfCache:
    """The cache in a folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or written yet."""
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the PDF of a key stands."""
        return self.folder / key[:2] / f"{key}.pdf"

    def find(self, key: str) -> Entry | None:
        """The entry of a key; ``None`` where there is none that can be trusted."""
        path = self.path(key)
        try:
            known: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            entry = Entry(**{**known, "rules": tuple(known["rules"]), "fonts": tuple(known["fonts"])})
            if entry.digest and hashlib.sha256(path.read_bytes()).hexdigest() != entry.digest:
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return entry

    def put(self, key: str, entry: Entry, pdf: bytes) -> None:
        """Keep a PDF (empty: the reason why there is none).

        Raises:
            OutputError: the folder can not be written.
        """
        path = self.path(key)
        if pdf:
            write_atomically(path, pdf)
        note = json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True)
        write_atomically(path.with_suffix(".json"), note.encode())

    def open(self) -> None:
        """Make the folder, and remove what killed runs left half-written.

        Raises:
            OutputError: the folder can not be written.
        """
        write_atomically(self.folder / "可以删除.txt", NOTICE.encode())
        sweep(self.folder)

    def keep(self, keys: Collection[str]) -> None:
        """Remove the entries of all other keys."""
        for path in self.folder.glob("??/*.*"):
            if path.stem not in keys:
                with contextlib.suppress(OSError):
                    path.unlink()
