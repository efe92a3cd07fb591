"""A status in someone's own words: written down where it is clear of what and what, asked back where it is not."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers import postponing
from zibot.handlers.matching import choice
from zibot.handlers.press import Press, duty_of
from zibot.handlers.status import choices, may_not, reports, say_status, show_duty
from zibot.handlers.who import Spoken
from zibot.model import Person, saved
from zibot.rules.lifecycle import Duty, Kind
from zibot.rules.likeliest import Hint, likeliest
from zibot.rules.status_words import CODE, Meaning, StatusSaid, read_status
from zibot.storage import outbox, plans, prompts

SHOWN = 10
"""Items to choose from at most."""
DATES = 4
"""Due dates of one item to choose from at most."""
_KINDS = {Meaning.DONE: Kind.SUBMITTED, Meaning.PROGRESS: Kind.PROGRESS, Meaning.BLOCKED: Kind.BLOCKED}


def replied(desk: Desk, spoken: Spoken, about: list[int]) -> bool:
    """Take words that reply to a message of ours about these obligations; False where they say no status."""
    told = plans.duties(desk.session, desk.satker_id, ids=about)
    open_ones = _open(told, private=spoken.private)
    meant = _meant(desk, spoken, open_ones)
    said = _read(desk, spoken.words, meant[0] if len(meant) == 1 else None)
    if said is None:
        return False
    if len(meant) == 1:
        settle(desk, spoken, meant[0], said)
    elif meant and said.meaning is Meaning.LATER and spoken.private:
        # Whichever it is, nothing is written down of a promise.
        desk.say(spoken.chat_id, "promised", duty=None)
    elif meant:
        ask_which(desk, spoken, meant, said)
    elif not spoken.private:
        desk.say(spoken.chat_id, "status_private")
    elif len(told) == 1:
        show_duty(desk, spoken.chat_id, told[0], spoken.person)
    else:
        return False
    return True


def unprompted(desk: Desk, spoken: Spoken) -> bool:
    """Take words that reply to nothing: of the item that they name by its code, else the person chooses which."""
    said = _read(desk, spoken.words, None)
    if said is None or not spoken.private:
        return False
    everything = plans.duties(desk.session, desk.satker_id)
    mine = [duty for duty in _open(everything, private=True) if saved(spoken.person.id) in duty.holders]
    named = _dated(desk, spoken, _named(desk, spoken, everything), said)
    if len(named) == 1:
        settle(desk, spoken, named[0], _read(desk, spoken.words, named[0]) or said)
    elif named:
        ask_which(desk, spoken, named, said)
    elif said.meaning is Meaning.LATER and mine:
        desk.say(spoken.chat_id, "promised", duty=None)
    elif mine:
        ask_which(desk, spoken, _likeliest_first(desk, spoken, mine, everything), said)
    else:
        return False
    return True


def asked_back(desk: Desk, spoken: Spoken, about: list[int]) -> bool:
    """Ask with buttons what was meant by a reply about one obligation; a question is answered with its card."""
    open_ones = _open(plans.duties(desk.session, desk.satker_id, ids=about), private=spoken.private)
    if len(open_ones) != 1 or not spoken.words or not reports(spoken.person, open_ones[0]):
        return False
    duty = open_ones[0]
    if "?" in spoken.words:
        show_duty(desk, spoken.chat_id, duty, spoken.person)
        return True
    rows = choices(desk, duty, spoken.person, spoken.chat_id)
    words, secret = spoken.words, duty.confidential
    desk.say(spoken.chat_id, "unsure", buttons=rows, about=[duty.id], protect=secret, duty=duty, words=words)
    return True


def _open(duties: list[Duty], *, private: bool) -> list[Duty]:
    """Those about which there is still something to say here."""
    return [d for d in duties if not d.state.closed and not d.backlog and (private or not d.confidential)]


def _read(desk: Desk, words: str, duty: Duty | None) -> StatusSaid | None:
    if duty is None:
        return read_status(words, desk.today)
    return read_status(words, desk.today, due=duty.due, code=duty.code)


def _named(desk: Desk, spoken: Spoken, among: list[Duty]) -> list[Duty]:
    """What the words call by its code, as far as it is open and the person may report on it."""
    codes = {code.upper() for code in CODE.findall(spoken.words)}
    found = [duty for duty in _open(among, private=spoken.private) if duty.code in codes]
    return [duty for duty in found if reports(spoken.person, duty)]


def _dated(desk: Desk, spoken: Spoken, named: list[Duty], said: StatusSaid) -> list[Duty]:
    """Of one item's due dates the one that is meant, or the few that can be; several items stay as they are."""
    if len({duty.item_id for duty in named}) != 1:
        return named
    if said.meaning is Meaning.POSTPONE:
        # Nothing is put off to a day before it is due.
        earlier = [duty for duty in named if said.due is None or duty.due < said.due]
        return (earlier or named)[-DATES:] if said.due is not None else named[:DATES]
    guess = likeliest(Hint(CODE.sub(" ", spoken.words), "", desk.today, (), ()), named, named)
    return list(guess.duties[: 1 if guess.sure else DATES])


