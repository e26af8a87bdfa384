"""Small cities of the fictional standard: studios that share one standard, each with rows and pictures of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.cli.toy_workspace import ROWS, picture, write_rows
from tests.conftest import TOY
from tests.toy_templates import draw


def make_standard(folder: Path) -> Path:
    """A copy of the fictional standard with its templates."""
    shutil.copytree(TOY, folder)
    draw(folder / "templates")
    return folder


def make_city(root: Path, count: int, standard: Path) -> list[Path]:
    """Workspaces below a folder, in two districts."""
    studios = [root / ("东区" if number % 2 else "西区") / f"馆{number:02d}" for number in range(count)]
    for number, studio in enumerate(studios):
        make_studio(studio, number, standard)
    return studios


def make_studio(root: Path, number: int, standard: Path) -> None:
    """One workspace."""
    (root / "附件" / "图").mkdir(parents=True)
    settings = f'standard = "{standard.absolute().as_posix()}"\nyear = 2030\n'
    (root / "docgen.toml").write_text(settings, encoding="utf-8")
    for name, rows in ROWS.items():
        own = [dict(row) for row in rows]
        if name == "馆":
            own[0]["馆名"] = f"小镇玩具馆{number}"
        if name == "借展":
            own += [{**own[0], "借号": f"J-{n}", "押金": str(n)} for n in range(3, 3 + number % 3)]
        write_rows(root, name, own)
    for n in (1, 2):
        picture(root / "附件" / "图" / f"W-{n}.jpg", 10 * number + n)


def documents(studios: list[Path]) -> dict[str, bytes]:
    """Every filled document of every studio."""
    return {
        f"{studio.name}/{path.relative_to(studio).as_posix()}": path.read_bytes()
        for studio in studios
        for path in sorted((studio / "成品").rglob("*"))
        if path.is_file()
    }
