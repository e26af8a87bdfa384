"""Electronic vouchers: a plain XML document of our own, and a minimal OFD container.

Neither claims to be a real electronic invoice: the XML has its own elements in its own namespace, the OFD shows
number, date, parties and amounts under the watermark and bears no tax mark.
"""

from __future__ import annotations

import hashlib
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from docgen.container import write_zip
from docgen.sample.job import Job
from docgen.sample.sheets import NOTICE
from docgen.sample.watermark import ofd_path

NAMESPACE: Final = "urn:docgen:sample:voucher:1"
_OFD: Final = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WIDTH, _HEIGHT = 210.0, 140.0


def voucher_xml(job: Job) -> bytes:
    """Write a voucher as XML.

    Options: ``number``, ``date_text``, ``title``, ``seller``, ``buyer``, ``item_name``, ``amount``, ``rate``.
    """
    fields = (
        ("Number", job.text("number")),
        ("Date", job.text("date_text")),
        ("Kind", job.text("title")),
        ("Seller", job.text("seller")),
        ("Buyer", job.text("buyer")),
        ("Item", job.text("item_name")),
        ("Amount", job.fill("{net}")[0]),
        ("Tax", job.fill("{tax}")[0]),
        ("Total", job.fill("{total}")[0]),
        ("Notice", f"样例·无效。{NOTICE}"),
    )
    body = "".join(f"  <{name}>{escape(text)}</{name}>\n" for name, text in fields)
    return f'{_HEAD}<SampleVoucher xmlns={quoteattr(NAMESPACE)} version="1">\n{body}</SampleVoucher>\n'.encode()


def _text_object(number: int, x: float, y: float, text: str, size: float) -> str:
    steps = [size * (0.5 if char < "\x7f" else 1.0) for char in text]
    wide = sum(steps)
    delta = " ".join(f"{step:g}" for step in steps[:-1])
    attribute = f' DeltaX="{delta}"' if delta else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{x:g} {y:g} {wide + size:g} {size * 1.4:g}" Font="3" Size="{size:g}">'
        f'<ofd:TextCode X="0" Y="{size:g}"{attribute}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _page(job: Job) -> bytes:
    path, pen = ofd_path(_WIDTH, _HEIGHT)
    objects = [
        f'<ofd:PathObject ID="100" Boundary="0 0 {_WIDTH:g} {_HEIGHT:g}" LineWidth="{pen:.2f}" Cap="Round"'
        f' Join="Round">'
        f'<ofd:StrokeColor Value="238 206 206"/><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>'
    ]
    title = job.text("title")
    objects.append(_text_object(101, (_WIDTH - 6 * len(title)) / 2, 10, title, 6))
    number = 102
    for row, text in enumerate(job.lines("facts")):
        objects.append(_text_object(number, 18, 26 + 9.5 * row, text, 4))
        number += 1
    objects.append(_text_object(number, 18, _HEIGHT - 14, NOTICE, 3.5))
    frame = f"M 12 20 L {_WIDTH - 12:g} 20 L {_WIDTH - 12:g} {_HEIGHT - 20:g} L 12 {_HEIGHT - 20:g} C"
    objects.append(
        f'<ofd:PathObject ID="{number + 1}" Boundary="0 0 {_WIDTH:g} {_HEIGHT:g}" LineWidth="0.35">'
        f"<ofd:AbbreviatedData>{frame}</ofd:AbbreviatedData></ofd:PathObject>"
    )
    content = "".join(objects)
    area = f"<ofd:Area><ofd:PhysicalBox>0 0 {_WIDTH:g} {_HEIGHT:g}</ofd:PhysicalBox></ofd:Area>"
    layer = f'<ofd:Content><ofd:Layer ID="10" Type="Body">{content}</ofd:Layer></ofd:Content>'
    return f"{_HEAD}<ofd:Page {_OFD}>{area}{layer}</ofd:Page>\n".encode()


def voucher_ofd(job: Job) -> bytes:
    """Write a voucher as an OFD container.

    Options: ``title``, ``facts`` (lines of text), ``date_text``, ``amount``, ``rate``.
    """
    identifier = hashlib.sha256(job.path.encode("utf-8")).hexdigest()[:32]
    title = escape(job.text("title"))
    root = (
        f'{_HEAD}<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{identifier}</ofd:DocID>"
        f"<ofd:Title>{title}</ofd:Title><ofd:CreationDate>{escape(job.text('date_text'))}</ofd:CreationDate>"
        f"<ofd:Creator>docgen sample</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        f"</ofd:DocBody></ofd:OFD>\n"
    )
    document = (
        f"{_HEAD}<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>200</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 {_WIDTH:g} {_HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
        f'<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>\n'
    )
    resources = (
        f'{_HEAD}<ofd:Res {_OFD} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/>'
        f"</ofd:Fonts></ofd:Res>\n"
    )
    return write_zip(
        {
            "OFD.xml": root.encode(),
            "Doc_0/Document.xml": document.encode(),
            "Doc_0/PublicRes.xml": resources.encode(),
            "Doc_0/Pages/Page_0/Content.xml": _page(job),
        }
    )
