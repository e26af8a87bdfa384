"""Templates of a standard, with a studio's own ones before the built-in ones."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docgen.engine.forms import BoundForm
from docgen.errors import TemplateError
from docgen.language import Scope
from docgen.load.settings import Workspace
from docgen.model.finding import Finding
from docgen.model.standard import Standard
from docgen.ooxml import Template, compile_template

#: Compiled templates a process keeps for the next studio: the built-in ones and some of the studios' own.
KEPT = 256


@dataclass(frozen=True)
class TemplateShelf:
    """Finds template files.

    Attributes:
        builtin: folder of the standard's templates.
        own: folder of the studio's own ones, ``None`` outside a workspace.
        compiled: templates compiled before with the same standard, the longest unused first.
    """

    builtin: Path
    own: Path | None
    compiled: OrderedDict[tuple[str, str, int], tuple[Scope, Template]]

    @classmethod
    def of(cls, standard: Standard, workspace: Workspace | None) -> TemplateShelf:
        """The shelf of a standard in a workspace."""
        compiled = standard.once("templates", lambda: OrderedDict[tuple[str, str, int], tuple[Scope, Template]]())
        return cls(standard.templates, workspace.own_templates if workspace else None, compiled)

    def find(self, name: str) -> Path:
        """The file of a template: the studio's own where one has the same name."""
        if self.own is not None:
            own = self.own / Path(name).name
            if own.is_file():
                return own
        return self.builtin / name

    def compile(self, name: str, scope: Scope) -> Template:
        """Read and compile a template.

        Raises:
            TemplateError: it is missing or wrong.
        """
        path = self.find(name)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise TemplateError("模板读不出来", place=str(path)) from error
        # Forms of one standard keep their scopes, so that a scope is known by its identity; kept here.
        key = (path.name, hashlib.sha256(data).hexdigest(), id(scope))
        if key in self.compiled:
            self.compiled.move_to_end(key)
        else:
            self.compiled[key] = scope, compile_template(data, path.name, scope)
            if len(self.compiled) > KEPT:
                self.compiled.popitem(last=False)
        return self.compiled[key][1]

    def compile_all(self, forms: Iterable[BoundForm]) -> dict[str, Template]:
        """Compile the templates of all forms: material id → template.

        Raises:
            TemplateError: any of them is wrong; the findings list what is wrong in all of them.
        """
        compiled: dict[str, Template] = {}
        findings: list[Finding] = []
        errors: list[TemplateError] = []
        for form in forms:
            if form.form.material in compiled:
                continue
            try:
                compiled[form.form.material] = self.compile(form.form.template, form.scope)
            except TemplateError as error:
                errors.append(error)
                findings += error.findings
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise TemplateError(f"{len(errors)} 个模板有错，没有生成任何文件", findings=tuple(findings))
        return compiled
