"""Signs of symbol fonts: what is stored as a letter and seen as a check mark, a cross or a box."""

_CHECK = "√"
_CROSS = "x"
_UNKNOWN = "•"  # something is seen there, so something is kept

# By the lower byte of the sign: fonts of symbols are stored at U+F000 or as if they were Latin letters.
_SIGNS: dict[str, dict[int, str]] = {
    "wingdings": {
        **dict.fromkeys((0xFC, 0xFE), _CHECK),
        **dict.fromkeys((0xFB, 0xFD), _CROSS),
        **{0x6C: "●", 0x6E: "■", 0x75: "◆", 0xA7: "▪", 0xA8: "☐", 0x6F: "☐", 0xE0: "→", 0xE8: "→"},
    },
    "wingdings 2": {
        **dict.fromkeys((0x50, 0x52), _CHECK),
        **dict.fromkeys((0x4F, 0x51, 0x53, 0x54), _CROSS),
        **{0x97: "●", 0xA2: "■", 0xA3: "☐"},
    },
    "wingdings 3": {},
    "webdings": {0x61: _CHECK, 0x72: _CROSS, 0x6E: "●", 0x67: "■", 0x63: "☐"},
    "marlett": {0x61: _CHECK, 0x62: _CHECK, 0x72: _CROSS},
    "symbol": {0xD6: _CHECK, 0xB7: "•", 0x2D: "-", 0xAE: "→", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "x"},
}
_ASCII_ALIKE = {"symbol": "()[]{}+/.,:;%&!?0123456789=<>|"}  # this font keeps these signs of plain text


_NAMELESS = {0xFC: _CHECK, 0xFE: _CHECK, 0xD6: _CHECK, 0xFB: _CROSS, 0xFD: _CROSS}  # where the font is not said


def in_font(text: str, font: str | None) -> str:
    """The text as it is seen in that font: unchanged unless the font is one of symbols."""
    name = " ".join((font or "").lower().split())
    if name not in _SIGNS and not any("\uf000" <= char <= "\uf0ff" for char in text):
        return text
    return "".join(_seen(char, name) for char in text)


def _seen(char: str, font: str) -> str:
    private = "\uf000" <= char <= "\uf0ff"
    latin = font in _SIGNS and ord(char) < 0x100 and not char.isspace() and char not in _ASCII_ALIKE.get(font, "")
    return _SIGNS.get(font, _NAMELESS).get(ord(char) & 0xFF, _UNKNOWN) if private or latin else char
