"""Names that would break somewhere are refused before anything is written, all of them at once."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive.names import MAX_PATH, check_names, component_problem
from docgen.errors import OutputError
from docgen.model.names import safe_name

HOME = Path("/归档/2030/WJG")


def codes(paths: list[str]) -> list[tuple[str, str]]:
    with pytest.raises(OutputError) as caught:
        check_names(paths, HOME)
    return [(f.code, f.place.file) for f in caught.value.findings]


@pytest.mark.parametrize(
    "name",
    [
        *'<>:"|?*\\%',
        "a\nb",
        "a\rb",
        "a\x00b",
        "a\u200bb",
        "a\u202eb",
        "\udcd5",
        " 前",
        "后 ",
        "后.",
        "CON",
        "nul.txt",
        "com1.docx",
        "..",
        ".",
        "",
        "长" * 86,
        unicodedata.normalize("NFD", "é"),
    ],
    ids=ascii,
)
def test_names_that_are_refused(name: str) -> None:
    assert component_problem(name)
    assert codes([f"好/{name}/好.txt"])[0][0] == "output.name-unsafe"


@pytest.mark.parametrize(
    "name", ["登记表（一）.docx", "木桥𠮷#1+2.jpg", "a b_c-d.e~1", "长" * 85, "é", "[题名]&'·.txt"]
)
def test_names_that_are_good(name: str) -> None:
    assert component_problem(name) == ""
    check_names([f"data/{name}"], HOME)


@given(st.text(max_size=70))
def test_what_docgen_names_itself_is_good(text: str) -> None:
    name = safe_name(text)
    assert "%" in name or component_problem(name) == ""


def test_all_problems_come_together() -> None:
    paths = ["data/a?.txt", "data/好.txt", "data/b*.txt", "data/" + "长/" * 120]
    assert codes(paths) == [
        ("output.name-unsafe", paths[0]),
        ("output.name-unsafe", paths[2]),
        ("output.name-unsafe", paths[3]),
        ("output.path-too-long", paths[3]),
    ]


def test_the_length_counts_from_the_drive() -> None:
    room = MAX_PATH - len(str(HOME)) - 1
    path = "/".join(["长" * 60] * 10)[:room].rstrip("/")
    path += "长" * (room - len(path))
    check_names([path], HOME)
    assert codes([f"{path}长"]) == [("output.path-too-long", f"{path}长")]
    # A character outside the Basic Plane is two for Windows.
    assert codes([f"{path[:-1]}𠮷"]) == [("output.path-too-long", f"{path[:-1]}𠮷")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("data/甲.TXT", "data/甲.txt"),
        ("data/甲/1.txt", "data/甲/1.txt"),
        ("data/A/1.txt", "data/a/2.txt"),
        ("data/甲", "data/甲/1.txt"),
        ("data/甲/1.txt", "data/甲"),
        ("data/ß.txt", "data/SS.txt"),
    ],
)
def test_names_that_would_be_one(first: str, second: str) -> None:
    assert ("output.name-clash", second) in codes([first, second])


def test_forms_of_one_name_clash() -> None:
    name = "data/é.txt"
    assert ("output.name-clash", unicodedata.normalize("NFD", name)) in codes(
        [name, unicodedata.normalize("NFD", name)]
    )
