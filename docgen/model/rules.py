"""What a standard asks of its records, as data: field rules, constraints, clauses, derived registers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """A check on fields.

    Attributes:
        id: stable identifier of the rule.
        kind: name of the engine's check.
        severity: word for how much it weighs.
        message: text with ``{places}``.
        remedy: what to do, may be empty.
        params: further keys of the rule, as the kind asks for.
    """

    id: str
    kind: str
    severity: str
    message: str
    remedy: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something that must hold in every row of a register.

    Attributes:
        register: the register.
        column: the column a finding points at.
        id: stable identifier.
        severity: word for how much it weighs.
        expression: what must hold, over the row.
        message: what is wrong, with ``{column}`` places.
        remedy: what to do, may be empty.
        place: file and line it stands in.
    """

    register: str
    column: str
    id: str
    severity: str
    expression: str
    message: str
    remedy: str = ""
    place: str = ""


#: The steps of a year's work whose results rules look at, in order.
STAGES = ("data", "filled", "packaged")
#: Results of runs that rules see as tables beside the registers: name → columns.
RESULTS: Mapping[str, tuple[str, ...]] = {
    "文档": ("资料", "对象", "名称", "位置", "已生成", "已签", "含个人信息"),
    "类目": ("编号", "名称", "有纸质", "件数", "电子件数", "盒数"),
    "件": ("件号", "题名", "资料", "一级", "二级", "三级", "有纸质", "电子文件数", "盒号"),
    "归档文件": ("位置", "登记表", "对象", "资料", "类目", "图像", "光盘数"),
    "盒": ("盒号", "件数", "正面标签", "侧面标签", "目录件数", "正面类目齐全", "侧面类目齐全"),
    "光盘": ("名称", "字节数", "容量"),
}
#: The kind of rule that takes over what field rules found, and has no words of its own.
ADOPTING = "field"
#: The day on which the archive was made, as rules name it; empty before.
ARCHIVED = "归档日"


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule of the standard over the records of a year.

    For every row of ``of`` (or once) and every period of ``per`` (or once) the rows of ``source`` for which ``where``
    holds are gathered; then ``holds`` must be true. Expressions may name the columns of the ``of`` row, ``此`` that
    row, ``行`` the gathered rows, ``数`` their number, ``期`` the period, and what every expression may name. Both may
    be a register or one of :data:`RESULTS`.

    A rule of another ``kind`` compares in a way of its own, which ``params`` tell it.

    Attributes:
        id: stable identifier.
        clause: clause of the standard, several joined by ``、``; empty for good practice.
        severity: word for how much it weighs.
        when: code of the day on which it is due (``A``, ``M``, ``M+5``, ``Q+10``, ``Y``, ``Y+31``, ``D``).
        of: register whose rows are judged one by one; empty: the year as a whole.
        of_where: which of them; empty: all.
        column: column of ``of`` a finding points at.
        source: register whose rows are gathered; empty: none.
        where: which of them.
        date: date column of ``source`` (or of ``of``): later rows are not there yet.
        per: ``month``, ``quarter`` or empty.
        holds: what must be true.
        message: text with ``{expression}`` places, of other kinds with ``{name}`` places.
        remedy: what to do, may be empty.
        same_as: ids of field rules that judge the same cell.
        kind: name of the engine's comparison; empty: ``holds``.
        stage: what must have run before it can be judged, one of :data:`STAGES`.
        title: what a rule with periods asks for, in a few words, as the calendar shows it.
        excuse: expression for the reason that stands in the row itself; such a finding is shown as answered.
        params: further keys, as the kind asks for.
    """

    id: str
    clause: str
    severity: str
    when: str
    of: str
    of_where: str
    column: str
    source: str
    where: str
    date: str
    per: str
    holds: str
    message: str
    remedy: str
    same_as: tuple[str, ...]
    kind: str = ""
    stage: str = STAGES[0]
    excuse: str = ""
    title: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DerivedSource:
    """One way a derived register gets rows.

    Attributes:
        source: register the rows are made from.
        where: condition over the source row.
        columns: column of the derived register → expression over the source row.
    """

    source: str
    where: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Derived:
    """How a derived register comes together.

    Attributes:
        register: name of the derived register.
        link: column that names the record a typed row completes.
        number: column that holds the number.
        required_when_linked: columns a completing row must still fill.
        replaces: several completing rows stand in place of the derived row (one line a person).
        same_event: columns that, when equal in a typed row without link, hint at the same event.
        sources: where rows come from.
    """

    register: str
    link: str
    number: str
    many: bool
    same_event: tuple[str, ...]
    sources: tuple[DerivedSource, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes over from a register into the next year's.

    Attributes:
        register: name of the register.
        where: condition over a row; empty: every row.
        clear: columns left for the new year to fill.
        set: column → expression over the row.
    """

    register: str
    where: str
    clear: tuple[str, ...]
    set: Mapping[str, str]
