"""Days of the week beside dates: "Senin, 3 Maret 2025" says one day in two ways, which may differ."""

import re

from zibot.plan.words import Token, shape
from zibot.when import calendar_date

_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


def contradicts(tokens: tuple[Token, ...], year: int | None) -> bool:
    """Whether a weekday is not that of the date which follows it; `year` is meant where the cell names none."""
    kinds = shape(tokens)
    return any(
        _differs(tokens[match.start() :], tokens[match.end() - 1], year)
        for match in re.finditer(r"D[,(]*T?[Nd]", kinds)
    )


def _differs(tokens: tuple[Token, ...], day: Token, year: int | None) -> bool:
    said = re.sub(r"hari|\W", "", tokens[0].text).replace("ahad", "minggu")
    named = next((token.value for token in tokens if token.kind == "Y"), year)
    month = next((token.value for token in tokens if token.kind == "M"), 0)
    if day.kind == "d":
        named, month = day.value // 10_000, day.value // 100 % 100
    if said not in _WEEKDAYS or named is None:
        return False
    date = calendar_date(named, month, day.value % 100)
    return date is not None and date.weekday() != _WEEKDAYS.index(said)
