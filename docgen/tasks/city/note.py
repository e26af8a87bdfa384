"""The note of a run: one line for every studio that is done, written down at once.

A later line takes the place of an earlier one; a line that a kill cut off is no line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from docgen.errors import InputError
from docgen.model.city import Figures, Outcome, Print, State
from docgen.write.files import make_folder, output_error


@dataclass(frozen=True)
class Line:
    """Where an outcome stands in the note, and its mark."""

    at: int
    mark: str


class RunNote:
    """The note of a run. Use it as a context.

    Args:
        path: its file.
        resume: go on with what stands there; otherwise it begins anew.

    Raises:
        InputError: it can not be read.
        OutputError: it can not be written.
    """

    def __init__(self, path: Path, *, resume: bool) -> None:
        make_folder(path.parent)
        self.path = path
        self._lines: dict[str, Line] = {}
        try:
            self._stream: IO[bytes] = path.open("a+b" if resume else "w+b")
        except OSError as error:
            raise output_error(error, path) from error
        self._read()

    def __enter__(self) -> RunNote:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._stream.close()

    def _read(self) -> None:
        try:
            self._stream.seek(0)
            at = 0
            for line in self._stream:
                outcome = _outcome(line)
                if outcome is not None:
                    self._lines[outcome.place] = Line(at, outcome.mark)
                at += len(line)
                whole = line.endswith(b"\n")
            if at and not whole:
                self._stream.write(b"\n")
        except OSError as error:
            raise InputError("运行记录读不出来", place=str(self.path), remedy="不加 --resume 重新运行。") from error

    def mark(self, place: str) -> str:
        """The mark under which a studio's part was done; empty where it must be done."""
        line = self._lines.get(place)
        return line.mark if line is not None else ""

    def add(self, outcome: Outcome) -> None:
        """Write down an outcome.

        Raises:
            OutputError: it can not be written.
        """
        try:
            self._stream.seek(0, 2)
            at = self._stream.tell()
            self._stream.write(json.dumps(asdict(outcome), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            self._stream.flush()
        except OSError as error:
            raise output_error(error, self.path) from error
        self._lines[outcome.place] = Line(at, outcome.mark)

    def outcome(self, place: str) -> Outcome:
        """The outcome of a studio that stands in the note."""
        self._stream.seek(self._lines[place].at)
        found = _outcome(self._stream.readline())
        assert found is not None
        return found

    def outcomes(self, places: Iterator[str] | list[str]) -> Iterator[Outcome]:
        """The outcomes of some studios, one at a time: all their fingerprints would not fit into memory."""
        return (self.outcome(place) for place in places)


def _outcome(line: bytes) -> Outcome | None:
    """An outcome as it was written; ``None`` for a line that is none."""
    try:
        known: dict[str, Any] = json.loads(line)
        known["state"] = State(known["state"])
        known["prints"] = tuple(Print(**each) for each in known["prints"])
        figures = known["figures"]
        if figures is not None:
            figures["values"] = tuple(figures["values"])
            figures["materials"] = {key: tuple(counts) for key, counts in figures["materials"].items()}
            known["figures"] = Figures(**figures)
        return Outcome(**known)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def bare(outcome: Outcome) -> Outcome:
    """An outcome without what only comparisons need."""
    return replace(outcome, prints=())
