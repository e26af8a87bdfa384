"""Texts that are alike: Sørensen–Dice over the pairs of neighbouring characters, all pairs of texts at once.

Candidates come from a prefix filter (Bayardo, Ma, Srikant, Scaling up all pairs similarity search, 2007): two sets that
share most of their elements share one of their rarest. Nothing that is alike is missed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import add


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    return frozenset(map(add, text, text[1:]))


def alike(texts: Sequence[str], threshold: float) -> Iterator[tuple[int, int]]:
    """Positions ``(later, earlier)`` of texts whose likeness is above a threshold; each later one once.

    Args:
        texts: the texts, without blanks at their ends.
        threshold: likeness from 0 to 1; equal texts have 1.
    """
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for number, text in enumerate(texts):
        known = first.setdefault(text, number)
        if known != number:
            found[number] = known
    for a, b in _near(first, threshold):
        later, earlier = max(a, b), min(a, b)
        found[later] = min(earlier, found.get(later, earlier))
    yield from sorted(found.items())


def _near(positions: dict[str, int], threshold: float) -> Iterator[tuple[int, int]]:
    sets = sorted(((pairs(text), number) for text, number in positions.items()), key=lambda s: (len(s[0]), s[1]))
    counts = Counter(pair for each, _ in sets for pair in each)
    # One order for all sets: two that are equally rare must not change places.
    rank = {pair: place for place, pair in enumerate(sorted(counts, key=lambda p: (counts[p], p)))}
    index: dict[str, list[int]] = {}
    shared = threshold / (2 - threshold)
    for place, (each, number) in enumerate(sets):
        size = len(each)
        if not size:
            continue
        rarest = sorted(each, key=rank.__getitem__)[: size - math.ceil(shared * size) + 1]
        seen: set[int] = set()
        for pair in rarest:
            near = index.setdefault(pair, [])
            for other in near:
                if other not in seen:
                    seen.add(other)
                    theirs, their_number = sets[other]
                    if 2 * len(each & theirs) > threshold * (size + len(theirs)):
                        yield number, their_number
            near.append(place)
