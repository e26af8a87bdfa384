"""The form that accompanies records handed over on carriers: plain values, written by the archive and printed."""

from __future__ import annotations

from dataclasses import dataclass

#: A field of a form: its label and what stands in it; empty where a person has to give it.
Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Registration:
    """The form.

    Attributes:
        title: its title.
        fields: what is handed over.
        sections: each side's part: who checks and signs it, and its fields.
    """

    title: str
    fields: tuple[Field, ...]
    sections: tuple[tuple[str, tuple[Field, ...]], ...]
