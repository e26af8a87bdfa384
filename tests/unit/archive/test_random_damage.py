"""Damage at random places: whatever happens to a package, verify says that it is not whole, and heals nothing."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.archive.verify import verify_path
from tests.unit.archive.helpers import tree

SEED = 20310115


def files(bag: Path) -> list[Path]:
    return sorted(path for path in bag.rglob("*") if path.is_file())


def flip_a_bit(bag: Path, draw: random.Random) -> None:
    path = draw.choice([p for p in files(bag) if p.stat().st_size])
    data = bytearray(path.read_bytes())
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    path.write_bytes(data)


def cut_the_end(bag: Path, draw: random.Random) -> None:
    path = draw.choice([p for p in files(bag) if p.stat().st_size])
    path.write_bytes(path.read_bytes()[: draw.randrange(path.stat().st_size)])


def lose_a_stretch(bag: Path, draw: random.Random) -> None:
    path = draw.choice([p for p in files(bag) if p.stat().st_size > 1])
    data = path.read_bytes()
    start = draw.randrange(len(data))
    path.write_bytes(data[:start] + data[draw.randrange(start, len(data)) + 1 :])


def overwrite_a_stretch(bag: Path, draw: random.Random) -> None:
    path = draw.choice([p for p in files(bag) if p.stat().st_size])
    data = bytearray(path.read_bytes())
    start = draw.randrange(len(data))
    noise = bytes(byte ^ draw.randrange(1, 256) for byte in data[start : start + 512])
    data[start : start + 512] = noise
    path.write_bytes(data)


def append(bag: Path, draw: random.Random) -> None:
    with draw.choice(files(bag)).open("ab") as stream:
        stream.write(draw.randbytes(draw.randrange(1, 40)))


def lose_a_file(bag: Path, draw: random.Random) -> None:
    draw.choice(files(bag)).unlink()


def lose_a_folder(bag: Path, draw: random.Random) -> None:
    shutil.rmtree(draw.choice(sorted(p for p in bag.rglob("*") if p.is_dir())))


def move_a_file(bag: Path, draw: random.Random) -> None:
    path = draw.choice(files(bag))
    folders = [p for p in (bag, *bag.rglob("*")) if p.is_dir() and p != path.parent and not (p / path.name).exists()]
    path.rename(draw.choice(sorted(folders)) / path.name)


def rename_a_file(bag: Path, draw: random.Random) -> None:
    path = draw.choice(files(bag))
    path.rename(path.with_name(draw.choice(["改名", "~$", " "]) + path.name))


def move_a_folder(bag: Path, draw: random.Random) -> None:
    folder = draw.choice(sorted(p for p in bag.rglob("*") if p.is_dir() and any(f.is_file() for f in p.rglob("*"))))
    folder.rename(folder.with_name(f"{folder.name}_旧"))


def swap_two_files(bag: Path, draw: random.Random) -> None:
    while True:
        one, other = draw.sample(files(bag), 2)
        if one.read_bytes() != other.read_bytes():
            break
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def add_a_file(bag: Path, draw: random.Random) -> None:
    folder = draw.choice(sorted(p for p in (bag, *bag.rglob("*")) if p.is_dir()))
    names = ["Thumbs.db", ".DS_Store", "desktop.ini", "新建文本文档.txt", "manifest-md5.txt", "METS (2).xml"]
    (folder / draw.choice(names)).write_bytes(draw.randbytes(draw.randrange(20)))


def copy_a_file(bag: Path, draw: random.Random) -> None:
    path = draw.choice(files(bag))
    shutil.copy(path, path.with_name(f"副本 {path.name}"))


def add_a_folder(bag: Path, draw: random.Random) -> None:
    (draw.choice(sorted(p for p in (bag, *bag.rglob("*")) if p.is_dir())) / "新建文件夹").mkdir()


def link_a_file(bag: Path, draw: random.Random) -> None:
    path = draw.choice(files(bag))
    aside = path.rename(bag.parent / "别处")
    path.symlink_to(aside)


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (
    flip_a_bit,
    cut_the_end,
    lose_a_stretch,
    overwrite_a_stretch,
    append,
    lose_a_file,
    lose_a_folder,
    move_a_file,
    rename_a_file,
    move_a_folder,
    swap_two_files,
    add_a_file,
    copy_a_file,
    add_a_folder,
    link_a_file,
)


def missed(sound: Path, folder: Path, trials: int) -> tuple[Counter[str], list[str]]:
    """How often each damage was done, and those that were not found."""
    done: Counter[str] = Counter()
    unseen = []
    draw = random.Random(SEED)
    for number in range(trials):
        bag = Path(shutil.copytree(sound, folder / f"{number}" / sound.name))
        damage = DAMAGES[number % len(DAMAGES)]
        damage(bag, draw)
        done[damage.__name__] += 1
        before = tree(bag)
        if verify_path(bag).ok:
            unseen.append(f"{number} {damage.__name__}")
        assert tree(bag) == before
        shutil.rmtree(bag.parent)
    return done, unseen


def test_damage_at_random_places_is_found(sound_package: Path, tmp_path: Path) -> None:
    done, unseen = missed(sound_package, tmp_path, 2 * len(DAMAGES))
    assert (len(done), unseen) == (len(DAMAGES), [])


@pytest.mark.slow
def test_a_thousand_damages_are_found(sound_package: Path, tmp_path: Path) -> None:
    done, unseen = missed(sound_package, tmp_path, 1_000)
    assert (done.total(), unseen) == (1_000, [])
