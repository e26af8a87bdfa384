"""The new versions that ``docgen fill --beside`` puts beside documents changed by hand.

They are no documents: never packed, never taken for a file somebody placed. docgen removes only what it wrote itself
and nobody has changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from docgen import __version__
from docgen.container import Container
from docgen.engine.differing import Difference, differences
from docgen.errors import UnreadableFile
from docgen.load.texts import file_lines, office_lines
from docgen.ooxml import Rendered
from docgen.write.files import output_error, write_atomically
from docgen.write.memory import Memory, Written

#: Put behind the name of a document.
MARK = "-新"


@dataclass(frozen=True)
class Kept:
    """A document changed by hand that was left alone.

    Attributes:
        path: below the workspace.
        stale: the data have changed as well.
        beside: the new version beside it, empty where there is none.
        differs: how its text differs from the new version; ``None`` where that was not looked at or can not be read.
    """

    path: str
    stale: bool
    beside: str = ""
    differs: Sequence[Difference] | None = None


@dataclass
class NewVersions:
    """The new versions of one set of documents.

    Attributes:
        folder: where the documents lie.
        memory: what was written, a memory of its own.
        dry_run: decide everything, write nothing.
        cleared: removed because they are not needed any more, below the folder.
        left: not written or not removed because somebody's own file stands there, below the folder.
    """

    folder: Path
    memory: Memory
    dry_run: bool = False
    cleared: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Count what a killed run had announced."""
        for key, announced in self.memory.announced.items():
            self.memory.documents.setdefault(key, announced[-1])

    @classmethod
    def of(cls, folder: Path, memory: Memory, *, dry_run: bool) -> NewVersions:
        """The new versions beside the documents of a memory.

        Raises:
            InputError: their own memory is damaged.
        """
        return cls(folder, _memory(memory), dry_run)

    def standing(self, key: str, path: str) -> bool:
        """Whether one was written for a document that is still called so; one for an earlier name is cleared."""
        recorded = self.memory.documents.get(key)
        if recorded is not None and recorded.path != beside_path(path):
            self.clear(key)
            return False
        return recorded is not None

    def put(self, key: str, path: str, rendered: Rendered, template: str) -> str:
        """Write one, or leave it where it is up to date.

        Args:
            key: key of the document.
            path: of the document, below the folder.
            rendered: the new version.
            template: digest of the template.

        Returns:
            Its path below the folder; empty where somebody's own file stands there.

        Raises:
            OutputError: it can not be written.
        """
        target = beside_path(path)
        recorded = self.memory.documents.get(key)
        if recorded is not None and recorded.path != target:
            # Somebody changed the one for an earlier name: it is still named as left.
            return ""
        actual = actual_digest(self.folder / target, recorded)
        if actual not in (None, rendered.digest, *self.memory.digests(key)):
            self.left.append(target)
            return ""
        if self.dry_run or (actual == rendered.digest and recorded is not None):
            return target
        data = rendered.to_bytes()
        self.memory.announce(Written(key, target, rendered.digest, template, len(data), 0, __version__))
        write_atomically(self.folder / target, data)
        stat = (self.folder / target).stat()
        self.memory.documents[key] = Written(
            key, target, rendered.digest, template, stat.st_size, stat.st_mtime_ns, __version__
        )
        return target

    def clear(self, key: str) -> None:
        """Remove one that is not needed any more; what somebody changed stays and is named.

        Raises:
            OutputError: the system refuses.
        """
        recorded = self.memory.documents.get(key)
        if recorded is None:
            return
        path = self.folder / recorded.path
        actual = actual_digest(path, recorded)
        if actual is not None and actual not in self.memory.digests(key):
            self.left.append(recorded.path)
            return
        if actual is not None:
            self.cleared.append(recorded.path)
        if not self.dry_run:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise output_error(error, path) from error
            del self.memory.documents[key]

    def save(self) -> None:
        """Write down what stands there; nothing where there never was any.

        Raises:
            OutputError: it can not be written.
        """
        if not self.dry_run and (self.memory.documents or self.memory.path.is_file()):
            self.memory.save()


def new_versions(memory: Memory) -> frozenset[str]:
    """The paths of the new versions beside the documents of a memory.

    Raises:
        InputError: their own memory is damaged.
    """
    own = _memory(memory)
    announced = (w for written in own.announced.values() for w in written)
    return frozenset(w.path for w in (*own.documents.values(), *announced))


def _memory(memory: Memory) -> Memory:
    return Memory(memory.path.parent, f"{memory.path.stem}{MARK}")


def beside_path(path: str) -> str:
    """Where the new version of a document goes."""
    document = PurePosixPath(path)
    return document.with_name(f"{document.stem}{MARK}{document.suffix}").as_posix()


def compared(kept: Path, rendered: Rendered) -> tuple[Difference, ...] | None:
    """How the text of a document on the disk differs from a new version; ``None`` where it can not be read."""
    lines = file_lines(kept)
    return differences(lines, office_lines(rendered.to_bytes(), kept.suffix)) if lines else None


def actual_digest(path: Path, recorded: Written | None) -> str | None:
    """The digest of the document that stands there; ``None`` where there is none.

    Size and time of change are trusted only where both are as recorded; anything else is read. A file that is no
    office document any more has a digest that equals none.
    """
    try:
        stat = path.stat()
        if recorded is not None and (stat.st_size, stat.st_mtime_ns) == (recorded.size, recorded.mtime):
            return recorded.digest
        return Container.read(path.read_bytes(), path.name).digest()
    except FileNotFoundError:
        return None
    except (UnreadableFile, OSError):
        return "unreadable"
