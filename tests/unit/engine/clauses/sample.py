"""The fictional year with everything rules look at, and changes that spoil it: loaded once, changed in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from docgen.engine.book import make_book
from docgen.engine.checks import CheckFacts, beyond_rules, check_fields, poison
from docgen.engine.clauses import Evidence, Rulebook, answered, judge, merge
from docgen.engine.derived import complete_registers
from docgen.engine.plan import plan_fill
from docgen.load.registers import load_registers
from docgen.model.attachment import FileFact
from docgen.model.entry import Entry, Record, Registers
from docgen.model.finding import Finding
from docgen.model.rules import STAGES
from docgen.model.standard import FILE_TYPES, Standard
from docgen.model.values import Bad
from docgen.resources import sample_folder

END, CLOSED = date(2024, 12, 31), date(2025, 6, 30)
CLOSE = (6, 30)
Rows = Callable[[Entry], bool]


@dataclass(frozen=True)
class Change:
    """Rows that are left out, and new values of one row that stays.

    Attributes:
        register: the register.
        key: the row that gets new values, empty for none.
        values: its new values.
        drop: rows that are left out.
        copy: values of a copy of the row that is added.
    """

    register: str
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    drop: Rows = lambda entry: False
    copy: Mapping[str, Any] | None = None

    def apply(self, registers: Registers) -> Registers:
        rows = []
        for entry in registers[self.register]:
            if self.drop(entry):
                continue
            mine = entry.key == self.key
            rows.append(replace(entry, values={**entry.values, **self.values}) if mine and self.values else entry)
            if mine and self.copy is not None:
                values = {**entry.values, **self.copy}
                # A new row stands below the last one.
                origin = replace(entry.origin, row=900)
                rows.append(replace(entry, key=str(next(iter(self.copy.values()))), values=values, origin=origin))
        return Registers({**registers.rows, self.register: tuple(rows)})


@dataclass(frozen=True)
class Spoil:
    """Changes to the good year.

    Attributes:
        changes: in the registers.
        papers: the documents, changed.
        texts: what stands in documents and attachments, path → lines.
        tables: results of packing, changed.
        files: what is known of attachments.
        loose: attachments nobody names.
        twins: attachments with the same content.
    """

    changes: tuple[Change, ...] = ()
    papers: Callable[[list[Record]], list[Record]] = lambda papers: papers
    texts: Mapping[str, list[list[str]]] = field(default_factory=dict)
    tables: Mapping[str, Callable[[list[Record]], list[Record]]] = field(default_factory=dict)
    files: Mapping[str, FileFact] = field(default_factory=dict)
    loose: tuple[str, ...] = ()
    twins: tuple[tuple[str, ...], ...] = ()


class SampleYear:
    """The fictional year as a check sees it after packing."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.rulebook = Rulebook(standard)
        paths = sorted((sample_folder() / "数据").glob("*.csv"))
        self.registers = load_registers(standard, paths, lambda path: path.name).registers

    @cached_property
    def papers(self) -> list[Record]:
        """All documents the data call for, made and signed."""
        plan = plan_fill(self.standard, make_book(self.standard, self.completed, 2024))
        own = [(key, record) for key, records in plan.own_files.items() for record in records]
        made = [(d.material.id, d.record) for d in plan.documents]
        return [self._paper(material, record) for material, record in (*made, *own)]

    def _paper(self, material: str, record: Record | None) -> Record:
        key = record.entry.key if record is not None and record.entry is not None else ""
        title = self.standard.materials[material].title
        columns = {"资料": material, "对象": key, "名称": f"{title} {key}".strip(), "位置": f"{material}/{key}"}
        personal = self.standard.materials[material].personal
        return Record({**columns, "已生成": True, "已签": True, "含个人信息": personal})

    @cached_property
    def files(self) -> Mapping[str, FileFact]:
        """Every attachment is there; portraits stand upright."""
        facts = {}
        for register in self.standard.registers.values():
            for column in [f.name for f in register.fields.values() if f.type in FILE_TYPES]:
                for entry in self.registers[register.name]:
                    value = entry.values[column] or []
                    for path in value if isinstance(value, list) else [value]:
                        portrait, picture = path.startswith("照片/"), path.endswith("jpg")
                        size = (826, 1156) if portrait else (1600, 1200) if picture else (0, 0)
                        facts[str(path)] = FileFact(str(path), (str(path),), 1000, width=size[0], height=size[1])
        return facts

    def tables(self) -> dict[str, list[Record]]:
        """A good archive: one item with one picture in one box and on one disc for every category."""
        tables: dict[str, list[Record]] = {n: [] for n in ("类目", "件", "归档文件", "盒")}
        for category in self.standard.categories.values():
            number, item = f"{category.number}-1/1", f"2024-{category.number}-0001"
            counts = {"件数": 1, "电子件数": 1, "盒数": 1}
            tables["类目"].append(Record({"编号": category.number, "名称": category.title, "有纸质": True, **counts}))
            levels = {"一级": "室", "二级": category.label, "三级": "内容"}
            numbers = {"有纸质": True, "电子文件数": 1, "盒号": number}
            tables["件"].append(Record({"件号": item, "题名": "题", "资料": "doc-in-files", **levels, **numbers}))
            place = {"位置": f"室/{category.label}/内容/图.jpg", "登记表": "影像", "对象": "C1-20240104-01"}
            discs = {"资料": "photo-files", "类目": category.number, "图像": True, "光盘数": 1}
            tables["归档文件"].append(Record({**place, **discs}))
            labels = {"正面标签": 1, "侧面标签": 1, "正面类目齐全": True, "侧面类目齐全": True}
            tables["盒"].append(Record({"盒号": number, "件数": 1, "目录件数": 1, **labels}))
        tables["光盘"] = [Record({"名称": "D01", "字节数": 100, "容量": 1000})]
        return tables

    @cached_property
    def completed(self) -> Registers:
        """The good year with its derived rows."""
        return complete_registers(self.standard, self.registers, 2024).registers

    def _completed(self, registers: Registers) -> Registers:
        """Registers with derived rows, made anew only where they can have changed."""
        derived = self.standard.derived.values()
        feeding = {d.register for d in derived} | {s.source for d in derived for s in d.sources}
        if any(self._differ(registers, name) for name in {*feeding, self.standard.studio, "影像"}):
            return complete_registers(self.standard, registers, 2024).registers
        return Registers({**registers.rows, **{d.register: self.completed[d.register] for d in derived}})

    def _differ(self, registers: Registers, name: str) -> bool:
        mine, theirs = self.registers[name], registers[name]
        return len(mine) != len(theirs) or any(a is not b for a, b in zip(mine, theirs, strict=True))

    def evidence(self, spoil: Spoil) -> Evidence:
        """What rules look at besides the records."""
        tables = self.tables()
        for name, change in spoil.tables.items():
            tables[name] = change(tables[name])
        texts = {**self.texts, **spoil.texts}
        # Documents follow the records, unless a sample is about a document that does not.
        made = not spoil.changes or bool(spoil.texts)
        papers = [Record({**p, "已生成": made}) for p in self.papers]
        return Evidence(
            stages=frozenset(STAGES),
            tables={**tables, "文档": spoil.papers(papers)},
            archived=END,
            twins=spoil.twins,
            loose=spoil.loose,
            attachment=lambda path: texts.get(path, []),
            document=lambda path: texts.get(path, []),
        )

    @cached_property
    def texts(self) -> dict[str, list[list[str]]]:
        """What good documents say."""
        names = [[str(e.values["姓名"])] for e in self.registers["成员"]]
        rows = {"ledger-activity": 77, "ledger-achievement": 6, "ledger-honours": 13, "ledger-tech": 11}
        texts = {f"{key}/": [[str(n), "x"] for n in range(1, count + 1)] for key, count in rows.items()}
        texts["ledger-talent/"] = [[str(n), "x"] for n in range(1, 21)]
        texts["member-tasks/"] = texts["org-chart/"] = names
        texts["leader-profile/"] = [["简" * 300]]
        texts["annual-report/"] = [["全年开展创新活动61次，举办学习培训12期，支出43笔、204,595.90元。"]]
        texts["activity-stats/"] = [["全部小组合计", "5.0", "61.0"]]
        return texts

    def found(self, spoil: Spoil, as_of: date = END, stages: Iterable[str] = STAGES) -> list[Finding]:
        """Everything a check finds, fields and rules together."""
        registers = self.registers
        for change in spoil.changes:
            registers = change.apply(registers)
        touched = {c.register for c in spoil.changes}
        # Constraints of registers that nobody touched hold as they did.
        constraints = tuple(c for c in self.standard.constraints if c.register in touched)
        narrow = replace(self.standard, constraints=constraints)
        facts = CheckFacts(as_of, 2024, {**self.files, **spoil.files})
        fields = [*_reading(registers, touched), *check_fields(narrow, registers, facts)]
        completed = self._completed(poison(registers, beyond_rules(self.standard, fields)))
        book = make_book(self.standard, completed, 2024)
        judged = judge(self.rulebook, book, as_of, CLOSE, self.evidence(spoil), tuple(stages))
        merged = merge(self.standard, book, fields, judged.findings)
        findings, _ = answered(self.standard, book, merged, judged, as_of)
        return findings


def _reading(registers: Registers, touched: Iterable[str]) -> list[Finding]:
    """What reading would have found in cells that could not be read."""
    entries = [entry for name in touched for entry in registers[name]]
    cells = [(e, column, v) for e in entries for column, v in e.values.items() if isinstance(v, Bad)]
    return [replace(f, place=e.place(column), key=e.key) for e, column, value in cells for f in value.findings]
