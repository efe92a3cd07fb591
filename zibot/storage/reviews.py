"""What waits for a verdict, and for whose: derived from what was submitted, sent and who is there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, func, select

from zibot.model import Event, Evidence, Person, saved
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.reviewing import judges
from zibot.storage import leaves, plans


def authors(session: Session, duties: Sequence[Duty]) -> dict[int, frozenset[int]]:
    """Who submitted each of these obligations since it was last returned, or sent any of its pieces, by its id."""
    sent = _senders(session, [piece for duty in duties for piece in duty.standing.evidence])
    said = _submitters(session, [duty.id for duty in duties])
    return {
        duty.id: frozenset({*said.get(duty.id, ()), *(sent[id] for id in duty.standing.evidence if id in sent)})
        for duty in duties
    }


def _senders(session: Session, pieces: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(pieces), 500):
        some = pieces[start : start + 500]
        rows = session.exec(select(Evidence.id, Evidence.person_id).where(col(Evidence.id).in_(some)))
        found |= {saved(id): person for id, person in rows}
    return found


def _submitters(session: Session, obligations: Sequence[int]) -> dict[int, set[int]]:
    """Who said that all of it, or their part, is there: since the last verdict."""
    found: dict[int, set[int]] = {}
    kinds = (Kind.SUBMITTED, Kind.RETURNED, Kind.ACCEPTED)
    for start in range(0, len(obligations), 500):
        some = obligations[start : start + 500]
        rows = session.exec(
            select(Event.obligation_id, Event.kind, Event.actor_id)
            .where(col(Event.obligation_id).in_(some), col(Event.kind).in_(kinds))
            .order_by(col(Event.id))
        )
        for obligation, kind, actor in rows:
            of = found.setdefault(saved(obligation), set())
            if kind != Kind.SUBMITTED:
                of.clear()
            elif actor is not None:
                of.add(actor)
    return found


def round_of(session: Session, duty: Duty) -> int:
    """The fact with which an obligation came before its reviewers last: each time it is submitted it is another one."""
    said = Event.obligation_id == duty.id, col(Event.kind).in_((Kind.SUBMITTED, Kind.RETURNED, Kind.ACCEPTED))
    return session.exec(select(func.max(Event.id)).where(*said)).one() or 0


def judges_of(
    session: Session, satker_id: int, team: Mapping[int, Person], today: date, duties: Sequence[Duty]
) -> dict[int, list[Person]]:
    """Who is asked for a verdict on each of these obligations, by its id."""
    sent, away = authors(session, duties), leaves.away(session, satker_id, today)
    return {duty.id: judges(duty.area, team.values(), authors=sent[duty.id], away=away) for duty in duties}


def submitted(duties: Iterable[Duty]) -> list[Duty]:
    """Those that wait for a verdict."""
    return [duty for duty in duties if duty.state is State.SUBMITTED]


def waiting(session: Session, satker_id: int, team: Mapping[int, Person], today: date) -> dict[int, list[Duty]]:
    """What waits for each person's verdict now, by their id, the earliest due first."""
    asked = submitted(plans.duties(session, satker_id))
    found: dict[int, list[Duty]] = {}
    whose = judges_of(session, satker_id, team, today, asked)
    for duty in asked:
        for person in whose[duty.id]:
            found.setdefault(saved(person.id), []).append(duty)
    return found


def later(session: Session, duty: Duty) -> set[int]:
    """The pieces that were filed under an obligation after it was submitted, by id."""
    since = round_of(session, duty)
    filed = Event.obligation_id == duty.id, Event.kind == Kind.FILED, col(Event.id) > since
    rows = session.exec(select(Event.evidence_id).where(*filed)) if since else ()
    return {id for id in rows if id is not None}


def judge(session: Session, duty: Duty) -> int | None:
    """Who gave the last verdict on an obligation."""
    verdicts = Event.obligation_id == duty.id, col(Event.kind).in_((Kind.RETURNED, Kind.ACCEPTED))
    last = select(Event.actor_id).where(*verdicts).order_by(col(Event.id).desc()).limit(1)
    return session.exec(last).first()
