"""``docgen invoices scan``: look at a folder of invoices → what is registered already → a workbook of proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from docgen.engine.invoices import Aside, Proposal, Proposed, listed, propose
from docgen.errors import DocgenError
from docgen.load.einvoices import find_papers, load_invoice_register
from docgen.load.registers import load_registers
from docgen.load.settings import Workspace
from docgen.model.entry import Entry, Registers
from docgen.model.intake import Intake
from docgen.model.invoices import InvoiceRegister, Spent
from docgen.model.standard import REF_TYPES, Standard
from docgen.model.values import Bad, show
from docgen.render.proposal import Column, ProposedRow, proposal_workbook
from docgen.tasks.accept import DIGEST, NOTE, SOURCE, TICK, Desk
from docgen.tasks.known import registered_files
from docgen.write.files import write_atomically

NET, TAX = "不含税金额", "税额"
#: What the clerk should look at; ``{}`` is what it is about.
NOTES = {
    "no-issued": "没有读出开票日期，请填写",
    "no-seller": "没有读出销售方，请填写",
    "no-total": "没有读出金额，请填写",
    "no-kind": "没有读出票据类型，请选择",
    "year": "开票日期不在 {} 年",
    "buyer": "购买方是“{}”，不是本单位",
    "red": "红字发票或金额为零",
    "sums": "不含税金额加税额不等于价税合计，请对照原件",
    "doubt-names": "销售方取自版面文字，请对照原件",
    "doubt-sums": "金额由版面上的数推出，请对照原件",
    "near": "与 {} 的票据号码后 8 位相同，请核对是否重复",
}
#: Why a file is not proposed.
REASONS = {
    "same": "与 {} 内容相同",
    "twice": "与 {} 是同一张发票",
    "differs": "与 {} 发票号码相同而金额不同，请对照原件",
    "registered": "已登记在 {}",
    "picture": "只有图片，程序读不出内容；请向销售方要电子原件，或自己登记",
    "no-text": "PDF 里只有图片没有文字，程序读不出内容；请要电子原件，或自己登记",
    "no-invoice": "看不出发票号码和金额，不像电子发票",
    "damaged": "文件已损坏",
    "unsafe": "文件可疑（夹带实体声明、压缩比异常等），没有打开",
    "too-large": "文件太大，不像发票，没有打开",
    "protected": "加了密码，打不开",
    "unreadable": "读不出来",
    "empty": "是空文件",
    "zip": "是压缩包，请先解开再扫描",
}
#: Reasons by what the clerk has to do about them.
PICTURES, REPEATED, REGISTERED = ("picture", "no-text"), ("same", "twice", "differs"), ("registered",)


@dataclass(frozen=True)
class Scanned:
    """What was found in a folder.

    Attributes:
        proposal: what is proposed, what is not.
        path: where the proposal stands.
        total: yuan of all proposed invoices.
        unchecked: other years whose data could not be read, with the reason.
    """

    proposal: Proposal
    path: Path
    total: Decimal
    unchecked: Mapping[int, str]

    def aside(self, *why: str) -> list[Aside]:
        """The files put aside for one of these reasons; without one for any that the others do not name."""
        others = {*PICTURES, *REPEATED, *REGISTERED}
        return [a for a in self.proposal.aside if (a.why in why if why else a.why not in others)]


def _pieces(layout: Intake, row: Mapping[str, str], year: int) -> Mapping[str, str]:
    return {"year": str(year)}


DESK = Desk("invoices", "发票", "发票待收录.xlsx", load_invoice_register, _pieces)


def scan(workspace: Workspace, standard: Standard, year: int, folder: Path, out: Path | None = None) -> Scanned:
    """Look at a folder of invoices and write what might be registered.

    Raises:
        MissingFile: the folder is not there.
        InputError: the year's data can not be read.
        OutputError: the proposal can not be written, or an older one stands there.
    """
    target = DESK.free_place(workspace, out)
    layout = load_invoice_register(standard)
    papers = list(find_papers(folder.resolve()))
    years = {year: load_registers(standard, workspace.data(year), workspace.shown).registers}
    unchecked: dict[int, str] = {}
    for other in sorted(workspace.years - {year}):
        try:
            years[other] = load_registers(standard, workspace.data(other), workspace.shown).registers
        except DocgenError as error:
            unchecked[other] = error.message
    entries = [entry for registers in years.values() for entry in registers[layout.register]]
    files = (e.values.get(layout.columns["file"]) for e in entries)
    known = registered_files(workspace, files, {p.size for p in papers})
    proposal = propose(papers, _spent(layout, entries), known, year, _buyer(layout, years[year]))
    rows = [_row(layout, row) for row in proposal.rows]
    aside = [(a.path, REASONS[a.why].format(_below(folder.resolve(), a.other))) for a in proposal.aside]
    write_atomically(target, proposal_workbook(_columns(standard, layout, years[year]), rows, aside))
    total = sum((row.invoice.sum or Decimal() for row in proposal.rows), Decimal())
    return Scanned(proposal, target, total, unchecked)


def _below(folder: Path, text: str) -> str:
    """A path as it is called in a folder; any other text as it is."""
    return Path(text).relative_to(folder).as_posix() if Path(text).is_relative_to(folder) else text


def _spent(layout: InvoiceRegister, entries: Sequence[Entry]) -> list[Spent]:
    column = layout.columns["voucher"]
    found = [(e, e.values.get(column)) for e in entries]
    return [Spent(show(v), str(e.place(column)), e.key) for e, v in found if v is not None and not isinstance(v, Bad)]


def _buyer(layout: InvoiceRegister, registers: Registers) -> str:
    register, column = layout.buyer
    rows = registers[register]
    value = rows[0].values.get(column) if rows else None
    return value if isinstance(value, str) else ""


def _columns(standard: Standard, layout: InvoiceRegister, registers: Registers) -> list[Column]:
    fields = standard.registers[layout.register].fields
    titles = layout.columns

    def column(title: str, width: int = 14) -> Column:
        field = fields[title]
        enum = standard.enums.get(field.enum)
        choices = enum.values if enum else ()
        if field.type in REF_TYPES and field.target[0]:
            values = (e.values.get(field.target[1]) for e in registers[field.target[0]])
            choices = tuple(dict.fromkeys(str(v) for v in values if isinstance(v, str)))
        return Column(title, width, choices, title in layout.ask and field.required)

    return [
        Column(TICK, 7, ("是", "否"), True),
        column(titles["number"], 15),
        column(titles["issued"], 13),
        column(titles["payee"], 28),
        column(titles["amount"], 13),
        column(titles["summary"], 28),
        column(titles["kind"], 18),
        column(titles["voucher"], 24),
        *(column(title) for title in layout.ask),
        Column(NOTE, 36),
        Column(NET, 13),
        Column(TAX, 12),
        *(column(title) for title in layout.later),
        Column(SOURCE, 50),
        Column(DIGEST, 20, hidden=True),
    ]


def _row(layout: InvoiceRegister, row: Proposed) -> ProposedRow:
    invoice = row.invoice
    values = {
        "issued": invoice.issued.isoformat() if invoice.issued else "",
        "payee": invoice.seller,
        "amount": _yuan(invoice.sum),
        "summary": row.summary,
        "kind": layout.kinds.get(invoice.kind, ""),
        "voucher": invoice.whole,
    }
    papers = listed(row.papers)
    notes = list(row.notes)
    if invoice.kind and not values["kind"]:
        notes.append(("no-kind", ""))
    texts = {layout.columns[name]: text for name, text in values.items()}
    texts |= {NET: _yuan(invoice.amount), TAX: _yuan(invoice.tax)}
    texts |= {NOTE: "；".join(NOTES[word].format(about) for word, about in notes)}
    texts |= {SOURCE: "\n".join(p.path for p in papers), DIGEST: "\n".join(p.sha256 for p in papers)}
    return ProposedRow(texts)


def _yuan(amount: Decimal | None) -> str:
    """An amount as it stands on the invoice, to the last digit."""
    return "" if amount is None else format(amount, "f")
