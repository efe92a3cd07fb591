"""/saya: what is kept about someone, to look at, to put right, and to ask to be erased."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.members import member
from zibot.handlers.press import Press
from zibot.handlers.who import Spoken
from zibot.model import Person, Prompt, saved
from zibot.rules.names import as_jabatan, as_name
from zibot.rules.roles import Role
from zibot.rules.status_words import read_status
from zibot.storage import membership, people, plans, prompts

NAME, JABATAN = "my-name", "my-jabatan"
"""Questions: how someone is called, and what their jabatan is."""


def me(desk: Desk, spoken: Spoken) -> None:
    """/saya: one's own data; never in a group."""
    if spoken.private:
        _show(desk, spoken.chat_id, spoken.person)
    else:
        desk.say(spoken.chat_id, "only_private")


def _show(desk: Desk, chat_id: int, person: Person, *, edit: int | None = None) -> None:
    theirs = [duty for duty in plans.duties(desk.session, desk.satker_id) if person.id in duty.holders]
    desk.say(
        chat_id,
        "myself",
        edit=edit,
        buttons=[[_button("my-name", Verb.MY_NAME), _button("my-jabatan", Verb.MY_JABATAN)], [_erasure("my-erasure")]],
        person=person,
        held=len({duty.item_id for duty in theirs}),
        since=desk.local(person.joined_at).date() if person.joined_at is not None else None,
        days=desk.settings.scrub_after_days,
    )


def _button(label: str, verb: Verb) -> Button:
    return texts.label("button", label), data(verb)


def _erasure(label: str) -> Button:
    return _button(label, Verb.MY_ERASURE if label == "my-erasure" else Verb.MY_ERASURE_YES)


def pressed(desk: Desk, press: Press) -> str | None:
    """[Kembali]: one's own data again, in place of what the message showed."""
    _show(desk, press.chat_id, press.person, edit=press.message_id)
    return None


def correct(desk: Desk, press: Press) -> str | None:
    """[Betulkan nama], [Betulkan jabatan]: ask for the words."""
    kind = NAME if press.verb is Verb.MY_NAME else JABATAN
    _ask(desk, press.person, press.chat_id, kind)
    return None


def _ask(desk: Desk, person: Person, chat_id: int, kind: str, *, unclear: str | None = None) -> None:
    prompts.ask(desk.session, person, kind, chat_id, obligation_id=None, now=desk.now)
    desk.say(chat_id, "myself_ask", kind=kind, unclear=unclear)


def answered(desk: Desk, spoken: Spoken, prompt: Prompt) -> bool:
    """Take words as one's own name or jabatan; False where they rather are a question or a status."""
    person = member(desk, saved(spoken.person.id))
    if person is None or not spoken.private or "?" in spoken.words or read_status(spoken.words, desk.today) is not None:
        return False
    words = as_name(spoken.words) if prompt.kind == NAME else as_jabatan(spoken.words)
    why = "words" if words is None else _taken(desk, person, words) if prompt.kind == NAME else None
    if words is None or why is not None:
        _ask(desk, person, spoken.chat_id, prompt.kind, unclear=why)
        return True
    _corrected(desk, person, spoken.chat_id, prompt.kind, words)
    prompts.close(desk.session, person, desk.now)
    return True


def _taken(desk: Desk, person: Person, name: str) -> str | None:
    """Why a name cannot be theirs: someone else of the office has it, or had it."""
    others = membership.called(desk.session, desk.satker_id, name)
    return "taken" if any(other.id != person.id for other in others) else None


def _corrected(desk: Desk, person: Person, chat_id: int, kind: str, words: str) -> None:
    """Write it down, say so, and let who leads know, since names are how people are found."""
    before = person.name
    what = "name" if kind == NAME else "jabatan"
    membership.correct(desk.session, person, what, words, desk.now)
    desk.session.flush()
    _show(desk, chat_id, person)
    for lead in leads(desk, besides=person)[:1]:
        if lead.telegram_id is not None:
            desk.say(lead.telegram_id, "corrected", what=what, before=before, name=person.name, jabatan=person.jabatan)


def leads(desk: Desk, *, besides: Person) -> list[Person]:
    """Who leads the team, then who maintains the bot, as far as they can be reached."""
    team = people.everyone(desk.session, desk.satker_id)
    reachable = [one for one in team if one.telegram_id is not None and one.id != besides.id]
    return [one for role in (Role.LEAD, Role.ADMIN) for one in reachable if one.role == role]


# erasure


def ask_erasure(desk: Desk, press: Press) -> str | None:
    """[Minta dihapus]: tell what would go and what stays, and ask once more."""
    back = texts.label("button", "member-back"), data(Verb.MY_DATA)
    rows = [[_erasure("my-erasure-yes")], [back]]
    desk.say(press.chat_id, "erasure_ask", edit=press.message_id, buttons=rows)
    return None


def erasure(desk: Desk, press: Press) -> str | None:
    """[Ya, minta dihapus]: the request goes, once a day, to everyone who can have it carried out."""
    person, key = press.person, f"erasure:{press.person.id}:{desk.today}"
    asked = leads(desk, besides=person)
    card = texts.label("button", "member-out"), data(Verb.MEMBER_OUT, saved(person.id), 0)
    told = [
        desk.say(one.telegram_id, "erasure_asked", buttons=[[card]], name=person.name, once=f"{key}:{one.id}")
        for one in asked
        if one.telegram_id is not None
    ]
    shown = desk.say(press.chat_id, "erasure_sent", edit=press.message_id, names=[one.name for one in asked])
    if not any(told) and (told or not shown):
        return "erasure-sent"
    desk.record("person.erasure-asked", actor=person, person=person.id)
    return None
