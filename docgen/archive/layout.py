"""Where everything stands in a package: names of folders and files, and what is put there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from docgen.archive.bag import PAYLOAD
from docgen.model.archive import Content, Package, Rendition
from docgen.resources import data_root

METS = "METS.xml"
DUBLIN_CORE = "metadata/descriptive/dc.xml"
PREMIS = "metadata/preservation/premis.xml"
ITEMS = "metadata/other/items.xml"
SOURCE = "metadata/other/source"
#: docgen's own records among the sources: they follow from the rest and never count as a change.
RECORDS = "登记"
DOCUMENTATION = "documentation"
CATALOGUE = f"{DOCUMENTATION}/归档文件目录.xml"
CHANGES = "metadata/other/changes.xml"
SCHEMAS = "schemas"
PAGE = "00-目录.html"
#: The representation that holds what was filled, signed and photographed, as it is.
ORIGINALS = "rep1"
#: The representation that holds copies of them for reading, PDF/A; there only when there are any.
RENDITIONS = "rep2"

#: Our own XML schemas that go into every package, and the one of packages that have a version before them.
OWN_SCHEMAS = ("items.xsd", "catalogue.xsd")
CHANGES_SCHEMA = "changes.xsd"

#: IANA media types of what docgen itself puts beside the contents. The system's table is not asked: it differs.
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".xsd": "application/xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}


def media_type(path: str) -> str:
    """The media type of a file that is no content of an item."""
    return _MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def xml_schema(name: str) -> Path:
    """The file of one of our own XML schemas."""
    return data_root() / "schemas" / "xml" / name


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one package, from the root of the bag, with ``/``."""

    package: Package

    @property
    def root(self) -> str:
        """The root of the E-ARK package."""
        return f"{PAYLOAD}/{self.package.id}"

    @property
    def schemas(self) -> tuple[str, ...]:
        """Our own XML schemas in the package."""
        return (*OWN_SCHEMAS, CHANGES_SCHEMA) if self.package.changes else OWN_SCHEMAS

    def inside(self, path: str) -> str:
        """A path of the E-ARK package."""
        return f"{self.root}/{path}"

    def content(self, content: Content) -> str:
        """Where a file of an item goes."""
        return self.inside(content_path(ORIGINALS, content.path))

    def contents(self) -> Iterator[Content]:
        """All files of all items."""
        return (content for item in self.package.items for content in item.contents)

    def rendition(self, rendition: Rendition) -> str:
        """Where a copy for reading goes."""
        return self.inside(content_path(RENDITIONS, rendition.path))

    def renditions(self) -> Iterator[Rendition]:
        """All copies for reading."""
        return (rendition for item in self.package.items for rendition in item.renditions)

    @property
    def representations(self) -> tuple[str, ...]:
        """Names of the representations in the package."""
        return (ORIGINALS, RENDITIONS) if any(self.renditions()) else (ORIGINALS,)

    def written(self) -> list[str]:
        """Paths of what is written, not copied, below ``data``."""
        package = self.package
        own = [METS, DUBLIN_CORE, PREMIS, ITEMS, CATALOGUE, *([CHANGES] if package.changes else [])]
        own += [f"{representation(held)}/{name}" for held in self.representations for name in (METS, PREMIS)]
        own += [f"{SCHEMAS}/{name}" for name in (*self.schemas, *sorted(package.schemas))]
        own += [f"{DOCUMENTATION}/{name}" for name in sorted(package.documentation)]
        own += [f"{SOURCE}/{name}" for name in sorted(package.records)]
        return [self.inside(path) for path in own]

    def copied(self) -> list[tuple[str, Path, int | None]]:
        """What is copied: its path, where it lies, its size where that is known. Sorted by path."""
        jobs: list[tuple[str, Path, int | None]] = [(self.content(c), c.source, c.size) for c in self.contents()]
        jobs += [(self.rendition(r), r.source, r.size) for r in self.renditions()]
        jobs += [(self.inside(f"{SOURCE}/{name}"), path, None) for name, path in self.package.sources.items()]
        return sorted(jobs, key=lambda job: job[0])


def representation(name: str) -> str:
    """The folder of a representation, from the root of the E-ARK package."""
    return f"representations/{name}"


def content_path(name: str, path: str) -> str:
    """A content's path, from the root of the E-ARK package."""
    return f"{representation(name)}/data/{path}"
