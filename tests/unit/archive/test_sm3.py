"""SM3 beside SHA-256: the same files, read once, sealed as strictly; refused where it can not be computed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.archive import copying
from docgen.archive.codes import Code
from docgen.archive.verify import verify_path
from docgen.errors import NoAlgorithm
from docgen.model.finding import Severity
from tests.unit.archive.helpers import package, tree, written

ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
pytestmark = pytest.mark.skipif(not copying.computable(copying.SM3), reason="OpenSSL without SM3")


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """The small package with SM3."""
    return written(tmp_path, sm3=True).root


def without_sm3(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python whose OpenSSL does not have it."""
    real = hashlib.new

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "sm3":
            raise ValueError("unsupported hash type sm3")
        return real(name, *rest, **more)

    monkeypatch.setattr(hashlib, "new", refuse)


def codes(bag: Path) -> list[str]:
    return sorted(f.code for f in verify_path(bag).findings)


def test_it_is_the_algorithm_of_the_standard(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert copying.digest_file(tmp_path / "abc", (copying.SM3,)) == {"sm3": ABC}
    assert copying.write_new(tmp_path / "neu", b"abc", sm3=True).sm3 == ABC


def test_both_lists_name_the_same_files(bag: Path) -> None:
    held = tree(bag)
    for name, keep in (("manifest", True), ("tagmanifest", False)):
        listed = held[f"{name}-sm3.txt"].decode().splitlines()
        files = {p: d for p, d in held.items() if p.startswith("data/") == keep and not p.startswith("tagmanifest")}
        assert listed == [f"{hashlib.new('sm3', d).hexdigest()}  {p}" for p, d in sorted(files.items())]
        other = [line.split("  ", 1)[1] for line in held[f"{name}-sha256.txt"].decode().splitlines()]
        assert [line.split("  ", 1)[1] for line in listed] == other
    assert "SHA-256和SM3" in (bag / "data" / bag.name / "metadata/preservation/premis.xml").read_text(encoding="utf-8")
    assert verify_path(bag).findings == ()


def test_all_else_is_the_same_without(bag: Path, tmp_path: Path) -> None:
    plain = tree(written(tmp_path / "无").root)
    differ = {p for p, d in tree(bag).items() if plain.get(p) != d}
    assert {p for p in differ if not p.startswith("data/")} == {
        *("manifest-sm3.txt", "tagmanifest-sm3.txt"),
        *("manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"),
    }


def test_bagit_takes_it(bag: Path) -> None:
    command = [sys.executable, "-m", "bagit", "--validate", str(bag)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def digit(bag: Path) -> None:
    path = bag / "tagmanifest-sm3.txt"
    data = path.read_bytes()
    path.write_bytes((b"1" if data[:1] != b"1" else b"2") + data[1:])


def blank(bag: Path) -> None:
    path = bag / "tagmanifest-sm3.txt"
    path.write_bytes(path.read_bytes().replace(b"  ", b" *", 1))


def no_seal(bag: Path) -> None:
    (bag / "tagmanifest-sm3.txt").unlink()


def no_list(bag: Path) -> None:
    (bag / "manifest-sm3.txt").unlink()


def changed_list(bag: Path) -> None:
    path = bag / "manifest-sm3.txt"
    path.write_bytes(path.read_bytes().replace(b"a", b"b", 1))


def extra(bag: Path) -> None:
    (bag / "多.txt").write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (digit, Code.CHANGED),
        (blank, Code.MANIFEST_FORM),
        (no_seal, Code.NO_TAG_MANIFEST),
        (no_list, Code.MISSING),
        (changed_list, Code.CHANGED),
        (extra, Code.EXTRA),
    ],
)
def test_damage_to_the_lists_is_found(bag: Path, damage: Callable[[Path], None], code: Code) -> None:
    damage(bag)
    assert code in codes(bag)


def test_nothing_is_promised_that_can_not_be_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_sm3(monkeypatch)
    with pytest.raises(NoAlgorithm):
        written(tmp_path, sm3=True)
    assert list((tmp_path / "归档" / package(tmp_path).id).iterdir()) == []


def test_without_it_the_rest_is_verified_and_that_is_said(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_sm3(monkeypatch)
    report = verify_path(bag)
    assert [(f.code, f.severity) for f in report.findings] == [("integrity.not-checked", Severity.WARNING)] * 2
    next(bag.rglob("*.xlsx")).write_bytes(b"changed")
    assert Code.CHANGED in codes(bag)
