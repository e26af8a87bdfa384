"""Our BagIt profile, judged by an independent validator: every bag we write keeps it, and it asks for something."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import bagit_profile
import pytest

from docgen.archive.bag import PROFILE, PROFILE_LABEL, info_labels
from docgen.archive.copying import SM3, computable
from docgen.resources import data_root
from tests.unit.archive.helpers import edit, package, reseal, written


def profile() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((data_root() / "schemas" / "bagit-profile.json").read_text(encoding="utf-8"))
    return loaded


def complaints(bag: Path) -> list[str]:
    """What the validator says; it is handed the profile, because an identifier is a name and no address."""
    judge = bagit_profile.Profile(PROFILE, profile=profile())
    judge.validate(bagit.Bag(str(bag)))
    return [str(error) for error in judge.report.errors]


def test_it_names_what_bags_name(tmp_path: Path) -> None:
    about = profile()
    assert about["BagIt-Profile-Info"][PROFILE_LABEL] == PROFILE
    assert set(about["Bag-Info"]) >= {label for label, _ in info_labels(package(tmp_path), 1, 1)}


def test_our_bags_keep_it(sound_package: Path) -> None:
    assert complaints(sound_package) == []


@pytest.mark.skipif(not computable(SM3), reason="OpenSSL without SM3")
def test_our_bags_with_sm3_keep_it(tmp_path: Path) -> None:
    assert complaints(written(tmp_path, sm3=True).root) == []


def no_day(bag: Path) -> None:
    edit(bag / "bag-info.txt", "Bagging-Date: 2031-01-15\n", "")


def other_profile(bag: Path) -> None:
    edit(bag / "bag-info.txt", PROFILE, "urn:other")


def page_gone(bag: Path) -> None:
    (bag / "00-目录.html").unlink()


def note_added(bag: Path) -> None:
    (bag / "说明.txt").write_bytes(b"")


def md5(bag: Path) -> None:
    (bag / "manifest-md5.txt").write_bytes(b"")


def from_afar(bag: Path) -> None:
    (bag / "fetch.txt").write_bytes(b"http://localhost/x 1 data/x\n")


def older(bag: Path) -> None:
    edit(bag / "bagit.txt", "1.0", "0.97")


@pytest.mark.parametrize("change", [no_day, other_profile, page_gone, note_added, md5, from_afar, older])
def test_a_bag_that_breaks_it_is_noticed(bag: Path, change: Callable[[Path], None]) -> None:
    change(bag)
    reseal(bag)
    assert complaints(bag) != []
