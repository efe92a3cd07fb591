"""Lists of obligations: one's own, someone's, what is late or falls due, what lacks evidence or is to be checked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.about import Part, areas_of, known_of, plan_of
from zibot.handlers.paging import ROWS, Asker, Book, Leaf, in_rows, pages_of, show, sliced
from zibot.handlers.press import Press
from zibot.handlers.seeing import shows
from zibot.handlers.who import Spoken
from zibot.model import Person, saved
from zibot.rules.hearing import heard
from zibot.rules.lifecycle import Duty, State
from zibot.rules.periods import Period, month
from zibot.rules.progress import in_order, lacking_evidence, late_duties
from zibot.rules.roles import may_review
from zibot.storage import plans

AHEAD = timedelta(days=30)
"""How far /jadwal looks where no days are named."""
HORIZON = timedelta(days=14)
"""How far ahead evidence is said to lack where no days are named."""


def openers(duties: Sequence[Duty]) -> list[list[Button]]:
    """A button for each obligation, two in a row."""
    marks = texts.marks()
    return in_rows(
        [
            (
                texts.label("button", "open-code", mark=marks[d.state], code=d.code, due=texts.short_date(d.due)),
                data(Verb.OPEN, d.id),
            )
            for d in duties
        ]
    )


def _book(
    desk: Desk,
    asker: Asker,
    duties: Sequence[Duty],
    *,
    what: str,
    said: dict[str, Any],
    words: Callable[[dict[str, Any]], str],
    more: Sequence[Sequence[Button]] = (),
    of: Part | None = None,
) -> Book:
    """A list with a line and a button for each obligation; `words` makes a page's text of what each has in common."""
    hidden = asker.hidden(desk)

    def leaf(page: int) -> Leaf:
        rows = sliced(duties, page)
        common = {
            "duties": rows,
            "total": len(duties),
            "start": page * ROWS,
            "team": desk.team,
            "today": desk.today,
            "marks": texts.marks(),
            "hidden": hidden,
        }
        return Leaf(words(common), [*openers(rows), *more], [duty.id for duty in rows])

    protect = shows(duties, hidden) or (of is not None and of.guarded(desk))
    return Book(what, said, pages_of(duties), leaf, protect=protect)


def _all(desk: Desk) -> list[Duty]:
    return plans.duties(desk.session, desk.satker_id)


# one's own


def tasks(desk: Desk, spoken: Spoken) -> None:
    """/tugas: what waits for this person, the nearest due first, each a tap away; always in private."""
    asked = heard(f"tugas {spoken.argument}", known_of(desk), desk.today) if spoken.argument else None
    show_tasks(desk, spoken, asked.period if asked is not None else None)


def show_tasks(desk: Desk, spoken: Spoken, period: Period | None = None) -> None:
    """What waits for who speaks, in some days or altogether; asked in a group it is told in private."""
    person = spoken.person
    assert person.telegram_id is not None
    if not spoken.private:
        desk.say(spoken.chat_id, "tasks_private")
    asker = Asker(person, person.telegram_id, private=True)
    show(desk, asker, own(desk, asker, Part(period=period).said()))


