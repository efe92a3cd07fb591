"""What a soak comes to, as a short table."""

from collections import Counter
from collections.abc import Sequence

from tests.soak import books
from tests.soak.office import SoakOffice

FACTS = {
    "  verdicts": "kind LIKE 'review.%'",
    "  remarks": "kind = 'evidence.remarked'",
    "  later dates asked for, granted, denied": "kind LIKE 'due.%'",
    "  leaves taken, taken back": "kind LIKE 'leave.%'",
    "  assignments": "kind = 'items.assigned'",
    "  people invited, joined, given, gone": "kind LIKE 'person.%'",
}


def figures(office: SoakOffice, *, killed: Sequence[int], seconds: float) -> list[str]:
    """One line for each figure."""
    receipts = books.by_kill(office, killed, words="Bukti tersimpan")
    rows = {
        "updates": len(office.updates.made),
        "photos and files": len(list(books.the_sent(office))),
        "pieces stored": len(office.rows("SELECT 1 FROM evidence")),
        "events in the ledger": len(office.rows("SELECT 1 FROM event")),
        **{name: _facts(office, kinds) for name, kinds in FACTS.items()},
        "messages sent": sum(len(office.world.calls_of(method)) for method in books.SENDS),
        "kill -9": len(killed),
        "messages that came twice, answer lost": len(
            [params for method in books.SENDS for params in office.world.faults.unheard(method)]
        ),
        "messages that came twice, after a kill": books.doubled(office).total(),
        "  receipts among them": receipts.total(),
        "  receipts after one kill, at most": max(receipts.values(), default=0),
        "messages given up in doubt": books.uncertain(office),
        "seconds": round(seconds),
    }
    befell = Counter(_name(met.outcome) for met in office.world.faults.befell)
    lines = [f"{name:<42}{count:>8}" for name, count in rows.items()]
    return [*lines, "faults: " + ", ".join(f"{name} {count}" for name, count in sorted(befell.items()))]


def _facts(office: SoakOffice, kinds: str) -> int:
    return len(office.rows(f"SELECT 1 FROM event WHERE {kinds}"))


def _name(outcome: object) -> str:
    error, status = getattr(outcome, "error", None), getattr(outcome, "status", None)
    return f"{error.code}" if error is not None else f"{type(outcome).__name__}{status or ''}"
