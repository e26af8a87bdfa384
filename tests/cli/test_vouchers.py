"""Electronic invoices stay byte for byte what the seller signed: XML, OFD, PDF; never converted, never stamped."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from docgen.archive.itemsin import read_described
from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.unit.render.pdf.helpers import DEJAVU, pdf_file
from tests.unit.render.pdf.test_stamp import signed

#: Spaces, line ends and order that a program which saves it again would change; the signature covers all of them.
XML = b'<?xml version="1.0"  encoding="UTF-8"?>\r\n' + '<发票 b="2" a="1" >\t<空></空>\n</发票 >\r\n\r\n'.encode()
OFD = b"PK\x03\x04\x14\x00\x00\x08\x08\x00OFD.xml of a seller\x00\xff" * 40
TYPES = {"票.xml": "application/xml", "票.ofd": "application/ofd", "票.pdf": "application/pdf"}


@pytest.fixture
def invoices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A workspace whose records point at invoices; the bytes of each."""
    root = toy_workspace.make(tmp_path / "馆")
    folder = root / "附件" / "票"
    folder.mkdir()
    (folder / "票.xml").write_bytes(XML)
    (folder / "票.ofd").write_bytes(OFD)
    pdf_file(folder / "票.pdf", "invoice", DEJAVU)
    signed(folder / "票.pdf")
    toys = [{**row, "图": f"票/{name}"} for row, name in zip(toy_workspace.ROWS["玩具"], TYPES, strict=True)]
    toy_workspace.write_rows(root, "玩具", toys)
    with (root / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write('[archive]\nfonds_code = "Z109"\nstamp = true\n')
    monkeypatch.chdir(root)
    return {name: (folder / name).read_bytes() for name in TYPES}


def test_invoices_are_packed_as_they_are(invoices: dict[str, bytes], run: Run) -> None:
    assert main(["fill", "-q"]) in (0, 3)
    ran = run("package", "--date", "2031-01-15", "--discs", "all", "--with-gaps")
    assert ran.code == 0, ran.text
    archive = Path("归档") / "2030"
    (bag,) = [path for path in archive.iterdir() if (path / "bagit.txt").is_file()]
    package = bag / "data" / bag.name
    packed = {p.name: p.read_bytes() for p in (package / "representations/rep1/data").rglob("票.*")}
    assert packed == invoices
    files = [dict(file) for item in read_described(package / "metadata/other/items.xml") for file in item.files]
    told = {f["计算机文件名"].rpartition("/")[2]: f for f in files if f["计算机文件名"].rpartition("/")[2] in TYPES}
    assert {name: file["媒体类型"] for name, file in told.items()} == TYPES
    assert {name: file["SHA-256"] for name, file in told.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in invoices.items()
    }
    assert {file["角色"] for file in told.values()} == {"附件"}
    assert not list(package.glob("representations/rep2/data/**/票*"))
    on_disc = {p.name: p.read_bytes() for p in (archive / "光盘").rglob("票.*")}
    assert on_disc == invoices
    assert {name: (Path("附件") / "票" / name).read_bytes() for name in TYPES} == invoices
    assert run("verify", archive).code == 0
