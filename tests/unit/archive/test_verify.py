"""Every damage is found, named by its code and file; what is sound passes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.archive.codes import Code
from docgen.archive.verify import VerifyReport, verify_path
from docgen.errors import MissingFile, UnreadableFile
from docgen.model.finding import Severity
from tests.conftest import ROOT
from tests.unit.archive.damage import FOREIGN, PACKAGE, SET, YEAR, Sample, make_foreign
from tests.unit.archive.helpers import edit, reseal_disc, tree


def name(sample: Sample) -> str:
    return sample.damage.__name__


def assert_found(report: VerifyReport, sample: Sample) -> None:
    places = {f.place.file for f in report.findings if f.code == sample.code and f.severity == sample.severity}
    assert places, [f"{f.code} {f.place}: {f.message}" for f in report.findings]
    if sample.file is not None:
        assert sample.file in places
    assert report.ok == all(f.severity < Severity.ERROR for f in report.findings)
    assert all(f.message and f.remedy for f in report.findings)


def test_a_sound_package_passes(sound_package: Path) -> None:
    seen: list[tuple[int, int, int]] = []
    report = verify_path(sound_package, lambda *done: seen.append(done))
    files = tree(sound_package)
    assert (report.kind, report.findings, report.ok) == ("package", (), True)
    assert (report.counts["files"], report.counts["items"]) == (len(files), 4)
    assert report.counts["bytes"] == sum(len(data) for data in files.values())
    # Everything is read but the tag manifest, which is compared as it stands.
    rest = sum(len(data) for path, data in files.items() if path != "tagmanifest-sha256.txt")
    assert seen[-1] == (len(files) - 1, len(files) - 1, rest)


@pytest.mark.parametrize("sample", PACKAGE, ids=name)
def test_damage_to_a_package(sample: Sample, bag: Path) -> None:
    sample.damage(bag)
    assert_found(verify_path(bag), sample)


@pytest.mark.parametrize("sample", [s for s in PACKAGE if s.severity == Severity.ERROR], ids=name)
def test_no_damage_passes(sample: Sample, bag: Path) -> None:
    sample.damage(bag)
    assert not verify_path(bag).ok


@pytest.mark.parametrize("sample", FOREIGN, ids=name)
def test_damage_to_a_foreign_bag(sample: Sample, tmp_path: Path) -> None:
    bag = make_foreign(tmp_path / "外来")
    sample.damage(bag)
    report = verify_path(bag)
    assert report.kind == "bag"
    assert_found(report, sample)


def test_a_sound_foreign_bag_passes(tmp_path: Path) -> None:
    report = verify_path(make_foreign(tmp_path / "外来"))
    assert (report.kind, report.findings) == ("bag", ())


@pytest.mark.parametrize("sample", SET, ids=name)
def test_damage_to_discs(sample: Sample, discs: Path) -> None:
    sample.damage(discs)
    report = verify_path(discs)
    assert report.kind == "set"
    assert_found(report, sample)


@pytest.mark.parametrize("sample", YEAR, ids=name)
def test_damage_to_a_year(sample: Sample, year: Path) -> None:
    sample.damage(year)
    report = verify_path(year)
    assert report.kind == "year"
    assert_found(report, sample)
    assert not report.ok


def test_a_sound_year_passes(year: Path) -> None:
    report = verify_path(year)
    assert (report.kind, report.findings, report.counts["items"]) == ("year", (), 8)


def test_a_sound_set_passes(discs: Path) -> None:
    report = verify_path(discs)
    assert (report.kind, report.findings) == ("set", ())
    assert (report.counts["discs"], report.counts["items"]) == (3, 3)


def test_a_disc_alone_passes_without_the_others(discs: Path) -> None:
    alone = discs.rename(discs.parent / "别名") / "D02"
    report = verify_path(alone.rename(alone.parent.parent / "DVD_RW"))
    assert (report.kind, report.findings) == ("disc", ())


def test_missing_discs_are_named(discs: Path) -> None:
    for path in sorted((discs / "D02").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (only,) = verify_path(discs).findings
    assert only.message == "全套共 3 张，这里有第 1、3 张；缺第 2 张（D02），上面有 1 个文件"


@pytest.mark.parametrize("text", ["2030/02/木桥.jpg", "电子档案/2030/02/木桥.jpg", "2030/02", "电子档案/2030/02/"])
def test_a_record_may_be_named_in_several_ways(discs: Path, text: str) -> None:
    edit(discs / "D02/文件目录.XML", "2030/02/木桥.jpg", text)
    reseal_disc(discs / "D02")
    assert verify_path(discs).findings == ()


def test_several_records_in_one_line(discs: Path) -> None:
    edit(discs / "D01/文件目录.XML", "\n2030", "；2030")
    reseal_disc(discs / "D01")
    assert verify_path(discs).findings == ()


def test_a_years_folder_is_checked_part_by_part(bag: Path, discs: Path) -> None:
    discs.rename(bag.parent / "光盘")
    (bag.parent / "标签").mkdir()
    report = verify_path(bag.parent)
    assert (report.kind, report.findings, report.counts["discs"]) == ("year", (), 3)
    (bag / "bagit.txt").unlink()
    places = {f.place.file for f in verify_path(bag.parent).findings}
    assert f"{bag.name}/bagit.txt" in places


def test_the_package_without_its_bag(bag: Path) -> None:
    csip = bag / "data" / bag.name
    report = verify_path(csip)
    assert (report.kind, report.findings, report.counts["items"]) == ("csip", (), 4)
    (csip / "documentation" / "归档说明.txt").write_bytes("说明。".encode()[:7])
    codes = {f.code for f in verify_path(csip).findings}
    assert codes == {Code.METS_MANIFEST}


def test_every_code_has_a_sample() -> None:
    # Tests that run as root read everything: unreadable files have a test of their own, and so have images.
    sampled = {s.code for s in (*PACKAGE, *FOREIGN, *SET, *YEAR)} | {Code.UNREADABLE, Code.IMAGE}
    assert sampled == set(Code)


def test_every_code_is_documented() -> None:
    text = (ROOT / "schemas" / "README.md").read_text(encoding="utf-8")
    assert [c for c in Code if f"`{c}`" not in text] == []


def test_unreadable_files_are_damage(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.archive import walk

    def broken(path: Path, algorithms: object) -> dict[str, str]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(walk, "digest_file", broken)
    report = verify_path(bag)
    assert {f.code for f in report.findings} == {Code.UNREADABLE}
    assert len(report.findings) == len(tree(bag)) - 1


def test_only_the_path_itself_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        verify_path(tmp_path / "没有")
    file = tmp_path / "图.jpg"
    file.write_bytes(b"x")
    with pytest.raises(UnreadableFile):
        verify_path(file)
    empty = tmp_path / "空"
    empty.mkdir()
    report = verify_path(empty)
    assert (report.kind, report.ok) == ("unknown", False)


def test_nothing_outside_is_read(bag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = bag.parent / "秘密.txt"
    secret.write_bytes(b"x")
    line = f"{'0' * 64}  data/../../秘密.txt\n{'0' * 64}  {secret}\n{'0' * 64}  ~/秘密.txt\n"
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write(line)
    opened: list[str] = []
    real = Path.open

    def watched(self: Path, *args: object, **kwargs: object) -> object:
        opened.append(os.fspath(self))
        return real(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)
    report = verify_path(bag)
    assert sum(f.code == Code.UNSAFE_PATH for f in report.findings) == 3
    assert opened and not [path for path in opened if "秘密" in path]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_can_change_unseen(
    sound_package: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    files = {path: content for path, content in tree(sound_package).items() if content}
    path = data.draw(st.sampled_from(sorted(files)))
    position = data.draw(st.integers(0, len(files[path]) - 1))
    bit = data.draw(st.integers(0, 7))
    target = sound_package / path
    changed = bytearray(files[path])
    changed[position] ^= 1 << bit
    target.write_bytes(changed)
    try:
        assert not verify_path(sound_package).ok
    finally:
        target.write_bytes(files[path])
    assert verify_path(sound_package).ok
