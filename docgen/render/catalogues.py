"""The catalogues of a year's archive as Excel files: everything, paper and files of letters, and each disc.

They are closing papers: made when boxes and discs are known, beside the package, whose contents are frozen by then.
The columns follow DA/T 22—2015 where it has them; before and behind them stand the levels and the places.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docgen.model.archive import Box, Content, Disc, Item, Package
from docgen.render.book.finish import finish
from docgen.render.book.looks import HAIR, MEDIUM, fill, font, row_height, text_lines
from docgen.render.holdings import Titles, boxes_of, discs_of, material_number, material_title, unsigned

#: Column: its name, its width in characters, whether it is centred.
Column = tuple[str, float, bool]
_ORDER: Column = ("序号", 6, True)
_NUMBER: Column = ("件号", 14, True)
_CODE: Column = ("档号", 24, False)
_DOCUMENT: Column = ("文号", 20, False)
_AUTHOR: Column = ("责任者", 26, False)
_TITLE: Column = ("题名", 42, False)
_DATE: Column = ("日期", 10, True)
_SECRECY: Column = ("密级", 7, True)
_PAGES: Column = ("页数", 6, True)
_PERIOD: Column = ("保管期限", 9, True)
_BOX: Column = ("盒号", 10, True)
_DISC: Column = ("光盘", 7, True)
_FILE: Column = ("电子文件", 46, False)
_BYTES: Column = ("字节数", 12, True)
_REMARK: Column = ("备注", 12, False)
Cells = Sequence[str | int | None]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A material that a catalogue feeds.

    Attributes:
        label: number and title, also the name of its file.
        category: number of its category.
    """

    label: str
    category: str


def catalogue_files(
    package: Package, boxes: Sequence[Box], discs: Sequence[Disc], titles: Titles, wanted: Mapping[str, Catalogue]
) -> dict[str, bytes]:
    """The catalogues that a standard asks for.

    Args:
        package: the archive.
        boxes: all its boxes.
        discs: all its discs.
        titles: words of the standard.
        wanted: ``whole`` (everything), ``paper`` and ``electronic`` (those of the material's own category), ``discs``
            (a sheet per disc) → the material it is for.

    Returns:
        File name → Excel file; nothing for discs that are not there.
    """
    made = _Maker(package, titles, boxes_of(boxes), discs_of(discs))
    sheets = {
        "whole": lambda c: [made.whole(c)],
        "paper": lambda c: [made.paper(c)],
        "electronic": lambda c: [made.electronic(c)],
        "discs": lambda c: [made.disc(c, disc) for disc in discs],
    }
    files = {}
    for kind, catalogue in wanted.items():
        found = sheets[kind](catalogue)
        if found:
            files[f"{catalogue.label}.xlsx"] = _workbook(found, catalogue.label, package.created)
    return files


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    title: str
    about: str
    columns: Sequence[Column]
    rows: Sequence[Cells]


