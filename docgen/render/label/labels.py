"""Labels and papers of boxes and discs as Word files: front, spine, list and note of each box, sleeve of each disc."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from docgen.model.archive import Box, Disc, Package
from docgen.render.label.box_papers import box_lists, box_notes
from docgen.render.label.cut_sheets import Block, LabelSheets
from docgen.render.label.disc_label import disc_block
from docgen.render.label.front_label import Pictures, front_block
from docgen.render.label.spine_label import spine_block
from docgen.render.label.views import LabelLayout, box_views, disc_views

FRONT, SPINE, LIST, NOTE, DISC = "盒面标签.docx", "盒脊标签.docx", "盒内目录.docx", "备考表.docx", "光盘标签.docx"


def label_documents(
    package: Package,
    boxes: Sequence[Box],
    discs: Sequence[Disc],
    layout: LabelLayout,
    only: Collection[str] = (),
) -> dict[str, bytes]:
    """All labels and papers, or those of some boxes.

    Args:
        package: the archive.
        boxes: all its boxes: totals are counted over them.
        discs: all its discs.
        layout: how labels are laid out.
        only: numbers of the boxes wanted; empty for all.

    Returns:
        File name → Word file; nothing for boxes or discs that are not there.

    Raises:
        OutputError: a code does not fit into its place.
    """
    made: dict[str, bytes] = {}
    views = [v for v in box_views(package, boxes, layout) if not only or v.box.number in only]
    if views:
        # Labels of one size together: a sheet takes two small ones.
        made[FRONT] = _sheet(
            "盒面标签", layout, lambda picture: sorted((front_block(v, picture) for v in views), key=lambda b: b.height)
        )
        height, margin = layout.spine_height, layout.spine_margin
        made[SPINE] = _sheet(
            "盒脊标签", layout, lambda picture: [spine_block(v, height, margin, picture) for v in views]
        )
        made[LIST] = box_lists(views)
        made[NOTE] = box_notes(views)
    sleeves = disc_views(package, discs, layout.titles)
    if sleeves:
        made[DISC] = _sheet("光盘标签", layout, lambda picture: [disc_block(v, picture) for v in sleeves])
    return made


def _sheet(title: str, layout: LabelLayout, blocks: Callable[[Pictures], Iterable[Block]]) -> bytes:
    sheets = LabelSheets(title, layout.offset)
    sheets.place(list(blocks(sheets.picture)))
    return sheets.to_bytes()
