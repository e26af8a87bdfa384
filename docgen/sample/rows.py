"""What comes in (rows of the sample's registers) and what goes out (counts)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row of a register of the sample.

    Attributes:
        register: name of the register.
        values: column → what stands in the cell, as text.
        files: file column → relative paths (``/`` between folders) it names.
    """

    register: str
    values: Mapping[str, str]
    files: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MadeAttachments:
    """What one run has made.

    Attributes:
        counts: kind of drawing → number of files, sorted by kind.
        total_bytes: size of all files together.
    """

    counts: Mapping[str, int]
    total_bytes: int

    @property
    def total_files(self) -> int:
        """Number of files made."""
        return sum(self.counts.values())
