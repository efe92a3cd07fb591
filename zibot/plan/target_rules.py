"""The sentences of target waktu: shapes of tokens and the schedules that they mean."""

import re

from zibot.plan.found import Found, Rule
from zibot.plan.schedule import MONTHLY, QUARTERLY, SEMESTER, TENTATIVE, YEARLY, Schedule, in_months
from zibot.plan.target_days import (
    after_period,
    date,
    dates,
    day_of_month,
    day_of_months,
    every_month_day,
    every_month_week,
    month_after,
    month_after_quarter,
    week_of_months,
    weeks,
)
from zibot.plan.target_months import LIST, mixed, numbered_months, spelled_window, spread, window, window_after, windows
from zibot.plan.target_periods import (
    PERIOD,
    UNIT,
    counted,
    counted_months,
    from_on,
    part_of_year,
    period,
    period_with_months,
    same_period,
    several,
    two_periods,
    up_to,
)
from zibot.plan.words import Token, shape


def sentence(tokens: tuple[Token, ...]) -> Found | None:
    """The first rule that explains the whole shape."""
    kinds = shape(tokens)
    for pattern, build in _RULES:
        if re.fullmatch(pattern, kinds):
            found = build(tokens)
            if found is not None:
                return found
    return period_with_months(tokens) or mixed(tokens)


def _fixed(schedule: Schedule, doubt: str | None = None) -> Rule:
    return lambda _tokens: Found(schedule, doubt)


_RULES: tuple[tuple[str, Rule], ...] = (
    ("d(?:-d)?", date),
    ("T?NM(?:,T?NM)+|d(?:,d)+", dates),
    ("E?T?N(?:-T?N)?M|T?NM-T?NM|MTN(?:-T?N)?", day_of_month),
    ("E?TNM(?:,M)+", day_of_months),
    ("W[Nl](?:-W?N)?M(?:,M)*|M(?:,M)*,?W[Nl](?:-W?N)?|W[Nl]M-W[Nl]M|MW[Nl]-MW[Nl]", week_of_months),
    ("W[Nl](?:,W?[Nl])+M|M,?W[Nl](?:,W?[Nl])+|W[Nl]M(?:,W[Nl]M)+|MW[Nl](?:,MW[Nl])+", weeks),
    (LIST, spread),
    ("[QHC],?M(?:-M)?", window),
    ("[QHC],?M(?:,M)+", spelled_window),
    ("[QHC],?M(?:,[QHC],?M)+|M,?[QHC](?:,M,?[QHC])+|[QHC](?:,[QHCN])+,?M(?:,M)+", windows),
    ("M(?:-M)?[QHC]", window_after),
    (f"Nx,?(?:{LIST})|(?:{LIST}),?Nx", counted_months),
    ("Nx", counted),
    ("E?NF", lambda tokens: several(tokens[-2:])),
    ("bM|E[Bqh],?b[MQHC]", from_on),
    ("EB,?-M", up_to),
    ("g(?:[,/]?k)*", _fixed(TENTATIVE, "after-event")),
    (PERIOD, period),
    (rf"(?:{PERIOD}),?(?:{PERIOD})", same_period),
    (rf"(?:{PERIOD})(?:[/,](?:{PERIOD}|{UNIT}))+", two_periods),
    ("E?[TD]N(?:-T?N)?,?EB|EB,?[TD]N(?:-T?N)?|ETN", every_month_day),
    ("W[Nl],?EB|EB,?W[Nl]", every_month_week),
    ("W[Nl](?:,W?[Nl])+,?EB|EB,?W[Nl](?:,W?[Nl])+", _fixed(MONTHLY, "days-differ")),
    ("ZB", _fixed(MONTHLY, "inferred-frequency")),
    ("(?:EB,?)?(?:[TD]N|Z)?E?Bn", month_after),
    ("(?:[TD]N|Z)?BnaE?Z?q|aE?Z?q", month_after_quarter),
    ("NDaE?Z?[qB]", after_period),
    ("J+A?|JNA|ED?J", _fixed(MONTHLY, "throughout")),
    ("ED(?:[-,]E?D)+|ED+", _fixed(MONTHLY, "shorter-than-month")),
    ("P,?q|q", _fixed(QUARTERLY, "inferred-frequency")),
    ("P,?h|h", _fixed(SEMESTER, "inferred-frequency")),
    ("P,?B", _fixed(MONTHLY, "inferred-frequency")),
    ("P?,?k(?:[,/]?k)*", _fixed(TENTATIVE)),
    ("P(?:,?P)*", _fixed(TENTATIVE, "no-period")),
    ("Y|A", _fixed(YEARLY, "inferred-frequency")),
    ("ZA", _fixed(in_months((12,)))),
    ("vA", part_of_year),
    ("BN(?:[,-]B?N)*|N(?:[,-]N)+", numbered_months),
)
