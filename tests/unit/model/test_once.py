"""What follows from a standard alone is made once for each standard."""

from __future__ import annotations

from dataclasses import replace

from docgen.model.standard import Standard


def test_made_once(toy: Standard) -> None:
    made: list[int] = []

    def make() -> list[int]:
        made.append(1)
        return made

    assert toy.once("test_made_once", make) is toy.once("test_made_once", make)
    assert made == [1]


def test_a_copy_begins_anew(toy: Standard) -> None:
    toy.once("test_copy", lambda: "old")
    other = replace(toy, title="另一个标准")
    assert other.once("test_copy", lambda: "new") == "new"
    assert toy.once("test_copy", lambda: "newer") == "old"


def test_what_was_made_does_not_make_standards_unequal(toy: Standard) -> None:
    other = replace(toy)
    other.once("test_equal", lambda: object())
    assert other == toy
