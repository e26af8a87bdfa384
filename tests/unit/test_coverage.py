"""The coverage table of the standard: every clause, every demand, every rule.

``python -m tests.unit.test_coverage`` writes it into ``schemas/README.md``.
"""

from __future__ import annotations

import csv
import re

from docgen.load.standard import load_standard
from docgen.model.standard import Standard
from docgen.resources import schema_folder
from tests.conftest import ROOT

README = ROOT / "schemas" / "README.md"
PLACE = re.compile(r"(?<=<!-- coverage -->\n).*?(?=<!-- /coverage -->)", re.DOTALL)
#: “shall”, not a part of another word.
SHALL = re.compile(r"(?<![反相适响供效])应(?!用)")


def rows(standard: Standard) -> list[dict[str, str]]:
    with (standard.folder / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(standard: Standard) -> str:
    lines = ["| 条款 | 要求 | 规则 | 程序不能判断的 |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {r['clause']} | {r['asks']} | {r['rules'].replace('；', '、') or '—'} | {r['why']} |"
        for r in rows(standard)
    ]
    return "\n".join(lines) + "\n"


def test_every_clause_is_in_the_table(standard: Standard) -> None:
    # A clause whose text is only its heading asks for nothing itself.
    headings = standard.clause_titles
    wanted = {c for c, text in standard.clauses.items() if c[0] in "456" and text and text != headings.get(c)}
    assert wanted - {r["clause"] for r in rows(standard)} == set()


def test_every_shall_is_in_the_table(standard: Standard) -> None:
    found: dict[str, list[str]] = {r["clause"]: [] for r in rows(standard)}
    for r in rows(standard):
        found[r["clause"]].append(r["asks"])
    sentences = [(c, s) for c, text in standard.clauses.items() if c[0] in "456" for s in re.split("[。；]", text)]
    missing = [(c, s) for c, s in sentences if SHALL.search(s) and not any(a in s for a in found.get(c, ()))]
    assert missing == []


def test_every_rule_is_in_the_table_and_no_other(standard: Standard) -> None:
    named = {rule for r in rows(standard) for rule in r["rules"].split("；") if rule}
    assert named == {rule.id for rule in standard.compliance}


def test_what_no_rule_judges_has_a_reason(standard: Standard) -> None:
    assert [r["clause"] for r in rows(standard) if not r["rules"] and not r["why"]] == []


def test_the_readme_has_the_table(standard: Standard) -> None:
    found = PLACE.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found.group() == table(standard)


if __name__ == "__main__":
    made = table(load_standard(schema_folder()))
    README.write_text(PLACE.sub(lambda _: made, README.read_text(encoding="utf-8")), encoding="utf-8")
