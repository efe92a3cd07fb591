"""/rekap [tw N]: the recap of a quarter, for who asks."""

import re

from telegram import Update

from zibot import recap
from zibot.context import Context, Desk
from zibot.handlers.who import Spoken, Told
from zibot.monev.figures import QuarterFigures
from zibot.workdays import Quarter

_NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}


async def made(update: Update, context: Context) -> Told:
    """Draw first, so that the answer and its chart are put into the outbox together."""
    words = (update.effective_message.text or "") if update.effective_message is not None else ""
    told = await context.house.look(_figures, words.partition(" ")[2].strip())
    chart_sha256 = await recap.draw(context.house, told) if told is not None else None

    def answer(desk: Desk, spoken: Spoken) -> None:
        quarter = wanted(desk, spoken.argument)
        if told is None:
            desk.say(spoken.chat_id, "recap_none", unclear=quarter is None, quarter=quarter)
        else:
            recap.post(desk, spoken.chat_id, told, chart_sha256)

    return answer


def _figures(desk: Desk, words: str) -> QuarterFigures | None:
    """The figures that were asked for, if the plan has them."""
    quarter = wanted(desk, words)
    return recap.figures(desk, quarter) if quarter is not None else None


def wanted(desk: Desk, words: str) -> Quarter | None:
    """The quarter that someone names ("tw 1", "triwulan II", "2027-1"); the current one where none is named."""
    current = Quarter.of(desk.today)
    if not words:
        return current
    exact = re.fullmatch(r"(\d{4})-([1-4])", words.strip())
    if exact:
        return Quarter(int(exact.group(1)), int(exact.group(2)))
    named = re.fullmatch(r"(?:tw|triwulan|q)?\s*\.?\s*([1-4]|i{1,3}|iv)(?:\s+(\d{4}))?", words.strip().casefold())
    if named is None:
        return None
    return Quarter(int(named.group(2) or current.year), _NUMBERS[named.group(1)])
