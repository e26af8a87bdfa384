"""Named values → what an invoice says. The same facts have many names, by who wrote the file.

Sources: 税务总局 数电票 XML (``EInvoice``); 财政部 电子凭证会计数据标准, whose XBRL elements have the same names; the
``eInvoice`` of the tax control systems in OFD files (schema ``e-invoice/2019``); GB/T 33190—2016 (OFD), custom data of
a document; GB/T 36609—2018 for the names on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from docgen.model.forms import parse_date, parse_money
from docgen.model.invoices import Invoice

#: A value with the names that lead to it, outermost first.
Pair = tuple[tuple[str, ...], str]
#: Fact → names that lead to it, the surest first; ``/`` between an outer and an inner name.
NAMES = {
    "number": "TaxSupervisionInfo/InvoiceNumber InvoiceNumber EIid InvoiceNo Fphm 发票号码 票据号码 EInvoiceNumber",
    "code": "InvoiceCode Fpdm 发票代码 票据代码 EInvoiceCode",
    "issued": "TaxSupervisionInfo/IssueTime IssueTime IssueDate DateOfIssue Kprq 开票日期 RequestTime",
    "seller": "SellerInformation/SellerName Seller/SellerName SellerName NameOfSeller Xfmc Xsfmc 销售方名称 开票单位",
    "buyer": "BuyerInformation/BuyerName Buyer/BuyerName BuyerName NameOfBuyer Gfmc Gmfmc 购买方名称 交款人",
    "amount": "TotalAmWithoutTax TaxExclusiveTotalAmount Hjje 合计金额",
    "tax": "TotalTaxAm TaxTotalAmount Hjse 合计税额",
    "total": "TotalTax-includedAmount TotalTaxIncludedAmount TaxInclusiveTotalAmount Jshj 价税合计 价税合计（小写）",
    "items": "IssuItemInformation/ItemName GoodsInfo/Item GoodsInfo/ItemName Spmc 项目名称",
    "words": "GeneralOrSpecialVAT/LabelName EInvoiceType/LabelName InvoiceTitle 发票类型 电子发票类型",
    "vat": "GeneralOrSpecialVAT/LabelCode",
}
PATHS = {fact: [tuple(path.lower().split("/")) for path in names.split()] for fact, names in NAMES.items()}
#: Codes of the label “general or special”.
VAT = {"01": "special", "02": "ordinary"}
#: Words in a title, and what they say of the kind.
TICKETS = ("电子客票", "行程单")
FISCAL = ("财政", "非税", "结算票据")
DAY = re.compile(r"[0-9]{4}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日)")
PACKED_DAY = re.compile(r"(?:19|20)[0-9]{6}(?=[0-9]{0,6}$)")
NUMBER = re.compile(r"[0-9]{8,20}")
DIGITAL, SHORT = 20, 8


def invoice_of(pairs: Sequence[Pair]) -> Invoice:
    """What named values say; empty where they say nothing of an invoice."""
    found = {fact: _values(pairs, paths) for fact, paths in PATHS.items()}
    one = {fact: values[0] if values else "" for fact, values in found.items()}
    number, code = digits(one["number"]), digits(one["code"])
    word = VAT.get(one["vat"], "")
    return Invoice(
        number=number,
        code="" if len(number) == DIGITAL else code,
        issued=day_of(one["issued"]),
        seller=one["seller"],
        buyer=one["buyer"],
        amount=parse_money(one["amount"]),
        tax=parse_money(one["tax"]),
        total=parse_money(one["total"]),
        items=tuple(dict.fromkeys(found["items"])),
        kind=kind_of(number, " ".join(found["words"]), word),
    )


def _values(pairs: Sequence[Pair], paths: Iterable[tuple[str, ...]]) -> list[str]:
    """The values of the first path that leads to any."""
    for path in paths:
        values = [text for names, text in pairs if names[-len(path) :] == path and text]
        if values:
            return values
    return []


def pair(names: Iterable[str], text: Any) -> Pair:
    """A value and the names that lead to it, ready to be compared."""
    return tuple(name.lower() for name in names), " ".join(str(text or "").split())


def digits(text: str) -> str:
    """A number of eight to twenty digits; empty where it is none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain if NUMBER.fullmatch(plain) else ""


def day_of(text: str) -> date | None:
    """The day in a text that may go on with a time of day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = DAY.search(plain) or PACKED_DAY.match(plain)
    return parse_date(found.group())[0] if found else None


def kind_of(number: str, words: str, word: str = "") -> str:
    """The kind by the number and the words of the title; ``word`` is “special” or “ordinary” where a code says so."""
    if any(w in words for w in TICKETS):
        return "ticket"
    if any(w in words for w in FISCAL):
        return "fiscal"
    word = word or ("special" if "专用" in words else "ordinary" if "普通" in words else "")
    form = "digital" if len(number) == DIGITAL else "coded" if len(number) == SHORT else ""
    return f"{form}-{word}" if form and word else ""


def renamed(invoice: Invoice, title: str) -> Invoice:
    """The same with its kind by the words of a title, where nothing else said it."""
    return invoice if invoice.kind else replace(invoice, kind=kind_of(invoice.number, title))
