"""Plain questions in private, on mention or as a reply in the group; and what is said where one is not understood."""

from zibot import recap, texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers import asking, items, joining, lists, searching, team
from zibot.handlers.about import Part, known_of, no_plan
from zibot.handlers.paging import Asker
from zibot.handlers.who import Spoken
from zibot.rules.areas import find_area
from zibot.rules.lifecycle import Duty
from zibot.rules.progress import in_order
from zibot.rules.questions import Asked, Intent, read_question
from zibot.rules.roles import May, Role, allowed
from zibot.storage import outbox, plans
from zibot.workdays import Quarter

_OF_ONE = (Intent.AGENDA, Intent.STATUS, Intent.MISSING, Intent.LATE)
_NEEDS_PLAN = frozenset(Intent) - {Intent.TASKS, Intent.TEAM, Intent.HELP}


def answered(desk: Desk, spoken: Spoken) -> bool:
    """Answer a plain question; False where the words are none, or could mean two things."""
    asked = read_question(spoken.words, known_of(desk), desk.today)
    if asked is None:
        return False
    if asked.intent in _NEEDS_PLAN and plans.in_force(desk.session, desk.satker_id) is None:
        no_plan(desk, spoken.person, spoken.chat_id, private=spoken.private)
        return True
    duty = _replied_about(desk, spoken)
    if duty is not None and asked.intent in _OF_ONE and asked == Asked(asked.intent):
        items.show_code(desk, Asker.of(spoken), duty.code)
    else:
        _answer(desk, spoken, asked)
    return True


def _replied_about(desk: Desk, spoken: Spoken) -> Duty | None:
    """The one obligation of the message that is replied to: "kapan tenggatnya?" asks about it."""
    replied = spoken.message.reply_to_message
    row = outbox.message(desk.session, spoken.chat_id, replied.message_id) if replied is not None else None
    about = row.about if row is not None else []
    return plans.duty(desk.session, desk.satker_id, about[0]) if len(about) == 1 else None


def _answer(desk: Desk, spoken: Spoken, asked: Asked) -> None:
    asker, part = Asker.of(spoken), Part(asked.area, asked.component, asked.period)
    match asked.intent:
        case Intent.STATUS:
            asking.show_status(desk, asker, part)
        case Intent.LATE | Intent.AGENDA | Intent.MISSING:
            lists.show_part(desk, asker, asked.intent, part)
        case Intent.TASKS:
            lists.show_tasks(desk, spoken, asked.period)
        case Intent.PERSON:
            lists.show_person(desk, asker, sorted(asked.people))
        case Intent.SEARCH:
            searching.search(desk, asker, asked.words)
        case Intent.RECAP:
            _recap(desk, spoken, asked.quarter or Quarter.of(desk.today))
        case _:
            _of_people_and_items(desk, spoken, asked)


def _of_people_and_items(desk: Desk, spoken: Spoken, asked: Asked) -> None:
    asker = Asker.of(spoken)
    match asked.intent:
        case Intent.ITEM | Intent.HOLDER if asked.code:
            items.show_code(desk, asker, asked.code)
        case Intent.HOLDER:
            asking.show_holders(desk, asker, Part(asked.area, asked.component))
        case Intent.REVIEW:
            lists.show_review(desk, asker)
        case Intent.TEAM:
            team.team(desk, spoken)
        case Intent.HELP:
            joining.help_(desk, spoken)


def _recap(desk: Desk, spoken: Spoken, quarter: Quarter) -> None:
    """A quarter's recap in words; its chart comes with the command, which may take its time."""
    told = recap.figures(desk, quarter)
    if told is None:
        desk.say(spoken.chat_id, "recap_none", unclear=False, quarter=quarter)
    else:
        recap.post(desk, spoken.chat_id, told, None)


# not understood


def not_understood(desk: Desk, spoken: Spoken) -> None:
    """Say kindly that it was not understood, with questions that fit the person and buttons that lead on."""
    plan = plans.in_force(desk.session, desk.satker_id)
    role = spoken.person.role
    choices = _areas_meant(desk, spoken) if plan is not None else []
    desk.say(
        spoken.chat_id,
        "not_understood",
        buttons=choices,
        private=spoken.private,
        reports=allowed(role, May.REPORT),
        examples=_examples(desk, spoken) if plan is not None else [],
        meant=bool(choices),
    )


def _areas_meant(desk: Desk, spoken: Spoken) -> list[list[Button]]:
    """The areas between which words leave a doubt, to be chosen by a button."""
    found = find_area(spoken.words, dict(known_of(desk).areas)).candidates
    if not 2 <= len(found) <= 3:
        return []
    return [
        [(f"{texts.roman(one.number)} · {texts.short(one.name, 30)}", data(Verb.AREA, one.number))] for one in found
    ]


def _examples(desk: Desk, spoken: Spoken) -> list[str]:
    """Three questions that this person could ask, with names of their own plan."""
    person, known = spoken.person, known_of(desk)
    area = next(iter(person.areas), known.areas[0][0] if known.areas else 1)
    roman = texts.roman(area)
    if person.role in (Role.LEAD, Role.ADMIN):
        names = ("all", "late", "missing")
    elif person.role == Role.COORDINATOR:
        names = ("area", "check", "missing")
    elif person.role == Role.REVIEWER:
        names = ("all", "area", "recap")
    else:
        names = ("mine", "item", "area")
    return [texts.label("example", name, area=roman, code=_code(desk, spoken)) for name in names]


def _code(desk: Desk, spoken: Spoken) -> str:
    """The code of an item that this person would ask about."""
    held = [d for d in plans.duties(desk.session, desk.satker_id) if d.active and spoken.person.id in d.holders]
    if held:
        return in_order(held)[0].code
    plan = plans.in_force(desk.session, desk.satker_id)
    return plans.items(desk.session, plan)[0].code if plan is not None else "I.1.1"
