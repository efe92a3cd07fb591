"""People held against the facts that tell of them: who may do what, what they are called, by which account."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from zibot.proof.comparing import unknown
from zibot.proof.finding import Finding, found
from zibot.proof.said import moment, said
from zibot.storage.ledger import Fact
from zibot.storage.people import account_seal, name_seal
from zibot.storage.testimony import Row

GIVEN = ("role", "areas", "items")
CALLED = ("name", "jabatan", "known_as")
COLUMNS = (*GIVEN, *CALLED, "telegram_id", "joined_at", "left_at", "erased_at")


class Seal(NamedTuple):
    """Something as a fact holds it: its digest, and the invitation with whose hash it was made."""

    digest: str
    invitation: int


@dataclass
class Told:
    """What facts tell of a person last."""

    columns: dict[str, Any] = field(default_factory=dict)
    account: Seal | None = None
    """None where an older fact told of joining, or none did."""
    named: Seal | None = None
    joined: datetime | None = None
    left: datetime | None = None
    gone: datetime | None = None
    """When they were erased."""

    @property
    def erased(self) -> bool:
        """Whether all that names them was taken out."""
        return self.gone is not None

    def hear(self, fact: Fact, words: dict[str, Any]) -> None:
        """Take in one more fact."""
        match fact.kind:
            case "person.given":
                self.columns.update({name: words[name] for name in GIVEN if name in words})
                self.named = _seal(words, "named", "with") or self.named
            case "person.corrected":
                self.named = _seal(words, "named", "with")
            case "person.recoded":
                self.columns["items"] = words.get("after")
            case "person.joined":
                self.joined = moment(fact)
                self.account, self.named = _seal(words, "account"), _seal(words, "named")
            case "person.returned":
                self.account = self.named = self.joined = self.left = None
            case "person.left":
                self.left = self.left or moment(fact)
            case "person.erased":
                self.gone = moment(fact)


def _seal(words: dict[str, Any], what: str, by: str = "invitation") -> Seal | None:
    digest, invitation = words.get(what), words.get(by)
    return Seal(digest, invitation) if digest and invitation else None


def seals(facts: list[Fact], stored: str) -> dict[int, Seal]:
    """The account by which each piece came, by the id of its row, where its sender's joining told of one."""
    now: dict[int | None, Seal | None] = {}
    found = {}
    for fact in facts:
        if fact.kind == "person.joined":
            now[fact.actor_id] = _seal(said(fact), "account")
        elif fact.kind == stored and (seal := now.get(fact.actor_id)) is not None:
            found[fact.evidence_id or 0] = seal
    return found


def told(facts: list[Fact]) -> dict[int, Told]:
    """What the facts tell of each person."""
    known: dict[int, Told] = {}
    for fact in facts:
        if fact.kind.startswith("person."):
            words = said(fact)
            person = fact.actor_id if fact.kind == "person.joined" else words.get("person")
            if isinstance(person, int):
                known.setdefault(person, Told()).hear(fact, words)
    return known


def examined(rows: Mapping[int, Row], codes: Mapping[int, str], known: Mapping[int, Told]) -> Iterator[Finding]:
    """Whose row says something else than was told of them; `codes` are the hashes of invitations by id."""
    for id, last in known.items():
        row = rows.get(id)
        if row is None:
            yield found("person-gone", f"person {id}", id=id)
        elif differing := list(_differing(row, last, codes)):
            yield found("person-changed", f"person {id}", id=id, fields=differing)


def strangers(rows: Mapping[int, Row], facts: list[Fact], known: Mapping[int, Told]) -> Iterator[Finding]:
    """Who is in the team, or can come into it, though no fact tells that they were taken in."""
    untold = sorted(rows.keys() - known.keys())
    if len(untold) > _taken_in_silence(facts):
        yield from unknown("person", untold)
    for id in untold:
        # What an account may do is told of whoever joined with it, by the oldest facts, too.
        if rows[id]["telegram_id"] is not None:
            yield found("person-changed", f"person {id}", id=id, fields=["telegram_id"])


def _taken_in_silence(facts: list[Fact]) -> int:
    """How many people were taken from team files by facts so old that these told only how many."""
    silent = given = 0
    for fact in facts:
        if fact.kind == "person.given":
            given += 1
        elif fact.kind == "team.loaded":
            silent, given = silent + max(0, said(fact).get("added", 0) - given), 0
    return silent


def _differing(row: Row, last: Told, codes: Mapping[int, str]) -> Iterator[str]:
    for name, value in (("left_at", last.left), ("erased_at", last.gone)):
        if row[name] != value:
            yield name
    # Erasing empties what they held; their invitation's hash is gone, so that their account is nobody's to test.
    if last.erased:
        return
    yield from (name for name, value in last.columns.items() if row[name] != value)
    if last.named is not None and not _called(row, last.named, codes):
        yield "name"
    if row["joined_at"] != last.joined:
        yield "joined_at"
    # The account of someone who left may be another's by now.
    if not (last.left and row["telegram_id"] is None) and not _theirs(row["telegram_id"], last, codes):
        yield "telegram_id"


def _called(row: Row, seal: Seal, codes: Mapping[int, str]) -> bool:
    code, (name, jabatan, known_as) = codes.get(seal.invitation), (row[column] for column in CALLED)
    return code is None or name_seal(name, jabatan, known_as, code) == seal.digest


def _theirs(account: object, last: Told, codes: Mapping[int, str]) -> bool:
    """Whether someone has the account with which they joined, as far as it was sealed, and else none."""
    if last.joined is None:
        return account is None
    return opens(last.account, account, codes) if last.account is not None else account is not None


def opens(seal: Seal, account: object, codes: Mapping[int, str]) -> bool:
    """Whether an account is the one that was sealed, as far as its invitation is there to test it with."""
    code = codes.get(seal.invitation)
    return isinstance(account, int) and (code is None or account_seal(account, code) == seal.digest)
