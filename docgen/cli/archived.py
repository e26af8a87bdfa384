"""Plans and results of packing and verifying as text and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docgen.cli.console import Console, pad
from docgen.cli.present import finding_json, finding_lines
from docgen.errors import ExitCode
from docgen.model.archive import Changes
from docgen.model.finding import Severity
from docgen.model.standard import Standard
from docgen.render.guide_text import changes_summary
from docgen.render.holdings import number_range
from docgen.render.pdf.find import PDF_REMEDY
from docgen.tasks.package import PackageResult
from docgen.tasks.pdfs import NoPdf, PdfReport
from docgen.tasks.printed import Reprint
from docgen.tasks.versions import CHANGES_NAME

#: Boxes, and papers of a box, that a list on the screen names.
FEW = 6

#: Items that are named one by one; the rest is only counted.
MOST_CHANGES = 10


def megabytes(size: int) -> str:
    """A size as people read it."""
    return f"{size / 1000**2:.1f} MB"


def show_plan(console: Console, result: PackageResult, standard: Standard) -> None:
    """The whole plan: items by category, boxes, discs, what is filed elsewhere, what is missing."""
    archive = result.archive
    items = archive.package.items
    console.data(f"归档包 {archive.package.id}：{len(items)} 件，{result.files} 个文件，{megabytes(result.size)}")
    if not result.new:
        console.data("与已有的归档包一致，不会产生新版本")
        _show_sm3(console, result)
    elif archive.package.changes:
        _show_changes(console, archive.package.changes)
    counts = Counter(i.category for i in items)
    files = Counter(i.category for i in items for _ in i.contents)
    for number, category in standard.categories.items():
        if counts[number]:
            console.data(f"  {pad(category.label, 34)} {counts[number]:>4} 件 {files[number]:>5} 个文件")
    thick = sum(box.thickness for box in archive.boxes)
    shelf = sum(box.spine for box in archive.boxes)
    console.data(f"纸质资料 {len(archive.boxes)} 盒，纸厚约 {thick:.0f} mm，上架占 {shelf} mm")
    for box in archive.boxes:
        span = number_range(box.items[0], box.items[-1])
        console.data(
            f"  {pad(box.number, 9)} {len(box.items):>3} 件 约 {box.thickness:4.1f} mm 盒脊 {box.spine} mm "
            f"{'、'.join(box.retention)} {span}"
        )
    console.data(f"光盘 {len(archive.discs)} 张（{archive.medium.name}）")
    for disc in archive.discs:
        console.data(f"  {pad(disc.name, 18)} {len(disc.paths):>4} 个文件 {megabytes(disc.size):>10}")
    for other in archive.elsewhere:
        console.talk(f"[跳过] {other.title}：{other.reason}")
    _show_remarks(console, result, Severity.INFO)
    show_reprint(console, result.reprint)
    _show_pdfs(console, archive.pdf)
    _show_gaps(console, result)


def show_reprint(console: Console, reprint: Reprint) -> None:
    """What to print again and where to put it, box by box."""
    if not reprint:
        return
    console.talk(f"[提示] 与打印过的不同 {len(reprint.replace)} 处，不再有的 {len(reprint.withdraw)} 处：")
    for where, what in list(reprint.places().items())[:FEW]:
        more = f"等 {len(what)} 样" if len(what) > FEW else ""
        console.talk(f"  {where}：{'、'.join(what[:FEW])}{more}")


def _show_sm3(console: Console, result: PackageResult) -> None:
    if result.lacks_sm3:
        console.problem(
            f"[警告] {result.archive.package.id} 归档时没有写 SM3 清单；归档包写成后不再改动，没有补写。\n"
            "  处理：有变化产生新版本时加 --sm3；现在就要，用 -o 另做一份放在别处。"
        )


def _show_remarks(console: Console, result: PackageResult, least: Severity) -> None:
    for finding in result.archive.remarks:
        for line in finding_lines(finding) if finding.severity >= least else ():
            console.talk(line)


def _show_gaps(console: Console, result: PackageResult) -> None:
    archive = result.archive
    for path in archive.missing:
        console.problem(f"[警告] 附件不存在：{path}")
    for name in archive.unfilled:
        console.problem(f"[警告] 文档还没有生成：{name}")
    for name in archive.stale:
        console.problem(f"[警告] 数据已变，文档还是旧的：{name}")
    errors = [f for f in archive.findings if f.counts(Severity.ERROR)]
    if archive.gaps or errors:
        console.problem(f"[警告] 缺 {archive.gaps} 处，数据错误 {len(errors)} 条；补齐前归档要加 --with-gaps。")


def show_package(console: Console, result: PackageResult) -> None:
    """What was packed, and what comes next."""
    archive = result.archive
    package = archive.package
    if result.unchanged:
        _show_sm3(console, result)
        day = package.created.date().isoformat()
        console.data(f"[完成] 没有变化：归档包 {package.id}（{day}）与现在的数据和文件一致，没有产生新版本")
        console.data(f"位置：{result.target}（核对文件用 docgen verify {result.target}）")
        return
    unsigned = sum(1 for i in archive.package.items for c in i.contents if c.role == "未签")
    console.data(
        f"[完成] 归档包 {archive.package.id}：{len(archive.package.items)} 件，{result.files} 个文件，"
        f"{megabytes(result.size)}；{len(archive.boxes)} 盒，{len(archive.discs)} 张光盘；"
        f"{result.verified} 个文件读回核对一致"
    )
    if not result.new:
        console.data(f"归档包没有变化，没有产生新版本；{package.id} 保持原样，重做了光盘、标签和报告")
    elif package.changes:
        _show_changes(console, package.changes)
    _show_sm3(console, result)
    if result.resumed:
        console.talk(f"[提示] 接着上次没有做完的归档：{result.resumed} 个文件已复制好，没有再复制。")
    console.data(f"位置：{result.target}（先打开“从这里打开.html”）")
    _show_pdfs(console, archive.pdf)
    stamped = _stamped(result)
    if stamped:
        console.data(f"[完成] 归档章和页号：盖在 {stamped} 份 PDF/A 转换件上，原件不动")
    if archive.gaps:
        console.data(f"[警告] 带着 {archive.gaps} 处缺项归档，见归档报告")
    if unsigned:
        console.talk(f"[提示] {unsigned} 份 Word、Excel 文档尚无签字扫描件，报告中列为“未签”。")
    for finding in result.judged:
        word = "已说明" if finding.answer else finding.severity.label
        console.talk(f"[{word}] {finding.message}（{finding.clause or finding.code}）")
        if finding.remedy and not finding.answer:
            console.talk(f"  处理：{finding.remedy.rstrip('。')}。")
    _show_remarks(console, result, Severity.WARNING)
    show_reprint(console, result.reprint)
    if result.reprint:
        console.talk("  处理：docgen labels --changed 只印变了的，并给出更换清单。")
    if not archive.package.agency.fonds_code:
        console.talk("[提示] 没有全宗号，档号留空；知道后写进 docgen.toml 的 [archive] fonds_code。")
    console.talk("[提示] 保管期限是建议值，请单位按自己的保管期限表确认。")


def _stamped(result: PackageResult) -> int:
    return sum(rendition.stamped for item in result.archive.package.items for rendition in item.renditions)


def _show_changes(console: Console, changes: Changes) -> None:
    """What is new, different or gone, the first of each by number."""
    console.data(f"比 {changes.previous} {changes_summary(changes)}；{changes.previous} 保留不动")
    for word, found in (("增加", changes.added), ("改动", changes.changed), ("撤下", changes.withdrawn)):
        for change in found[:MOST_CHANGES]:
            what = f"（{'、'.join(change.what)}）" if change.what else ""
            console.talk(f"  {word} {change.number} {change.title}{what}")
        if len(found) > MOST_CHANGES:
            console.talk(f"  {word} 另有 {len(found) - MOST_CHANGES} 件，见归档包的 documentation/{CHANGES_NAME}")
    for name in changes.sources[:MOST_CHANGES]:
        console.talk(f"  来源文件不同：{name}")
    if len(changes.sources) > MOST_CHANGES:
        console.talk(f"  来源文件不同：另有 {len(changes.sources) - MOST_CHANGES} 个")


def _changes_json(changes: Changes | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    kinds = {"added": changes.added, "changed": changes.changed, "withdrawn": changes.withdrawn}
    listed = {
        kind: [{"number": c.number, "title": c.title, "what": list(c.what)} for c in found]
        for kind, found in kinds.items()
    }
    return {"previous": changes.previous, **listed, "sources": list(changes.sources)}


def _show_pdfs(console: Console, pdf: PdfReport) -> None:
    """What became of the documents as PDF/A."""
    if not pdf.wanted:
        console.talk("[提示] 没有做 PDF/A（--pdf none），Word、Excel 文档的页数按设置估计。")
        return
    if pdf.waiting:
        console.talk(f"[提示] {pdf.waiting} 份 Word、Excel 文档归档时转换成 PDF，页数和厚度那时才准确。")
    elif not pdf.works:
        own = f"，只用了人工导出的 {pdf.own} 份" if pdf.own else ""
        console.talk(f"[提示] 没有转换 PDF：{pdf.converter}{own}。{PDF_REMEDY}")
    if pdf.made and not pdf.waiting:
        own = f"，其中 {pdf.own} 份来自人工导出的 PDF" if pdf.own and pdf.works else ""
        passed = f"{pdf.made - pdf.unchecked} 份通过 PDF/A-2b 检查（{pdf.checker}）"
        rest = f"，{pdf.unchecked} 份有未能判定的内容" if pdf.unchecked else ""
        console.data(f"[完成] PDF/A {pdf.made} 份（{pdf.converter}{own}）：{passed}{rest}")
    for one in pdf.shown:
        console.problem(f"[警告] 没有 PDF：{one.number} {one.name}：{one.reason}")
    for one in pdf.remarks:
        console.problem(f"[警告] {one.number} {one.name}：{one.reason}")


def _no_pdf_json(one: NoPdf) -> dict[str, str]:
    return {"number": one.number, "name": one.name, "reason": one.reason}


def package_json(result: PackageResult, *, dry_run: bool) -> dict[str, Any]:
    """A package as the keys programs read."""
    archive = result.archive
    return {
        "ok": True,
        "exit": int(ExitCode.OK),
        "dry_run": dry_run,
        "package": archive.package.id,
        "target": str(result.target),
        "new": result.new,
        "unchanged": result.unchanged,
        "changes": _changes_json(archive.package.changes),
        "items": len(archive.package.items),
        "files": result.files,
        "bytes": result.size,
        "judged": [finding_json(f) for f in result.judged],
        "boxes": [
            {
                "number": b.number,
                "items": list(b.items),
                "mm": b.thickness,
                "spine": b.spine,
                "retention": list(b.retention),
            }
            for b in archive.boxes
        ],
        "discs": [{"name": d.name, "files": len(d.paths), "bytes": d.size} for d in archive.discs],
        "elsewhere": [{"title": e.title, "reason": e.reason} for e in archive.elsewhere],
        "missing": list(archive.missing),
        "unfilled": list(archive.unfilled),
        "stale": list(archive.stale),
        "verified": result.verified,
        "resumed": result.resumed,
        "sm3": archive.package.sm3,
        "reprint": result.reprint.places(),
        "pdf": {
            "converter": archive.pdf.converter,
            "checker": archive.pdf.checker,
            "made": archive.pdf.made,
            "stamped": _stamped(result),
            "own": archive.pdf.own,
            "not_checked": archive.pdf.unchecked,
            "waiting": archive.pdf.waiting,
            "without": [_no_pdf_json(one) for one in archive.pdf.without],
            "remarks": [_no_pdf_json(one) for one in archive.pdf.remarks],
        },
        "findings": [finding_json(f) for f in (*archive.findings, *archive.remarks)],
    }
