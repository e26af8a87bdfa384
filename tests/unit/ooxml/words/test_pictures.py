"""Pictures in Word templates."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from docgen.container import Container
from docgen.errors import InputError
from docgen.model.values import Bad, BlockedValue, FilePath
from docgen.ooxml import Picture, RenderError
from docgen.ooxml.words.objects import ObjectMisspelt, Wanted, object_filter
from docgen.ooxml.words.pictures import fitted
from tests.unit.ooxml.words.documents import NS, W, fill, paragraphs, problems, render, saved, table, with_part

TAG = "{{ 照片|图片(30, 42) }}"


def image(width: int, height: int, kind: str = "jpeg") -> Picture:
    out = BytesIO()
    Image.new("RGB", (width, height), (width % 256, 90, 120)).save(out, kind)
    return Picture(out.getvalue(), kind, width, height)


PICTURES = {"附件/甲.jpg": image(40, 60), "乙.png": image(300, 100, "png"), '丙 &"<.jpg': image(10, 10)}


def source(path: str) -> Picture:
    try:
        return PICTURES[path]
    except KeyError:
        raise InputError("找不到图片", place=path) from None


def shown(document: Any) -> list[tuple[int, int, str]]:
    return [(s.width, s.height, s._inline.docPr.get("descr")) for s in document.inline_shapes]


def test_a_picture_fits_its_box() -> None:
    made = fill(paragraphs(f"前{TAG}后"), {"照片": FilePath("附件/甲.jpg")}, source)
    assert shown(made) == [(Mm(28), Mm(42), "甲.jpg")]
    assert made.paragraphs[0].text == "前后"
    (part,) = [p for p in made.part.package.iter_parts() if "/media/" in p.partname]
    assert part.partname == "/word/media/docgen1.jpeg"
    assert part.content_type == "image/jpeg"
    assert part.blob == PICTURES["附件/甲.jpg"].data


@pytest.mark.parametrize(
    ("size", "box", "result"),
    [
        ((40, 60), (300, 420), (280, 420)),
        ((60, 40), (300, 420), (300, 200)),
        ((1, 1), (300, 420), (300, 300)),
        ((4000, 1), (300, 420), (300, 1)),
        ((1, 4000), (300, 420), (1, 420)),
    ],
)
def test_fitted(size: tuple[int, int], box: tuple[int, int], result: tuple[int, int]) -> None:
    assert fitted(Picture(b"", "png", *size), *box) == result


@pytest.mark.parametrize("value", [None, "", []])
def test_no_picture(value: Any) -> None:
    document = paragraphs(f"前{TAG}后", TAG)
    rendered = render(document, {"照片": value}, source)
    made = docx.Document(BytesIO(rendered.to_bytes()))
    assert [p.text for p in made.paragraphs] == ["前后", ""]
    assert not made.inline_shapes
    given = Container.read(saved(document), "")["word/_rels/document.xml.rels"]
    assert rendered.parts["word/_rels/document.xml.rels"].count(b"<Relationship ") == given.count(b"<Relationship ")


def test_a_list_of_pictures_in_a_loop() -> None:
    document = paragraphs(
        "{%p for 图 in 图 %}", "{{ 图.文件 | picture(70, 50) }}", "{{ 图.名 }}", "{%p endfor %}", "尾"
    )
    rows = [{"文件": "附件/甲.jpg", "名": "一"}, {"文件": "乙.png", "名": "二"}, {"文件": "附件/甲.jpg", "名": "三"}]
    made = fill(document, {"图": rows}, source)
    assert [s[2] for s in shown(made)] == ["甲.jpg", "乙.png", "甲.jpg"]
    assert shown(made)[1][:2] == (Mm(70), int(Mm(70) / 3))
    media = sorted(str(p.partname) for p in made.part.package.iter_parts() if "/media/" in p.partname)
    assert media == ["/word/media/docgen1.jpeg", "/word/media/docgen2.png"]


def test_a_value_with_several_paths() -> None:
    made = fill(paragraphs(TAG), {"照片": ["附件/甲.jpg", "乙.png"]}, source)
    assert len(made.inline_shapes) == 2


def test_the_relationship_belongs_to_the_part() -> None:
    document = paragraphs(TAG)
    document.sections[0].header.paragraphs[0].text = "{{ 照片|图片(10,10) }}"
    made = fill(document, {"照片": "附件/甲.jpg"}, source)
    header = made.sections[0].header.part
    (blip,) = header.element.iter(f"{{{NS['a']}}}blip")
    assert header.related_parts[blip.get(qn("r:embed"))].partname == "/word/media/docgen1.jpeg"
    assert len([p for p in made.part.package.iter_parts() if "/media/" in p.partname]) == 1
    ids = [n.get("id") for root in (made.element, header.element) for n in root.iter(f"{{{NS['wp']}}}docPr")]
    assert len(set(ids)) == 2


def test_two_paths_to_one_picture_are_one_part() -> None:
    document = paragraphs("{{ 甲|图片(10,10) }}{{ 乙|图片(20,20) }}")
    rendered = render(document, {"甲": "a", "乙": "b"}, lambda path: PICTURES["附件/甲.jpg"])
    assert [n for n in rendered.parts if "media" in n] == ["word/media/docgen1.jpeg"]


def test_odd_file_names() -> None:
    made = fill(paragraphs(TAG), {"照片": '丙 &"<.jpg'}, source)
    assert shown(made)[0][2] == '丙 &"<.jpg'


def test_alignment_and_line_height() -> None:
    document = paragraphs(TAG, TAG, "字")
    for paragraph in document.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.paragraphs[0].paragraph_format.line_spacing = Pt(28.95)
    document.paragraphs[0].paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    document.styles["Normal"].paragraph_format.line_spacing = Pt(20)
    document.styles["Normal"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    made = fill(document, {"照片": "附件/甲.jpg"}, source)
    assert {p.alignment for p in made.paragraphs} == {WD_ALIGN_PARAGRAPH.CENTER}
    formats = [p.paragraph_format for p in made.paragraphs]
    assert [f.line_spacing_rule for f in formats] == [WD_LINE_SPACING.AT_LEAST, WD_LINE_SPACING.AT_LEAST, None]
    assert [f.line_spacing for f in formats] == [Pt(28.95), Pt(20), None]


def test_the_run_keeps_its_format() -> None:
    document = paragraphs("")
    document.paragraphs[0].add_run(TAG).bold = True
    made = fill(document, {"照片": "附件/甲.jpg"}, source)
    assert [r.bold for r in made.paragraphs[0].runs] == [True]


def test_a_media_name_in_use_is_not_taken() -> None:
    data = with_part(saved(paragraphs(TAG)), {"word/media/docgen7.png": PICTURES["乙.png"].data})
    parts = render(data, {"照片": "附件/甲.jpg"}, source).parts
    assert "word/media/docgen8.jpeg" in parts


def test_in_a_cell() -> None:
    made = fill(table([["照片", TAG]]), {"照片": "附件/甲.jpg"}, source)
    assert len(list(made.tables[0].cell(0, 1)._tc.iter(f"{W}drawing"))) == 1


def test_what_goes_wrong_with_pictures() -> None:
    with pytest.raises(InputError, match="找不到图片"):
        fill(paragraphs(TAG), {"照片": "没有.jpg"}, source)
    with pytest.raises(RenderError, match="不是图片的路径") as caught:
        fill(paragraphs("", TAG), {"照片": 5}, source, like={"照片": ""})
    assert caught.value.place == "模板.docx › 正文 › 第2段"
    with pytest.raises(RenderError, match="没有图片的来源"):
        fill(paragraphs(TAG), {"照片": "附件/甲.jpg"})
    with pytest.raises(BlockedValue):
        fill(paragraphs(TAG), {"照片": Bad(())}, source, like={"照片": ""})


@pytest.mark.parametrize(
    ("body", "result"),
    [
        ("照片|图片(30,42)", ("照片", 1_080_000, 1_512_000)),
        ("照片 ｜ 图片（３０，42.5）", ("照片", 1_080_000, 1_530_000)),
        ("图[0].文件|默认(x)|picture( 1 , 2 )", ("图[0].文件|默认(x)", 36_000, 72_000)),
        ("照\u200b片|图\u200b片(1,2)", ("照片", 36_000, 72_000)),
        ("'|图片(1,2)'", None),
        ("照片|默认('x')", None),
    ],
)
def test_the_filter(body: str, result: tuple[str, int, int] | None) -> None:
    assert object_filter(body) == (result and Wanted("picture", *result))


@pytest.mark.parametrize(
    "body", ["照片|图片", "照片|图片(30)", "照片|图片(30,42)|默认(1)", "照片|图片(0,42)", "照片|图片(a,b)"]
)
def test_the_filter_misspelt(body: str) -> None:
    with pytest.raises(ObjectMisspelt):
        object_filter(body)
    (found,) = problems(paragraphs(f"{{{{ {body} }}}}"), {"照片": "x"})
    assert found.remedy


def test_no_pictures_in_properties() -> None:
    document = paragraphs("甲")
    document.core_properties.title = TAG
    (found,) = problems(document, {"照片": "x"})
    assert found.place.sheet == "文档属性"
    assert "图片" in found.message
