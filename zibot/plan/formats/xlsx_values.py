"""The value of a spreadsheet cell as the person sees it: dates, percents and numbers by their format."""

import math
import re
from datetime import date, datetime, time, timedelta

from zibot.when import MONTHS

_TOKENS = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(General|[0#?]+(?:[.,][0#?]+)*)|(%)|(.)', re.IGNORECASE)


def shown(value: object, number_format: str) -> str:
    """The text of a value that openpyxl has read; a ticked box is a check mark, an unticked one nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "√" if value else ""
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    if isinstance(value, time):
        return f"{value:%H.%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}.{minutes % 60:02}"
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _date(value: date, number_format: str) -> str:
    """A date with those of day, month and year that its format shows; all of them where it shows none."""
    form = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format.partition(";")[0]).lower()
    hours = "h" in form
    form = re.sub(r"h+\W*m+|m+\W*s+", "", form)  # minutes are written like months
    day, month, year = (sign in form for sign in "dmy")
    if not (day or month or year):
        day = month = year = True
    parts = [str(value.day)] * day + [MONTHS[value.month - 1]] * month + [str(value.year)] * year
    clock = hours and isinstance(value, datetime) and (value.hour or value.minute)
    return " ".join([*parts, f"{value:%H.%M}"] if clock else parts)


def _number(value: float, number_format: str) -> str:
    """A number with the decimals, zeros, signs and words of its format; whole ones without decimals."""
    if not math.isfinite(value):
        return ""
    tokens = list(_TOKENS.finditer(number_format.partition(";")[0]))
    digits = next((match[3] for match in tokens if match[3]), "General")
    percent = any(match[4] for match in tokens)
    written = _digits(value * 100 if percent else value, digits)
    parts, done = [], False
    for match in tokens:
        if match[3]:
            parts.append("" if done else written)
            done = True
        else:
            parts.append(match[1] or match[2] or match[4] or match[5] or "")
    # A format without a place for digits (text, or one of a kind not known here) hides no number.
    return "".join(parts).strip() if done else written + "%" * percent


def _digits(value: float, digits: str) -> str:
    if digits.lower() == "general":
        return str(int(value)) if value == int(value) else f"{value:.10g}"
    whole, _, decimals = digits.replace(",", "").partition(".")
    written = f"{value:.{len(decimals)}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        written = written.removesuffix("0")
    before, point, after = written.removesuffix(".").partition(".")
    return f"{before.zfill(whole.count('0'))}{point}{after}"
