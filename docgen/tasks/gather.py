"""The year's folder and attachments → items, numbers, boxes and discs: everything a package holds, as a plan."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from docgen import __version__
from docgen.archive import LAYOUTS, CarrierLayout, papers_size
from docgen.engine.boxing import BOX_RULES, BoxRules, box_remarks, plan_boxes
from docgen.engine.codes import give_codes, kept_codes
from docgen.engine.discs import (
    Carrying,
    Medium,
    broken_ranges,
    disc_contents,
    medium,
    plan_discs,
    refuse_uncoded,
    undated,
)
from docgen.engine.items import Elsewhere, Gathered, Gatherer, with_codes
from docgen.engine.plan import plan_fill
from docgen.errors import DefinitionError, SettingsError
from docgen.load.settings import FILE as SETTINGS_FILE
from docgen.load.settings import Workspace
from docgen.model.archive import Agency, Box, Disc, Item, Package
from docgen.model.finding import Finding
from docgen.model.standard import Standard
from docgen.model.values import show
from docgen.render.holdings import Titles
from docgen.render.label.views import LabelLayout
from docgen.tasks.burnt import not_settled, settled_sets
from docgen.tasks.pdfs import PdfReport, PdfWish, as_pdf
from docgen.tasks.present import find_attachment, placed_files, present_documents
from docgen.tasks.returned import returned_scans
from docgen.tasks.sources import in_no_item, places_table, sources_of
from docgen.tasks.stamps import stamp_copies
from docgen.tasks.year import Year
from docgen.write.memory import Memory
from docgen.write.tables import read_table, write_table

NUMBER_COLUMNS = ("文件键", "件号")
BOX_COLUMNS = ("盒号", "件号")
CODE_COLUMNS = ("件号", "档号")
#: The layout of the discs that were made last, in the memory of a year.
CARRIER, CARRIER_COLUMNS = "光盘结构.csv", ("目录结构",)
#: In the memory of a year: working numbers given, archival codes given, the plan of the boxes.
NUMBERS_GIVEN, CODES, BOXES = "件号.csv", "档号.csv", "盒.csv"
#: Setting of boxes that is no rule of the plan: whether labels bear box numbers.
NUMBERS = "numbers"
#: Columns and rows.
Table = tuple[Sequence[str], Sequence[Sequence[str]]]
#: Told of the files that are missing and of the documents that were not made yet.
Check = Callable[[tuple[str, ...], tuple[str, ...]], None]


@dataclass(frozen=True)
class Wanted:
    """How a year is to be packed.

    Attributes:
        created: the one time that stands in everything, with zone.
        media: name or size of the discs.
        discs: ``av``, ``all`` or ``no``.
        codes: ``dat22`` or ``dat13``.
        tight: use fewer discs, whose ranges of numbers then overlap.
        iso: make an image of every disc as well.
        carrier: layout of the discs; empty: that of the settings, else the one the year had before.
        sm3: list SM3 digests beside SHA-256.
    """

    created: datetime
    media: str = "dvd"
    discs: str = "av"
    codes: str = "dat22"
    tight: bool = False
    iso: bool = False
    carrier: str = ""
    sm3: bool = False


@dataclass(frozen=True)
class Archive:
    """A year as it will be packed: a plain value, the whole plan.

    Attributes:
        package: the items and who made them.
        boxes: the paper in boxes.
        discs: the files on discs, but for those on discs that were written down as burnt.
        carried: the items with the files that may go on these discs.
        settled: sets of discs that were written down as burnt; they stay as they are.
        medium: the kind of disc.
        carrier: layout of the discs.
        elsewhere: what is filed in another year.
        missing: files that entries name and that are not there.
        unfilled: documents that the data call for and that were not made yet.
        stale: documents whose data have changed since they were made.
        findings: everything found in the data.
        numbers: key → working number.
        codes: working number → archival code, those of items that are gone included.
        remarks: what is worth a look in the plan itself.
        pdf: what became of the documents.
    """

    package: Package
    boxes: tuple[Box, ...]
    discs: tuple[Disc, ...]
    carried: tuple[Item, ...]
    settled: tuple[str, ...]
    medium: Medium
    carrier: CarrierLayout
    elsewhere: tuple[Elsewhere, ...]
    missing: tuple[str, ...]
    unfilled: tuple[str, ...]
    findings: tuple[Finding, ...]
    numbers: dict[str, str]
    codes: dict[str, str]
    remarks: tuple[Finding, ...] = ()
    stale: tuple[str, ...] = ()
    pdf: PdfReport = field(default_factory=PdfReport)

    @property
    def gaps(self) -> int:
        """How many things are missing or out of date."""
        return len(self.missing) + len(self.unfilled) + len(self.stale)


def plan_archive(
    year: Year, wanted: Wanted, pdf: PdfWish | None = None, check: Check = lambda missing, unfilled: None
) -> Archive:
    """Plan the archive of a year. Nothing is written but the cache of PDFs, which tell how many pages there are.

    Args:
        year: the year.
        wanted: how it is to be packed.
        pdf: how documents become PDFs; by default what was converted before is used.
        check: told what is missing before anything is converted; may raise.

    Raises:
        StandardError: an expression of the standard's data is wrong.
        InputError: docgen's own records are damaged.
        OutputError: a file does not fit on a disc.
        UsageError: the medium is unknown.
    """
    workspace, standard = year.workspace, year.standard
    folder = workspace.memory(year.year)
    numbers = {row[0]: row[1] for row in read_table(folder / NUMBERS_GIVEN, NUMBER_COLUMNS)}
    agency = agency_of(year)
    gathered, unfilled, rest = _gather(year, agency, numbers)
    given = {row[0]: row[1] for row in read_table(folder / CODES, CODE_COLUMNS)}
    codes = give_codes(gathered.items, year.year, agency.fonds_code, wanted.codes, given)
    layout = _carrier(workspace, standard, wanted.carrier, folder)
    if layout.by_code:
        refuse_uncoded(with_codes(gathered.items, codes), wanted.discs, layout.name)
    check(tuple(gathered.missing), unfilled)
    pdf = pdf or PdfWish("auto", workspace.cache(year.year), make=False)
    package, converted, unstamped = _with_copies(year, wanted, with_codes(gathered.items, codes), rest, pdf)
    items = package.items
    rules = box_rules(workspace, standard)
    boxes = plan_boxes(items, rules, recorded_boxes(folder))
    carried = not_settled(items, year.year, folder, workspace.root)
    settled = settled_sets(folder)
    series = f"{package.id}-S{len(settled) + 1}" if settled else package.id
    on, discs = _discs(carried, wanted, layout, series, year.year)
    return Archive(
        package=package,
        boxes=boxes,
        discs=discs,
        carried=carried,
        settled=settled,
        medium=on,
        carrier=layout,
        elsewhere=with_old_numbers(workspace, gathered.elsewhere, year.year),
        missing=tuple(gathered.missing),
        unfilled=unfilled,
        findings=year.findings,
        numbers=gathered.numbers,
        codes=codes,
        remarks=(
            *kept_codes(items, year.year, agency.fonds_code, wanted.codes),
            *box_remarks(boxes, rules),
            *broken_ranges(discs),
            *unstamped,
            *(undated(carried, discs) if layout.by_code else ()),
        ),
        pdf=converted,
    )


def with_old_numbers(workspace: Workspace, elsewhere: Iterable[Elsewhere], year: int) -> tuple[Elsewhere, ...]:
    """Say under which number something was filed in an earlier year, where the memory of that year knows it.

    Raises:
        InputError: that memory is damaged.
    """
    known: dict[int, dict[str, str]] = {}
    found = []
    for one in elsewhere:
        if one.year < year and one.year not in known:
            rows = read_table(workspace.memory(one.year) / NUMBERS_GIVEN, NUMBER_COLUMNS)
            known[one.year] = {row[0]: row[1] for row in rows}
        number = known.get(one.year, {}).get(one.key, "")
        found.append(replace(one, reason=f"{one.reason} {number}") if number else one)
    return tuple(found)


def _with_copies(
    year: Year, wanted: Wanted, items: Sequence[Item], rest: Mapping[str, Path], pdf: PdfWish
) -> tuple[Package, PdfReport, tuple[Finding, ...]]:
    """The package with the copies of its documents, stamped where the workspace wants that."""
    with_copies, converted = as_pdf(items, pdf)
    name = f"{_setting(year.workspace, year.standard, 'set')}-{year.year}"
    package = _package(year, wanted, name, with_copies, rest, converted.checker)
    if not _setting(year.workspace, year.standard, "stamp"):
        return package, converted, ()
    stamped, remarks = stamp_copies(package, pdf)
    return stamped, converted, remarks


def _package(
    year: Year, wanted: Wanted, name: str, items: tuple[Item, ...], rest: Mapping[str, Path], checker: str
) -> Package:
    return Package(
        id=name,
        year=year.year,
        standard=year.standard.number,
        standard_title=year.standard.title,
        agency=agency_of(year),
        created=wanted.created,
        software=f"docgen {__version__}",
        items=items,
        sources=sources_of(year, rest),
        records=places_table(rest),
        checker=checker,
        sm3=wanted.sm3,
    )


def _gather(year: Year, agency: Agency, numbers: dict[str, str]) -> tuple[Gathered, tuple[str, ...], dict[str, Path]]:
    """The items of all files that are there; the documents that were not made yet; files that are in no item."""
    workspace, standard = year.workspace, year.standard
    memory = Memory(workspace.memory(year.year))
    plan = plan_fill(standard, year.book)
    present, unfilled = present_documents(year, plan, memory, returned_scans(year, plan))
    present += placed_files(workspace, standard, memory, year.year)
    find = functools.cache(functools.partial(find_attachment, workspace.attachments.resolve()))
    attachments = workspace.shown(workspace.attachments)
    gatherer = Gatherer(standard, year.book, agency.studio, agency.short_name, find, attachments)
    gathered = gatherer.gather(present, numbers)
    return gathered, tuple(unfilled), in_no_item(year, present, gathered.items)


def _carrier(workspace: Workspace, standard: Standard, wanted: str, folder: Path) -> CarrierLayout:
    """The layout of discs: as asked for now, in the settings, or the last time.

    Raises:
        SettingsError: the settings name none.
    """
    kept = [row[0] for row in read_table(folder / CARRIER, CARRIER_COLUMNS)]
    name = wanted or str(_setting(workspace, standard, "carrier")) or next(iter(kept), "")
    name = name or next(iter(LAYOUTS))
    if name not in LAYOUTS:
        raise SettingsError(
            f"archive.carrier 不能是“{name}”",
            place=str(workspace.root / SETTINGS_FILE),
            remedy=f"可用：{'、'.join(LAYOUTS)}。",
        )
    return LAYOUTS[name]


def _discs(
    items: Sequence[Item], wanted: Wanted, layout: CarrierLayout, series: str, year: int
) -> tuple[Medium, tuple[Disc, ...]]:
    """The medium and the plan of the discs."""
    on, carrying = medium(wanted.media), Carrying(layout.name, whole=layout.by_code)
    reserved = _papers(items, wanted.discs, year, layout)
    return on, plan_discs(items, on, wanted.discs, series, reserved, tight=wanted.tight, carrying=carrying)


def _papers(items: Sequence[Item], wanted: str, year: int, layout: CarrierLayout) -> int:
    """Bytes a disc's own lists need at most: they name the files of the whole set."""
    on_discs = [replace(item, contents=tuple(disc_contents(item, wanted))) for item in items]
    return papers_size([item for item in on_discs if item.contents], year, layout)


