"""Levels and ranks that value lists put in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docgen.engine.checks.context import Context, Fault, kind
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.standard import Enum


def _enum(context: Context, name: str, rule: Rule) -> Enum:
    if name not in context.standard.enums:
        raise context.wrong(rule, f"没有枚举“{name}”")
    return context.standard.enums[name]


@kind("mapped-level")
def mapped_level(context: Context, rule: Rule) -> Iterator[Finding]:
    """In ``register`` the column ``level`` is what ``enum`` maps the column ``name`` to; unlisted names pass."""
    maps = _enum(context, rule.params["enum"], rule).maps_to
    register = rule.params["register"]
    level = context.target(f"{register}.{rule.params['level']}", rule)

    def judge(value: str, name: Any) -> Fault | None:
        meant = maps.get(name) if isinstance(name, str) else None
        return Fault(expected=meant, other=name) if meant is not None and meant != value else None

    return context.judged(rule, judge, rule.params["name"], targets=[level])


@kind("higher-level")
def higher_level(context: Context, rule: Rule) -> Iterator[Finding]:
    """In ``register`` the level in ``after`` is higher than that in ``before``, by the order of one of ``enums``.

    A list goes from high to low; a value that maps to another of the list, or to one of another list, has its rank.
    Levels of different lists are not compared.
    """
    ranks = [_ranks(_enum(context, name, rule), context) for name in rule.params["enums"]]
    register = rule.params["register"]
    after = context.target(f"{register}.{rule.params['after']}", rule)

    def judge(value: str, before: Any) -> Fault | None:
        known = [rank for rank in ranks if value in rank and isinstance(before, str) and before in rank]
        return Fault(other=before) if any(rank[value] >= rank[before] for rank in known) else None

    return context.judged(rule, judge, rule.params["before"], targets=[after])


def _ranks(enum: Enum, context: Context) -> dict[str, int]:
    own = {value: i for i, value in enumerate(enum.values)}
    if not enum.maps_to:
        return own
    targets = set(enum.maps_to.values())
    if targets <= set(own):
        return {v: own[enum.maps_to.get(v, v)] for v in enum.values}
    for other in context.standard.enums.values():
        if targets <= set(other.values):
            outer = {value: i for i, value in enumerate(other.values)}
            return {v: outer[t] for v, t in enum.maps_to.items()}
    return own
