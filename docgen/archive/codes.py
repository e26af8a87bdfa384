"""What a check of an archive may find: codes, weights and what to do. The codes are stable; scripts rely on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from docgen.model.finding import Finding, Place, Severity


class Code(StrEnum):
    """The stable identifiers; ``schemas/README.md`` lists them."""

    UNRECOGNISED = "integrity.unrecognised"
    UNREADABLE = "integrity.unreadable"
    LINK = "integrity.link"
    NAME = "integrity.name"
    NAME_CLASH = "integrity.name-clash"
    DECLARATION = "integrity.declaration"
    ENCODING = "integrity.encoding"
    NO_MANIFEST = "integrity.no-manifest"
    MANIFEST_LINE = "integrity.manifest-line"
    MANIFEST_TWICE = "integrity.manifest-twice"
    MANIFESTS_DIFFER = "integrity.manifests-differ"
    MANIFEST_FORM = "integrity.manifest-form"
    UNSAFE_PATH = "integrity.unsafe-path"
    OUTSIDE = "integrity.outside-payload"
    MISSING = "integrity.missing"
    UNICODE_FORM = "integrity.unicode-form"
    CHANGED = "integrity.changed"
    EXTRA = "integrity.extra"
    NOT_CHECKED = "integrity.not-checked"
    NO_TAG_MANIFEST = "integrity.no-tag-manifest"
    BAG_INFO = "integrity.bag-info"
    OXUM = "integrity.oxum"
    STRUCTURE = "integrity.structure"
    XML = "integrity.xml"
    METS = "integrity.mets"
    METS_ID = "integrity.mets-id"
    METS_REFERENCE = "integrity.mets-reference"
    METS_OBJID = "integrity.mets-objid"
    METS_FILE = "integrity.mets-file"
    METS_MANIFEST = "integrity.mets-manifest"
    UNREFERENCED = "integrity.unreferenced"
    ITEMS = "integrity.items"
    CATALOGUE = "integrity.catalogue"
    CHANGES = "integrity.changes"
    VERSION_MISSING = "integrity.version-missing"
    DISC_CATALOGUE = "integrity.disc-catalogue"
    DISC_UNNAMED = "integrity.disc-unnamed"
    DISC_LAYOUT = "integrity.disc-layout"
    DISC_NOTE = "integrity.disc-note"
    DISC_METADATA = "integrity.disc-metadata"
    DISC_DIGESTS = "integrity.disc-digests"
    SET_CATALOGUE = "integrity.set-catalogue"
    SET_FILE = "integrity.set-file"
    SET_TWICE = "integrity.set-twice"
    SET_MISSING = "integrity.set-missing"
    SET_NUMBER = "integrity.set-number"
    IMAGE = "integrity.image"


_RESTORE = "从另一份副本恢复这个文件；不要改清单来迁就它。"
_REPACK = "停止使用这一份，从工作区重新打包，或取另一份副本。"
_SENDER = "向交来的一方要一份完好的。"
_REMEDIES = {
    Code.UNRECOGNISED: "检查路径：应是归档包、光盘的文件夹，或放着全套光盘的文件夹。",
    Code.UNREADABLE: "检查权限和载体；光盘读不出时换一台光驱或取另一份副本。",
    Code.LINK: "换成文件本身：链接指向的内容不在归档里。",
    Code.NAME: "这个名称在有的系统上打不开；" + _SENDER,
    Code.NAME_CLASH: "复制到 Windows 时会互相覆盖，复制前先改名。",
    Code.EXTRA: "查明是谁放进来的；系统自动产生的文件（Thumbs.db、.DS_Store 之类）可以删除，删除后重新校验。",
    Code.MISSING: _RESTORE,
    Code.CHANGED: _RESTORE,
    Code.UNICODE_FORM: "文件名在复制时被换了写法；按清单改回，或从另一份副本重新复制。",
    Code.OXUM: _RESTORE,
    Code.NOT_CHECKED: "用交来的一方的软件核对这份清单。",
    Code.DISC_UNNAMED: "查明这个文件从哪里来，或从工作区重新生成光盘文件夹。",
    Code.VERSION_MISSING: "找到缺的一版，放回这个文件夹；只保管其中一版时，单独校验它。",
    Code.SET_MISSING: "找到缺的光盘，放在一起重新校验。",
    Code.SET_TWICE: "查明哪一张是对的，从工作区重新生成另一张。",
    Code.IMAGE: "不要刻录这一份；从光盘文件夹重新做映像，或直接刻录文件夹。",
    Code.SET_NUMBER: "查明哪一张是对的，从工作区重新生成另一张。",
}


@dataclass(slots=True)
class Findings:
    """Collects findings below one folder.

    Attributes:
        base: put before every file, such as the folder of a disc with ``/`` behind it.
        found: what was found so far.
    """

    base: str = ""
    found: list[Finding] = field(default_factory=list)

    def error(self, code: Code, message: str, file: str = "") -> None:
        """It is damaged."""
        self._add(Severity.ERROR, code, message, file)

    def warning(self, code: Code, message: str, file: str = "") -> None:
        """It is worth a look but not damaged."""
        self._add(Severity.WARNING, code, message, file)

    def _add(self, severity: Severity, code: Code, message: str, file: str) -> None:
        remedy = _REMEDIES.get(code, _REPACK)
        shown = f"{self.base}{file}".encode("utf-8", "backslashreplace").decode()
        self.found.append(Finding(str(code), severity, message, remedy, Place(shown)))


@dataclass(slots=True)
class Counts:
    """What was looked at."""

    files: int = 0
    bytes: int = 0
    items: int = 0
    discs: int = 0

    def add(self, other: Counts) -> None:
        """Take over what another check looked at."""
        self.files += other.files
        self.bytes += other.bytes
        self.items += other.items
        self.discs += other.discs