def own(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """What waits for who asks; days that have begun take in what is already late."""
    part, person = Part.again(desk, said), asker.person
    mine = [duty for duty in _all(desk) if person.id in duty.holders]
    mine_to_do = [duty for duty in mine if duty.active and duty.part(saved(person.id)) is not State.SUBMITTED]
    active = [duty for duty in mine_to_do if _by_then(part, duty, desk)]
    waiting = sum(duty.state is State.SUBMITTED for duty in mine)
    others = sum(duty.active for duty in mine) - len(mine_to_do)
    later = len(mine_to_do) - len(active)

    def words(common: dict[str, Any]) -> str:
        counts = {"waiting": waiting, "others": others, "later": later}
        return texts.render("tasks", name=person.name, when=part.when, **counts, **common)

    return _book(desk, asker, active, what="tasks", said=said, words=words)


def _by_then(part: Part, duty: Duty, desk: Desk) -> bool:
    period = part.period
    if period is None:
        return True
    return duty.due <= period.last and (period.first <= desk.today or duty.due >= period.first)


# someone's


def show_person(desk: Desk, asker: Asker, people: Sequence[int]) -> None:
    """What someone holds and how it stands; a name that fits several is asked back."""
    named = [desk.team[id] for id in people if id in desk.team]
    if len(named) == 1:
        show(desk, asker, of_person(desk, asker, {"person": named[0].id}))
        return
    buttons = [[(texts.short(person.name, 40), data(Verb.PERSON, saved(person.id)))] for person in named[:8]]
    desk.say(asker.chat_id, "person_unclear", buttons=buttons, people=[person.name for person in named[:8]])


def pressed_person(desk: Desk, press: Press) -> str | None:
    """The one was chosen whom a name meant."""
    if press.numbers[0] not in desk.team:
        return "old"
    show_person(desk, Asker.by(press), press.numbers)
    return None


def of_person(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """What a person holds that is not done: what waits for them first, then what waits for the coordinator."""
    person = desk.team.get(said["person"])
    held = [duty for duty in _all(desk) if said["person"] in duty.holders and duty.state.counted]
    active = [duty for duty in held if duty.active]
    waiting = sum(duty.state is State.SUBMITTED for duty in held)
    counts = {"done": sum(duty.state.done for duty in held), "held": len(held), "waiting": waiting}
    counts["late"] = sum(duty.late(desk.today) for duty in held)

    def words(common: dict[str, Any]) -> str:
        return texts.render("person", person=person, **counts, **common)

    return _book(desk, asker, active, what="person", said=said, words=words)


# of the plan


def late(desk: Desk, spoken: Spoken) -> None:
    """/terlambat [area]: what is past due and who holds it."""
    _of_part(desk, spoken, "terlambat", Verb.LATE)


def agenda(desk: Desk, spoken: Spoken) -> None:
    """/jadwal [bulan]: what falls due, in the next thirty days or in those that are named."""
    _of_part(desk, spoken, "jadwal", Verb.AGENDA)


def _of_part(desk: Desk, spoken: Spoken, command: str, verb: Verb) -> None:
    """Answer for the part of the plan that a command names; an unclear one is asked back, never guessed."""
    if plan_of(desk, spoken) is None:
        return
    known = known_of(desk)
    found = heard(f"{command} {spoken.argument}", known, desk.today)
    asker = Asker.of(spoken)
    if found is None or found.unclear or found.unknown or found.people or found.codes:
        unclear(desk, asker, spoken.argument, verb=verb)
        return
    component = found.components[0] if found.components else None
    period = found.period
    if found.quarter is not None:
        period = Period("quarter", found.quarter.first, found.quarter.last)
    part = Part(found.areas[0] if found.areas else None, component, period)
    show_part(desk, asker, "late" if verb is Verb.LATE else "agenda", part)


def unclear(desk: Desk, asker: Asker, asked: str, *, verb: Verb) -> None:
    """Ask back which part of the plan was meant; an area is chosen by its button."""
    known = known_of(desk)
    found = heard(asked, known, desk.today)
    numbers = list(dict.fromkeys([*found.areas, *(one.area for one in found.components)])) if found else []
    areas = dict(known.areas)
    choices = [(number, areas[number]) for number in numbers or areas if number in areas]
    buttons = [[(f"{texts.roman(number)} · {texts.short(name, 30)}", data(verb, number))] for number, name in choices]
    if verb is Verb.AGENDA:
        buttons = [*month_buttons(desk), *buttons]
    desk.say(asker.chat_id, "part_unclear", buttons=buttons, asked=asked, dated=verb is Verb.AGENDA)


def month_buttons(desk: Desk) -> list[list[Button]]:
    """This month and the next, to be chosen."""
    found = [month(desk.today.year, desk.today.month + ahead) for ahead in (0, 1)]
    return [[(texts.MONTHS[one.first.month - 1], data(Verb.AGENDA, one.first.year, one.first.month)) for one in found]]


def show_part(desk: Desk, asker: Asker, what: str, part: Part) -> None:
    """A list of a part of the plan: late, agenda or missing."""
    show(desk, asker, OF_PART[what](desk, asker, part.said()))


def pressed(desk: Desk, press: Press) -> str | None:
    """[Lewat tenggat] or [Belum ada bukti] of an area, 0 for all; [Tenggat] of an area, or of a year and month."""
    asker, numbers = Asker.by(press), press.numbers
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        return "old"
    if len(numbers) == 2:
        if not (2000 <= numbers[0] <= 2100 and 1 <= numbers[1] <= 12):
            return "old"
        show_part(desk, asker, "agenda", Part(period=month(numbers[0], numbers[1])))
        return None
    if numbers[0] and numbers[0] not in areas_of(desk, plan):
        return "old"
    what = {Verb.LATE: "late", Verb.MISSING: "missing", Verb.AGENDA: "agenda"}[press.verb]
    show_part(desk, asker, what, Part(area=numbers[0] or None))
    return None


def of_late(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """What is past due, oldest first; where days are named, what was due in them."""
    part = Part.again(desk, said).veiled(desk, asker.hidden(desk))
    every = [duty for duty in late_duties(_all(desk), desk.today) if part.has(duty)]
    within = [duty for duty in every if part.within(duty.due)]
    # Where nothing of those days is late, what is late from before is what is asked for.
    found = within or every
    filled = {"of": part.of, "when": part.when, "earlier": not within, "besides": len(every) - len(found)}

    def words(common: dict[str, Any]) -> str:
        return texts.render("late", **filled, **common)

    more = _besides("late-all", Verb.LATE, part, len(every)) if len(every) > len(found) else ()
    return _book(desk, asker, found, what="late", said=said, words=words, more=more, of=part)


def of_agenda(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """What falls due in the days asked for, by day; what is done already is counted only."""
    part = Part.again(desk, said).veiled(desk, asker.hidden(desk))
    if part.period is None:
        part = replace(part, period=Period("ahead", desk.today, desk.today + AHEAD))
    every = [duty for duty in _all(desk) if part.has(duty) and part.within(duty.due) and duty.state.counted]
    found = in_order(duty for duty in every if duty.active)
    done = sum(duty.state.done for duty in every)

    def words(common: dict[str, Any]) -> str:
        return texts.render("agenda", of=part.of, when=part.when, done=done, **common)

    return _book(desk, asker, found, what="agenda", said=part.said(), words=words, of=part)


def of_missing(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """What has no evidence at all and is due in the days asked for, else what is due by the horizon or late."""
    part = Part.again(desk, said).veiled(desk, asker.hidden(desk))
    until = part.period.last if part.period is not None else desk.today + HORIZON
    ours = [duty for duty in _all(desk) if part.has(duty) and duty.state.counted]
    every = lacking_evidence(ours, until)
    found = [duty for duty in every if part.within(duty.due)]
    dated = any(duty.due <= until and part.within(duty.due) for duty in ours)
    # "All is there" would mislead where nothing was to be there yet.
    coming = not every and part.period is None
    if coming:
        after = lacking_evidence(ours, date.max)
        found = [duty for duty in after if duty.due == after[0].due]
    filled = {"of": part.of, "when": part.when, "until": until, "dated": dated, "coming": coming}

    def words(common: dict[str, Any]) -> str:
        return texts.render("missing", besides=0 if coming else len(every) - len(found), **filled, **common)

    more = _besides("missing-all", Verb.MISSING, part, len(every)) if len(every) > len(found) else ()
    return _book(desk, asker, found, what="missing", said=said, words=words, more=more, of=part)


def _besides(name: str, verb: Verb, part: Part, count: int) -> list[list[Button]]:
    """A button for the same without the days, where that is more."""
    return [[(texts.label("button", name, count=count), data(verb, part.area or 0))]] if part.component is None else []


# what is to be checked


def show_review(desk: Desk, asker: Asker) -> None:
    """What waits for being checked by who asks."""
    show(desk, asker, of_review(desk, asker, {}))


def of_review(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """What was submitted and may be judged by who asks, oldest first."""
    person = asker.person
    found = in_order(d for d in _all(desk) if d.state is State.SUBMITTED and _judges(person, d))

    def words(common: dict[str, Any]) -> str:
        return texts.render("to_review", **common)

    begins = [[(texts.label("button", "queue-begin"), data(Verb.QUEUE))]] if found and asker.private else ()
    return _book(desk, asker, found, what="review", said=said, words=words, more=begins)


def _judges(person: Person, duty: Duty) -> bool:
    return may_review(person.role, person.areas, duty)


OF_PART = {"late": of_late, "agenda": of_agenda, "missing": of_missing}
