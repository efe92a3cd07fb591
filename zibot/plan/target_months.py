"""Months, quarters, thirds and halves of a target: lists, ranges, and the months that a quarter spells out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from zibot.plan.found import WIDTH, Found, values
from zibot.plan.schedule import EVERY_MONTH, QUARTERLY, SEMESTER, in_months
from zibot.plan.words import Token, shape

LIST = "E?(?:M(?:-M)?(?:,M(?:-M)?)*|Q(?:-[QN])?(?:,[QN](?:-[QN])?)*|H(?:-[HN])?(?:,[HN])*|C(?:-[CN])?(?:,[CN])*)"
"""The shapes of a list, such as "Maret, Juni" or "TW I - III"."""


def _parts(tokens: Sequence[Token]) -> list[tuple[int, int]] | None:
    """A list such as "I, II s.d. IV" as pairs of first and last numbers of its parts; None if one is too large."""
    width = WIDTH[next(token.kind for token in tokens if token.kind in WIDTH)]
    parts: list[tuple[int, int]] = []
    joined = False
    for token in tokens:
        if token.kind == "-":
            joined = True
        elif token.kind in "MQCHN":
            if not 1 <= token.value <= 12 // width:
                return None
            parts[-1:] = [(parts[-1][0], token.value)] if joined else [*parts[-1:], (token.value, token.value)]
            joined = False
    return parts


def spread(tokens: Sequence[Token]) -> Found | None:
    """Months, quarters or halves, one by one and in ranges, to the months in which each ends."""
    parts = _parts(tokens)
    if parts is None:
        return None
    width = WIDTH[next(token.kind for token in tokens if token.kind in WIDTH)]
    count = 12 // width
    months: set[int] = set()
    doubt = None
    for first, last in parts:
        if first > last:
            doubt = "wraps-year"
        elif first < last and width == 1 and _are_codes(tokens, first, last):
            months.update(range(first, last + 1, 3))
            doubt = doubt or "report-codes"
            continue
        elif first < last and (first, last) != (1, count) and _is_short(first, last, width):
            doubt = doubt or "short-range"
        length = (last - first) % count + 1
        months.update(((first - 1 + step) % count + 1) * width for step in range(length))
    if [first for first, _last in parts] != sorted(first for first, _last in parts):
        doubt = "wraps-year"  # "April, Juli, Oktober, Januari": that January may be of the year after
    whole = {3: QUARTERLY, 6: SEMESTER}.get(width)
    return Found(whole if whole and set(whole.months) == months else in_months(months), doubt)


def _are_codes(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a range runs between codes of quarterly reports: "B03-B12" is as likely B03, B06, B09 and B12."""
    coded = {token.value for token in tokens if re.match(r"b\W*\d", token.text)}
    return {first, last} <= coded and first % 3 == 0 == last % 3


def mixed(tokens: Sequence[Token]) -> Found | None:
    """ "Januari, TW III": months beside quarters or halves, each part read by itself."""
    parts: list[list[Token]] = [[]]
    if not re.fullmatch(f"(?:{LIST})(?:,(?:{LIST}))+", shape(tokens)):
        return None
    for token in tokens:
        if token.kind == ",":
            parts.append([])
        elif token.kind == "N" and not parts[-1] and len(parts) > 1:
            parts[-2:] = [[*parts[-2], Token(",", 0, ","), token]]
        else:
            parts[-1].append(token)
    found = [spread(part) for part in parts]
    if not all(found):
        return None
    months = {month for one in found if one for month in one.schedule.months}
    return Found(in_months(months), next((one.doubt for one in found if one and one.doubt), "two-readings"))


def _is_short(first: int, last: int, width: int) -> bool:
    """Whether a range may as well be one window with its end as the deadline: half a year or less."""
    return (last - first + 1) * width <= 6


def window(tokens: Sequence[Token]) -> Found | None:
    """A quarter or half that spells out its months: "Semester II (Jul - Des)"."""
    named, months = tokens[0], values(tokens, "M")
    last = named.value * WIDTH[named.kind]
    first = last - WIDTH[named.kind] + 1
    fits = first <= months[0] and months[-1] == last and months[0] in (first, last)
    if tokens[1].kind == "," and not fits:
        return None  # a list rather than the months of the window
    if not first <= months[0] <= months[-1] <= last:
        return Found(
            in_months({*range(months[0], months[-1] + 1), *([last] if len(months) > 1 else [])}), "two-readings"
        )
    if fits:
        return Found(in_months((last,)))
    return Found(in_months(months[-1:]), "two-readings")


def window_after(tokens: Sequence[Token]) -> Found | None:
    """ "Maret (TW I)": a month and the quarter that it ends."""
    found = window([tokens[-1], *tokens[:-1]])
    # "Jan - Jun (Semester I)" begins with a range: each of its months, or the half that they make.
    return replace(found, doubt=found.doubt or "two-readings") if found and "-" in shape(tokens) else found


def windows(tokens: Sequence[Token]) -> Found | None:
    """ "TW I: Maret, TW II: Juni": each month in its own quarter or half."""
    months = values(tokens, "M")
    named = [token for token in tokens if token.kind in "QHCN"]
    width = WIDTH[next(token.kind for token in tokens if token.kind in "QHC")]
    fits = len(months) == len(named) and all(
        (token.value - 1) * width < month <= token.value * width for token, month in zip(named, months, strict=True)
    )
    kinds = shape(tokens)
    at_ends = months == [token.value * width for token in named]
    # Without a comma between the two, as in "TW I (Februari)", the month belongs to its quarter.
    paired = re.fullmatch("[QHC]M(?:,[QHC]M)+|M[QHC](?:,M[QHC])+|[QHC](?:,[QHCN])+M(?:,M)+", kinds)
    same = len(set(kinds) & set("QHC")) == 1
    if not (fits and same and (at_ends or paired)):
        return None
    return Found(in_months(months), None if at_ends else "two-readings")


def spelled_window(tokens: Sequence[Token]) -> Found | None:
    """ "TW I (Jan, Feb, Mar)": all months of the window, so that its end is meant, or each of them."""
    months, last = values(tokens, "M"), tokens[0].value * WIDTH[tokens[0].kind]
    whole = months == list(range(last - WIDTH[tokens[0].kind] + 1, last + 1))
    if not 1 <= last <= 12 or (tokens[1].kind == "," and not whole):
        return None
    return Found(in_months((last,) if whole else months), "two-readings")


def numbered_months(tokens: Sequence[Token]) -> Found | None:
    """ "bulan 3, 6": numbers that are most likely months."""
    numbers = [token for token in tokens if token.kind == "N"]
    if "B" not in shape(tokens) and all(re.fullmatch("[iv]+", token.text) and token.value <= 4 for token in numbers):
        quarters = spread([Token("Q", numbers[0].value, ""), *tokens[1:]])
        return Found(quarters.schedule, "numbered-quarters") if quarters else None
    if numbers[0].value == 0 or not all(token.value in EVERY_MONTH for token in numbers):
        return None
    months = spread(
        [Token("M", token.value, "") if token.kind == "N" else token for token in tokens if token.kind != "B"]
    )
    return Found(months.schedule, "numbered-months") if months else None
