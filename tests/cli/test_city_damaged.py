"""A city in which one studio in twenty is damaged: each is reported, and all others are done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.city import DAMAGES, damage_plan
from tests.cli.city_helpers import make_city, make_standard
from tests.cli.conftest import Run

COUNT = 80
#: The fictional standard has no rules of its own.
FILES = """
[[rule]]
id = "T1"
kind = "file"
severity = "错误"
message = "文件有问题"
remedy = "换一个文件"
"""
#: Damage → state and code of filling that studio.
EXPECTED = {
    "missing workbook": ("failed", "input.missing"),
    "broken template": ("failed", "input.unreadable"),
    "unreadable picture": ("findings", ""),
    "hostile file": ("failed", "input.unsafe"),
}


def test_five_per_cent_damaged(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    standard = make_standard(tmp_path / "标准")
    (standard / "field-rules.toml").write_text(FILES, encoding="utf-8")
    studios = make_city(tmp_path / "全市", COUNT, standard)
    broken = damage_plan(COUNT, 0.05)
    assert sorted(broken.values()) == sorted(DAMAGES)
    for number, damage in broken.items():
        DAMAGES[damage](studios[number])
    found = json.loads(run("city", "fill", "全市", "-j", "1", "--json").out)
    by_name = {Path(studio["place"]).name: studio for studio in found["studios"]}
    got = {damage: by_name[studios[number].name] for number, damage in broken.items()}
    assert {damage: (studio["state"], studio["code"]) for damage, studio in got.items()} == EXPECTED
    assert all(studio["reason"] for studio in got.values() if studio["state"] == "failed")
    whole = [studio for name, studio in by_name.items() if int(name[1:]) not in broken]
    assert len(whole) == COUNT - len(broken)
    assert {studio["state"] for studio in whole} == {"done"}
