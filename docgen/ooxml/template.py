"""What a compiled template is, and what filling it gives: the interface of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from docgen.container import Skeleton, join_digests, pack, part_digest
from docgen.errors import DocgenError, ExitCode
from docgen.model.picture import Picture

#: Path relative to the attachments folder → picture; raises :class:`DocgenError`.
PictureSource = Callable[[str], Picture]


class RenderError(DocgenError):
    """A value can not be printed where a template wants it; the place names template, part and tag."""

    exit_code = ExitCode.FINDINGS
    code = "input.unprintable"
    remedy = "改正数据中的这个值；数据无误时，改正模板中的标签。"


@dataclass(frozen=True)
class Rendered:
    """A filled document that is not packed yet.

    Attributes:
        parts: the parts that differ from the template and those added, in the order in which they are written.
        skeleton: the other parts, packed.
        constant: digests of the parts in the skeleton, by name.
    """

    parts: Mapping[str, bytes]
    skeleton: Skeleton = field(repr=False)
    constant: Mapping[str, str] = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """The digest of the document's content, equal to that of the written file's container."""
        changed = {name: part_digest(data) for name, data in self.parts.items()}
        return join_digests({**self.constant, **changed})

    def to_bytes(self) -> bytes:
        """The document as a file: equal content gives equal bytes."""
        return self.skeleton.complete([pack(name, data) for name, data in self.parts.items()])


class Template(Protocol):
    """A template compiled once for many documents."""

    @property
    def name(self) -> str:
        """File name of the template, for messages."""

    @property
    def kind(self) -> str:
        """``docx`` or ``xlsx``."""

    @property
    def digest(self) -> str:
        """SHA-256 of the template file's bytes (hexadecimal)."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names and paths its tags read, sorted."""

    def render(self, *args: Any, pictures: PictureSource | None = None) -> Rendered:
        """Fill it.

        Args:
            args: values of the scope's parameters, in order.
            pictures: where pictures come from; may be missing where no picture is to be printed.

        Raises:
            BlockedValue: a value with an error finding would be printed.
            RenderError: a value can not be printed.
            DocgenError: a picture can not be had.
        """
