"""Which converter there is: found when it is needed, never required."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.errors import OutputError
from docgen.render.pdf import builtin
from docgen.render.pdf.archival import checker_version
from docgen.render.pdf.fonts import FontSet, installed_fonts
from docgen.render.pdf.office import FILTERS, Office, find_office

AUTO, OFFICE, BUILTIN, NONE = "auto", "libreoffice", "builtin", "none"
CHOICES = (AUTO, OFFICE, BUILTIN, NONE)
PDF_REMEDY = "装好 LibreOffice 和中文字体，在 docgen 的文件夹里运行 pip install '.[pdf]'；docgen doctor 显示缺什么。"


class NoConverter(OutputError):
    """The converter that was asked for is not there or can not be used."""

    code = "output.no-converter"
    remedy = PDF_REMEDY


@dataclass(frozen=True)
class Converter:
    """What turns documents into PDFs.

    Attributes:
        name: ``libreoffice``, ``builtin``, or empty where there is none: then only own PDFs are used.
        label: name and version as people read it; why there is none where there is none.
        kinds: endings it converts.
        fonts: the fonts it has.
        checker: version of what makes and checks PDF/A; empty where it is not installed.
        office: the program, for LibreOffice.
    """

    name: str
    label: str
    kinds: tuple[str, ...]
    fonts: FontSet
    checker: str
    office: Office | None = None

    @property
    def works(self) -> bool:
        """Whether it can make any PDF."""
        return bool(self.name)

    @property
    def mark(self) -> str:
        """What its results depend on besides the document."""
        return f"{self.label}\n{self.fonts.mark}\npikepdf {self.checker}"


def find_converter(choice: str = AUTO) -> Converter | None:
    """The converter of a choice; ``None`` for the choice to have none.

    With ``auto`` there is always one, but it may be one that converts nothing: ``label`` says why.

    Raises:
        NoConverter: the one that was asked for can not be used.
    """
    if choice == NONE:
        return None
    checker, fonts = checker_version(), installed_fonts()
    if not checker:
        return _refused(choice, "没有安装 pikepdf（PDF/A 要用）", fonts, checker)
    office = find_office() if choice in (AUTO, OFFICE) else None
    if office is not None and fonts.chinese:
        label = f"LibreOffice {office.version}"
        return Converter(OFFICE, label, tuple(FILTERS), fonts, checker, office)
    version = builtin.version() if choice in (AUTO, BUILTIN) else ""
    if version and builtin.usable():
        return Converter(BUILTIN, f"rdocx {version}", (".docx",), fonts, checker)
    if choice == BUILTIN:
        why = "没有 TrueType 中文字体" if version else "没有安装 rdocx"
    elif office is not None:
        why = "没有中文字体，转换出来全是空框"
    else:
        why = "没有找到 LibreOffice"
    return _refused(choice, why, fonts, checker)


def _refused(choice: str, why: str, fonts: FontSet, checker: str) -> Converter:
    if choice != AUTO:
        raise NoConverter(f"不能用 {choice} 转换 PDF：{why}")
    return Converter("", why, (), fonts, checker)
