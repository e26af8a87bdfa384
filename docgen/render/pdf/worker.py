"""What a worker does with a batch of documents: convert, make archival, check, keep in the cache."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import UnreadableFile
from docgen.render.pdf import builtin
from docgen.render.pdf.archival import BadPdf, Judged, Verdict, make_archival, open_pdf
from docgen.render.pdf.cache import Entry, PdfCache
from docgen.render.pdf.find import Converter
from docgen.render.pdf.glyphs import document_characters, lost_characters
from docgen.render.pdf.office import OfficeRunner

#: Prefix of the folders workers work in.
FOLDER = "docgen-pdf-"
#: The folders this process works in now, for whoever has to end it at once.
folders: set[Path] = set()
#: End of the rule against glyphs that stand for a missing character (ISO 19005-2, 6.2.11.8).
_NO_GLYPH = "6.2.11.8-1"
#: Characters a message shows.
_SHOWN = 20


@dataclass(frozen=True)
class Task:
    """A document to convert.

    Attributes:
        key: what the result is filed under.
        source: the document.
        digest: SHA-256 it must have.
        title: for the PDF's metadata.
        own: PDF that a person made of it, with its SHA-256; ``None`` where there is none.
    """

    key: str
    source: Path
    digest: str
    title: str
    own: tuple[Path, str] | None


#: What became of the documents of a batch, by key.
Results = list[tuple[str, Entry]]


class Changed(Exception):
    """A file is not what it was when the work was planned; the message is its path."""


@dataclass
class _Document:
    task: Task
    staged: Path
    characters: set[str]
    remark: str = ""


def run(
    tasks: Sequence[Task], converter: Converter, cache: PdfCache, stopped: Callable[[], bool] = lambda: False
) -> Results:
    """Convert documents.

    Returns:
        The entry of each key; what will be the same next time is in the cache.

    Raises:
        Changed: a document was changed meanwhile.
        OutputError: the cache can not be written.
    """
    with tempfile.TemporaryDirectory(prefix=FOLDER, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folders.add(folder)
        try:
            return _run(tasks, converter, cache, folder, stopped)
        finally:
            folders.discard(folder)


def _run(
    tasks: Sequence[Task], converter: Converter, cache: PdfCache, folder: Path, stopped: Callable[[], bool]
) -> Results:
    done: Results = []
    waiting: list[_Document] = []
    for number, task in enumerate(tasks, 1):
        try:
            document = _stage(task, folder, number)
        except UnreadableFile as error:
            done.append((task.key, _none(error.message)))
            continue
        entry = _from_own(document, folder, cache)
        if entry is not None:
            done.append((task.key, entry))
        else:
            waiting.append(document)
    made = _converted(waiting, converter, folder, stopped)
    for document in waiting:
        pdf = made.get(document.staged)
        if pdf is not None:
            entry = _checked(document, pdf, folder, cache, converter.label)
        else:
            entry = _none(_why_not(converter, document.staged.suffix), document.remark)
        done.append((document.task.key, entry))
    return done


def _why_not(converter: Converter, suffix: str) -> str:
    if not converter.works:
        return converter.label
    if suffix not in converter.kinds:
        return f"{converter.label} 不能转换 {suffix} 文件"
    return f"{converter.label} 没有转换出 PDF"


def _stage(task: Task, folder: Path, number: int) -> _Document:
    """Copy a document to where it is converted, under a name every converter understands.

    Raises:
        Changed: it is not what it was.
        UnreadableFile: it is no office document.
    """
    data = _read(task.source, task.digest)
    suffix = task.source.suffix.lower()
    inside = folder / suffix[1:]
    inside.mkdir(exist_ok=True)
    staged = inside / f"{number:04d}{suffix}"
    characters = document_characters(data, staged.name)
    staged.write_bytes(data)
    return _Document(task, staged, characters)


def _read(path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Changed(str(path)) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise Changed(str(path))
    return data


def _converted(
    documents: Sequence[_Document], converter: Converter, folder: Path, stopped: Callable[[], bool]
) -> dict[Path, Path]:
    made: dict[Path, Path] = {}
    runner = None
    if converter.office is not None:
        runner = OfficeRunner(converter.office, folder, converter.fonts.families, stopped)
    for kind in converter.kinds:
        files = [d.staged for d in documents if d.staged.suffix == kind]
        if files and runner is not None:
            made |= runner.convert(files)
        elif files:
            made |= builtin.convert(files, folder)
    return made


def _from_own(document: _Document, folder: Path, cache: PdfCache) -> Entry | None:
    """The entry made from the PDF a person put there; ``None`` with a remark where it is not good enough."""
    own = document.task.own
    if own is None:
        return None
    path = folder / f"{document.staged.stem}-own.pdf"
    path.write_bytes(_read(*own))
    entry = _checked(document, path, folder, cache, "", own=True)
    if not entry.reason:
        return entry
    document.remark = f"旁边的 PDF 没有采用：{entry.reason}"
    return None


def _checked(document: _Document, pdf: Path, folder: Path, cache: PdfCache, maker: str, *, own: bool = False) -> Entry:
    """Make a PDF archival and check it; what passed, and what will fail again, goes into the cache."""
    target = folder / f"{document.staged.stem}-a.pdf"
    try:
        judged = make_archival(pdf, target, document.task.title)
        with open_pdf(target) as opened:
            lost = lost_characters(document.characters, opened)
    except BadPdf as error:
        return _none(str(error), document.remark)
    reason = ""
    if lost:
        more = f"等 {len(lost)} 个字" if len(lost) > _SHOWN else ""
        reason = f"缺字，没有字体可用或内容不符：{''.join(lost[:_SHOWN])}{more}"
    elif judged.verdict is Verdict.FAIL:
        box = any(rule.endswith(_NO_GLYPH) for rule in judged.rules)
        reason = "有字体里没有的字，印成了空框" if box else f"不合 PDF/A-2b：{'、'.join(judged.rules)}"
    data = b"" if reason else target.read_bytes()
    entry = _entry(judged, data, maker, reason, document.remark, own=own, lost="".join(lost))
    if not (own and reason):
        cache.put(document.task.key, entry, data)
    return entry


def _entry(
    judged: Judged, data: bytes, maker: str, reason: str, remark: str, *, own: bool = False, lost: str = ""
) -> Entry:
    digest = hashlib.sha256(data).hexdigest() if data else ""
    who = maker or judged.maker
    return Entry(
        judged.pages,
        judged.verdict.value,
        judged.rules,
        judged.fonts,
        who,
        lost,
        own,
        reason,
        remark,
        digest,
        len(data),
    )


def _none(reason: str, remark: str = "") -> Entry:
    return Entry(None, "", (), (), "", "", False, reason, remark, "", 0)