@dataclass(frozen=True, slots=True)
class _Maker:
    package: Package
    titles: Titles
    boxes: Mapping[str, str]
    discs: Mapping[str, str]

    def _about(self, count: int, more: str = "") -> str:
        agency = self.package.agency
        return (
            f"全宗号：{agency.fonds_code}　立档单位：{agency.unit}　{self.titles.levels[0]}：{agency.studio}　"
            f"年度：{self.package.year}　共 {count} 件{more}"
        )

    def _sheet(self, catalogue: Catalogue, columns: Sequence[Column], rows: Sequence[Cells]) -> _Sheet:
        title = catalogue.label.partition(" ")[2] or catalogue.label
        return _Sheet(title[:31], f"{self.package.year}年度{title}", self._about(len(rows)), columns, rows)

    def _common(self, order: int, item: Item) -> tuple[str | int | None, ...]:
        return (
            order,
            item.number,
            item.archival_code,
            item.document_number,
            item.author,
            item.title,
            item.date,
            item.secrecy,
        )

    def whole(self, catalogue: Catalogue) -> _Sheet:
        """Every item in the three levels."""
        _, two, three = self.titles.levels
        columns = [_ORDER, (two, 18.0, False), (three, 26.0, False), _NUMBER, _CODE, _TITLE, _DOCUMENT, _AUTHOR, _DATE]
        columns += [_PERIOD, _SECRECY, _PAGES, ("纸质", 6.0, True), ("文件数", 7.0, True), _BOX, _DISC]
        rows = []
        for order, item in enumerate(self.package.items, 1):
            level = f"{material_number(item)} {material_title(item)}".strip()
            said = (self.titles.category(item.category), level, item.number, item.archival_code, item.title)
            facts = (item.document_number, item.author, item.date, item.retention, item.secrecy, item.pages)
            held = ("有" if item.paper else "", len(item.contents) or None, *self._places(item))
            rows.append((order, *said, *facts, *held))
        return self._sheet(catalogue, columns, rows)

    def _places(self, item: Item) -> tuple[str, str]:
        return self.boxes.get(item.number, ""), self.discs.get(item.number, "")

    def paper(self, catalogue: Catalogue) -> _Sheet:
        """The paper of a category."""
        items = [i for i in self.package.items if i.category == catalogue.category and i.paper]
        columns = (_ORDER, _NUMBER, _CODE, _DOCUMENT, _AUTHOR, _TITLE, _DATE, _SECRECY, _PERIOD, _PAGES, _BOX, _REMARK)
        rows = []
        for order, item in enumerate(items, 1):
            remark = "电子件未签" if unsigned(item) else ""
            rows.append((*self._common(order, item), item.retention, item.pages, self._places(item)[0], remark))
        return self._sheet(catalogue, columns, rows)

    def electronic(self, catalogue: Catalogue) -> _Sheet:
        """The files of a category."""
        items = [i for i in self.package.items if i.category == catalogue.category and i.contents]
        columns = (_ORDER, _NUMBER, _CODE, _DOCUMENT, _AUTHOR, _TITLE, _DATE, _SECRECY, _FILE, _BYTES, _DISC, _REMARK)
        rows = []
        for order, item in enumerate(items, 1):
            names = "\n".join(c.path.rpartition("/")[2] for c in item.contents)
            roles = "、".join(dict.fromkeys(c.role.value for c in item.contents))
            size = sum(c.size for c in item.contents)
            rows.append((*self._common(order, item), names, size, self._places(item)[1], roles))
        return self._sheet(catalogue, columns, rows)

    def disc(self, catalogue: Catalogue, disc: Disc) -> _Sheet:
        """The files of a disc with what is said of each picture."""
        on = frozenset(disc.paths)
        files = [(i, c) for i in self.package.items for c in i.contents if c.path in on]
        said = list(dict.fromkeys(name for _, content in files for name, _ in content.caption))
        columns = [_ORDER, _NUMBER, _CODE, _TITLE, *((name, 18.0, False) for name in said), _FILE, _BYTES]
        rows = [(order, *_film(item, content, said)) for order, (item, content) in enumerate(files, 1)]
        title = catalogue.label.partition(" ")[2] or catalogue.label
        which = f"载体编号：{disc.name}　第{disc.number}张／共{disc.total}张"
        more = f"，{len(files)} 个文件　{which}　制作人：　　　　制作日期："
        return _Sheet(
            disc.name[-31:],
            f"{self.package.year}年度{title}",
            self._about(len(disc.items), more),
            columns,
            rows,
        )


def _film(item: Item, content: Content, said: Sequence[str]) -> tuple[str | int | None, ...]:
    told = dict(content.caption)
    name = content.path.rpartition("/")[2]
    return (item.number, item.archival_code, item.title, *(told.get(key, "") for key in said), name, content.size)


def _workbook(sheets: Iterable[_Sheet], title: str, created: datetime) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, "docgen"
    book.properties.created = created.replace(tzinfo=None)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    stream = io.BytesIO()
    book.save(stream)
    return finish(stream.getvalue(), {}, created.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _fill(page: Worksheet, sheet: _Sheet) -> None:
    last = get_column_letter(len(sheet.columns))
    page.merge_cells(f"A1:{last}1")
    page.merge_cells(f"A2:{last}2")
    page["A1"], page["A2"] = sheet.title, sheet.about
    page["A1"].font, page["A1"].alignment = font(size=16, bold=True), Alignment("center", "center")
    page["A2"].alignment = Alignment("left", "center", wrap_text=True)
    page.row_dimensions[1].height, page.row_dimensions[2].height = 30, row_height(2)
    frame = Border(HAIR, HAIR, HAIR, HAIR)
    for number, (name, width, _) in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = width
        head = page.cell(3, number, name)
        head.font, head.fill, head.border = font(bold=True), fill(MEDIUM), frame
        head.alignment = Alignment("center", "center", wrap_text=True)
    for line, cells in enumerate(sheet.rows, 4):
        for number, (value, (_, _, centred)) in enumerate(zip(cells, sheet.columns, strict=True), 1):
            cell = page.cell(line, number, value)
            if isinstance(value, str):
                # Text whatever it looks like: a title may begin with an equals sign.
                cell.data_type = "s"
            cell.font, cell.border = font(), frame
            cell.alignment = Alignment("center" if centred else "left", "center", wrap_text=True)
        lines = [text_lines(str(value or ""), width) for value, (_, width, _) in zip(cells, sheet.columns, strict=True)]
        page.row_dimensions[line].height = row_height(max(lines))
    _paper(page, last, len(sheet.rows) + 3)


def _paper(page: Worksheet, last: str, rows: int) -> None:
    """A4 across, all columns on one page, the heads on every page."""
    page.freeze_panes = "A4"
    page.auto_filter.ref = f"A3:{last}{rows}"
    page.print_title_rows = "1:3"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))
    margins = page.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.6, 0.8
