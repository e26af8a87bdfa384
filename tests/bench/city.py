"""Synthetic cities: N studios, each with a realistic year made from the sample; the same seed makes the same city.

``python -m tests.bench.city FOLDER --studios 500 --documents 200 --damaged 5``

Names, amounts, counts and texts differ from studio to studio; region 99 and the other marks of fiction stay. Pictures
get a comment of their own, so that no two studios share one by chance; one in a hundred stays the same on purpose.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from docgen.load.standard import load_standard
from docgen.model.standard import FILE_TYPES, FieldType, Register, Standard
from docgen.resources import sample_folder, schema_folder
from docgen.sample import make_attachments
from docgen.tasks.init import attachment_rows, sample_rows

Rows = dict[str, list[dict[str, str]]]
#: Documents of the sample's whole year.
SAMPLE_DOCUMENTS = 474
#: Registers whose rows are never left out: others mean nothing without them.
KEPT = frozenset({"once", "yearly"})
LINKS = frozenset({FieldType.REF, FieldType.REFS, FieldType.PERSONS})
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "一川二禾三清四野五岭六洲沐云知远景行若谷怀瑾明澈承泽望舒听澜静山安澜亦然思齐乐水之恒晓岸致用守拙"
PLACES = ("东渠", "南岭", "西川", "北湖", "中洲", "长堤", "新桥", "老闸", "平野", "双河")
TRADES = ("水利", "电力", "机械", "冶金", "纺织", "粮油", "公路", "通信", "园林", "医工")
SHARED = 100


@dataclass(frozen=True)
class Made:
    """A studio of a city: its folder and what is wrong with it, empty for nothing."""

    root: Path
    damage: str = ""


def make_city(target: Path, studios: int, *, documents: int = 200, damaged: float = 0.0, seed: int = 1) -> list[Made]:
    """Make a city below a folder, 50 studios to a district.

    Args:
        target: an empty or missing folder.
        studios: how many.
        documents: about how many documents each year has; at most those of the sample.
        damaged: the share of studios that are damaged, each in another way in turn.
        seed: the same seed makes the same city.
    """
    standard = load_standard(schema_folder())
    base = sample_rows(standard)
    stock = target / ".stock"
    stock.mkdir(parents=True)
    make_attachments(sample_folder() / "attachments.toml", attachment_rows(standard, base), stock)
    broken = damage_plan(studios, damaged)
    made = []
    for number in range(studios):
        root = target / f"区{number // 50 + 1:02d}" / f"工作室{number + 1:05d}"
        chance = random.Random(f"{seed}/{number}")
        rows = varied(standard, base, chance, number, documents / SAMPLE_DOCUMENTS)
        write_studio(root, standard, rows, stock, number)
        if number in broken:
            DAMAGES[broken[number]](root)
        made.append(Made(root, broken.get(number, "")))
    shutil.rmtree(stock)
    return made


def damage_plan(studios: int, share: float) -> dict[int, str]:
    """Which studios are damaged and how, spread over the city."""
    count = round(studios * share)
    kinds = list(DAMAGES)
    return {(2 * n + 1) * studios // (2 * count): kinds[n % len(kinds)] for n in range(count)}


# ------------------------------------------------------------------------------------------------- the rows of a studio


def varied(standard: Standard, base: Rows, chance: random.Random, number: int, share: float) -> Rows:
    """The year of one studio."""
    rows = {name: [dict(row) for row in found] for name, found in base.items()}
    _thin(standard, rows, chance, share)
    words = _words(base, chance, number)
    factor = chance.choice((1, 1, 2, 3))
    for name, found in rows.items():
        _vary(standard.registers[name], found, words, chance, factor)
    return rows


def _thin(standard: Standard, rows: Rows, chance: random.Random, share: float) -> None:
    """Leave rows out, and whatever points at nothing then."""
    gone: dict[tuple[str, str], set[str]] = {}
    for name in rows:
        register = standard.registers[name]
        if register.rhythm in KEPT or register.single or not register.key or share >= 1:
            continue
        keep = min(1.0, share * chance.uniform(0.7, 1.1))
        rest = [row for row in rows[name] if chance.random() < keep] or rows[name][:1]
        _lose(gone, register, rows[name], rest)
        rows[name] = rest
    for _ in range(4):
        for name in rows:
            register = standard.registers[name]
            rest = [row for row in rows[name] if _mended(register, row, gone)]
            _lose(gone, register, rows[name], rest)
            rows[name] = rest


def _lose(
    gone: dict[tuple[str, str], set[str]], register: Register, before: list[dict[str, str]], rest: object
) -> None:
    kept = {id(row) for row in rest}  # type: ignore[attr-defined]
    for row in before:
        if id(row) not in kept:
            for column in register.key:
                gone.setdefault((register.name, column), set()).add(row[column])


def _mended(register: Register, row: dict[str, str], gone: Mapping[tuple[str, str], set[str]]) -> bool:
    """Take what is gone out of a row's references; ``False`` where the row can not do without."""
    anything = {value for (name, _), values in gone.items() for value in values}
    for field in register.fields.values():
        if field.type not in LINKS or not row.get(field.name):
            continue
        lost = gone.get(field.target or ("", ""), set()) if field.target and field.target[0] else anything
        left = [part for part in row[field.name].split("；") if part not in lost]
        row[field.name] = "；".join(left)
        if not left and field.required:
            return False
    return True