def remember(archive: Archive, folder: Path) -> None:
    """Write down the numbers, the archival codes and the box plan, so that they never change.

    Raises:
        OutputError: they can not be written.
    """
    for name, (columns, rows) in remembered(archive, folder).items():
        write_table(folder / name, columns, rows)


def remembered(archive: Archive, folder: Path) -> dict[str, Table]:
    """The same as tables: name → columns and rows.

    Raises:
        InputError: the memory is damaged.
    """
    tables: dict[str, Table] = {NUMBERS_GIVEN: (NUMBER_COLUMNS, sorted(archive.numbers.items()))}
    if archive.codes:
        tables[CODES] = (CODE_COLUMNS, sorted(archive.codes.items()))
    # Boxes of items that are gone stay in the memory: their numbers are not used again.
    boxes = recorded_boxes(folder)
    for box in archive.boxes:
        known = boxes.setdefault(box.number, [])
        known += [number for number in box.items if number not in known]
    rows = [(number, item) for number, items in boxes.items() for item in items]
    tables[BOXES] = (BOX_COLUMNS, rows)
    if archive.discs:
        tables[CARRIER] = (CARRIER_COLUMNS, [(archive.carrier.name,)])
    return tables


def recorded_boxes(folder: Path) -> dict[str, list[str]]:
    """The boxes in the memory of a year: number → numbers of the items put into it.

    Raises:
        InputError: the memory is damaged.
    """
    boxes: dict[str, list[str]] = {}
    for number, item in read_table(folder / BOXES, BOX_COLUMNS):
        boxes.setdefault(number, []).append(item)
    return boxes


