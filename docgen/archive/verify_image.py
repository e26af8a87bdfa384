"""Is the image of a disc whole? All its views show the same files; these are checked as those of a disc folder are."""

from __future__ import annotations

from pathlib import Path

from docgen.archive.codes import Code, Counts, Findings
from docgen.archive.copying import Progress
from docgen.archive.imageread import BadImage, Image, image_tree, read_image
from docgen.archive.setlist import DISC_MANIFEST
from docgen.archive.verify_disc import looks_like_disc, verify_disc
from docgen.archive.walk import Tree, digests, read_bytes
from docgen.errors import UnreadableFile

SUFFIX = ".iso"
#: How many differing names one finding shows.
_SHOWN = 3


def is_image(path: Path) -> bool:
    """A file with the ending of an image."""
    return path.suffix.lower() == SUFFIX and path.is_file()


def verify_image(path: Path, findings: Findings, progress: Progress) -> Counts:
    """Check an image, first its views, then its files.

    Raises:
        UnreadableFile: the file can not be read at all.
    """
    image = check_image(path, findings)
    if image is None:
        return Counts(discs=1)
    tree = image_tree(image)
    counts = Counts(len(tree.files), sum(tree.files.values()), 0, 1)
    if looks_like_disc(tree):
        counts.items = verify_disc(tree, path.stem, findings, progress).items
    else:
        # No disc of ours: that every file can be read is all that can be said.
        digests(tree, dict.fromkeys(tree.files, ("sha256",)), findings, progress)
        findings.warning(Code.NO_MANIFEST, f"映像里没有 {DISC_MANIFEST}，只核对了各种目录是否一致", path.name)
    return counts


def check_image(path: Path, findings: Findings) -> Image | None:
    """Read the directories of an image and compare its views; ``None`` where they can not be read.

    Raises:
        UnreadableFile: the file can not be read at all.
    """
    try:
        image = read_image(path)
    except BadImage as error:
        findings.error(Code.IMAGE, f"读不出来，可能不完整：{error}", path.name)
        return None
    except OSError as error:
        raise UnreadableFile(f"光盘映像读不出来：{error.strerror or error}", place=str(path)) from error
    if image.volume > image.size:
        findings.error(Code.IMAGE, f"映像不完整：应有 {image.volume} 字节，实有 {image.size} 字节", path.name)
    if not image.views:
        findings.error(Code.IMAGE, "映像里没有能显示长文件名的目录（UDF、Joliet 或 Rock Ridge）", path.name)
    kinds = list(image.views)
    for kind in kinds[1:]:
        first, other = image.views[kinds[0]], image.views[kind]
        differing = sorted(name for name in {*first, *other} if first.get(name) != other.get(name))
        if differing:
            shown = "、".join(differing[:_SHOWN]) + ("等" if len(differing) > _SHOWN else "")
            findings.error(Code.IMAGE, f"{kinds[0]} 与 {kind} 的目录有 {len(differing)} 处不同：{shown}", path.name)
    return image


def verify_image_of(path: Path, folder: Tree, findings: Findings, progress: Progress) -> None:
    """Check the image of a disc whose folder lies beside it: whole, and the same as the folder."""
    image = check_image(path, findings)
    if image is None:
        return
    tree = image_tree(image)
    verify_disc(tree, path.stem, Findings(f"{findings.base}{path.name}/", findings.found), progress)
    # The manifest names every file with its digest, and each side has been checked against its own.
    if read_bytes(tree, DISC_MANIFEST) != read_bytes(folder, DISC_MANIFEST):
        findings.error(Code.IMAGE, f"与光盘文件夹 {path.stem} 的内容不同", path.name)
