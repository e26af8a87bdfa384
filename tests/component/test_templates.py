"""The templates of the real standard: in step with their scripts, and fit for their materials."""

from __future__ import annotations

import importlib.util
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from docgen.engine.forms import bind
from docgen.model.standard import Standard
from docgen.tasks.templates import TemplateShelf
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def draw() -> Iterator[ModuleType]:
    """The script that draws the templates."""
    folder = ROOT / "templates" / "source"
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("draw", folder / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(folder))


def test_files_and_scripts_are_in_step(draw: ModuleType, standard: Standard) -> None:
    drawn = draw.drawn()
    files = {
        p.relative_to(standard.templates).as_posix(): p.read_bytes()
        for p in standard.templates.rglob("*")
        if p.suffix in (".docx", ".xlsx")
    }
    assert {str(k) for k in drawn} == set(files)
    assert [k for k, data in drawn.items() if files[str(k)] != data] == []


def test_every_form_has_its_template_and_every_template_a_form(standard: Standard) -> None:
    named = {m.form.template for m in standard.materials.values() if m.form}
    files = {
        p.relative_to(standard.templates).as_posix()
        for p in standard.templates.rglob("*")
        if p.suffix in (".docx", ".xlsx")
    }
    assert named == files


def test_every_template_compiles_against_its_material(standard: Standard) -> None:
    shelf = TemplateShelf.of(standard, None)
    forms = [bind(standard, m.form) for m in standard.materials.values() if m.form]
    compiled = shelf.compile_all(forms)
    assert len(compiled) == len(forms)
    for form in forms:
        assert compiled[form.form.material].kind == Path(form.form.template).suffix.lstrip(".")


def test_every_expression_of_the_collections_compiles(standard: Standard) -> None:
    from docgen.engine.book import Shapes
    from docgen.language import function

    shapes = Shapes(standard)
    for material in standard.materials.values():
        for collection in material.collections:
            scope = shapes.entry_scope(collection.source)
            texts = [*collection.facts.values(), collection.where, collection.group]
            assert all(callable(function(text, scope)) for text in texts if text)


#: The four faces of Chinese offices, and the one for scripts that these do not hold.
FACES = {"宋体", "黑体", "仿宋", "楷体", "Times New Roman"}
NAMED = re.compile(r'(?:w:(?:ascii|hAnsi|eastAsia|cs)|<name val|typeface)="([^"+]+)"')
SHOWN = re.compile(r"word/(?:document|styles|header\d*|footer\d*)\.xml|xl/styles\.xml|xl/charts/chart\d+\.xml")


def test_templates_name_the_faces_of_offices_only(standard: Standard) -> None:
    for path in sorted(standard.templates.rglob("*.*")):
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist() if SHOWN.fullmatch(name)}
        named = {face for text in parts.values() for face in NAMED.findall(text)} - {"zh-CN", "ar-SA"}
        assert "宋体" in named or "仿宋" in named, path.name
        assert named <= FACES, (path.name, named - FACES)
        assert not any("Theme=" in text for name, text in parts.items() if name.startswith("word/")), path.name