def _words(base: Rows, chance: random.Random, number: int) -> dict[str, str]:
    """Names of the sample → names of this studio, the longest first."""
    hall = base["工作室"][0]
    lead = _name(chance, 0)
    place, trade = chance.choice(PLACES), chance.choice(TRADES)
    words = {
        hall["工作室名称"]: f"{lead}劳模创新工作室{number + 1:05d}",
        hall["工作室简称"]: f"{lead}工作室{number + 1:05d}",
        hall["所属单位"]: f"{place}{trade}中心{number // 7 + 1}（虚构）",
    }
    persons = {row["姓名"] for row in base["成员"]} - {hall["领衔人"]}
    for count, name in enumerate(sorted(persons | {hall[c] for c in ("资料员", "单位负责人", "单位工会主席")}), 1):
        words.setdefault(name, _name(chance, count))
    words[hall["领衔人"]] = lead
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def _name(chance: random.Random, number: int) -> str:
    """A name; the surname tells the members of a studio apart."""
    at = 2 * chance.randrange(len(GIVEN) // 2)
    return SURNAMES[(number * 7 + chance.randrange(2)) % len(SURNAMES)] + GIVEN[at : at + 2]


def _vary(
    register: Register, rows: list[dict[str, str]], words: Mapping[str, str], chance: random.Random, factor: int
) -> None:
    for row in rows:
        for field in register.fields.values():
            value = row.get(field.name, "")
            if not value or field.type in FILE_TYPES:
                continue
            if field.type is FieldType.MONEY:
                row[field.name] = f"{float(value) * factor:.2f}"
                continue
            for old, new in words.items():
                value = value.replace(old, new)
            if field.type is FieldType.LONG_TEXT and chance.randrange(SHARED):
                value += f"本次记录{chance.randrange(10**6)}号。"
            row[field.name] = value


# ------------------------------------------------------------------------------------------------ the files of a studio


def write_studio(root: Path, standard: Standard, rows: Rows, stock: Path, number: int) -> None:
    """Write the workspace of a studio."""
    for folder in ("数据", "附件", "模板", "成品", "登记"):
        (root / folder).mkdir(parents=True)
    year = rows[standard.studio][0][standard.year_field]
    settings = f'standard = "{standard.id}"\nyear = {year}\ndemo = true\n\n[fill]\ncompanions = ["all"]\n'
    (root / "docgen.toml").write_text(settings, encoding="utf-8")
    book = xlsxwriter.Workbook(str(root / "数据" / f"{year}.xlsx"), {"constant_memory": True})
    for name, found in rows.items():
        sheet = book.add_worksheet(name)
        columns = list(standard.registers[name].fields)
        sheet.write_row(0, 0, columns)
        for at, row in enumerate(found, 1):
            for column, title in enumerate(columns):
                if row.get(title):
                    sheet.write_string(at, column, row[title])
    book.close()
    named = {path for row in attachment_rows(standard, rows) for paths in row.files.values() for path in paths}
    for path in sorted(named):
        _attach(stock / path, root / "附件" / path, number)


def _attach(source: Path, target: Path, number: int) -> None:
    """A picture of the studio's own; anything else is linked."""
    target.parent.mkdir(parents=True, exist_ok=True)
    data = source.read_bytes() if source.suffix == ".jpg" else b""
    own = (number * 31 + len(source.name)) % SHARED
    if data.startswith(b"\xff\xd8") and own:
        said = f"studio {number}".encode()
        target.write_bytes(data[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + data[2:])
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


# -------------------------------------------------------------------------------------------------------- what is wrong


def _lose_data(root: Path) -> None:
    shutil.rmtree(root / "数据")


def _break_template(root: Path) -> None:
    """An own template, of whatever built-in name, that is no office file any more."""
    standard = _standard_of(root)
    form = next(m.form for m in standard.materials.values() if m.form is not None and not m.off)
    (root / "模板").mkdir(exist_ok=True)
    (root / "模板" / Path(form.template).name).write_bytes(b"PK\x03\x04 cut off")


def _cut_picture(root: Path) -> None:
    """The first picture that is there loses its second half."""
    path = next(p for p in sorted((root / "附件").rglob("*.jpg")) if p.stat().st_size > 500)
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])


def _bomb(root: Path) -> None:
    """A data workbook that unpacks to 256 MiB of zeros."""
    year = _year_of(root)
    (root / "数据").mkdir(exist_ok=True)
    with zipfile.ZipFile(root / "数据" / f"{year}.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        with bomb.open("xl/workbook.xml", "w") as part:
            for _ in range(256):
                part.write(bytes(1 << 20))


#: Kinds of damage; what docgen says of each stands in the tests.
DAMAGES: dict[str, Callable[[Path], None]] = {
    "missing workbook": _lose_data,
    "broken template": _break_template,
    "unreadable picture": _cut_picture,
    "hostile file": _bomb,
}


def _settings(root: Path) -> dict[str, str]:
    lines: Iterable[str] = (root / "docgen.toml").read_text(encoding="utf-8").splitlines()
    return dict(line.replace('"', "").split(" = ", 1) for line in lines if " = " in line)


def _standard_of(root: Path) -> Standard:
    return load_standard(schema_folder(_settings(root)["standard"]))


def _year_of(root: Path) -> str:
    return _settings(root)["year"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--studios", type=int, default=20)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--damaged", type=float, default=0.0, help="per cent")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = make_city(
        asked.folder, asked.studios, documents=asked.documents, damaged=asked.damaged / 100, seed=asked.seed
    )
    print(f"{len(found)} studios, {sum(bool(m.damage) for m in found)} damaged")
