"""What is remembered: the database, the ledger, the evidence files, and whatever got stuck on its way."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from zibot.doctor.finding import Finding, attention, fine, wrong
from zibot.settings import Settings
from zibot.storage import examine, ledger, proofs, refusals
from zibot.storage.database import HEAD, Session
from zibot.storage.files import Files

LATELY = timedelta(days=30)
"""How far back what was given up still deserves a look."""
LONG = timedelta(hours=1)
"""After so long something waits because nobody works on it."""
NAMED = 5
"""How many of a kind are named; the others are counted."""


def database(session: Session) -> Iterator[Finding]:
    """Whether the database is whole and of this zibot's version."""
    damages = examine.damages(session)
    if damages:
        yield wrong("database", "database-damaged", damages=damages[:NAMED])
    found = examine.revision(session)
    if found is None:
        yield attention("database", "database-empty")
    elif found < HEAD:
        yield attention("database", "database-old", found=found, newest=HEAD)
    elif found > HEAD:
        yield wrong("database", "database-new", found=found, newest=HEAD)
    elif not damages:
        yield fine("database", "database", found=found)


def chain(session: Session, satker_id: int) -> Iterator[Finding]:
    """Whether the ledger was changed behind zibot's back."""
    broken = list(ledger.broken(session, satker_id))
    if broken:
        yield wrong("ledger", "ledger-broken", count=len(broken), first=broken[:NAMED])
    missing = _missing_tail(session, satker_id)
    if missing:
        yield wrong("ledger", "ledger-cut", count=missing)
    if not broken and not missing:
        yield fine("ledger", "ledger")


def _missing_tail(session: Session, satker_id: int) -> int:
    """How many facts its head counts that the ledger does not hold any more."""
    kept = proofs.head(session, satker_id)
    return max(0, kept[0] - sum(1 for _ in ledger.links(session, satker_id))) if kept is not None else 0


def evidence(session: Session, satker_id: int, files: Files) -> Iterator[Finding]:
    """Whether each piece's bytes lie in their place, as many as were received; they are not hashed anew here."""
    lost, torn = [], []
    pieces = examine.kept(session, satker_id)
    for number, sha256, size in pieces:
        try:
            if files.path(sha256).stat().st_size != size:
                torn.append(number)
        except FileNotFoundError:
            lost.append(number)
    if lost:
        yield wrong("evidence", "evidence-lost", count=len(lost), numbers=lost[:NAMED])
    if torn:
        yield wrong("evidence", "evidence-torn", count=len(torn), numbers=torn[:NAMED])
    if not lost and not torn:
        yield fine("evidence", "evidence" if pieces else "evidence-none", count=len(pieces))


def incoming(session: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether everything that came in was handled."""
    dead = examine.set_aside(session, now - LATELY)
    waiting = examine.unhandled(session, now - LONG)
    if dead:
        yield attention("inbox", "inbox-dead", count=len(dead), oldest=_day(settings, dead[0].received_at))
    if waiting:
        yield attention("inbox", "inbox-waiting", count=len(waiting), oldest=_day(settings, waiting[0].received_at))
    if not dead and not waiting:
        fresh = len(examine.unhandled(session, now))
        yield fine("inbox", "inbox-fresh", count=fresh) if fresh else fine("inbox", "inbox")


def outgoing(session: Session, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether everything that was to go out went out."""
    failed = examine.given_up(session, now - LATELY)
    waiting = examine.unsent(session, now - LONG)
    uncertain = [row for row in failed if row.doubts]
    failed = [row for row in failed if not row.doubts]
    if uncertain:
        oldest = _day(settings, uncertain[0].created_at)
        yield attention("outbox", "outbox-uncertain", count=len(uncertain), oldest=oldest)
    if failed:
        newest = failed[-1]
        yield attention(
            "outbox",
            "outbox-failed",
            count=len(failed),
            oldest=_day(settings, failed[0].created_at),
            why=newest.error or "?",
        )
    if waiting:
        yield attention("outbox", "outbox-waiting", count=len(waiting), oldest=_day(settings, waiting[0].created_at))
    if not failed and not waiting and not uncertain:
        fresh = len(examine.unsent(session, now))
        yield fine("outbox", "outbox-fresh", count=fresh) if fresh else fine("outbox", "outbox")


def refused(session: Session, settings: Settings, satker_id: int, now: datetime) -> Iterator[Finding]:
    """Whether someone tried what they may not; a few are people who pressed an old button."""
    count, newest = refusals.since(session, satker_id, now - LATELY)
    if newest is None:
        yield fine("access", "access")
    else:
        yield fine("access", "access-refused", count=count, newest=_day(settings, newest))


def _day(settings: Settings, instant: datetime) -> datetime:
    """The office's own day and hour."""
    return instant.astimezone(settings.timezone)
