"""Invitations held against the facts that tell of them: who was invited, by which code, until when, and who came."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from zibot.proof.comparing import gone, unknown
from zibot.proof.finding import Finding, found
from zibot.proof.people import Told
from zibot.proof.said import moment, said
from zibot.storage.ledger import Fact
from zibot.storage.people import code_seal
from zibot.storage.testimony import Row

COLUMNS = ("person_id", "code_sha256", "created_at", "expires_at", "used_at")
INVITED = "person.invited"
ENDED = (INVITED, "person.left")
"""What ends the links that a person has not used."""
ENDED_ALL = "restored"
"""What ends all that were not used when the copy was made."""
_Made = tuple[object, datetime | None]


def examined(rows: Mapping[int, Row], facts: list[Fact], known: Mapping[int, Told]) -> Iterator[Finding]:
    """Which one-time links were made, changed, opened again or taken out beside the ledger."""
    told = {said(fact)["invitation"]: fact for fact in facts if fact.kind == INVITED and "invitation" in said(fact)}
    yield from (gone("invitation", id) for id in told.keys() - rows.keys())
    # Older facts did not say which row they told of.
    older = Counter(_made(fact) for fact in facts if fact.kind == INVITED and "invitation" not in said(fact))
    for id in sorted(rows.keys() - told.keys()):
        one = (rows[id]["person_id"], rows[id]["created_at"])
        if older[one] > 0:
            older[one] -= 1
        else:
            yield from unknown("invitation", [id])
    yield from (gone("invitation", f"({person})") for person, _ in older.elements())
    came = _came(facts)
    for id, row in rows.items():
        same = _used(id, row, came) | (_same(id, row, told[id], known) if id in told else {})
        if id in told and row["expires_at"] not in _ends(told[id], facts):
            same["expires_at"] = False
        if fields := [name for name, holds in same.items() if not holds]:
            yield found("row-changed", f"invitation {id}", table="invitation", id=id, fields=fields)


def _made(fact: Fact) -> _Made:
    return said(fact).get("person"), moment(fact)


def _same(id: int, row: Row, fact: Fact, known: Mapping[int, Told]) -> dict[str, bool]:
    """For each column whether it says what was told; who was erased has no code any more."""
    person, words = known.get(row["person_id"]), said(fact)
    erased = person is not None and person.erased and row["code_sha256"] == f"erased-{id}"
    return {
        "person_id": row["person_id"] == words.get("person"),
        "created_at": row["created_at"] == moment(fact),
        "code_sha256": erased or code_seal(str(row["code_sha256"])) == words.get("code"),
    }


def _ends(fact: Fact, facts: list[Fact]) -> set[datetime | None]:
    """When a link may end: when it was made to, or earlier, once its person got another or left, or all were ended."""
    words = said(fact)
    until = datetime.fromisoformat(words["expires"]).astimezone(fact.at.tzinfo)
    theirs = (one for one in facts if one.kind in ENDED and said(one).get("person") == words.get("person"))
    ended = (moment(one) for one in (*theirs, *(one for one in facts if one.kind == ENDED_ALL)))
    return {until, *(at for at in ended if at is not None and at < until)}


def _came(facts: list[Fact]) -> dict[int | None, _Made]:
    """Who used each invitation and when; under None the last of those whose older fact does not say which it was."""
    joined = [fact for fact in facts if fact.kind == "person.joined"]
    return {said(fact).get("invitation"): (fact.actor_id, moment(fact)) for fact in joined}


def _used(id: int, row: Row, came: Mapping[int | None, _Made]) -> dict[str, bool]:
    """Whether it was used by whom and when it was told."""
    used = came.get(id, (row["person_id"], None))
    return {"used_at": (None in came and id not in came) or (row["person_id"], row["used_at"]) == used}
