"""Many copies stamped; what was stamped before is taken from a cache."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from docgen.render.pdf.archival import STEP as ARCHIVAL_STEP
from docgen.render.pdf.archival import BadPdf, Verdict, checker_version
from docgen.render.pdf.cache import Entry, PdfCache
from docgen.render.pdf.stamp import STEP, Stamp, make_stamped, stamp_face

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class StampWork:
    """A copy to stamp.

    Attributes:
        source: the PDF/A.
        digest: its SHA-256.
        title: stands in its metadata.
        stamp: what is drawn.
    """

    source: Path
    digest: str
    title: str
    stamp: Stamp


@dataclass(frozen=True)
class StampedPdf:
    """What became of a copy.

    Attributes:
        path: the stamped PDF/A in the cache; ``None`` where it would be no PDF/A any more.
        size: its bytes.
        digest: its SHA-256.
        verdict: of the check of PDF/A-2b.
        fonts: names of its fonts.
    """

    path: Path | None
    size: int
    digest: str
    verdict: str
    fonts: tuple[str, ...]


def stamp_all(
    works: Sequence[StampWork], folder: Path, progress: Progress, *, make: bool = True
) -> list[StampedPdf | None]:
    """Stamp copies.

    Args:
        works: the copies.
        folder: the cache; may be deleted between runs.
        progress: told how many are done.
        make: stamp what is not in the cache; otherwise only what is there is used.

    Returns:
        What became of each; ``None`` where nothing was made and nothing may be.

    Raises:
        OutputError: the cache can not be written.
    """
    cache = PdfCache(folder)
    keys = [_key(work) for work in works]
    entries = {key: cache.find(key) for key in keys}
    if make:
        cache.open()
        for done, (key, work) in enumerate(zip(keys, works, strict=True), 1):
            if entries[key] is None:
                entries[key] = _make(work, key, cache)
            progress(done, len(works), "加盖归档章")
        cache.keep(set(keys))
    return [_result(cache, key, entries[key]) for key in keys]


def _key(work: StampWork) -> str:
    """What a stamped copy depends on."""
    face = stamp_face()
    font = (face[0].name, face[0].stat().st_size, face[1]) if face else ()
    versions = (STEP, ARCHIVAL_STEP, metadata.version("reportlab"), checker_version())
    return hashlib.sha256(repr((work.digest, work.title, work.stamp, font, versions)).encode()).hexdigest()


def _make(work: StampWork, key: str, cache: PdfCache) -> Entry:
    """Stamp a copy and keep it; one that breaks a rule is kept as a reason only."""
    with tempfile.TemporaryDirectory(prefix="docgen-stamp-", ignore_cleanup_errors=True) as name:
        target = Path(name) / "stamped.pdf"
        try:
            judged = make_stamped(work.source, target, work.title, work.stamp)
        except BadPdf as error:
            return Entry(None, "", (), (), "", "", False, str(error), "", "", 0)
        good = judged.verdict is not Verdict.FAIL
        data = target.read_bytes() if good else b""
    digest = hashlib.sha256(data).hexdigest() if data else ""
    reason = "" if good else "、".join(judged.rules)
    verdict = judged.verdict.value
    entry = Entry(
        judged.pages, verdict, judged.rules, judged.fonts, judged.maker, "", False, reason, "", digest, len(data)
    )
    cache.put(key, entry, data)
    return entry


def _result(cache: PdfCache, key: str, entry: Entry | None) -> StampedPdf | None:
    if entry is None:
        return None
    path = cache.path(key) if entry.digest else None
    return StampedPdf(path, entry.size, entry.digest, entry.verdict, entry.fonts)
