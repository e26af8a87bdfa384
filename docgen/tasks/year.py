"""Load a year: data files → entries → findings → derived registers → the book that templates read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from docgen.engine.book import Book, make_book
from docgen.engine.checks import CheckFacts, beyond_rules, check_fields, poison, twin_findings
from docgen.engine.derived import complete_registers
from docgen.errors import RegisterProblems
from docgen.load.attachments import FileFact, file_facts
from docgen.load.registers import load_registers
from docgen.load.settings import Workspace
from docgen.model.entry import Registers
from docgen.model.finding import Finding, Severity
from docgen.model.standard import FILE_TYPES, Standard


@dataclass(frozen=True)
class Year:
    """A year as it was read.

    Attributes:
        registers: entries with the derived rows; values with an error finding are marked.
        book: the same as records.
        judged: the records as rules over the year see them: wrong values are marked, blank cells are blank.
        findings: everything found, in the order of the registers.
        automatic: derived register → number of rows made from other registers.
        files: attachment path → what is known of it.
    """

    workspace: Workspace
    standard: Standard
    year: int
    registers: Registers
    book: Book
    judged: Book
    findings: tuple[Finding, ...]
    automatic: Mapping[str, int]
    files: Mapping[str, FileFact]


def load_year(
    workspace: Workspace, standard: Standard, year: int, as_of: date, *, now: bool = True, hold: bool = True
) -> Year:
    """Read and check a year.

    Args:
        workspace: the studio's folder.
        standard: the standard.
        year: the year.
        as_of: the day on which the year is judged.
        hold: values with an error hold back what would print them; an archive takes them as they were typed.
        now: that day is today, so that later dates lie in the future; a past day is looked back at.

    Raises:
        MissingFile, UnreadableFile: a data file can not be read.
        RegisterProblems: the structure of the data does not fit; its findings list every problem of the run.
    """
    loaded = load_registers(standard, workspace.data(year), workspace.shown)
    files = file_facts(workspace.attachments, attachment_paths(standard, loaded.registers))
    own = workspace.settings.get("check", {})
    facts = CheckFacts(as_of=as_of, year=year, files=files, settings=own, today=as_of if now else None)
    findings = (*loaded.findings, *check_fields(standard, loaded.registers, facts))
    if any(f.severity is Severity.ERROR and f.code.startswith("input.") for f in findings):
        raise RegisterProblems("数据文件的结构有问题，没有生成任何文件", findings=ordered(findings, standard))
    marked = poison(loaded.registers, beyond_rules(standard, findings))
    registers = poison(marked, findings) if hold else loaded.registers
    completed = complete_registers(standard, registers, year)
    findings = (*findings, *twin_findings(standard, completed.twins))
    book = make_book(standard, completed.registers, year)
    judged = book
    if registers is not marked:
        judged = make_book(standard, complete_registers(standard, marked, year).registers, year)
    return Year(
        workspace=workspace,
        standard=standard,
        year=year,
        registers=completed.registers,
        book=book,
        judged=judged,
        findings=ordered(findings, standard),
        automatic=completed.automatic,
        files=files,
    )


def attachment_paths(standard: Standard, registers: Registers) -> Iterable[str]:
    """All paths the file columns name, in the order of the registers."""
    for name, register in standard.registers.items():
        columns = [f.name for f in register.fields.values() if f.type in FILE_TYPES]
        for entry in registers[name]:
            for column in columns:
                value = entry.values.get(column)
                if isinstance(value, list):
                    yield from (str(v) for v in value)
                elif isinstance(value, str):
                    yield str(value)


def ordered(findings: Iterable[Finding], standard: Standard) -> tuple[Finding, ...]:
    """Findings by weight, then in the order in which the clerk meets them: register, row, column."""
    order = {name: i for i, name in enumerate(standard.registers)}

    def key(finding: Finding) -> tuple[int, str, int, int, str]:
        place = finding.place
        return -finding.severity, place.file, order.get(place.sheet, len(order)), place.row or 0, finding.code

    return tuple(sorted(findings, key=key))
