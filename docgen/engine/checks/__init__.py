"""Field checks: the rules of a standard are data, the engine knows kinds of rule.

A kind is a function of the context and the rule that yields findings. Registers, columns and texts come from the rule's
parameters; which parameters a kind takes stands in its docstring. Values that already carry an error are passed over.
"""

import docgen.engine.checks.files
import docgen.engine.checks.formats
import docgen.engine.checks.identity
import docgen.engine.checks.levels
import docgen.engine.checks.photos
import docgen.engine.checks.references
import docgen.engine.checks.rows
import docgen.engine.checks.values  # noqa: F401
from docgen.engine.checks.context import CheckFacts, Context, kinds
from docgen.engine.checks.poison import beyond_rules, poison
from docgen.engine.checks.run import check_fields, twin_findings

__all__ = ["CheckFacts", "Context", "beyond_rules", "check_fields", "kinds", "poison", "twin_findings"]
