"""A person as people write them in one line: full name with titles, and after a comma their jabatan."""

import re

LONGEST_NAME, LONGEST_JABATAN = 80, 120
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .,'’`()/-])*", re.UNICODE)
"""Letters, and what stands between and behind them in names and their titles."""
_DOTTED_TITLE = re.compile(r"(?:[A-Z][A-Za-z]{0,4}\.)+(?:[A-Z][A-Za-z]{0,5}\.?)?")
_TITLES = frozenset(
    word
    for line in ("sh mh se st si mm msi mkn ssos skom spd mpd sip", "skm sap map spt stp amd sst sthi shi mba phd")
    for word in line.split()
)
"""Degrees that people write without dots: SH, MSi."""


def as_name(said: str) -> str | None:
    """A full name as it is kept, with single spaces; None where the words are no name."""
    name = " ".join(said.split()).strip(" ,")
    letters = sum(letter.isalpha() for letter in name)
    return name if letters >= 2 and len(name) <= LONGEST_NAME and _NAME.fullmatch(name) else None


def as_jabatan(said: str) -> str | None:
    """A jabatan as it is kept, with single spaces; None where the words are none."""
    words = " ".join(said.split()).strip(" ,")
    return words if 2 <= len(words) <= LONGEST_JABATAN and any(letter.isalpha() for letter in words) else None


def name_and_jabatan(said: str) -> tuple[str, str] | None:
    """What "Sari Wulandari, S.H., Analis Hukum" says: the name with its titles, and the jabatan; None if no name."""
    first, *rest = (part.strip() for part in said.split(","))
    titles = next((place for place, part in enumerate(rest) if not _is_title(part)), len(rest))
    name = as_name(", ".join([first, *rest[:titles]]))
    jabatan = ", ".join(part for part in rest[titles:] if part)
    if name is None or as_name(first) is None or _DOTTED_TITLE.fullmatch(first) or "?" in said:
        return None
    if not jabatan:
        return name, ""
    kept = as_jabatan(jabatan)
    return (name, kept) if kept is not None else None


def _is_title(part: str) -> bool:
    return bool(_DOTTED_TITLE.fullmatch(part.replace(" ", ""))) or part.casefold().replace(" ", "") in _TITLES
