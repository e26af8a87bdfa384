"""How labels are laid out, and what each of them is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.model.archive import Box, Disc, Package
from docgen.render.holdings import Held, Titles, box_totals
from docgen.render.label.payloads import box_id, box_text, disc_text


@dataclass(frozen=True, slots=True)
class LabelLayout:
    """How labels are laid out.

    Attributes:
        titles: words of the standard.
        offset: millimetres by which everything moves to the right and down, against a printer's drift.
        spine_margin: millimetres by which a spine's label is narrower than the box.
        spine_height: millimetres a spine's label is high; the usual box is 310 mm high.
        numbers: print the numbers of boxes; otherwise their places stay blank.
    """

    titles: Titles
    offset: tuple[float, float] = (0, 0)
    spine_margin: float = 4
    spine_height: float = 210
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box as its labels and lists show it.

    Attributes:
        package: the archive it belongs to.
        box: the box.
        held: what it holds.
        shown: its number with the total, ``07-1/2``; empty where numbers are left blank.
        id: its ASCII id.
        text: what its readable code says.
        titles: words of the standard.
    """

    package: Package
    box: Box
    held: Held
    shown: str
    id: str
    text: str
    titles: Titles

    @property
    def categories(self) -> str:
        """Its categories in a line."""
        return "、".join(self.titles.category(c) for c in self.held.categories)

    @property
    def retention(self) -> str:
        """Its retention periods in a line."""
        return "、".join(self.held.retention)


@dataclass(frozen=True, slots=True)
class DiscView:
    """A disc as its label shows it: see :class:`BoxView`."""

    package: Package
    disc: Disc
    held: Held
    text: str
    titles: Titles

    @property
    def shown(self) -> str:
        """Which of how many it is."""
        return f"第{self.disc.number}张／共{self.disc.total}张"


def box_views(package: Package, boxes: Sequence[Box], layout: LabelLayout) -> tuple[BoxView, ...]:
    """All boxes as their labels show them."""
    titles = layout.titles
    shown = box_totals(boxes) if layout.numbers else {}
    views = []
    for box in boxes:
        held = Held.of(package, box.items)
        name, text = box_id(package, box, titles), box_text(package, box, held, titles)
        views.append(BoxView(package, box, held, shown.get(box.number, ""), name, text, titles))
    return tuple(views)


def disc_views(package: Package, discs: Sequence[Disc], titles: Titles) -> tuple[DiscView, ...]:
    """All discs as their labels show them."""
    held = [Held.of(package, disc.items) for disc in discs]
    return tuple(
        DiscView(package, disc, found, disc_text(package, disc, found, titles), titles)
        for disc, found in zip(discs, held, strict=True)
    )
