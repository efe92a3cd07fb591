"""Rows that are no items but the rest of the row before, torn off by a page or by cells that were merged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TEXTS = ("indicator", "action", "evidence")
_OPEN_END = re.compile(
    r"(?:[,;/\-–(&]|\b(?:dan|s\.?\s?d\.?|sampai|serta|paling lambat|minggu(?: ke)?"
    r"|(?<!tiap )(?<!per )(?<!per-)bulan))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tail:
    """The cells to join to the row before, by role; `doubtful` where the row may as well be something else."""

    cells: Mapping[str, str]
    doubtful: bool


def tail_of(cells: Mapping[str, str], before: Mapping[str, str] | None, *, lead: str, after_break: bool) -> Tail | None:
    """The rest of the row `before` that these cells are, or None for a row of its own.

    `lead` is the role with which a row of this table begins: indicator, or action where there is none. `after_break`
    says that a page began, where rows are torn; without numbers and target a row that goes on in lower case is a rest
    wherever it stands.
    """
    filled = {role: text for role, text in cells.items() if text}
    if before is None or "no" in filled or "area" in filled or not filled:
        return None
    if "component" in filled:
        return Tail(filled, not _goes_on(filled["component"])) if len(filled) == 1 else None
    texts = [role for role in _TEXTS if role in filled]
    if "target" in filled:
        return _with_target(filled, texts, before, lead=lead, after_break=after_break)
    if len(texts) == 1:
        return _single(filled, texts[0], before, after_break=after_break)
    lower = all(_goes_on(filled[role]) for role in texts)
    if lead in texts:
        # Three beginnings in lower case may be a careless writer: joined only where a page tears, and asked about.
        return Tail(filled, True) if lower and after_break else None
    begins = "action" in texts and not any(_goes_on(filled[role]) for role in texts)
    if begins and not _OPEN_END.search(before["action"]):
        return None  # another action of the same indicator, with evidence of its own
    return Tail(filled, not (lower and after_break))


def _with_target(
    filled: Mapping[str, str], texts: list[str], before: Mapping[str, str], *, lead: str, after_break: bool
) -> Tail | None:
    if not texts:
        only_year = re.fullmatch(r"(?:tahun\s+)?(?:19|20)\d\d", filled["target"].strip(), re.IGNORECASE)
        follows = bool(before["target"]) and bool(only_year or _OPEN_END.search(before["target"]))
        return Tail(filled, not follows)
    lower = all(_goes_on(filled[role]) for role in texts)
    if _OPEN_END.search(before["target"]) and (lead not in texts or after_break):
        return Tail(filled, not any(_goes_on(filled[role]) for role in texts))  # "Maret, Juni," goes on
    if after_break and lower:
        return Tail(filled, True)
    # A target beside the second half of a row whose first half has none; otherwise it makes a row of its own.
    return Tail(filled, True) if not before["target"] and (lead not in texts or texts == ["indicator"]) else None


def _single(filled: Mapping[str, str], role: str, before: Mapping[str, str], *, after_break: bool) -> Tail | None:
    text = filled[role]
    if _goes_on(text):
        return Tail(filled, False)
    if after_break:
        return Tail(filled, not (re.match(r"[\d•\-–(]", text) or _OPEN_END.search(before[role])))
    return Tail(filled, True)


def _goes_on(text: str) -> bool:
    """Whether a text begins in the middle of a sentence."""
    return bool(re.match(r"\W*[a-zà-ÿ]", text)) and not re.match(r"[a-z][.)]\s", text)


def joined(before: str, after: str) -> str:
    """A cell and its rest; a word torn by a hyphen is made whole, a list goes on in a new line."""
    if not before or not after:
        return before or after
    if re.search(r"[^\W\d]-$", before) and after[0].islower():
        return before[:-1] + after
    if re.match(r"[-•–]\s|\d{1,2}[.)]\s", after):
        return f"{before}\n{after}"
    return f"{before} {after}"