def _setting(workspace: Workspace, standard: Standard, key: str) -> Any:
    own = workspace.settings.get("archive", {})
    return own.get(key, standard.settings["archive"].get(key, ""))


def box_rules(workspace: Workspace, standard: Standard) -> BoxRules:
    """The box rules: the standard's, with what the workspace changes."""
    known = _box_settings(workspace, standard)
    known.pop(NUMBERS, None)
    unknown = sorted(set(known) - {f.name for f in fields(BoxRules)})
    if unknown:
        raise DefinitionError(
            f"boxes 里有不认识的设置：{'、'.join(unknown)}", place=str(standard.folder / "standard.toml")
        )
    values: dict[str, Any] = {k: tuple(sorted(v)) if isinstance(v, list) else v for k, v in known.items()}
    rules = BoxRules(**values)
    good = rules.rule in BOX_RULES and rules.spines and all(isinstance(s, int) for s in rules.spines)
    if not good or rules.spines[0] <= rules.wall or rules.fill <= 0 or rules.pages_per_sheet < 1:
        raise SettingsError(
            "boxes 的设置不对",
            place=str(workspace.root / SETTINGS_FILE),
            remedy=f"rule 是 {' 或 '.join(BOX_RULES)}；spines 是大于 wall 的整数（毫米）；pages_per_sheet 至少 1。",
        )
    return rules


