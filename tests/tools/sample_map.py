"""Clause → material → file: what the fictional year has of every material of the catalogue.

``python -m tests.tools.sample_map`` writes the table into ``samples/README.md``; a test keeps it in step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from docgen.engine.book import Book, make_book
from docgen.engine.collected import collected_files
from docgen.engine.derived import complete_registers
from docgen.engine.plan import plain_title, plan_fill
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.standard import Material, Standard
from docgen.resources import sample_folder, schema_folder
from docgen.tasks.template import LATER, list_templates

README = Path(__file__).resolve().parents[2] / "samples" / "README.md"
BEGIN, END = "<!-- 以下由 python -m tests.tools.sample_map 写出 -->\n", "<!-- 到此为止 -->\n"
YEAR = 2024


@dataclass(frozen=True)
class Row:
    """A material with the documents and attachments that the fictional year has of it."""

    material: Material
    documents: tuple[str, ...]
    attachments: tuple[str, ...]
    state: str

    @property
    def with_(self) -> str:
        """Id of the material whose items hold this one's files, empty where they are its own."""
        return self.material.item.removeprefix("with:") if self.material.item.startswith("with:") else ""


def sample_book(standard: Standard) -> Book:
    """The records of the fictional year, read from its CSV files."""
    loaded = load_registers(standard, sorted((sample_folder() / "数据").glob("*.csv")), lambda path: path.name)
    return make_book(standard, complete_registers(standard, loaded.registers, YEAR).registers, YEAR)


def rows(standard: Standard) -> list[Row]:
    """All materials in the order of the clauses they rest on."""
    book = sample_book(standard)
    plan = plan_fill(standard, book)
    assert not plan.held
    documents: dict[str, list[str]] = {}
    for document in plan.documents:
        ending = Path(document.form.form.template).suffix
        documents.setdefault(document.material.id, []).append(f"{document.path.as_posix()}{ending}")
    states = {r.id: r.state for r in list_templates(standard, None)}
    order = {clause: n for n, clause in enumerate(standard.clauses)}
    found = [
        Row(m, tuple(documents.get(m.id, ())), tuple(collected_files(standard, book, m)), states[m.id])
        for m in standard.materials.values()
    ]
    return sorted(found, key=lambda r: order.get(first_clause(r.material.clause), -1))


def first_clause(text: str) -> str:
    """The first clause of a material: ``6.8.15.1–2`` begins with ``6.8.15.1``."""
    return re.split("[、–]", text)[0]


def table(standard: Standard) -> str:
    """The table as it stands in the README."""
    lines = ["| 条款 | 编号 | 资料 | 示例年度的文件 |", "| --- | --- | --- | --- |"]
    for row in rows(standard):
        material = row.material
        names = tuple(path.rpartition("/")[2] for path in row.documents)
        files = [f"成品：{_several(names, '份')}"] if names else []
        files += [f"附件：{_several(row.attachments, '个')}"] if row.attachments else []
        home = standard.materials.get(row.with_)
        if home is not None and material.kind == "AT":
            files.append(f"图片存一次，见 {home.number}")
        if row.state == LATER:
            files.append("归档或检查时生成")
        shown = "；".join(files) or "本年度没有（有才生成）"
        lines.append(f"| {material.clause} | {material.number} | {plain_title(material.title)} | {shown} |")
    return "\n".join(lines) + "\n"


def _several(paths: tuple[str, ...], unit: str) -> str:
    return f"`{paths[0]}`" + (f" 等 {len(paths)} {unit}" if len(paths) > 1 else "")


def with_table(text: str, standard: Standard) -> str:
    """The README with its table replaced."""
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}{table(standard)}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(
        with_table(README.read_text(encoding="utf-8"), load_standard(schema_folder())), encoding="utf-8", newline="\n"
    )
