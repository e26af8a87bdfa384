"""The page for an inspection: clause → box → item → page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
from PIL import Image

from docgen.model.standard import Standard
from docgen.render.inspection import Demand, demands, inspection_page
from tests.unit.render.archives import SECRETS, decoded, sample_boxes, sample_package, toy_boxes, toy_package

DIGEST = "0123456789abcdef" * 4


def page(asked: tuple[Demand, ...], elsewhere: dict[str, int] | None = None) -> bytes:
    items = toy_package().items
    ids = ["letters", "letters", "photos", "readers", "blank"]
    package = toy_package(items=tuple(replace(i, material=m) for i, m in zip(items, ids, strict=True)))
    return inspection_page(package, toy_boxes(), (), asked, elsewhere or {}, DIGEST)


def rows(data: bytes) -> list[list[str]]:
    return [[c.text for c in r.cells] for r in docx.Document(io.BytesIO(data)).tables[-1].rows][1:]


def test_where_the_items_of_a_clause_lie() -> None:
    asked = (
        Demand("4.1", "来信", frozenset({"letters"})),
        Demand("4.2", "照片", frozenset({"photos"})),
        Demand("4.3", "读者", frozenset({"readers"})),
        Demand("4.4", "全部登记", frozenset({"readers", "blank"})),
        Demand("4.5", "来信和空白", frozenset({"letters", "blank"})),
    )
    assert rows(page(asked)) == [
        ["4.1", "来信", "01-1至01-2", "01-0001—0002", "2", "见盒内目录"],
        ["4.2", "照片", "只有电子", "02-0001", "1", ""],
        ["4.3", "读者", "03-1", "03-0001", "1", "第1—2页"],
        ["4.4", "全部登记", "03-1", "03-0001—0002", "2", "第1—2件"],
        ["4.5", "来信和空白", "01-1至01-2、\n03-1", "01-0001—0002；03-0002", "3", "见盒内目录"],
    ]


def test_what_is_not_there_is_said() -> None:
    asked = (
        Demand("4.1", "章程", frozenset({"rules"})),
        Demand("4.2", "协议", frozenset({"agreement"})),
        Demand("4.3", "总目录", frozenset({"index"}), later=True),
    )
    assert rows(page(asked, {"agreement": 6})) == [
        ["4.1", "章程", "", "无", "0", ""],
        ["4.2", "协议", "", "归入其他年度6件", "0", ""],
    ]


def test_the_code_says_which_archive_it_is_and_no_title() -> None:
    data = page((Demand("4.1", "来信", frozenset({"letters"})),))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        (name,) = [n for n in parts.namelist() if n.endswith(".png")]
        (said,) = decoded(Image.open(io.BytesIO(parts.read(name))))
        document = parts.read("word/document.xml").decode()
    assert said.splitlines() == [
        "编号：WJG-2030",
        "名称：玩具馆",
        "年度：2030",
        "件5 盒3 盘0",
        "清单：0123456789abcdef",
    ]
    assert DIGEST in document
    assert not [word for word in (*SECRETS, "修桥的来信") if word in document + said]


def test_every_clause_that_wants_papers_has_a_row(standard: Standard) -> None:
    package = sample_package(standard)
    asked = demands(standard)
    order = list(standard.clauses)
    assert [d.clause for d in asked] == sorted((d.clause for d in asked), key=order.index)
    assert {m.id for m in standard.materials.values() if m.category} <= {i for d in asked for i in d.materials}
    made = rows(inspection_page(package, sample_boxes(package), (), asked, {}, DIGEST))
    by_clause = {row[0]: row for row in made}
    vouchers = [i for i in package.items if i.material == "fund-vouchers"]
    assert by_clause["6.4.4"][4] == str(len(vouchers))
    photos = [i for i in package.items if i.material == "photo-files"]
    assert int(by_clause["6.8.15"][4]) == len(photos)
    assert int(by_clause["6.8.5"][4]) < len(photos)
    assert inspection_page(package, sample_boxes(package), (), asked, {}, DIGEST) == inspection_page(
        package, sample_boxes(package), (), asked, {}, DIGEST
    )
