"""Invoices of fictional sellers with impossible numbers, in every form that is read, and files that only look so."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image
from pypdf import PdfReader, PdfWriter

from docgen.sample.pdf import Page, pdf_bytes

BUYER = "河润灌区水利发展中心（虚构）"
FP = "http://www.edrm.org.cn/schema/e-invoice/2019"
OFD_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True)
class Bill:
    """What an invoice says; numbers begin with 99, a region that does not exist."""

    number: str
    day: str = "2024-03-05"
    seller: str = "九峰市青禾（集团）仪表有限公司"
    net: str = "1000.00"
    tax: str = "130.00"
    items: tuple[str, ...] = ("*仪器仪表*超声波流量计",)
    code: str = ""
    buyer: str = BUYER
    kind: str = "普通发票"

    @property
    def total(self) -> str:
        return str(Decimal(self.net) + Decimal(self.tax))

    @property
    def chinese_day(self) -> str:
        year, month, day = self.day.split("-")
        return f"{year}年{month}月{day}日"


def digital_xml(bill: Bill, encoding: str = "UTF-8") -> bytes:
    """As the tax office's platform writes it."""
    items = "".join(
        f"<IssuItemInformation><ItemName>{escape(i)}</ItemName><Amount>1.00</Amount><TaxRate>0.13</TaxRate>"
        "</IssuItemInformation>"
        for i in bill.items
    )
    label = "01" if "专用" in bill.kind else "02"
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        f"<EInvoice><Header><EIid>{bill.number}</EIid><Version>0.2</Version>"
        f"<InherentLabel><GeneralOrSpecialVAT><LabelCode>{label}</LabelCode><LabelName>{bill.kind}</LabelName>"
        f"</GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData><SellerInformation>"
        f"<SellerIdNum>990000000000000000</SellerIdNum><SellerName>{escape(bill.seller)}</SellerName>"
        f"</SellerInformation><BuyerInformation><BuyerName>{escape(bill.buyer)}</BuyerName></BuyerInformation>"
        f"<BasicInformation><TotalAmWithoutTax>{bill.net}</TotalAmWithoutTax><TotalTaxAm>{bill.tax}</TotalTaxAm>"
        f"<TotalTax-includedAmount>{bill.total}</TotalTax-includedAmount>"
        f"<RequestTime>2024-01-01 00:00:01</RequestTime></BasicInformation>{items}</EInvoiceData>"
        f"<TaxSupervisionInfo><InvoiceNumber>{bill.number}</InvoiceNumber><IssueTime>{bill.day} 13:02:50</IssueTime>"
        "</TaxSupervisionInfo></EInvoice>"
    )
    return text.encode(encoding)


def xbrl(bill: Bill) -> bytes:
    """As the accounting data standard wants it."""
    facts = {
        "InvoiceNumber": bill.number,
        "IssueTime": bill.day,
        "SellerName": bill.seller,
        "BuyerName": bill.buyer,
        "TotalAmWithoutTax": bill.net,
        "TotalTaxAm": bill.tax,
        "TotalTax-includedAmount": bill.total,
    }
    body = "".join(f'<dz:{k} contextRef="c">{escape(v)}</dz:{k}>' for k, v in facts.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns="http://www.xbrl.org/2003/instance" '
        f'xmlns:dz="http://xbrl.mof.gov.cn/taxonomy/x">{body}</xbrl>'
    ).encode()


