"""A picture ready to stand in a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """Encoded picture.

    Attributes:
        data: the file's bytes.
        kind: ``jpeg`` or ``png``.
        width: pixels, upright.
        height: pixels, upright.
    """

    data: bytes
    kind: str
    width: int
    height: int
