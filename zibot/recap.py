"""The recap of a quarter, for whoever wants it: the group when it is due, a person who asks, the terminal."""

import asyncio
import logging
import tomllib
from functools import cache

from zibot import texts
from zibot.context import Desk, House
from zibot.monev.charts import ChartError, ChartLabels, render_in_child
from zibot.monev.figures import QuarterFigures, quarter_figures
from zibot.storage import ledger, plans
from zibot.storage.outbox import Rank
from zibot.workdays import Quarter

log = logging.getLogger(__name__)


def figures(desk: Desk, quarter: Quarter) -> QuarterFigures | None:
    """The figures of a quarter as things stand now; None without a plan for its year."""
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None or plan.year != quarter.year:
        return None
    return quarter_figures(plans.duties(desk.session, desk.satker_id), quarter, desk.today)


def text(desk: Desk, told: QuarterFigures) -> str:
    """The recap in words, as HTML."""
    plan = plans.in_force(desk.session, desk.satker_id)
    return texts.render("recap", office=desk.satker.name, figures=told, plan=plan, history=history(desk))


def history(desk: Desk) -> tuple[int, str]:
    """Count and hash of the ledger's head: with them in it, each phone that holds a recap is a witness."""
    return ledger.head(desk.session, desk.satker_id)


@cache
def _labels() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((texts.HERE / "chart.toml").read_text(encoding="utf-8"))
    return found


def chart(told: QuarterFigures, office: str) -> bytes:
    """The recap's chart as PNG, drawn in a process of its own; raises ChartError."""
    labels = _labels()
    filled = labels["subtitle"].format(
        quarter=texts.roman(told.quarter.number), year=told.quarter.year, cut_off=texts.plain_date(told.cut_off)
    )
    return render_in_child(told, ChartLabels(**{**labels, "subtitle": filled}), office)


async def draw(house: House, told: QuarterFigures) -> str | None:
    """Draw the chart and keep it; its SHA-256, or None where it cannot be drawn: the text goes out all the same."""
    office = await house.look(lambda desk: desk.satker.name)
    try:
        png = await asyncio.to_thread(chart, told, office)
    except ChartError:
        log.exception("the chart of %s", told.quarter)
        return None
    return (await asyncio.to_thread(house.files.keep, png)).sha256


def post(desk: Desk, chat_id: int, told: QuarterFigures, chart_sha256: str | None, *, once: str | None = None) -> bool:
    """Put the recap into the outbox, its text first and then its chart; False where it was posted before."""
    rank = Rank.RECAP if once else Rank.REPLY
    plan = plans.in_force(desk.session, desk.satker_id)
    if not desk.say(chat_id, "recap", figures=told, plan=plan, history=history(desk), rank=rank, once=once):
        return False
    if chart_sha256 is not None:
        caption = texts.render("recap_chart", figures=told, office=desk.satker.name)
        payload = {
            "chat_id": chat_id,
            "caption": caption,
            "parse_mode": "HTML",
            "filename": f"rekap-{told.quarter}.png",
        }
        chart_once = f"{once}/chart" if once else None
        desk.put(chat_id, "sendPhoto", payload, rank=rank, once=chart_once, file_sha256=chart_sha256)
    return True
