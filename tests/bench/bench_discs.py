"""How long it takes to plan a large year for discs, and to draw the codes of labels."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from docgen.archive import papers_size
from docgen.engine.boxing import BoxRules, plan_boxes
from docgen.engine.discs import medium, plan_discs
from docgen.load.inventory import inspect
from docgen.model.archive import Content, Item, Role
from docgen.render.label.qr import qr_picture

PHOTOS, EVENT, BYTES = 20_000, 20, 4_000_000


def timed(work: Callable[[], object]) -> float:
    """Seconds that a work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def sparse_photos(folder: Path) -> list[Path]:
    """Files as large as photographs that take no room on the disk."""
    paths = [folder / f"C1-2030{n // 1700 + 1:02d}01-{n:05d}.jpg" for n in range(PHOTOS)]
    for path in paths:
        with path.open("wb") as stream:
            stream.truncate(BYTES)
    return paths


def year_of(paths: list[Path]) -> list[Item]:
    """A year of photographs, one item an event."""
    items = []
    for number, start in enumerate(range(0, len(paths), EVENT), 1):
        contents = []
        for path in paths[start : start + EVENT]:
            info = inspect(path)
            where = f"馆/15 影像/15-{number // 50:02d} 内容/{path.name}"
            contents.append(Content(Role.ATTACHMENT, path, where, info.size, "image/jpeg"))
        items.append(
            Item(
                number=f"2030-15-{number:04d}",
                key=f"photos/{number}",
                material="photos",
                category="15",
                folder=f"15-{number // 50:02d} 内容",
                title=f"事由 {number}",
                author="馆",
                date="20300101",
                document_number="",
                retention="30年",
                retention_confirmed=False,
                secrecy="公开",
                pages=None,
                paper=False,
                personal=False,
                contents=tuple(contents),
            )
        )
    return items


def plan_seconds() -> tuple[float, int]:
    """Seconds to plan the discs and boxes of a large year, and how many discs it needs."""
    with TemporaryDirectory() as folder:
        items = year_of(sparse_photos(Path(folder)))
    discs: list[int] = []

    def plan() -> None:
        plan_boxes(items, BoxRules(), {})
        discs.append(len(plan_discs(items, medium("cd700"), "av", "X", papers_size(items, 2030))))

    return timed(plan), discs[0]


def qr_milliseconds(count: int = 300) -> float:
    """Milliseconds a readable code takes when many labels are drawn."""
    texts = [
        f"编号：LM2030-{n:02d}-1\n工作室：玩具馆\n类目：{n % 16:02d}创新活动资料\n内容：日常活动记录等4项\n"
        f"年度：2030\n期限：30年\n起止件号：2030-{n:02d}-0001至{n:04d}"
        for n in range(count)
    ]
    qr_picture(texts[0], 36)
    return timed(lambda: [qr_picture(text, 36) for text in texts]) * 1000 / count
