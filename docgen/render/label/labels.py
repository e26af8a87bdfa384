"""Labels and papers of boxes and discs as Word files: front, spine, list and note of each box, sleeve of each disc."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from docgen.model.archive import Box, Disc, Package
from docgen.render.label.box_papers import box_lists, box_notes, list_table, note_table
from docgen.render.label.cut_sheets import Block, LabelSheets
from docgen.render.label.disc_label import disc_block
from docgen.render.label.front_label import Pictures, front_block
from docgen.render.label.spine_label import spine_block
from docgen.render.label.views import BoxView, LabelLayout, box_views, disc_views

FRONT, SPINE, LIST, NOTE, DISC = "盒面标签.docx", "盒脊标签.docx", "盒内目录.docx", "备考表.docx", "光盘标签.docx"


def label_documents(
    package: Package,
    boxes: Sequence[Box],
    discs: Sequence[Disc],
    layout: LabelLayout,
    only: Collection[str] = (),
    kinds: Mapping[str, Collection[str]] | None = None,
) -> dict[str, bytes]:
    """All labels and papers, or those of some boxes.

    Args:
        package: the archive.
        boxes: all its boxes: totals are counted over them.
        discs: all its discs.
        layout: how labels are laid out.
        only: numbers of the boxes wanted; empty for all.
        kinds: kind of label or paper → numbers of boxes: only these, and no discs; ``None`` for all.

    Returns:
        File name → Word file; nothing for boxes or discs that are not there.

    Raises:
        OutputError: a code does not fit into its place.
    """
    made: dict[str, bytes] = {}
    views = [v for v in box_views(package, boxes, layout) if not only or v.box.number in only]

    def wanted(name: str) -> list[BoxView]:
        return [v for v in views if kinds is None or v.box.number in kinds.get(_stem(name), ())]

    if fronts := wanted(FRONT):
        # Labels of one size together: a sheet takes two small ones.
        made[FRONT] = _sheet(
            FRONT, layout, lambda picture: sorted((front_block(v, picture) for v in fronts), key=lambda b: b.height)
        )
    if spines := wanted(SPINE):
        height, margin = layout.spine_height, layout.spine_margin
        made[SPINE] = _sheet(SPINE, layout, lambda picture: [spine_block(v, height, margin, picture) for v in spines])
    if lists := wanted(LIST):
        made[LIST] = box_lists(lists)
    if notes := wanted(NOTE):
        made[NOTE] = box_notes(notes)
    sleeves = disc_views(package, discs, layout.titles) if kinds is None else ()
    if sleeves:
        made[DISC] = _sheet(DISC, layout, lambda picture: [disc_block(v, picture) for v in sleeves])
    return made


def label_contents(package: Package, boxes: Sequence[Box], layout: LabelLayout) -> Iterator[tuple[str, str, str]]:
    """What every label and paper of a box says, to be compared with what was printed: kind, box, content.

    The labels of discs are left out: they are printed when a disc is burned, and it is never changed after.
    """

    def named(png: bytes, width: float, text: str) -> str:
        return f"{width} {text}"

    for view in box_views(package, boxes, layout):
        number = view.box.number
        yield _stem(FRONT), number, front_block(view, named).content
        spine = spine_block(view, layout.spine_height, layout.spine_margin, named)
        yield _stem(SPINE), number, f"{spine.width} {spine.content}"
        yield _stem(LIST), number, list_table(view)
        yield _stem(NOTE), number, note_table(view)


#: Every kind of label and paper of a box, as lists name it.
LABEL_KINDS = frozenset(name.removesuffix(".docx") for name in (FRONT, SPINE, LIST, NOTE))


def _stem(name: str) -> str:
    return name.removesuffix(".docx")


def _sheet(name: str, layout: LabelLayout, blocks: Callable[[Pictures], Iterable[Block]]) -> bytes:
    sheets = LabelSheets(_stem(name), layout.offset)
    sheets.place(list(blocks(sheets.picture)))
    return sheets.to_bytes()
