"""The plain text guide of an archive: what lies where, how to verify it, how to burn its discs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docgen.model.archive import Changes, Disc, Package
from docgen.render.holdings import size_text
from docgen.render.page import Places


def readme_text(package: Package, discs: Sequence[Disc], places: Places, earlier: Sequence[str] = ()) -> bytes:
    """The guide: UTF-8 with a byte order mark and CRLF, so that the oldest Notepad shows it.

    Args:
        package: the archive.
        discs: all its discs.
        places: where things lie.
        earlier: ids of the versions before, which stand beside it.
    """
    return _text(_lines(package, discs, places, earlier))


def changes_text(package: Package, changes: Changes) -> bytes:
    """What a version has that the one before it has not, for people; in the form of the guide."""
    return _text(_changed(package, changes))


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def changes_summary(changes: Changes) -> str:
    """How much is different, in one line."""
    counts = ((changes.added, "增加"), (changes.changed, "改动"), (changes.withdrawn, "撤下"))
    said = "、".join(f"{word} {len(found)} 件" for found, word in counts)
    return f"{said}、来源文件 {len(changes.sources)} 个不同" if changes.sources else said


def _changed(package: Package, changes: Changes) -> Iterator[str]:
    yield f"{package.agency.studio} {package.year} 年度归档变更说明"
    yield ""
    yield f"本版：{package.id}（{package.created.date().isoformat()}）"
    yield f"上一版：{changes.previous}，仍然保留"
    yield f"数量：{changes_summary(changes)}"
    for title, found in (("增加", changes.added), ("改动", changes.changed), ("撤下", changes.withdrawn)):
        if found:
            yield ""
            yield f"{title} {len(found)} 件"
            for change in found:
                what = f"（{'、'.join(change.what)}）" if change.what else ""
                yield f"  {change.number}  {change.title}{what}"
    if changes.sources:
        yield ""
        yield f"来源文件 {len(changes.sources)} 个不同（数据、设置、模板）"
        yield from (f"  {name}" for name in changes.sources)


def _lines(package: Package, discs: Sequence[Disc], places: Places, earlier: Sequence[str]) -> Iterator[str]:
    files = [c for i in package.items for c in i.contents]
    yield f"{package.agency.studio} {package.year} 年度归档说明"
    yield ""
    yield f"归档编号：{package.id}"
    yield f"立档单位：{package.agency.unit}"
    yield f"归档日期：{package.created.date().isoformat()}"
    yield f"生成程序：{package.software}"
    yield f"数量：{len(package.items)} 件，{len(files)} 个文件，{size_text(sum(c.size for c in files))}"
    if package.changes:
        yield f"版本：比 {package.changes.previous} {changes_summary(package.changes)}；以前的版本都保留"
    yield ""
    yield from _where(discs, places)
    yield from (f"  {name}/    以前的一版，仍然有效，不改动" for name in earlier)
    yield ""
    yield from _verify(package, discs, places)
    if discs:
        yield ""
        yield from _burn(discs, places)


def _where(discs: Sequence[Disc], places: Places) -> Iterator[str]:
    yield "一、各个文件夹里是什么"
    yield "  从这里打开.html    用浏览器打开，按类目查看全部资料，不需要联网"
    yield "  页面/    “从这里打开.html”照片墙用的缩小照片"
    yield f"  {places.report}      有什么、缺什么、核对了什么"
    if places.inspection:
        yield f"  {places.inspection}    条款、盒、件对照，打印一张 A4"
    yield f"  {places.bag}/    归档包，整个文件夹一起保存，里面的文件不改名、不移动、不增减"
    yield f"  {places.payload}/    填好的、签过字的和拍摄的原件，按类目和具体内容存放"
    if places.catalogues:
        names = "、".join(path.rpartition("/")[2].removesuffix(".xlsx") for path in places.catalogues)
        yield f"  {places.catalogues[0].partition('/')[0]}/    {names}"
    if places.label_files:
        names = "、".join(n.removesuffix(".docx") for n in places.label_files)
        yield f"  {places.labels}/    {names}，按实际大小（100%）打印"
    if discs:
        images = f"；{places.image} 是它的映像" if places.image else ""
        yield f"  {places.discs}/    每张光盘一个文件夹，共 {len(discs)} 张{images}"


def _verify(package: Package, discs: Sequence[Disc], places: Places) -> Iterator[str]:
    yield "二、怎样核对文件没有变"
    yield "  有 docgen 的电脑："
    yield f"      docgen verify {places.bag}"
    yield "  没有 docgen 的电脑（Linux、macOS，macOS 上把 sha256sum 写成 shasum -a 256）："
    yield f"      cd {places.bag}"
    yield "      sha256sum -c manifest-sha256.txt"
    yield "      sha256sum -c tagmanifest-sha256.txt"
    if package.sm3:
        yield "  另有 SM3 清单（manifest-sm3.txt）；核对单个文件，与其中一行对照："
        yield "      openssl dgst -sm3 文件名"
    yield "  Windows 上核对单个文件，把结果与 manifest-sha256.txt 中的一行对照："
    yield "      certutil -hashfile 文件名 SHA256"
    if discs:
        yield "  光盘：在光盘的根目录运行"
        yield "      sha256sum -c 其他/manifest-sha256.txt"
    yield "  有一个文件不一致，就不要继续使用这一份，先找出原因，再用另一份恢复。"


def _burn(discs: Sequence[Disc], places: Places) -> Iterator[str]:
    yield "三、怎样刻录光盘"
    yield "  1. 用一次写入的空白光盘（CD-R、DVD-R、DVD+R），不用可擦写光盘。"
    yield "  2. 下面每个文件夹刻一张；刻的是文件夹里面的全部内容，不是文件夹本身。"
    for disc in discs:
        which = f"第 {disc.number} 张，共 {disc.total} 张，{size_text(disc.size)}，卷标 {disc.name}"
        yield f"         {places.discs}/{disc.folder}/    {which}"
    if places.image:
        yield f"     或者刻映像（{discs[0].folder}{places.image} 等），内容相同：Windows 右键菜单“刻录光盘映像”。"
    yield "  3. 文件系统选 UDF，一次刻完并封盘（关闭光盘），不选最高速度。"
    yield "  4. 刻完取出再放入，核对：docgen verify 加光驱的盘符，例如 docgen verify E:\\"
    yield "  5. 光盘标签放进盘盒，填写制作人和日期，勾选套别；纸不贴在盘面上。"
    if places.form:
        yield f"  6. 移交光盘时打印 {places.form}，双方检验、签字、盖章；每张盘的“其他”里也有一份。"
