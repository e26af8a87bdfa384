"""Line spacing around pictures: with an exact line height Word cuts a picture off to one line of text."""

from __future__ import annotations

from lxml import etree

from docgen.ooxml.words import names as w

Element = etree._Element
_SPACING = f"{w.W}spacing"
_RULE, _LINE, _VALUE = f"{w.W}lineRule", f"{w.W}line", f"{w.W}val"


def loosen(paragraph: Element, styles: Element | None) -> None:
    """Turn an exact line height of a paragraph, its own or its style's, into a least height."""
    spacing = paragraph.find(f"{w.PARAGRAPH_PROPERTIES}/{_SPACING}")
    if spacing is not None and spacing.get(_LINE) is not None:
        if spacing.get(_RULE) == "exact":
            spacing.set(_RULE, "atLeast")
        return
    inherited = _inherited(paragraph, styles) if styles is not None else None
    if inherited is None or inherited.get(_RULE) != "exact":
        return
    if spacing is None:
        properties = paragraph.find(w.PARAGRAPH_PROPERTIES)
        if properties is None:
            properties = etree.Element(w.PARAGRAPH_PROPERTIES)
            paragraph.insert(0, properties)
        spacing = etree.Element(_SPACING)
        properties.insert(_place(properties), spacing)
    spacing.set(_LINE, str(inherited.get(_LINE)))
    spacing.set(_RULE, "atLeast")


def _inherited(paragraph: Element, styles: Element) -> Element | None:
    """The spacing with a line height that a paragraph gets from its style or from the document's defaults."""
    by_id = {s.get(f"{w.W}styleId"): s for s in styles.iterchildren(f"{w.W}style")}
    named = paragraph.find(f"{w.PARAGRAPH_PROPERTIES}/{w.W}pStyle")
    if named is not None:
        style = by_id.get(named.get(_VALUE))
    else:
        kinds = [s for s in by_id.values() if s.get(f"{w.W}type") == "paragraph"]
        style = next((s for s in kinds if s.get(f"{w.W}default") in ("1", "true")), None)
    for _ in range(20):
        if style is None:
            break
        spacing = style.find(f"{w.PARAGRAPH_PROPERTIES}/{_SPACING}")
        if spacing is not None and spacing.get(_LINE) is not None:
            return spacing
        based = style.find(f"{w.W}basedOn")
        style = by_id.get(based.get(_VALUE)) if based is not None else None
    return styles.find(f"{w.W}docDefaults/{w.W}pPrDefault/{w.PARAGRAPH_PROPERTIES}/{_SPACING}")


#: What the schema lets stand behind ``spacing`` in paragraph properties.
_BEHIND = frozenset(
    f"{w.W}{name}"
    for name in (
        *("ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
        *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)


def _place(properties: Element) -> int:
    return next((i for i, child in enumerate(properties) if child.tag in _BEHIND), len(properties))
