"""The text of a Word paragraph as it is seen: tracked changes accepted, check marks of symbol fonts, no hidden text."""

from collections.abc import Iterator
from typing import Any

from zibot.plan.formats.symbols import in_font

Element = Any  # an element of lxml, which ships no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PARAGRAPH, TABLE, RUN, TEXT = f"{W}p", f"{W}tbl", f"{W}r", f"{W}t"
RENDERED_BREAK, BREAK = f"{W}lastRenderedPageBreak", f"{W}br"
_BOX = f"{W}txbxContent"
_ALTERNATE = f"{_MC}AlternateContent"
_LEFT_OUT = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "tcPr")
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NO = ("0", "false", "off")


def is_on(element: Element, name: str) -> bool:
    """Whether a property is set: its element is there and does not say no."""
    found = element.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val") not in _NO


def value_of(element: Element | None, path: str) -> str | None:
    """The value (w:val) of the element at a path such as "pPr/numPr/numId", None where there is none."""
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return None if found is None else found.get(f"{W}val")


def paragraph_text(paragraph: Element) -> tuple[str, list[Element]]:
    """What a paragraph says, and the contents of its text boxes, which are paragraphs and tables themselves."""
    boxes: list[Element] = []
    return "".join(_pieces(paragraph, boxes)), boxes


def _pieces(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or (tag == RUN and _is_hidden(child)):
            continue
        if tag == _BOX:
            boxes.append(child)
        elif tag == TEXT:
            yield in_font(child.text or "", _font(element))
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{W}sym":
            yield in_font(chr(int(child.get(f"{W}char"), 16)), child.get(f"{W}font"))
        elif tag == f"{W}fldChar":
            yield _form_field(child)
        elif tag == f"{_M}t":
            yield child.text or ""
        elif tag == f"{_M}rad" and not any(part.text for part in child.iter(f"{_M}t")):
            yield "√"  # the root sign of the formula editor, taken as a check mark
        else:
            yield from _pieces(shown_version(child), boxes)


def shown_version(element: Element) -> Element:
    """Of content that is stored for newer and older programs, the version for the newer ones."""
    return element[0] if element.tag == _ALTERNATE and len(element) else element


def _is_hidden(run: Element) -> bool:
    properties = run.find(f"{W}rPr")
    return properties is not None and is_on(properties, "vanish")


def _font(run: Element) -> str | None:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def _form_field(field: Element) -> str:
    """A check mark for a box of an older form that is ticked."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    return "√" if is_on(box, "checked" if box.find(f"{W}checked") is not None else "default") else ""


def settle_controls(body: Element) -> None:
    """Write into content controls what is seen as an answer: a check mark for a ticked box, nothing for a prompt."""
    for control in body.iter(f"{W}sdt"):
        properties = control.find(f"{W}sdtPr")
        if properties is None:
            continue
        box = properties.find(f"{_W14}checkbox")
        if box is not None:
            ticked = box.find(f"{_W14}checked")
            _replace_text(control, "√" if ticked is not None and ticked.get(f"{_W14}val") not in _NO else "")
        elif is_on(properties, "showingPlcHdr"):
            _replace_text(control, "")


def _replace_text(control: Element, words: str) -> None:
    for sign in list(control.iter(f"{W}sym")):
        sign.tag = TEXT
    for text in control.iter(TEXT):
        text.text, words = words, ""
