"""Roman numerals and months in scanned text: tesseract reads the strokes of I, II, III as bars, as letters, or not."""

import re
from collections.abc import Sequence

import cv2

from zibot.plan.formats.straighten import Pixels

_BARS = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ"}
"""Numerals as they were seen in the picture, until the text around them shows whether they are some."""
_ALIKE = re.compile(r"([^\d\s.,:;)]{1,4})([.,:;)]?)")
_LOWEST = 14
"""Pixels: no numeral on a straightened page is lower."""
_ROMAN = re.compile(r"(?:IX|IV|V?I{0,3})")
_STROKES = str.maketrans("ivxl|!", "IVXIII")
_PERIOD = r"(?:tri ?wulan|wulan|semester|smt|tahap|tw)"
_GLUED = re.compile(rf"\b({_PERIOD})([!|l]{{1,3}})(?![a-z])", re.IGNORECASE)
_BAR_ALONE = re.compile(r"(?<!\S)Ⅰ(?![.,)]|\s+\w)|^Ⅰ(?=\s)|(?<!\S)Ⅰ[,)](?!\s*[IVⅠⅡⅢ])", re.MULTILINE)
_QUARTERS = (
    ("II", re.compile(r"TW ?(?:h|u|n|il|li|ll|ii)", re.IGNORECASE)),
    ("III", re.compile(r"TW ?(?:ul|m|ill|lll|iii)", re.IGNORECASE)),
    ("IV", re.compile(r"TW ?[il|]v", re.IGNORECASE)),
)
_AFTER_PERIOD = re.compile(rf"({_PERIOD}\s+(?:[IVⅠⅡⅢ]+[\s,&/-]+|dan\s+|s[./]?d\.?\s+)*)Ⅰ", re.IGNORECASE)
_MONTH = r"Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"
_MONTH_AND = re.compile(rf"\b({_MONTH})(dan)\b", re.IGNORECASE)
_JUNE = re.compile(r"\bl(un|ul)i\b")
_EACH_MONTH = re.compile(r"\b(setiap|tiap|per|\d) bin\b", re.IGNORECASE)


def seen_in(text: str, picture: Pixels) -> str:
    """A word as tesseract read it, or the numeral of one to three strokes that its picture (dark on white) shows."""
    match = _ALIKE.fullmatch(text)
    if not match:
        return text
    return _BARS.get(_strokes(picture), match[1]) + match[2]


def unread(picture: Pixels) -> str:
    """The numeral II or III where tesseract read nothing in the picture of a line; one stroke alone may be anything."""
    strokes = _strokes(picture)
    return _BARS[strokes] if strokes > 1 else ""


def _strokes(picture: Pixels) -> int:
    """How many upright strokes of one height stand in a picture that shows nothing else but a stop; 0 for others."""
    dark = cv2.threshold(picture, 150, 255, cv2.THRESH_BINARY_INV)[1]
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(dark)
    parts = [part for part in stats[1:] if part[cv2.CC_STAT_AREA] >= 6]
    tallest = max((int(part[cv2.CC_STAT_HEIGHT]) for part in parts), default=0)
    tall = [part for part in parts if part[cv2.CC_STAT_HEIGHT] > 0.8 * tallest]
    low = [part for part in parts if part[cv2.CC_STAT_HEIGHT] <= 0.8 * tallest]
    if tallest < _LOWEST or len(tall) > 3 or any(part[cv2.CC_STAT_WIDTH] > 0.36 * tallest for part in tall):
        return 0
    foot = min(int(part[cv2.CC_STAT_TOP]) for part in tall) + tallest / 2
    return len(tall) if all(part[cv2.CC_STAT_TOP] > foot for part in low) and len(low) < 2 else 0  # an i has its dot


def settled(text: str, *, narrow: bool) -> str:
    """The text of a cell or line with its numerals and periods as they were printed, as far as that is plain.

    A lone stroke is a numeral after a word such as Triwulan, before a full stop, between words, or alone in a `narrow`
    cell; else it is what remains of a ruling.
    """
    for read, meant in (("Ⅱ", "II"), ("Ⅲ", "III")):
        text = text.replace(read, meant)
    text = _GLUED.sub(lambda match: f"{match[1]} {'I' * len(match[2])}", text)
    for _ in range(3):
        text = _AFTER_PERIOD.sub(r"\1I", text)
    for quarter, misread in _QUARTERS:
        if misread.fullmatch(text):
            return f"TW {quarter}"
    if narrow and re.fullmatch(r"Ⅰ[.)]?", text):
        return text.replace("Ⅰ", "I")
    text = _BAR_ALONE.sub("|", text).replace("Ⅰ", "I")
    whole = text.rstrip(".)").replace("Vv", "V").translate(_STROKES)
    if narrow and len(text) > 1 and whole and _ROMAN.fullmatch(whole):
        text = whole + text[len(text.rstrip(".)")) :]
    text = re.sub(r"^([ivxl|!IVX]{2,4})(?=\. ?[A-Z])", lambda match: _upper(match[0]), text)
    return _months(text)


def _upper(read: str) -> str:
    roman = read.translate(_STROKES)
    return roman if _ROMAN.fullmatch(roman) else read


def _months(text: str) -> str:
    text = _JUNE.sub(r"J\1i", _MONTH_AND.sub(r"\1 \2", text))
    return _EACH_MONTH.sub(r"\1 bln", text)


_INITIALS = tuple("JFMAMJJASOND")
_NUMBERS = tuple(str(month) for month in range(1, 13))
_SHORT = tuple(["JAN", "FEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGT", "SEP", "OKT", "NOV", "DES"])


def year_in(cells: Sequence[str]) -> tuple[str, ...] | None:
    """The headings of twelve narrow cells side by side where most of them are those of the months of a year."""
    for months in (_INITIALS, _NUMBERS, _SHORT):
        alike = sum(cell.strip(" .|").upper() == month for cell, month in zip(cells, months, strict=True))
        if 7 <= alike < len(months):
            return months
    return None