def _meant(desk: Desk, spoken: Spoken, told: list[Duty]) -> list[Duty]:
    """Which of those that our message told of is meant, the others where that is not clear."""
    codes = {code.upper() for code in CODE.findall(spoken.words)}
    here = [duty for duty in told if duty.code in codes]
    if codes and not here:
        # Who replies to one item and names another may have mistaken either.
        others = _named(desk, spoken, plans.duties(desk.session, desk.satker_id))
        return [*others, *told] if others else told
    if here or len(told) < 2:
        return here or told
    mine = [duty for duty in told if reports(spoken.person, duty)]
    guess = likeliest(Hint(spoken.words, "", desk.today, (), ()), mine, mine)
    return list(guess.duties[:1]) if guess.sure else list(guess.duties)


def _likeliest_first(desk: Desk, spoken: Spoken, mine: list[Duty], everything: list[Duty]) -> list[Duty]:
    return list(likeliest(Hint(spoken.words, "", desk.today, (), ()), mine, everything).duties)


def settle(desk: Desk, spoken: Spoken, duty: Duty, said: StatusSaid, *, edit: int | None = None) -> None:
    """Write down what was said about one obligation, or ask for what it lacks: a reason, a date."""
    if may_not(desk, spoken, duty):
        return
    if said.meaning is Meaning.POSTPONE:
        postponing.wished(desk, spoken.person, spoken.chat_id, duty, said)
    elif said.meaning is Meaning.LATER:
        _promised(desk, spoken, duty)
    elif said.meaning is Meaning.BLOCKED and not said.reason:
        desk.ask(spoken.person, "reason-blocked", spoken.chat_id, duty)
    else:
        now = say_status(desk, spoken.person, duty, _KINDS[said.meaning], said.reason)
        show_duty(desk, spoken.chat_id, now, spoken.person, note=now.state.value, edit=edit, heard=True)


def _promised(desk: Desk, spoken: Spoken, duty: Duty) -> None:
    """Thank for a promise; who holds it may be reminded on the next working day."""
    rows: list[list[Button]] = []
    if spoken.private and duty.active and spoken.person.id in duty.holders:
        day = desk.workdays.next_after(desk.today)
        when = texts.label("button", "remind-then", when=texts.away(day, desk.today))
        rows = [[(when, data(Verb.LATER_DAY, day.toordinal(), duty.id))]]
    desk.say(spoken.chat_id, "promised", buttons=rows, about=[duty.id], duty=duty)


def ask_which(desk: Desk, spoken: Spoken, duties: list[Duty], said: StatusSaid) -> None:
    """Ask for which of several obligations a status was meant; the words wait until a button is pressed."""
    chat_id, words = spoken.chat_id, spoken.words
    prompts.ask(desk.session, spoken.person, "choose-status", chat_id, obligation_id=None, now=desk.now, said=words)
    shown = duties[:SHOWN]
    desk.say(
        chat_id,
        "which_item",
        said=texts.label("heard", said.meaning),
        dates=shown[0] if len(shown) > 1 and len({duty.item_id for duty in shown}) == 1 else None,
        buttons=[[choice(duty, data(Verb.SAY, duty.id))] for duty in shown],
        about=[duty.id for duty in shown],
    )


def chosen(desk: Desk, press: Press) -> str | None:
    """The item was chosen for a status that was said before."""
    prompt = prompts.pending(desk.session, press.person, press.chat_id, desk.now)
    duty = duty_of(desk, press)
    asked = outbox.message(desk.session, press.chat_id, press.message_id)
    if prompt is None or prompt.kind != "choose-status" or duty is None or duty.state.closed or duty.backlog:
        return "old"
    if asked is None or duty.id not in asked.about:
        return "old"
    if not reports(press.person, duty):
        return "not-yours"
    if duty.confidential and not press.private:
        return "here-only-private"
    # The words were said on the day of our question, of the item that is known only now.
    day = desk.local(prompt.asked_at).date()
    said = read_status(CODE.sub(" ", prompt.said), day, due=duty.due) or read_status(CODE.sub(" ", prompt.said), day)
    if said is None:
        return "old"
    return _settled(desk, press, duty, said)


def _settled(desk: Desk, press: Press, duty: Duty, said: StatusSaid) -> str | None:
    person: Person = press.person
    if said.meaning is Meaning.POSTPONE:
        postponing.wished(desk, person, press.chat_id, duty, said)
        return None
    if said.meaning is Meaning.LATER:
        desk.say(press.chat_id, "promised", edit=press.message_id, about=[duty.id], duty=duty)
        return None
    if said.meaning is Meaning.BLOCKED and not said.reason:
        desk.ask(person, "reason-blocked", press.chat_id, duty)
        return None
    now = say_status(desk, person, duty, _KINDS[said.meaning], said.reason)
    show_duty(desk, press.chat_id, now, person, note=now.state.value, edit=press.message_id, heard=True)
    return "saved"
