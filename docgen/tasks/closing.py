"""The closing papers of an archive: labels, catalogues, report, start page, guide.

They tell of boxes, discs and checks, so they are made when the package is finished, and stand beside it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.archive import carrier_form, medium_words
from docgen.engine.plan import plain_title
from docgen.model.finding import Finding, Severity
from docgen.model.names import safe_name
from docgen.model.standard import Standard
from docgen.render.catalogues import Catalogue, catalogue_files
from docgen.render.guide_text import readme_text
from docgen.render.inspection import demands, inspection_page
from docgen.render.label.labels import label_documents
from docgen.render.label.views import LabelLayout
from docgen.render.page import Places, start_page
from docgen.render.registration import registration_paper
from docgen.render.report import Checked, FiledElsewhere, Gap, ReportFacts, archive_report, report_title
from docgen.render.wordhtml import word_as_page
from docgen.tasks.gather import Archive
from docgen.tasks.thumbs import write_thumbs
from docgen.write.files import write_atomically

Progress = Callable[[int, int, str], None]
#: Labels → what the rules about archives say.
Judge = Callable[[Mapping[str, bytes]], tuple[Finding, ...]]
DISCS, LABELS, CATALOGUES = "光盘", "标签", "目录"
IMAGE = ".iso"
#: Small pictures for the start page.
THUMBS = "页面"
PAGE, README, REPORT, REPORT_PAGE = "从这里打开.html", "归档说明.txt", "归档报告.docx", "归档报告.html"
INSPECTION = "迎检一页纸.docx"
#: The form for handing discs over; only where there are any.
FORM = "移交与接收登记表.docx"
#: What stands beside the packages of a year and is made anew with every plan.
OWN = frozenset({DISCS, LABELS, CATALOGUES, THUMBS, PAGE, README, REPORT, REPORT_PAGE, INSPECTION, FORM})


@dataclass(frozen=True)
class Closing:
    """What the closing papers tell of besides the plan.

    Attributes:
        standard: its catalogues.
        layout: how labels are laid out.
        judge: says what the rules about archives find in what was made.
        checked: the checks that were made.
        earlier: names of earlier versions that are kept.
        iso: discs have images.
    """

    standard: Standard
    layout: LabelLayout
    judge: Judge
    checked: Sequence[Checked]
    earlier: Sequence[str]
    iso: bool


def write_closing(archive: Archive, closing: Closing, stage: Path, progress: Progress) -> tuple[Finding, ...]:
    """Write all closing papers of an archive.

    Args:
        archive: the plan.
        closing: what else there is to tell.
        stage: the folder beside the package.
        progress: told what is being done.

    Returns:
        What the rules about archives say.

    Raises:
        OutputError: they can not be written, or a code does not fit into its label.
    """
    package, boxes, discs = archive.package, archive.boxes, archive.discs
    titles = closing.layout.titles
    labels = label_documents(package, boxes, discs, closing.layout)
    judged = closing.judge(labels)
    tables = catalogue_files(package, boxes, discs, titles, wanted_catalogues(closing.standard))
    places = Places(
        bag=package.id,
        payload=f"{package.id}/data/{package.id}/representations/rep1/data",
        discs=DISCS,
        disc_page=archive.carrier.page,
        labels=LABELS,
        report=REPORT,
        report_page=REPORT_PAGE,
        catalogue=f"{package.id}/00-目录.html",
        label_files=tuple(labels),
        catalogues=tuple(f"{CATALOGUES}/{name}" for name in tables),
        image=IMAGE if closing.iso else "",
        inspection=INSPECTION,
        form=FORM if discs else "",
    )
    report = archive_report(
        package, boxes, discs, replace(_facts(archive, closing, places), judged=tuple(map(_remark, judged)))
    )
    thumbs = write_thumbs(package, stage, THUMBS, progress)
    papers = {f"{LABELS}/{name}": data for name, data in labels.items()}
    papers |= {f"{CATALOGUES}/{name}": data for name, data in tables.items()}
    papers[REPORT] = report
    papers[REPORT_PAGE] = word_as_page(report, report_title(package))
    papers[INSPECTION] = _inspection(archive, closing.standard, stage / package.id)
    if discs:
        words = medium_words(archive.medium.name, archive.medium.capacity)
        papers[FORM] = registration_paper(carrier_form(replace(package, items=archive.carried), discs, words))
    papers[PAGE] = start_page(package, boxes, discs, titles, places, thumbs)
    papers[README] = readme_text(package, discs, places, closing.earlier)
    for name, data in papers.items():
        write_atomically(stage / name, data)
    return judged


def _remark(finding: Finding) -> Gap:
    head = f"{finding.clause} {finding.code}".strip()
    return Gap(head, f"{finding.message}（已说明：{finding.answer}）" if finding.answer else finding.message)


def wanted_catalogues(standard: Standard) -> dict[str, Catalogue]:
    """The catalogues a standard asks for (table ``catalogues`` of its settings)."""
    wanted = {}
    for kind, name in standard.settings.get("catalogues", {}).items():
        material = standard.materials[name]
        label = safe_name(f"{material.number} {plain_title(material.title)}")
        wanted[kind] = Catalogue(label, material.category)
    return wanted


def _facts(archive: Archive, closing: Closing, places: Places) -> ReportFacts:
    errors = [f for f in archive.findings if f.counts(Severity.ERROR)]
    gaps = [Gap(str(f.place), f.message) for f in errors]
    gaps += [Gap(name, "文档还没有生成") for name in archive.unfilled]
    gaps += [Gap(name, "数据已变，文档还是旧的") for name in archive.stale]
    gaps += [Gap(f"{one.number} {one.name}", f"没有 PDF：{one.reason}") for one in archive.pdf.shown]
    stand = [("归档包（原件、说明、清单）", f"{places.bag}/"), ("原件", f"{places.payload}/")]
    stand += [(path.rpartition("/")[2].removesuffix(".xlsx"), path) for path in places.catalogues]
    stand += [("标签和盒内用纸", f"{LABELS}/")] if places.label_files else []
    stand += [(f"光盘文件夹{'和映像' if closing.iso else ''}", f"{DISCS}/")] if archive.discs else []
    stand += [("光盘移交与接收登记表", places.form)] if places.form else []
    stand += [("查看全部资料的网页", PAGE), ("怎样核对、怎样刻录", README)]
    return ReportFacts(
        titles=closing.layout.titles,
        gaps=tuple(gaps),
        elsewhere=tuple(FiledElsewhere(e.title, e.reason) for e in archive.elsewhere),
        missing_files=archive.missing,
        checked=tuple(closing.checked),
        remarks=tuple(f.message for f in archive.remarks),
        places=tuple(stand),
    )


def _inspection(archive: Archive, standard: Standard, bag: Path) -> bytes:
    """The page that leads from clauses to boxes, with the digest of the package's list of files."""
    digest = hashlib.sha256((bag / "manifest-sha256.txt").read_bytes()).hexdigest()
    elsewhere = Counter(key.partition("/")[0] for key in {e.key for e in archive.elsewhere})
    return inspection_page(archive.package, archive.boxes, archive.discs, demands(standard), elsewhere, digest)
