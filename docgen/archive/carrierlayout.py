"""How a carrier is laid out: which lists stand where, which folder a record goes into.

Sources: ``saac2012`` the annex of the national rule of 2012 (档发〔2012〕7号), ``dat93`` DA/T 93—2022, appendix B,
filing by item. Layout names are just names: nothing here claims that a carrier fulfils a standard.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from docgen.archive.setlist import OTHER
from docgen.model.codes import code_folder

NOTE = "说明文件.TXT"
#: The folder that the layout of 2012 keeps all records in.
RECORDS = "电子档案"
#: Between several files of one item; a line break, because no file name holds one. A reader may meet ``；`` too.
NAME_SEPARATOR = "\n"
#: The description of items that lies beside their files, or in ``其他``.
METADATA = "电子档案元数据.XML"
#: Names that DA/T 93 has for it: an item may have several.
METADATA_NAME = re.compile(r"电子档案[0-9]*元数据\.XML")
METADATA_SCHEMA, DIGESTS_SCHEMA = "metadata.xsd", "digests.xsd"
DIGESTS = f"{OTHER}/数字摘要清单.XML"
REGISTRATION = f"{OTHER}/电子档案移交与接收登记表.TXT"
NUMBERING = f"{OTHER}/编号规则.TXT"


@dataclass(frozen=True, slots=True)
class CarrierLayout:
    """One way to lay out a carrier.

    Attributes:
        name: as options and settings write it.
        catalogue: name of the catalogue of its items, in the root.
        schema: XML schema of the catalogue.
        columns: children of each entry of the catalogue, in order.
        page: where the page for browsers stands.
        by_code: each item has a folder of its own, named by its archival code, with its description in it.
    """

    name: str
    catalogue: str
    schema: str
    columns: tuple[str, ...]
    page: str
    by_code: bool

    def path(self, year: int, code: str, path: str) -> str:
        """Where a file stands.

        Args:
            year: of the package.
            code: archival code of the file's item.
            path: the file's path in the package, the studio's folder first.
        """
        if self.by_code:
            return f"{code_folder(code)}/{path.rpartition('/')[2]}"
        return f"{RECORDS}/{year}/{path.partition('/')[2] or path}"

    @property
    def papers(self) -> tuple[str, ...]:
        """What lies beside the records and the descriptions in their folders, but for the list of digests."""
        schemas = (f"{OTHER}/{name}" for name in self.schemas)
        own = (NOTE, self.catalogue, self.page, DIGESTS, REGISTRATION, NUMBERING, *schemas)
        return own if self.by_code else (*own, f"{OTHER}/{METADATA}")

    @property
    def schemas(self) -> tuple[str, ...]:
        """Our own XML schemas of what lies on it."""
        return (self.schema, "set.xsd", METADATA_SCHEMA, DIGESTS_SCHEMA)


SAAC2012 = CarrierLayout(
    name="saac2012",
    catalogue="文件目录.XML",
    schema="carrier.xsd",
    columns=("顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注"),
    page="index.html",
    by_code=False,
)
DAT93 = CarrierLayout(
    name="dat93",
    catalogue="目录文件.XML",
    schema="carrier-dat93.xsd",
    columns=("顺序号", "档号", "责任者", "题名", "日期", "保管期限", "密级", "页数", "备注"),
    # The root may hold nothing but the two lists, the folders of the fonds and this one.
    page=f"{OTHER}/index.html",
    by_code=True,
)
#: The layouts by name, the usual one first.
LAYOUTS = {layout.name: layout for layout in (SAAC2012, DAT93)}


def layout_of(files: Collection[str]) -> CarrierLayout | None:
    """The layout of a carrier, by the catalogue in its root; ``None`` where there is none."""
    return next((layout for layout in LAYOUTS.values() if layout.catalogue in files), None)
