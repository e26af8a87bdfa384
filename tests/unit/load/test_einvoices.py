"""What is read of an invoice, form by form; and that nothing else is made of other files."""

from __future__ import annotations

import random
import tracemalloc
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from docgen.errors import InputError, StandardError
from docgen.load.einvoices import find_papers, load_invoice_register, look
from docgen.load.einvoicetext import invoice_in
from docgen.load.standard import load_standard
from docgen.model.invoices import Invoice
from docgen.model.standard import Standard
from docgen.resources import schema_folder
from tests.unit.load import invoicemaker as made
from tests.unit.load.invoicemaker import Bill

BILL = Bill("99" + "0" * 17 + "1")
CODED = Bill("99000005", code="099002400111")


def read(path: Path, data: bytes) -> Invoice:
    path.write_bytes(data)
    found = look(path)
    assert found.invoice is not None, found.problem
    return found.invoice


@pytest.mark.parametrize(
    ("make", "ending", "bill"),
    [
        (made.digital_xml, "xml", BILL),
        (made.xbrl, "xml", BILL),
        (made.ofd_attached, "ofd", CODED),
        (made.ofd_tagged, "ofd", BILL),
        (made.pdf_text, "pdf", BILL),
        (made.pdf_text, "pdf", CODED),
        (made.pdf_attached, "pdf", BILL),
        (made.digital_xml, "pdf", BILL),
    ],
)
def test_each_form_says_the_same(make: object, ending: str, bill: Bill, tmp_path: Path) -> None:
    found = read(tmp_path / f"a.{'xml' if make is made.digital_xml else ending}", make(bill))  # type: ignore[operator]
    assert (found.number, found.code, found.issued) == (bill.number, bill.code, date(2024, 3, 5))
    assert (found.seller, found.buyer) == (bill.seller, bill.buyer)
    assert (found.amount, found.tax, found.sum) == (Decimal(1000), Decimal(130), Decimal(1130))
    assert found.items in (bill.items, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发 票 号 码 ： 99000001\n(小写)￥1,234.50", Invoice("99000001", total=Decimal("1234.50"))),
        ("发票号码：99000001 发票代码：099002400111", Invoice("99000001", "099002400111")),
        ("订单 99000000000000000001\n二〇二四年", Invoice("99000000000000000001")),
        ("99000000000000000001 99000000000000000002", Invoice()),
        ("开票日期：2024 年 02 月 30 日", Invoice()),
        (
            "合 计 ￥-10.00 ￥-1.30\n(小写)￥-11.30",
            Invoice("", "", None, "", "", *map(Decimal, ("-10", "-1.3", "-11.3"))),
        ),
        ("名称：甲店", Invoice()),
        ("名称：统一社会信用代码 名称：甲店", Invoice()),
        ("¥1.00 ¥2.00 ¥4.00", Invoice()),
        ("¥5.00 ***\n¥5.00", Invoice(amount=Decimal(5), total=Decimal(5), doubts=("sums",))),
        ("¥5.00", Invoice()),
        ("铁路电子客票\n发票号码:99000000000000000001", Invoice("99000000000000000001", kind="ticket")),
        ("甲市非税收入统一票据（电子）\n票据号码：9900000001", Invoice("9900000001", kind="fiscal")),
    ],
)
def test_only_what_stands_beside_its_label_is_taken(text: str, expected: Invoice) -> None:
    assert invoice_in(text.splitlines()) == expected


def test_a_pdf_that_swells_is_not_drawn(tmp_path: Path) -> None:
    drawing = StreamObject()
    drawing.set_data(b"BT ET " * 1_000_000)
    writer = PdfWriter()
    writer.add_blank_page(9, 9)[NameObject("/Contents")] = drawing.flate_encode()
    path = tmp_path / "a.pdf"
    writer.write(path)
    assert path.stat().st_size < 100_000
    assert look(path).problem == "too-large"


def test_an_entity_bomb_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(made.ENTITY_BOMB)
    tracemalloc.start()
    assert look(path).problem == "unsafe"
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("make", [made.digital_xml, made.ofd_tagged, made.pdf_text, made.pdf_attached])
def test_damaged_files_are_named_never_a_crash(make: object, tmp_path: Path) -> None:
    whole = make(BILL)  # type: ignore[operator]
    chance = random.Random(7)
    path = tmp_path / "a.bin"
    suffix = {made.digital_xml: ".xml", made.ofd_tagged: ".ofd"}.get(make, ".pdf")  # type: ignore[call-overload]
    for _ in range(25):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.4 else whole)
        for _ in range(chance.randrange(6)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        path.with_suffix(suffix).write_bytes(data)
        found = look(path.with_suffix(suffix))
        assert (found.invoice is None) == bool(found.problem)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    assert look(path).problem == "too-large"


def test_hidden_files_links_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    folder = made.put(
        tmp_path / "x", {"a.xml": made.digital_xml(BILL), ".b.xml": b"x", ".c/d.xml": b"x", "e.txt": b"x"}
    )
    (folder / "f.xml").symlink_to(folder / "a.xml")
    assert [Path(p.path).name for p in find_papers(folder)] == ["a.xml"]


def test_the_real_standard_registers_invoices(standard: Standard) -> None:
    layout = load_invoice_register(standard)
    assert layout.pattern.fullmatch(layout.number.format(year=2024, ordinal="001"))
    assert set(layout.kinds.values()) <= set(standard.enums["票据类型"].values)


def test_a_standard_without_invoices_says_so(toy: Standard) -> None:
    with pytest.raises(InputError, match="没有这种登记的设置"):
        load_invoice_register(toy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("digits = 3", "digits = 3\nodd = 1", "odd"),
        ('voucher = "票据号码"', "", "voucher"),
        ('"经办人"]', '"没有"]', "没有"),
        ("fiscal =", "parking =", "parking"),
        ("工作室.所属单位", "工作室.没有", "没有"),
    ],
)
def test_wrong_definitions_are_named(old: str, new: str, message: str, toy_folder: Path) -> None:
    standard = load_standard(schema_folder())
    text = (standard.folder / "invoices.toml").read_text(encoding="utf-8")
    assert old in text
    (toy_folder / "invoices.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(StandardError, match=message):
        load_invoice_register(replace(standard, folder=toy_folder))