def label_layout(workspace: Workspace, standard: Standard, offset: tuple[float, float] = (0, 0)) -> LabelLayout:
    """How a workspace's labels are laid out; ``numbers = false`` leaves the places of box numbers blank.

    A box number is a shelf number that the receiving archive may set (DA/T 22—2015): often pencilled until transfer.
    """
    numbers = bool(_box_settings(workspace, standard).get(NUMBERS, True))
    return LabelLayout(Titles.of(standard), offset=offset, numbers=numbers)


def _box_settings(workspace: Workspace, standard: Standard) -> dict[str, Any]:
    return {**standard.settings["archive"].get("boxes", {}), **workspace.settings.get("boxes", {})}


def agency_of(year: Year) -> Agency:
    """Who made the archive of a year."""
    studio = year.book.names[year.standard.studio]
    names = year.standard.settings["studio"]

    def text(key: str) -> str:
        column = names.get(key, "")
        return show(studio[column]) if column else ""

    return Agency(
        studio=text("name"),
        short_name=text("short_name") or text("name"),
        unit=text("unit"),
        union=text("union"),
        keeper=text("keeper"),
        fonds_code=str(_setting(year.workspace, year.standard, "fonds_code")),
        unit_code=str(_setting(year.workspace, year.standard, "unit_code")),
    )
