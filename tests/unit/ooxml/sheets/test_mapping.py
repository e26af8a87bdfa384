"""References in random sheets with nested loops and conditions, compared with what the filled rows themselves say."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.unit.ooxml.sheets.sheetmaker import fill, rows, workbook


@dataclass
class Template:
    """Rows of a template; data rows print their template row and the iterations they belong to."""

    lines: list[list[Any]] = field(default_factory=list)
    chains: dict[int, tuple[int, ...]] = field(default_factory=dict)
    loops: int = 0

    def data_row(self, chain: tuple[int, ...]) -> None:
        row = len(self.lines) + 1
        self.chains[row] = chain
        path = "~'/'~".join(f"甲{loop}.号" for loop in chain)
        self.lines.append([row, "{{ " + path + " }}" if path else None])

    def block(self, rnd: random.Random, chain: tuple[int, ...], depth: int) -> None:
        if depth < 2 and rnd.random() < 0.6:
            loop, self.loops = self.loops, self.loops + 1
            source = f"甲{chain[-1]}.子" if chain else "列"
            opening = [f"{{%tr for 甲{loop} in {source} %}}"]
            inner, closing = (*chain, loop), ["{%tr endfor %}"]
        else:
            opening, inner, closing = ["{%tr if 有 %}"], chain, ["{%tr endif %}"]
        self.lines.append(opening)
        self.body(rnd, inner, depth + 1)
        self.lines.append(closing)

    def body(self, rnd: random.Random, chain: tuple[int, ...], depth: int) -> None:
        for _ in range(rnd.randint(1, 3)):
            if depth < 3 and rnd.random() < 0.5:
                self.block(rnd, chain, depth)
            else:
                self.data_row(chain)


def tree(rnd: random.Random, depth: int, name: str) -> list[dict[str, Any]]:
    if depth == 0:
        return []
    made = [f"{name}{i}" for i in range(rnd.choice([0, 1, 2, 3]))]
    return [{"号": n, "子": tree(rnd, depth - 1, n + ".")} for n in made]


SHAPE = {"列": [{"号": "x", "子": [{"号": "x", "子": [{"号": "x", "子": []}]}]}], "有": True}


def expected(template: Template, printed: list[list[Any]], at: int, first: int, last: int) -> tuple[int, int] | None:
    """The rows that a range in an output row means, from what the rows say."""
    own_chain, own_path = template.chains[printed[at][0]], str(printed[at][1] or "").split("/")
    found = []
    for index, (row, path, *_) in enumerate(printed):
        if not first <= row <= last:
            continue
        chain, steps = template.chains[row], str(path or "").split("/")
        shared = [i for i, (a, b) in enumerate(zip(own_chain, chain, strict=False)) if a == b]
        if all(own_path[i] == steps[i] for i in shared):
            found.append(index + 1)
    return (min(found), max(found)) if found else None


@pytest.mark.parametrize("seed", range(40))
def test_ranges_mean_the_rows_of_the_shared_iteration(seed: int) -> None:
    rnd = random.Random(seed)
    template = Template()
    template.data_row(())
    template.body(rnd, (), 0)
    template.data_row(())
    ranges: dict[int, tuple[int, int]] = {}
    for row in template.chains:
        ends = sorted(rnd.sample(sorted(template.chains), 2))
        ranges[row] = (ends[0], ends[1])
        template.lines[row - 1].append(f"=ROWS(A{ends[0]}:A{ends[1]})")
    data = {"列": tree(rnd, 3, ""), "有": rnd.random() < 0.7}
    printed = fill(workbook(rows(*template.lines)), data, SHAPE).formulas
    for at, (row, _, formula) in enumerate(printed):
        want = expected(template, printed, at, *ranges[row])
        if want is None:
            assert formula == 0
        else:
            match = re.fullmatch(r"=ROWS\(A(\d+):A(\d+)\)", str(formula))
            assert match and (int(match[1]), int(match[2])) == want, (at, formula)
