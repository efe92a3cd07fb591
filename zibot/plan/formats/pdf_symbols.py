"""A letter of a PDF as people see it: signs of symbol fonts, letters printed as one, letters that are not named."""

import re
import unicodedata

from zibot.plan.formats.symbols import in_font

CHECK, BULLET = "√", "•"
UNKNOWN = "\ufffd"
"""A letter of which the document does not say what it is."""
_CROSS, _BOX = "x", "☐"
_FONTS = {"wingdings2": "wingdings 2", "wingdings3": "wingdings 3", "wingdings": "wingdings", "webdings": "webdings"}
_DINGBATS = {  # by their codes in ZapfDingbats, which every PDF reader has
    **dict.fromkeys((0x33, 0x34), CHECK),
    **dict.fromkeys((0x35, 0x36, 0x37, 0x38), _CROSS),
    **{0x6C: "●", 0x6E: "■", 0x6F: _BOX, 0x70: _BOX, 0x71: _BOX, 0x72: _BOX},
}
_SEEN = {**dict.fromkeys("✓✔☑🗸🗹", CHECK), **dict.fromkeys("✕✖✗✘☒🗴🗵", _CROSS), "\u00ad": "-", "\u00a0": " "}
_CID = re.compile(r"\(cid:(\d+)\)")


def read_symbol(text: str, font: str) -> str:
    """The letter as people see it, or UNKNOWN; `font` is the font's name as the document gives it."""
    if text in _SEEN:
        return _SEEN[text]
    plain = re.sub(r"[^a-z0-9]", "", font.lower()) if "ing" in font else ""
    cid = _CID.fullmatch(text)
    code = int(cid[1]) & 0xFF if cid else ord(text[0]) & 0xFF
    # Where the document names the picture itself (a star, an arrow), that is better than the code.
    coded = bool(cid) or ord(text[0]) < 0x100 or "\uf000" <= text[0] <= "\uf0ff"
    if "dingbats" in plain and coded and not text.isspace():
        return _DINGBATS.get(code, BULLET)
    symbols = next((name for part, name in _FONTS.items() if part in plain), None)
    if symbols and coded and not text.isspace():
        return in_font(chr(0xF000 + code), symbols)
    if cid:
        return UNKNOWN
    if "\uf000" <= text[0] <= "\uf0ff":
        return in_font(text, "symbol" if "symbol" in font.lower() else None)
    return unicodedata.normalize("NFKC", text) if "\ufb00" <= text[0] <= "\ufb06" else text
