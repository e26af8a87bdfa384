"""``docgen doctor``: what this machine has."""

from __future__ import annotations

import platform
import ssl
from dataclasses import dataclass
from importlib import metadata

from docgen import __version__
from docgen.archive.copying import SM3, computable
from docgen.load.standard import load_standard
from docgen.render.pdf import builtin
from docgen.render.pdf.archival import checker_version
from docgen.render.pdf.find import PDF_REMEDY, find_converter
from docgen.render.pdf.fonts import FontSet, installed_fonts, stand_in
from docgen.render.pdf.office import find_office
from docgen.resources import schema_folder

LIBRARIES = ("lxml", "openpyxl", "python-docx", "python-calamine", "pillow", "isal", "typer", "PyYAML")
#: Faces that the documents name, and what their converter's kinds are called.
SHOWN_FACES = ("宋体", "黑体", "仿宋", "楷体")
KINDS = {".docx": "Word", ".xlsx": "Excel"}


@dataclass(frozen=True)
class Fact:
    """Something that is there or missing."""

    name: str
    present: bool
    text: str
    remedy: str = ""


def doctor() -> list[Fact]:
    """Look at the installation and the machine.

    Raises:
        DefinitionError: the installation is incomplete.
    """
    standard = load_standard(schema_folder())
    versions = "，".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    fonts = installed_fonts()
    ready = sum(1 for m in standard.materials.values() if m.form)
    return [
        Fact("docgen", True, f"{__version__}，Python {platform.python_version()}，{platform.system()}"),
        Fact("组件", True, versions),
        Fact(
            "标准", True, f"{standard.number} {standard.title}，资料 {len(standard.materials)} 项，已有模板 {ready} 项"
        ),
        Fact(
            "SM3",
            computable(SM3),
            f"package --sm3 可用（{ssl.OPENSSL_VERSION}）" if computable(SM3) else "Python 不会算",
            "只在 package --sm3 时需要；换用带 OpenSSL 1.1.1 以上版本的 Python。",
        ),
        *_converter(),
        *_fonts(fonts),
    ]


def _converter() -> list[Fact]:
    """What turns documents into PDF/A: the converters, what checks them, and which one ``auto`` takes."""
    office, built_in, checker = find_office(), builtin.version(), checker_version()
    chosen = find_converter()
    assert chosen is not None
    kinds = "、".join(KINDS[kind] for kind in chosen.kinds)
    found = f"{office.version}（{office.program}）" if office is not None else "没有找到"
    install = "只在转 PDF 时需要；安装 LibreOffice 后会自动找到。"
    extra = "在 docgen 的文件夹里运行 pip install '.[pdf]'。"
    return [
        Fact("LibreOffice", office is not None, found, install),
        Fact("pikepdf", bool(checker), f"{checker}，制作和检查 PDF/A-2b" if checker else "没有安装", extra),
        Fact(
            "rdocx", bool(built_in), f"{built_in}，没有 LibreOffice 时转换 Word 文档" if built_in else "没有安装", extra
        ),
        Fact("转换 PDF", chosen.works, f"用 {chosen.label}（{kinds}）" if chosen.works else chosen.label, PDF_REMEDY),
    ]


def _fonts(fonts: FontSet) -> list[Fact]:
    remedy = "文档里用宋体、黑体、仿宋、楷体；没有时用别的字体代替；Linux 上安装 fonts-noto-cjk、fonts-arphic-ukai。"
    shown = "、".join(fonts.chinese[:6]) or "没有"
    more = f" 等 {len(fonts.chinese)} 种" if len(fonts.chinese) > 6 else ""
    facts = [Fact("中文字体", bool(fonts.chinese), shown + more, remedy)]
    replaced = {face: stand_in(face, fonts.families) for face in SHOWN_FACES if face not in fonts.families}
    if any(replaced.values()):
        text = "，".join(f"{face} → {found}" for face, found in replaced.items() if found)
        facts.append(Fact("代替的字体", True, f"{text}（转换 PDF 时）"))
    return facts