def coded_xml(bill: Bill) -> bytes:
    """As the tax control systems attach it to an OFD file."""
    goods = "".join(f"<fp:GoodsInfo><fp:Item>{escape(i)}</fp:Item></fp:GoodsInfo>" for i in bill.items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><fp:eInvoice xmlns:fp="{FP}" Version="1.0">'
        f"<fp:InvoiceCode>{bill.code}</fp:InvoiceCode><fp:InvoiceNo>{bill.number}</fp:InvoiceNo>"
        f"<fp:IssueDate><![CDATA[{bill.chinese_day}]]></fp:IssueDate>"
        f"<fp:Buyer><fp:BuyerName><![CDATA[{bill.buyer}]]></fp:BuyerName></fp:Buyer>"
        f"<fp:Seller><fp:SellerName><![CDATA[{bill.seller}]]></fp:SellerName></fp:Seller>"
        f"<fp:TaxInclusiveTotalAmount>{bill.total}</fp:TaxInclusiveTotalAmount>"
        f"<fp:TaxExclusiveTotalAmount>{bill.net}</fp:TaxExclusiveTotalAmount>"
        f"<fp:TaxTotalAmount>{bill.tax}</fp:TaxTotalAmount><fp:GoodsInfos>{goods}</fp:GoodsInfos></fp:eInvoice>"
    ).encode()


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def ofd_root(bill: Bill | None = None) -> bytes:
    """The first part of an OFD file, with custom data where a bill is given."""
    data = ""
    if bill:
        facts = {"发票号码": bill.number, "合计金额": bill.net, "合计税额": bill.tax, "开票日期": bill.chinese_day}
        data = "".join(f'<ofd:CustomData Name="{k}">{v}</ofd:CustomData>' for k, v in facts.items())
    return (
        f"<ofd:OFD {OFD_NS}><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>{data}</ofd:CustomDatas></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    ).encode()


def ofd_attached(bill: Bill) -> bytes:
    """An OFD file of the tax control systems: the invoice stands in an attachment."""
    return zipped({"OFD.xml": ofd_root(), "Doc_0/Attachs/original_invoice.xml": coded_xml(bill)})


def ofd_tagged(bill: Bill) -> bytes:
    """An OFD file of a digital invoice: custom data, the names by tags that point at the page."""
    title = f"电子发票（{bill.kind}）"
    objects = {"1": (title, 70, 8), "7": (bill.buyer, 20, 30), "8": (bill.seller, 120, 30), "9": (bill.items[0], 8, 50)}
    page = "".join(
        f'<ofd:TextObject ID="{k}" Boundary="{x} {y} 60 5"><ofd:TextCode>{escape(t)}</ofd:TextCode></ofd:TextObject>'
        for k, (t, x, y) in objects.items()
    )
    tags = "".join(
        f'<fp:{name}><fp:ObjectRef PageRef="1">{ref}</fp:ObjectRef></fp:{name}>'
        for name, ref in {"BuyerName": "7", "SellerName": "8"}.items()
    )
    return zipped(
        {
            "OFD.xml": ofd_root(bill),
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {OFD_NS}>{page}</ofd:Page>".encode(),
            "Doc_0/Tags/CustomTag.xml": f'<fp:eInvoice xmlns:fp="{FP}">{tags}</fp:eInvoice>'.encode(),
        }
    )


def pdf_text(bill: Bill, *, labels: bool = True) -> bytes:
    """A PDF as it is printed; without labels the sums stand alone, as some writers order their text."""
    page = Page()
    lines = [
        f"电子发票（{bill.kind}）",
        *([f"发票代码：{bill.code}"] if bill.code else []),
        f"发票号码：{bill.number}　开票日期：{bill.chinese_day}",
        f"购买方信息 名称：{bill.buyer} 销售方信息 名称：{bill.seller}",
        *bill.items,
        f"合　计 ¥{bill.net} ¥{bill.tax}" if labels else f"¥{bill.net} ¥{bill.tax}",
        f"价税合计（大写） 略 （小写）¥{bill.total}" if labels else f"¥{bill.total}",
    ]
    for number, line in enumerate(lines):
        page.text(60, 80 + 24 * number, line, 11)
    return pdf_bytes([page], "发票")


def pdf_attached(bill: Bill) -> bytes:
    """A PDF with its XML inside."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf_text(Bill("", seller="别处")))))
    writer.add_attachment("invoice.xml", digital_xml(bill))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_locked(bill: Bill) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf_text(bill))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(form: str, shade: int = 0) -> bytes:
    """A picture; as ``PDF`` a page with nothing but a picture."""
    out = io.BytesIO()
    Image.linear_gradient("L").rotate(shade).convert("RGB").save(out, form)
    return out.getvalue()


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in b"abcdefghi")
    + b"]><EInvoice><InvoiceNumber>&j;</InvoiceNumber></EInvoice>"
)


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
