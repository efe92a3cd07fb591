"""Ours that went wrong: logged first, then the maintainer is told, once, when an update is set aside."""

import logging
from datetime import datetime, timedelta

from telegram.error import RetryAfter

from zibot import texts
from zibot.backup.telling import tell_of
from zibot.context import Desk, Verb, data
from zibot.delivery.polling import pause_asked
from zibot.delivery.telegram import Outcome
from zibot.handlers.press import Press
from zibot.handlers.receipts import said_anew
from zibot.model import Inbox, Outbox, Person, saved
from zibot.redact import words_of
from zibot.rules.roles import Role
from zibot.storage import inbox, ledger, people, plans, reminders, topics
from zibot.storage.inbox import Fault
from zibot.storage.outbox import Rank
from zibot.storage.witness import Seen

log = logging.getLogger(__name__)

KEPT_BY_TELEGRAM = timedelta(hours=24)
"""So long Telegram keeps an update that nobody asks for."""


def failed(desk: Desk, row: Inbox, error: Exception, fault: Fault) -> None:
    """Note the failure on the update's row; when it is set aside its sender and the admins hear of it."""
    assert row.id is not None
    wait = pause_asked(error) if isinstance(error, RetryAfter) else None
    if not inbox.failed(desk.session, row.id, words_of(error), desk.now, fault=fault, wait=wait):
        if fault is Fault.STORE and row.chat_id > 0:
            # Once for all that fails together; anew for what was sent after something else of theirs went well.
            since = inbox.last_handled(desk.session, row.chat_id, before=row.id)
            desk.say(row.chat_id, "not_stored", once=f"not-stored:{row.chat_id}:{since}")
        return
    if row.chat_id > 0 and people.by_telegram(desk.session, desk.satker_id, row.chat_id) is not None:
        desk.say(row.chat_id, "not_handled")
    for person in desk.team.values():
        if person.role == Role.ADMIN and person.telegram_id is not None:
            desk.say(
                person.telegram_id,
                "maintainer",
                buttons=[[(texts.label("button", "retry"), data(Verb.RETRY_INBOX, row.id))]],
                id=row.update_id,
                chat=row.chat_id,
                tries=inbox.TRIES,
                error=type(error).__name__,
            )


def retry(desk: Desk, press: Press) -> str | None:
    """[Coba lagi]: handle once more what was set aside."""
    return "retried" if inbox.retry(desk.session, press.numbers[0]) else "old"


def undelivered(desk: Desk, row: Outbox, outcome: Outcome) -> None:
    """A message cannot be delivered: where the chat is closed to us the lead hears of it, once."""
    if outcome.no_topic is not None:
        if topics.lost(desk.session, row.chat_id, outcome.no_topic, desk.now):
            _tell_who_leads(desk, f"topic-lost:{row.chat_id}:{outcome.no_topic}", topic=True)
        return
    if not outcome.closed:
        said_anew(desk, row)
        return
    if row.chat_id < 0:
        group_lost(desk, row.chat_id)
        return
    person = people.by_telegram(desk.session, desk.satker_id, row.chat_id)
    if person is not None:
        _tell_who_leads(desk, f"unreachable:{person.id}:{person.joined_at}", besides=person, name=person.name)
        _in_the_group_instead(desk, row, person)


def gone_back(desk: Desk, seen: Seen) -> None:
    """The ledger has not what was seen of it: its last facts were lost beside us, and with them what they tell of."""
    count, _ = ledger.head(desk.session, desk.satker_id)
    log.error("the ledger held %d facts at %s, and holds %d now", seen.count, seen.at, count)
    last = ledger.last_at(desk.session, desk.satker_id)
    ledger.append(desk.session, desk.satker_id, "gone-back", at=desk.now, count=seen.count, head=seen.head)
    tell_of(desk, last or seen.at, until=seen.at)


def group_lost(desk: Desk, chat_id: int) -> None:
    """A group takes nothing from us any more: nothing is sent there again, and who leads hears of it."""
    group = people.the_group(desk.session, desk.satker_id)
    people.leave_group(desk.session, chat_id, desk.now)
    if group is not None and group.chat_id == chat_id:
        _tell_who_leads(desk, f"group-lost:{chat_id}:{group.bound_at}", title=group.title)


def _tell_who_leads(
    desk: Desk,
    once: str,
    *,
    besides: Person | None = None,
    name: str | None = None,
    title: str | None = None,
    topic: bool = False,
) -> None:
    """Tell the first of those who lead, check or maintain who can be reached."""
    reachable = [p for p in desk.team.values() if p.telegram_id is not None and (besides is None or p.id != besides.id)]
    for role in (Role.LEAD, Role.ADMIN, Role.COORDINATOR):
        person = next((person for person in reachable if person.role == role), None)
        if person is not None and person.telegram_id is not None:
            desk.say(person.telegram_id, "unreachable", once=once, name=name, title=title, topic=topic)
            return


def _in_the_group_instead(desk: Desk, row: Outbox, person: Person) -> None:
    """A morning message that did not arrive is said in the group, unless it holds what only its people may see."""
    group = people.the_group(desk.session, desk.satker_id)
    text = row.payload.get("text")
    if group is None or row.rank != Rank.DIGEST or row.payload.get("protect_content") or not text:
        return
    if reminders.names_others(desk.session, person, desk.local(row.created_at).date()):
        return  # what others are late with, and who is on leave, is told to whom it concerns
    about = plans.duties(desk.session, desk.satker_id, ids=row.about) if row.about else []
    if any(duty.confidential for duty in about):
        return  # it became so while the message waited
    areas = {duty.area for duty in about}
    if len(areas) == 1:
        desk.speak_of(group.chat_id, areas.pop())
    desk.say(group.chat_id, "instead", once=f"instead:{saved(row.id)}", rank=Rank.DIGEST, name=person.name, text=text)


def back(desk: Desk, since: datetime, until: datetime) -> None:
    """Say in the group, or else to who leads, that nobody was here from then until then."""
    group = people.the_group(desk.session, desk.satker_id)
    leads = [p.telegram_id for p in desk.team.values() if p.role == Role.LEAD and p.telegram_id is not None]
    for chat_id in [group.chat_id] if group is not None else leads:
        desk.say(
            chat_id,
            "back",
            once=f"back:{chat_id}:{since.isoformat()}",
            since=desk.local(since),
            until=desk.local(until),
            forgotten=desk.local(until - KEPT_BY_TELEGRAM) if until - since > KEPT_BY_TELEGRAM else None,
        )
