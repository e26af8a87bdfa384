"""Rules over a year's records, documents and archive: the rules are data, the engine knows ways to compare.

A rule without a kind is an expression. A kind is a function of the view, the rule and the period that yields findings;
registers, columns and texts come from the rule, and which further keys a kind takes stands in its docstring.
"""

import docgen.engine.clauses.dates
import docgen.engine.clauses.numbers
import docgen.engine.clauses.papers
import docgen.engine.clauses.pictures
import docgen.engine.clauses.texts
import docgen.engine.clauses.times  # noqa: F401
from docgen.engine.clauses.judge import UNUSED, Judged, Rulebook, answered, judge, merge
from docgen.engine.clauses.view import Evidence, kinds

__all__ = ["UNUSED", "Evidence", "Judged", "Rulebook", "answered", "judge", "kinds", "merge"]
