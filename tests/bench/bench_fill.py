"""How fast a two-page Word form is filled, as ratios within one run: ``python -m tests.bench.bench_fill``.

Compared are docxtpl (a new object for each document, as its manual shows), our rendering, and the limit: deflating the
changed part, its checksum, joining the file and writing it. The share of the limit is given for both in memory as well,
where it is harder to reach. Seconds depend on the machine, ratios hardly do.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docxtpl import DocxTemplate
from jinja2 import Environment
from PIL import Image

from docgen.container import Skeleton, pack
from docgen.language import Code, Scope, shape_of
from docgen.ooxml import Picture, compile_template

RUN_PROPERTIES = (
    f'<w:rPr {nsdecls("w")}><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" '
    'w:eastAsia="仿宋_GB2312" w:cs="宋体"/><w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="24"/>'
    '<w:szCs w:val="24"/><w:lang w:eastAsia="zh-CN"/></w:rPr>'
)
FIELDS = 34
MEMBERS = 10
#: Values as they occur: short texts, some with signs that must be escaped; no line breaks (docxtpl doubles them).
RECORD: dict[str, Any] = {
    **{f"项目{n}": f"第{n}项内容，水位 0.{n}m" + ("<上限 & 流量>3" if n % 4 == 0 else "") for n in range(FIELDS)},
    "成员": [
        {"姓名": f"成员{n}", "岗位": "渠系运行工", "出生": f"{1970 + n}.01", "分工": "量测与记录"}
        for n in range(MEMBERS)
    ],
}


def formatted(document: Any) -> None:
    """Give every paragraph and run the properties that word processors write out: a document.xml of about 70 KB."""
    for paragraph in document.element.body.iter(qn("w:p")):
        paragraph.set(qn("w:rsidR"), "00A41C5E")
        paragraph.set(qn("w:rsidRDefault"), "00A41C5E")
        properties = paragraph.get_or_add_pPr()
        properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:line="360" w:lineRule="exact"/>'))
        for run in paragraph.iter(qn("w:r")):
            run.insert(0, parse_xml(RUN_PROPERTIES))


def form_template(picture: bool = False, members: bool = True, full: bool = False) -> bytes:
    """A form of two pages: fields in a table, a member table or none, with or without a photograph or full formats."""
    document = docx.Document()
    document.add_heading("{{ 项目0 }}登记表", 1)
    if picture:
        document.add_paragraph("{{ 照片|图片(30, 42) }}")
    table = document.add_table(0, 4, style="Table Grid")
    for number in range(1, FIELDS, 2):
        row = table.add_row().cells
        row[0].text, row[1].text = f"项目{number}", f"{{{{ 项目{number} }}}}"
        row[2].text, row[3].text = f"项目{number + 1}", f"{{{{ 项目{(number + 1) % FIELDS} }}}}"
    document.add_paragraph("成员{% if 项目1 %}如下{% else %}暂无{% endif %}：")
    if members:
        add_members(document)
    for number in range(25):
        document.add_paragraph(f"填表说明第{number + 1}条：本表一式两份，一份由工作室留存，一份报上级工会备案。")
    if full:
        formatted(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def add_members(document: Any) -> None:
    """The table of members, one row each."""
    members = document.add_table(4, 4, style="Table Grid")
    rows = (
        ("姓名", "岗位", "出生", "分工"),
        ("{%tr for 行 in 成员 %}", "", "", ""),
        ("{{ 行.姓名 }}", "{{ 行.岗位 }}", "{{ 行.出生 }}", "{{ 行.分工 }}"),
        ("{%tr endfor %}", "", "", ""),
    )
    for texts, row in zip(rows, members.rows, strict=True):
        for text, cell in zip(texts, row.cells, strict=True):
            cell.text = text


def photograph() -> Picture:
    """A JPEG of about 200 KB."""
    image = Image.effect_noise((620, 868), 60).convert("RGB")
    out = BytesIO()
    image.save(out, "JPEG", quality=68)
    return Picture(out.getvalue(), "jpeg", *image.size)


def best(work: Mapping[str, tuple[Callable[[], Any], int]], rounds: int = 12) -> dict[str, float]:
    """CPU seconds of one call of each work: the best of some rounds, in which all take turns."""
    times: dict[str, float] = {}
    for _ in range(rounds):
        for name, (call, repeats) in work.items():
            start = time.process_time()
            for _ in range(repeats):
                call()
            spent = (time.process_time() - start) / repeats
            times[name] = min(times.get(name, spent), spent)
    return times


def memory(count: int) -> int:
    """Peak memory in bytes while so many different documents are filled one after the other."""
    data = form_template()
    names = {key: Code(f"d[{key!r}]", shape_of(value, key)) for key, value in RECORD.items()}
    template = compile_template(data, "form.docx", Scope.of(names, ("d",)))
    tracemalloc.start()
    try:
        for number in range(count):
            template.render({**RECORD, "项目1": f"第{number}份"}).to_bytes()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def measure(picture: bool, full: bool = False) -> dict[str, float]:
    """CPU seconds per document of docxtpl, of us, and of the limit; both of these also with the file written."""
    data = form_template(picture, full=full)
    record = {**RECORD, "照片": "photo.jpg"}
    names = {key: Code(f"d[{key!r}]", shape_of(value, key)) for key, value in record.items()}
    template = compile_template(data, "form.docx", Scope.of(names, ("d",)))
    photo = photograph()

    def ours() -> bytes:
        return template.render(record, pictures=lambda path: photo).to_bytes()

    rendered = template.render(record, pictures=lambda path: photo)
    parts = dict(rendered.parts)
    skeleton: Skeleton = rendered.skeleton

    def limit() -> bytes:
        return skeleton.complete([pack(name, content) for name, content in parts.items()])

    plain = form_template(False, full=full)
    environment = Environment(autoescape=True)

    def theirs() -> None:
        document = DocxTemplate(BytesIO(plain))
        document.render(record, environment, autoescape=True)
        document.save(BytesIO())

    with TemporaryDirectory() as name:
        path = Path(name) / "form.docx"
        return best(
            {
                "docxtpl": (theirs, 1),
                "ours": (ours, 200),
                "limit": (limit, 200),
                "ours written": (lambda: path.write_bytes(ours()), 200),
                "limit written": (lambda: path.write_bytes(limit()), 200),
            }
        )


def main() -> None:
    """Print the ratios."""
    for picture, full in ((False, False), (True, False), (False, True), (True, True)):
        found = measure(picture, full)
        ratio, share = found["docxtpl"] / found["ours"], found["limit"] / found["ours"]
        written = found["limit written"] / found["ours written"]
        name = "photo of 200 KB (docxtpl without)" if picture else "no photo"
        kind = "formatted in full" if full else "plain form"
        text = (
            f"{found['ours'] * 1000:.3f} ms, docxtpl × {ratio:.0f}, {written:.0%} of the limit ({share:.0%} in memory)"
        )
        sys.stdout.write(f"{kind}, {name}: {text}\n")
    few, many = memory(1_000), memory(20_000)
    sys.stdout.write(f"peak memory of 20,000 documents against 1,000: {many / few - 1:+.1%} ({many / 1024:.0f} KB)\n")


if __name__ == "__main__":
    main()
