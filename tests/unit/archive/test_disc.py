"""Disc folders: complete, named once, verifiable by anybody; a missing disc and a changed byte are found."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.archive import disc as disc_module
from docgen.archive.copying import CopyJob
from docgen.archive.disc import CloneOrCopy, papers_size, share_blocks, write_disc
from docgen.archive.names import component_problem, folded
from docgen.archive.verify import verify_path
from docgen.engine.discs import medium, plan_discs
from docgen.errors import InputError, IntegrityError, OutputError, TargetExists
from docgen.model.names import safe_name
from tests.unit.archive.disc_helpers import (
    LISTS,
    PHOTOS,
    burnt,
    digest,
    disc,
    packed,
    photo_year,
    read,
    three,
)
from tests.unit.archive.helpers import content, item, tree

DISCS = ("D01", "D02", "D03")
SET_NS = "{urn:docgen:set:1}"


def codes(path: Path) -> list[str]:
    return sorted({f.code for f in verify_path(path).findings})


def test_the_root_is_as_the_rule_has_it(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    for name in DISCS:
        top = sorted(p.name for p in (root / name).iterdir())
        assert top == sorted(["index.html", "其他", "文件目录.XML", "电子档案", "说明文件.TXT"])
        other = {p.name for p in (root / name / "其他").iterdir()}
        papers = {"电子档案移交与接收登记表.TXT", "数字摘要清单.XML", "编号规则.TXT", "电子档案元数据.XML"}
        schemas = {"carrier.xsd", "set.xsd", "metadata.xsd", "digests.xsd"}
        assert other == {"manifest-sha256.txt", "全套目录.xml", *papers, *schemas}


def test_every_record_is_named_by_exactly_one_entry(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    for name in DISCS:
        one = read(root / name)
        assert sorted(one.names) == sorted(path for path in one.files if path.startswith("电子档案/"))
        assert len(set(one.names)) == len(one.names)


def test_records_are_what_was_collected(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    root = burnt(tmp_path, made)
    planned = {path for one in three(made) for path in one.paths}
    wanted = {
        "电子档案/2030/" + c.path.removeprefix("玩具馆/"): c.source.read_bytes()
        for i in made.items
        for c in i.contents
        if c.path in planned
    }
    found = {p: d for name in DISCS for p, d in read(root / name).files.items() if p.startswith("电子档案/")}
    assert found == wanted


def test_the_manifest_lists_everything_but_itself(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    for name in DISCS:
        one = read(root / name)
        manifest = "其他/manifest-sha256.txt"
        assert one.manifest == {path: digest(data) for path, data in one.files.items() if path != manifest}
        assert list(one.manifest) == sorted(one.manifest)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
def test_sha256sum_says_so_too(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    command = ["sha256sum", "--strict", "--quiet", "-c", "其他/manifest-sha256.txt"]
    for name in DISCS:
        done = subprocess.run(command, cwd=root / name, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    changed = next((root / "D02" / "电子档案").rglob("*.mp4"))
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")
    done = subprocess.run(command, cwd=root / "D02", capture_output=True, text=True, check=False)
    assert done.returncode == 1


def test_the_catalogue_of_the_set_is_the_same_everywhere_and_complete(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    sets = {(root / name / "其他" / "全套目录.xml").read_bytes() for name in DISCS}
    assert len(sets) == 1
    top = ET.fromstring(sets.pop())
    assert (top.get("set"), top.get("total")) == ("WJG-990000-2030", "3")
    listed = {
        (f.get("path"), f.get("sha256"), f.get("size"), f"D0{f.get('disc')}") for f in top.findall(f"{SET_NS}文件")
    }
    there = {
        (path, digest(data), str(len(data)), name)
        for name in DISCS
        for path, data in read(root / name).files.items()
        if path.startswith("电子档案/")
    }
    assert listed == there


def test_each_disc_alone_and_the_set_verify(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    for name in DISCS:
        report = verify_path(root / name)
        assert (report.kind, report.findings) == ("disc", ())
        assert report.counts["items"] == len(read(root / name).entries)
    report = verify_path(root)
    assert (report.kind, report.findings) == ("set", ())
    assert (report.counts["discs"], report.counts["items"]) == (3, 4)


def test_a_missing_disc_is_named(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    shutil.rmtree(root / "D02")
    (found,) = verify_path(root).findings
    assert found.code == "integrity.set-missing"
    assert "缺第 2" in found.message and "WJG-990000-2030-D02" in found.message


@pytest.mark.parametrize("name", ["说明文件.TXT", "文件目录.XML", "index.html", "其他/全套目录.xml", "其他/set.xsd"])
def test_a_changed_byte_of_the_papers_is_found(tmp_path: Path, name: str) -> None:
    place = burnt(tmp_path) / "D01" / name
    data = place.read_bytes()
    place.write_bytes(data[:-2] + b" " + data[-1:])
    assert "integrity.changed" in codes(tmp_path / "光盘" / "D01")
    assert any(f.place.file.endswith(name) for f in verify_path(tmp_path / "光盘").findings)


def test_damage_to_records_and_the_manifest_is_found(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    photo = root / "D01" / "电子档案" / "2030" / "02 照片" / "01 全年" / "石桥𠮷.jpg"
    photo.write_bytes(b"\xff\xd9" + photo.read_bytes()[2:])
    assert codes(root / "D01") == ["integrity.changed"]
    photo.unlink()
    assert "integrity.missing" in codes(root / "D01")
    (root / "D02" / "电子档案" / "Thumbs.db").write_bytes(b"x")
    assert "integrity.extra" in codes(root / "D02")
    manifest = root / "D03" / "其他" / "manifest-sha256.txt"
    manifest.write_bytes(manifest.read_bytes().upper())
    assert "integrity.manifest-form" in codes(root / "D03")


class Links(HTMLParser):
    """Links and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = [value or "" for name, value in attrs if name in ("href", "src")]
        self.links += [value for value in found if not value.startswith("#")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_links_what_is_here_and_says_where_the_rest_is(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    for number, name in enumerate(DISCS, 1):
        page = Links((root / name / "index.html").read_text(encoding="utf-8"))
        linked = {unquote(link) for link in page.links}
        assert all((root / name / link).is_file() for link in linked)
        assert not [link for link in page.links if re.search(r"^[a-z]+:|^/|\\", link)]
        records = {p for p in read(root / name).names if "乙读者" not in p}
        assert {link for link in linked if link.startswith("电子档案/")} == records
        assert f"第{number}张/共3张" in page.text and "桥 <两张> & 其他" in page.text
        if number != 2:
            assert "开馆二.mp4 （在第2张）" in page.text
        assert "登记表" not in page.text  # on no disc


def test_a_late_number_joins_its_folder(tmp_path: Path) -> None:
    files = tmp_path / "来源"
    folders = ("01 全年", "02 名单", "01 全年")
    items = tuple(
        item(f"2030-02-{n:04d}", [content(files, f"玩具馆/02 照片/{f}/{n}.jpg", b"x", media="image/jpeg")], folder=f)
        for n, f in enumerate(folders, 1)
    )
    made = replace(photo_year(tmp_path), items=items)
    root = burnt(tmp_path, made, (disc(made, 1, 1, [i.contents[0].path for i in items]),))
    page = (root / "D01" / "index.html").read_text(encoding="utf-8")
    assert re.findall('<h3 id="c02-.">(.*?)　<|<td class="w">(2030-.*?)</td>', page) == [
        ("01 全年", ""),
        ("", "2030-02-0001"),
        ("", "2030-02-0003"),
        ("02 名单", ""),
        ("", "2030-02-0002"),
    ]
    assert verify_path(root).findings == ()


def test_nothing_personal_on_any_page(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    for name in DISCS:
        page = unquote((root / name / "index.html").read_text(encoding="utf-8"))
        assert "乙读者" not in page
        assert ("其中1件含个人信息" in page) == (name == "D03")
    assert "乙读者" in (root / "D03" / "文件目录.XML").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    first = tree(burnt(tmp_path / "a", made))
    assert tree(burnt(tmp_path / "b", made)) == first


def test_the_digests_handed_back_are_true(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    result = packed(tmp_path, made)
    target = tmp_path / "D"
    target.mkdir()
    told: list[tuple[int, int, int]] = []
    plan = three(made)
    digests = write_disc(made, plan[0], plan, result.root, result.contents, target, lambda *counts: told.append(counts))
    assert {p: (d.size, d.sha256) for p, d in digests.items()} == {
        p: (len(data), digest(data)) for p, data in tree(target).items()
    }
    assert [(done, total) for done, total, _ in told] == [(1, 3), (2, 3), (3, 3)]


def test_nothing_is_linked(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    root = burnt(tmp_path, made)
    files = [p for p in root.rglob("*") if p.is_file()]
    assert files and all(p.stat().st_nlink == 1 and not p.is_symlink() for p in files)


def test_a_bag_that_changed_makes_no_disc(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    result = packed(tmp_path, made)
    for changed in ("木桥 #1&2.jpg", "开馆一.mp4"):
        (place,) = result.root.rglob(changed)
        place.write_bytes(place.read_bytes()[:-1] + b"?")
    target = tmp_path / "D01"
    target.mkdir()
    plan = three(made)
    with pytest.raises(IntegrityError) as caught:
        write_disc(made, plan[0], plan, result.root, result.contents, target)
    assert [Path(f.place.file).name for f in caught.value.findings] == ["开馆一.mp4", "木桥 #1&2.jpg"]
    assert not (target / "其他").exists()


def test_a_bag_that_lost_a_file_makes_no_disc(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    result = packed(tmp_path, made)
    (lost,) = result.root.rglob("开馆一.mp4")
    lost.unlink()
    target = tmp_path / "D01"
    target.mkdir()
    with pytest.raises(InputError, match="不见了"):
        write_disc(made, three(made)[0], three(made), result.root, result.contents, target)


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    result = packed(tmp_path, made)
    target = tmp_path / "D01"
    target.mkdir()
    (target / "别人的.txt").write_bytes(b"x")
    with pytest.raises(TargetExists):
        write_disc(made, three(made)[0], three(made), result.root, result.contents, target)
    assert tree(target) == {"别人的.txt": b"x"}


def test_names_too_long_for_a_disc_are_all_named(tmp_path: Path) -> None:
    files = tmp_path / "来源"
    long = [f"{PHOTOS}/{'长' * 62}.jpg", f"{LISTS}/{'名' * 70}.jpg"]
    items = tuple(
        item(f"2030-02-000{n}", [content(files, path, b"x", media="image/jpeg")]) for n, path in enumerate(long, 1)
    )
    made = replace(photo_year(tmp_path), items=items)
    plan = (disc(made, 1, 1, long),)
    result = packed(tmp_path, made)
    target = tmp_path / "D01"
    target.mkdir()
    with pytest.raises(OutputError) as caught:
        write_disc(made, plan[0], plan, result.root, result.contents, target)
    assert len(caught.value.findings) == 2
    assert tree(target) == {}


def test_a_planned_year_is_written_as_planned(tmp_path: Path) -> None:
    """The engine's plan of many photographs, two folders, small discs: everything fits and verifies."""
    files = tmp_path / "来源"
    items = tuple(
        item(
            f"2030-02-{n:04d}",
            [content(files, f"{PHOTOS if n < 40 else LISTS}/照片{n:03d}.jpg", bytes([n]) * 20_000, media="image/jpeg")],
            folder="01 全年" if n < 40 else "02 名单",
        )
        for n in range(1, 61)
    )
    made = replace(photo_year(tmp_path), items=items)
    reserved = papers_size(items, made.year)
    plan = plan_discs(items, medium("2MB"), "av", made.id, reserved)
    assert len(plan) > 2
    root = burnt(tmp_path, made, plan)
    report = verify_path(root)
    assert (report.kind, report.findings, report.counts["items"]) == ("set", (), 60)
    for folder in root.iterdir():
        own = [len(data) for path, data in tree(folder).items() if not path.startswith("电子档案/")]
        assert sum(own) <= reserved


@st.composite
def names(draw: st.DrawFn) -> list[str]:
    """File names that a package can hold, whatever else they are."""
    stems = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(safe_name)
    found = draw(st.lists(stems.map(lambda s: f"{s}.jpg"), min_size=1, max_size=8, unique_by=folded))
    return [name for name in found if not component_problem(name)]


@settings(max_examples=25, deadline=None)
@given(names().filter(bool), st.data())
def test_whatever_the_names_and_the_plan_the_set_verifies(found: list[str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        contents = [content(place / "来源", f"{PHOTOS}/{name}", name.encode(), media="image/jpeg") for name in found]
        made = replace(photo_year(place), items=(item("2030-02-0001", contents),))
        drawn = [data.draw(st.integers(1, 3)) for _ in contents]
        owners = {c.path: sorted(set(drawn)).index(n) + 1 for c, n in zip(contents, drawn, strict=True)}
        total = len(set(drawn))
        plan = tuple(disc(made, n, total, [p for p, o in owners.items() if o == n]) for n in range(1, total + 1))
        root = burnt(place, made, plan)
        assert verify_path(root).findings == ()
        for one in plan:
            on_it = [f"电子档案/2030/{path.removeprefix('玩具馆/')}" for path in one.paths]
            assert read(root / f"D{one.number:02d}").names == on_it


def test_where_blocks_can_be_shared_the_copy_is_still_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shared(source: int, target: int) -> bool:
        os.write(target, os.pread(source, 1 << 20, 0))
        return True

    monkeypatch.setattr(disc_module, "share_blocks", shared)
    copier = CloneOrCopy()
    copier.works = True
    source = tmp_path / "a"
    source.write_bytes(b"abc" * 1000)
    found = copier(CopyJob("a", source, tmp_path / "b"))
    assert (tmp_path / "b").read_bytes() == source.read_bytes()
    assert (found.size, found.sha256) == (3000, digest(source.read_bytes()))


def test_where_they_can_not_it_is_copied_and_nobody_asks_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(disc_module, "share_blocks", lambda source, target: bool(asked.append(source)))
    copier = CloneOrCopy()
    copier.works = True
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(name.encode())
        found = copier(CopyJob(name, tmp_path / name, tmp_path / f"{name}2"))
        assert found.sha256 == digest(name.encode())
        assert (tmp_path / f"{name}2").read_bytes() == name.encode()
    assert len(asked) == 1


def test_a_clone_never_follows_a_link_nor_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    with pytest.raises(InputError):
        CloneOrCopy()(CopyJob("link", tmp_path / "link", tmp_path / "b"))
    (tmp_path / "there").write_bytes(b"old")
    with pytest.raises(OutputError):
        CloneOrCopy()(CopyJob("a", tmp_path / "a", tmp_path / "there"))
    assert (tmp_path / "there").read_bytes() == b"old"


def test_the_system_is_really_asked(tmp_path: Path) -> None:
    """Whatever this file system can do: a claimed clone holds the same bytes, a refused one holds none."""
    (tmp_path / "a").write_bytes(b"abc" * 5000)
    with (tmp_path / "a").open("rb") as source, (tmp_path / "b").open("xb") as target:
        shared = share_blocks(source.fileno(), target.fileno())
    assert (tmp_path / "b").read_bytes() == ((tmp_path / "a").read_bytes() if shared else b"")
