"""What is to be done in a few words: where, until when, how many alike."""

from __future__ import annotations

from docgen.model.finding import Finding
from docgen.model.status import Errand


def where(finding: Finding) -> str:
    """The place in as few words as will find it."""
    place = finding.place
    table = f"“{place.sheet}”表" if place.sheet else place.file
    if place.cell:
        return f"{table} {place.cell}"
    return f"{table}第 {place.row} 行" if place.row else table


def until(finding: Finding) -> str:
    """The day on which it is due; empty where it is due."""
    return f"{finding.due.month} 月 {finding.due.day} 日前" if finding.due else ""


def alike(errand: Errand) -> str:
    """How many there are of its kind, where there are several."""
    return f"（同类共 {len(errand.findings)} 项）" if len(errand.findings) > 1 else ""


def home_point(errand: Errand) -> str:
    """An errand as one line of the workbook's first sheet."""
    first = errand.findings[0]
    place = "，".join(part for part in (where(first), until(first)) if part)
    return first.message + alike(errand) + (f" → {place}" if place else "")
