"""Where the rows of a template sheet end up: several times in loops, not at all in branches that are not taken.

A template sheet is cut into runs, stretches of rows that always stay together. While a sheet is filled, the first row
of every copy of a run and the bounds of every iteration of a loop are noted; all moving of references is looked up in
these notes. Rows are numbered from 1, intervals of rows include both ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from docgen.ooxml.shift import MAX_ROW

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of the template that stay together.

    Attributes:
        index: position in the plan.
        first: first row in the template.
        last: last row in the template.
        loops: the loops around it, outermost first.
        sure: it stands in no loop and no branch, so it is printed exactly once.
    """

    index: int
    first: int
    last: int
    loops: tuple[int, ...]
    sure: bool


@dataclass
class Plan:
    """The runs and loops of a sheet, in template order; rows between the runs hold only block tags and vanish."""

    runs: list[Run] = field(default_factory=list)
    loops: int = 0

    def add(self, first: int, last: int, loops: tuple[int, ...], sure: bool) -> Run:
        """Append a run."""
        run = Run(len(self.runs), first, last, loops, sure)
        self.runs.append(run)
        return run

    @property
    def moves(self) -> bool:
        """Rows do not simply stay where they are."""
        return len(self.runs) > 1 or self.runs[0].first != 1

    @property
    def fixed_until(self) -> int:
        """The last row that certainly stays where it is."""
        return self.runs[0].last if self.runs[0].first == 1 and self.runs[0].sure else 0

    def overlapping(self, first: int, last: int) -> list[Run]:
        """The runs that hold any of these rows."""
        low = bisect_left(self.runs, first, key=lambda r: r.last)
        high = bisect_right(self.runs, last, key=lambda r: r.first)
        return self.runs[low:high]

    def run_of(self, row: int) -> Run | None:
        """The run of a row, ``None`` where it holds a block tag."""
        found = self.overlapping(row, row)
        return found[0] if found else None


def common(one: tuple[int, ...], two: tuple[int, ...]) -> int:
    """How many loops two places share, counted from outside."""
    count = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a formula stands: its run in the template and its row in the filled sheet."""

    run: Run
    row: int


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a filled sheet.

    Attributes:
        breaks: the last row of every page but the last.
        one: it is fitted on one page.
    """

    breaks: tuple[int, ...] = ()
    one: bool = False


class Layout:
    """The notes of one filled sheet."""

    def __init__(self, plan: Plan) -> None:
        """Start with nothing noted."""
        self.plan = plan
        self.starts: list[list[int]] = [[] for _ in plan.runs]
        self.loop_starts: list[list[int]] = [[] for _ in range(plan.loops)]
        self.loop_ends: list[list[int]] = [[] for _ in range(plan.loops)]
        self.pages = Pages()

    def window(self, run: Run, standing: Standing | None, wider: bool = False) -> Interval:
        """The rows in which copies of a run count for a formula: the iteration both stand in, or the whole sheet.

        Args:
            run: the run looked for.
            standing: place of the formula; ``None`` where it stands in another sheet.
            wider: take one loop less, i.e. all iterations of the innermost common loop.
        """
        shared = common(run.loops, standing.run.loops) - wider if standing else 0
        if shared <= 0 or standing is None:
            return 1, MAX_ROW
        loop = run.loops[shared - 1]
        at = bisect_right(self.loop_starts[loop], standing.row) - 1
        return self.loop_starts[loop][at], self.loop_ends[loop][at]

    def copies(self, run: Run, window: Interval) -> list[int]:
        """First rows of the copies of a run in a window."""
        starts = self.starts[run.index]
        return starts[bisect_left(starts, window[0]) : bisect_right(starts, window[1])]

    def hull(self, first: int, last: int, standing: Standing | None = None, growing: bool = False) -> Interval | None:
        """The first and last filled row of some template rows; ``None`` where none of them is left.

        Args:
            first: first template row.
            last: last template row.
            standing: place of the formula that asks.
            growing: the range is anchored at its first row (``I$5:I5``), so it begins with the first iteration.
        """
        low, high = MAX_ROW + 1, 0
        for run in self.plan.overlapping(first, last):
            starts = self.starts[run.index]
            begin, end = self.window(run, standing)
            if growing:
                begin, _ = self.window(run, standing, wider=True)
            one, two = bisect_left(starts, begin), bisect_right(starts, end) - 1
            if one <= two:
                low = min(low, starts[one] + max(0, first - run.first))
                high = max(high, starts[two] + min(last, run.last) - run.first)
        return (low, MAX_ROW if last >= MAX_ROW else min(high, MAX_ROW)) if high else None

    def intervals(self, first: int, last: int, standing: Standing | None = None) -> list[Interval]:
        """All filled rows of some template rows, as few intervals as possible, ascending."""
        found: list[Interval] = []
        for run in self.plan.overlapping(first, last):
            before, length = max(0, first - run.first), min(last, run.last) - max(first, run.first)
            window = self.window(run, standing)
            found += [(s + before, s + before + length) for s in self.copies(run, window)]
        if found and last >= MAX_ROW:
            found.append((max(e for _, e in found) + 1, MAX_ROW))
        return [(a, min(e, MAX_ROW)) for a, e in joined(found) if a <= MAX_ROW]

    def row(self, row: int, standing: Standing | None = None) -> int | None:
        """The first filled row of a template row."""
        found = self.hull(row, row, standing)
        return found[0] if found else None

    def origin(self, row: int) -> Standing:
        """The place a filled row comes from."""
        for run in self.plan.runs:
            starts = self.starts[run.index]
            at = bisect_right(starts, row) - 1
            if at >= 0 and row - starts[at] <= run.last - run.first:
                return Standing(run, row)
        raise ValueError(f"row {row} comes from nowhere")


def joined(intervals: list[Interval]) -> list[Interval]:
    """Intervals in ascending order, neighbouring ones as one."""
    result: list[Interval] = []
    for first, last in sorted(intervals):
        if result and first <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result
