"""The reports of a summary: studios of one standard are compared, fingerprints are read from the note of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from docgen.engine.city import repeated, sameness, summary_of
from docgen.errors import InputError
from docgen.load.city import load_city
from docgen.load.standard import load_standard
from docgen.model.city import Outcome, State
from docgen.render.city_book import summary_workbook
from docgen.render.city_page import summary_page
from docgen.resources import schema_folder
from docgen.tasks.city.note import RunNote
from docgen.tasks.city.work import failed
from docgen.write.files import write_atomically

BOOK, PAGE = "汇总.xlsx", "汇总.html"


def write_summary(
    outcomes: Sequence[Outcome], note: RunNote, as_of: date, out: Path
) -> tuple[tuple[Outcome, ...], tuple[Path, ...]]:
    """Compare the studios and write workbook and page.

    Args:
        outcomes: one a studio, without fingerprints, in the order of their places.
        note: the note of the run, which has the fingerprints.
        as_of: the day on which the years were judged.
        out: folder of the reports.

    Returns:
        The outcomes, in which studios of another standard have failed, and the files written.

    Raises:
        StandardError: the standard's data are wrong.
        OutputError: a report can not be written.
    """
    compared = tuple(_of_one_standard(outcomes))
    done = [outcome for outcome in compared if outcome.figures is not None]
    standard = load_standard(schema_folder(done[0].standard if done else ""))
    layout = load_city(standard)
    places = [outcome.place for outcome in done]
    # Twice through the note: the fingerprints of a province do not fit into memory, those that repeat do.
    wanted = repeated(outcome.prints for outcome in note.outcomes(places))
    same = sameness(note.outcomes(places), wanted) if wanted else []
    summary = summary_of(standard, layout, compared, same, as_of)
    written = out / BOOK, out / PAGE
    write_atomically(written[0], summary_workbook(summary))
    write_atomically(written[1], summary_page(summary))
    return compared, written


def _of_one_standard(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes; those of another standard than the first one's can not be compared."""
    names = [outcome.standard for outcome in outcomes if outcome.figures is not None]
    return [o if o.figures is None or o.standard == names[0] else _other(o, names[0]) for o in outcomes]


def _other(outcome: Outcome, standard: str) -> Outcome:
    error = InputError(
        f"依据的标准是“{outcome.standard}”，其他工作室是“{standard}”，没有计入汇总",
        place=outcome.place,
        remedy="把各标准的工作室分开汇总，或用 --standard 指定同一个标准。",
    )
    told = failed(outcome.place, error)
    return replace(told, name=outcome.name, year=outcome.year, state=State.FAILED)
