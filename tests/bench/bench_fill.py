"""How fast a two-page Word form is filled, as ratios within one run: ``python -m tests.bench.bench_fill``.

Compared are docxtpl (a new object for each document, as its manual shows), our rendering, and the limit: deflating the
changed part, its checksum, and joining the file. Seconds depend on the machine, ratios hardly do.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
from docxtpl import DocxTemplate
from jinja2 import Environment
from PIL import Image

from docgen.container import Skeleton, pack
from docgen.language import Code, Scope, shape_of
from docgen.ooxml import Picture, compile_template

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


def form_template(picture: bool = False) -> bytes:
    """A form of two pages: fields in a table, a member table, with or without a photograph."""
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
    for number in range(25):
        document.add_paragraph(f"填表说明第{number + 1}条：本表一式两份，一份由工作室留存，一份报上级工会备案。")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def photograph() -> Picture:
    """A JPEG of about 200 KB."""
    image = Image.effect_noise((620, 868), 60).convert("RGB")
    out = BytesIO()
    image.save(out, "JPEG", quality=68)
    return Picture(out.getvalue(), "jpeg", *image.size)


def best(work: Callable[[], Any], repeats: int, rounds: int = 5) -> float:
    """CPU seconds of one call: the best of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(repeats):
            work()
        times.append((time.process_time() - start) / repeats)
    return min(times)


def measure(picture: bool) -> dict[str, float]:
    """CPU seconds per document of docxtpl, of us, and of the limit."""
    data = form_template(picture)
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

    plain = form_template(False)
    environment = Environment(autoescape=True)

    def theirs() -> None:
        document = DocxTemplate(BytesIO(plain))
        document.render(record, environment, autoescape=True)
        document.save(BytesIO())

    return {"docxtpl": best(theirs, 3), "ours": best(ours, 200), "limit": best(limit, 200)}


def main() -> None:
    """Print the ratios."""
    for picture in (False, True):
        found = measure(picture)
        ratio, share = found["docxtpl"] / found["ours"], found["limit"] / found["ours"]
        name = "with a photo of 200 KB (docxtpl without)" if picture else "without photo"
        sys.stdout.write(f"{name}: {found['ours'] * 1000:.3f} ms, docxtpl × {ratio:.0f}, {share:.0%} of the limit\n")


if __name__ == "__main__":
    main()
