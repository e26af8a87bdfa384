"""``docgen fill --sign`` and ``--handover``: papers for the clerk that are no records and are never packed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.container import Container
from docgen.engine.collected import collected_files
from docgen.engine.plan import plain_title, plan_fill
from docgen.engine.signing import ToSign, to_sign
from docgen.errors import TargetExists
from docgen.load.settings import Workspace
from docgen.model.archive import Role
from docgen.model.finding import Severity
from docgen.model.standard import Standard
from docgen.model.values import chinese_date
from docgen.render.handover import Handover, Holding, handover_paper
from docgen.render.sign_list import SignFacts, SignRow, sign_list
from docgen.tasks.check import all_findings
from docgen.tasks.fill import FillRequest
from docgen.tasks.gather import agency_of
from docgen.tasks.newer import actual_digest
from docgen.tasks.present import present_documents
from docgen.tasks.returned import returned_scans
from docgen.tasks.year import Year, load_year
from docgen.write.files import move, write_atomically
from docgen.write.lock import workspace_lock
from docgen.write.memory import Memory, Written

MEMORY = "清单"


@dataclass(frozen=True)
class PaperResult:
    """What was written.

    Attributes:
        path: from the workspace's folder.
        changed: it was written, or would be; otherwise it stood there already.
        lines: what it lists, in a word for each count.
    """

    path: str
    changed: bool
    lines: tuple[tuple[str, int], ...]


def sign_paper(request: FillRequest, month: int) -> PaperResult:
    """Write the list of who must sign what in a month.

    Args:
        request: workspace, year and day; ``only`` leaves only some materials.
        month: 1–12.

    Raises:
        InputError: the data can not be read.
        TargetExists: a list that somebody changed stands there.
        OutputError: it can not be written.
    """
    with workspace_lock(request.workspace.memories):
        year = load_year(request.workspace, request.standard, request.year, request.as_of, hold=False)
        plan = plan_fill(request.standard, year.book, request.only)
        memory = Memory(request.workspace.memory(request.year))
        present, _ = present_documents(year, plan, memory, returned_scans(year, plan_fill(request.standard, year.book)))
        there = {f.key for f in present}
        signed = {f.key for f in present if f.role is Role.ORIGINAL}
        due = [paper for paper in to_sign(request.standard, plan, year.book) if paper.month == month]
        open_ = [p for p in due if p.document.key in there - signed]
        done = sum(p.document.key in signed for p in due)
        missing = len(due) - done - len(open_)
        shown = f"{request.year}年{month}月"
        facts = SignFacts(agency_of(year).studio, shown, len(due), done, missing)
        data = sign_list(facts, [_row(paper) for paper in open_])
        counts = (("应签", len(due)), ("已签", done), ("待签", len(open_)), ("未生成", missing))
        return _write(request, f"签字清单_{request.year}-{month:02d}.docx", data, counts)


def _row(paper: ToSign) -> SignRow:
    material = paper.document.material
    name = paper.document.path.name
    return SignRow(
        f"{material.number} {plain_title(material.title)}",
        name,
        paper.when,
        tuple((signer.role, signer.name) for signer in paper.signers),
    )


def handover(request: FillRequest) -> PaperResult:
    """Write the paper for the next clerk.

    Raises:
        DocgenError: see :func:`sign_paper`.
    """
    with workspace_lock(request.workspace.memories):
        year = load_year(request.workspace, request.standard, request.year, request.as_of, hold=False)
        findings, judged = all_findings(year, request.as_of)
        wrong = [f for f in findings if f.counts(Severity.WARNING)]
        points = [f"{f.message}（{f.place}）" if str(f.place) else f.message for f in wrong]
        points += [f"尚缺：{f.message}" for f in judged.pending]
        paper = Handover(
            agency=agency_of(year),
            year=request.year,
            day=chinese_date(request.as_of),
            holdings=_holdings(year),
            registers=_registers(year),
            places=_places(request.workspace, request.standard, request.year),
            points=points,
        )
        counts = (("文档", sum(h.documents for h in paper.holdings)), ("未办完", len(points)))
        return _write(request, f"资料交接书_{request.year}.docx", handover_paper(paper), counts)


def _holdings(year: Year) -> list[Holding]:
    plan = plan_fill(year.standard, year.book)
    present, _ = present_documents(year, plan, Memory(year.workspace.memory(year.year)), returned_scans(year, plan))
    made = Counter(f.material.category for f in {f.key: f for f in present}.values())
    signed = Counter(f.material.category for f in {f.key: f for f in present if f.role is Role.ORIGINAL}.values())
    files: Counter[str] = Counter()
    for material in year.standard.materials.values():
        files[material.category] += len(collected_files(year.standard, year.book, material))
    return [
        Holding(c.label, made[number], signed[number], files[number]) for number, c in year.standard.categories.items()
    ]


def _registers(year: Year) -> list[tuple[str, str, str]]:
    rhythms = year.standard.settings["rhythms"]
    found = []
    for name, register in year.standard.registers.items():
        rows, made = len(year.registers[name]), year.automatic.get(name, 0)
        shown = f"{rows}（自动汇总{made}）" if made else str(rows)
        found.append((name, rhythms[register.rhythm]["label"], shown))
    return found


def _places(workspace: Workspace, standard: Standard, year: int) -> list[tuple[str, str]]:
    """What lies in the workspace; its own place on the machine is not said: it will be another one."""
    attachments = sum(p.is_file() for p in workspace.attachments.rglob("*"))
    own = sum(p.is_file() for p in workspace.own_templates.glob("*")) if workspace.own_templates.is_dir() else 0
    archive = workspace.archive(year)
    packages = [p.name for p in sorted(archive.iterdir()) if (p / "bagit.txt").is_file()] if archive.is_dir() else []
    data = "、".join(workspace.shown(p) for p in workspace.data(year)[:1])
    return [
        (data, "数据：所有事实都填在这里"),
        ("附件/", f"照片、扫描件、发票等{attachments}个文件，登记表的文件列指向这里"),
        (
            workspace.shown(workspace.documents(year)) + "/",
            "由数据生成的文档；签字扫描件与它同名，放在旁边或附件里",
        ),
        ("模板/", f"本工作室自己的模板{own}个"),
        (workspace.shown(workspace.memory(year)) + "/", "docgen 的登记：件号、盒号、写过的文档，不要手改"),
        (f"归档/{year}/", f"归档包{'、'.join(packages)}，光盘文件夹和标签" if packages else "还没有归档"),
        ("docgen.toml", f"设置；依据{standard.number}"),
    ]


def _write(request: FillRequest, name: str, data: bytes, counts: Sequence[tuple[str, int]]) -> PaperResult:
    """Write a paper; one that somebody changed by hand is kept, or set aside by force."""
    folder = request.workspace.documents(request.year) / request.standard.settings["layout"]["papers"]
    memory = Memory(request.workspace.memory(request.year), MEMORY)
    path, digest = folder / name, Container.read(data, name).digest()
    result = PaperResult(request.workspace.shown(path), True, tuple(counts))
    actual = actual_digest(path, memory.documents.get(name))
    if actual == digest:
        return PaperResult(result.path, False, result.lines)
    changed_by_hand = actual is not None and actual not in memory.digests(name)
    if changed_by_hand and not request.force:
        raise TargetExists("手工改过，没有覆盖", place=result.path, remedy="移走它，或加 -f（先留一份）。")
    if request.dry_run:
        return result
    if changed_by_hand:
        move(path, folder / request.standard.settings["layout"]["withdrawn"] / name)
    memory.announce(Written(name, name, digest, "", len(data), 0))
    write_atomically(path, data)
    stat = path.stat()
    memory.documents[name] = Written(name, name, digest, "", stat.st_size, stat.st_mtime_ns)
    memory.save()
    return result
