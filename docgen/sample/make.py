"""From rows to files: find each file's rule, draw it, write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from docgen.errors import DefinitionError, TargetExists
from docgen.sample import clips, einvoice, office, papers, photos, sheets
from docgen.sample.job import Job
from docgen.sample.recipe import Recipe, load_recipe
from docgen.sample.rows import MadeAttachments, SampleRow


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of drawing: what draws it and the options its rules may have."""

    draw: Callable[[Job], bytes]
    options: frozenset[str]


def _kind(draw: Callable[[Job], bytes], options: str) -> Kind:
    return Kind(draw, frozenset(options.split()))


KINDS: Final[dict[str, Kind]] = {
    "photo": _kind(photos.photo, "scene number date people"),
    "portrait": _kind(photos.portrait, "date long_hair long_hair_values"),
    "certificate": _kind(papers.certificate, "number date upright"),
    "newspaper": _kind(papers.newspaper, "number date scene"),
    "webpage": _kind(papers.webpage, "number date scene address upright"),
    "journal": _kind(papers.journal, "page number date issue cn issn start"),
    "tickets": _kind(papers.tickets, "number date total pieces"),
    "sheet": _kind(
        sheets.sheet,
        "letterhead title subtitle facts opening body roll roll_heads sections sign_off pages drawing",
    ),
    "voucher": _kind(sheets.voucher, "title facts item_heads item body sign_off amount rate"),
    "voucher_xml": _kind(einvoice.voucher_xml, "title number date_text seller buyer item_name amount rate"),
    "voucher_ofd": _kind(einvoice.voucher_ofd, "title facts date_text amount rate"),
    "articles": _kind(office.articles, "title subtitle texts key sign_off date"),
    "report": _kind(office.report, "title subtitle facts sections pages date"),
    "slides": _kind(office.slides, "original replace date"),
    "clip": _kind(clips.clip, "original number date"),
}
"""Kinds of drawing by the name a rule uses."""


def check_rules(recipe: Recipe) -> None:
    """Refuse a recipe whose rules name unknown kinds or options.

    Raises:
        DefinitionError: for the first such rule.
    """
    for rule in recipe.rules:
        if rule.kind not in KINDS:
            raise DefinitionError(
                f"没有“{rule.kind}”这种画法", remedy=f"可用的画法：{'、'.join(KINDS)}。", place=rule.place
            )
        unknown = sorted(set(rule.options) - KINDS[rule.kind].options)
        if unknown:
            raise DefinitionError(
                f"画法“{rule.kind}”没有参数“{'”“'.join(unknown)}”",
                remedy=f"可用的参数：{'、'.join(sorted(KINDS[rule.kind].options))}。",
                place=rule.place,
            )


def _refuse_unsafe(path: str, row: SampleRow, column: str) -> None:
    parts = path.split("/")
    windows = PureWindowsPath(path)
    if (
        "\\" in path
        or PurePosixPath(path).is_absolute()
        or windows.drive
        or any(part in ("", ".", "..") for part in parts)
        or any(char in path for char in '<>:"|?*\0')
    ):
        raise DefinitionError(
            f"样例附件的路径“{path}”不能用（{row.register} › {column}）",
            remedy="改成附件文件夹里的相对路径，用 / 分隔，不含 .. 和盘符。",
            place=f"{row.register} › {column}",
        )


def plan_jobs(recipe: Recipe, rows: Iterable[SampleRow]) -> list[Job]:
    """Find the rule of every file the rows name.

    A file that several rows name is drawn once, from the row whose rule stands first in the recipe.

    Returns:
        Jobs in the order of their paths.

    Raises:
        DefinitionError: a path is unsafe, or no rule governs it.
    """
    chosen: dict[str, tuple[int, Job]] = {}
    named: dict[str, tuple[SampleRow, str]] = {}
    for row in rows:
        for column, paths in row.files.items():
            for path in paths:
                _refuse_unsafe(path, row, column)
                named.setdefault(path, (row, column))
                limit = chosen[path][0] if path in chosen else len(recipe.rules)
                for rank, rule in enumerate(recipe.rules[:limit]):
                    if rule.matches(row, column, path):
                        chosen[path] = (rank, Job(path, row, rule, recipe))
                        break
    for path, (row, column) in named.items():
        if path not in chosen:
            key = next(iter(row.values.values()), "")
            raise DefinitionError(
                f"不知道怎样画样例附件“{path}”（{row.register} › {key} › {column}）",
                remedy=f"在配方 {recipe.path.name} 里给它补一条规则。",
                place=str(recipe.path),
            )
    return [chosen[path][1] for path in sorted(chosen)]


def make_attachments(recipe: Path, rows: Iterable[SampleRow], target: Path) -> MadeAttachments:
    """Draw every file that the rows name.

    Args:
        recipe: the recipe, ``attachments.toml``.
        rows: rows of the sample's registers with the files they name.
        target: existing empty folder under which the files are made.

    Returns:
        Number of files per kind and their size together.

    Raises:
        DefinitionError: a file has no rule, an unsafe path, or options that do not fit its row.
        TargetExists: the target is not empty.
        OSError: a file cannot be written.
    """
    if any(target.iterdir()):
        raise TargetExists("附件文件夹不是空的", remedy="换一个空文件夹。", place=str(target))
    rules = load_recipe(recipe)
    check_rules(rules)
    counts: Counter[str] = Counter()
    total = 0
    for job in plan_jobs(rules, rows):
        data = KINDS[job.rule.kind].draw(job)
        file = target.joinpath(*job.path.split("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        counts[job.rule.kind] += 1
        total += len(data)
    return MadeAttachments(counts=dict(sorted(counts.items())), total_bytes=total)
