"""Manifests are written in one form and read in all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive.manifest import leaves_folder, manifest_bytes, read_manifest

D = "0123456789abcdef" * 4


def test_the_form_we_write() -> None:
    assert manifest_bytes({"data/乙": D, "data/A b": D}) == f"{D}  data/A b\n{D}  data/乙\n".encode()
    assert manifest_bytes({}) == b""


paths = st.text(st.characters(exclude_characters="\n\r%\0", exclude_categories=("Cs",)), min_size=1).map(
    lambda text: f"data/{text.lstrip()}x"
)


@given(st.dictionaries(paths.filter(lambda p: not leaves_folder(p)), st.just(D), max_size=5))
def test_what_is_written_is_read(entries: dict[str, str]) -> None:
    manifest = read_manifest(manifest_bytes(entries).decode())
    assert manifest.entries == entries
    assert not (manifest.malformed or manifest.twice or manifest.unsafe)


@pytest.mark.parametrize("line", [f"{D.upper()} data/a", f"{D}\tdata/a", f"{D} *data/a", f"{D}   ./data/a"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_forms_of_others(line: str, end: str) -> None:
    assert read_manifest(line + end).entries == {"data/a": D}


def test_escapes() -> None:
    assert list(read_manifest(f"{D}  data/a%0Ab%0dc%25d%41\n").entries) == ["data/a\nb\rc%d%41"]
    assert list(read_manifest(f"{D}  data/a%25\n", escaped=False).entries) == ["data/a%25"]


def test_lines_that_are_no_entries() -> None:
    manifest = read_manifest(f"\n{D}\nxyz  data/a\n{D}  data/a\n{D}  data/a\n")
    assert (manifest.malformed, manifest.twice) == ([1, 2, 3], ["data/a"])


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "data/../../a",
        "/etc/passwd",
        "~/a",
        "~root",
        "C:/a",
        "c:a",
        "\\\\host\\a",
        "\\\\?\\C:\\a",
        "data\\..\\a",
    ],
)
def test_paths_that_leave(path: str) -> None:
    manifest = read_manifest(f"{D}  {path}\n")
    assert (manifest.entries, manifest.unsafe) == ({}, [path])


@pytest.mark.parametrize("path", ["data/..a", "data/a..", "data/...", "data/~a", "data/a:b"])
def test_paths_that_stay(path: str) -> None:
    assert not leaves_folder(path)
