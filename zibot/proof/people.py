"""People and groups held against the facts that tell of them: who may do what, by which account, in which chat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from zibot.proof.finding import Finding, found
from zibot.proof.said import said
from zibot.storage.ledger import Fact
from zibot.storage.people import account_seal
from zibot.storage.proofs import Member


class Seal(NamedTuple):
    """An account as a fact holds it: its digest, and the invitation with whose hash it was made."""

    account: str
    invitation: int


@dataclass
class Told:
    """What facts tell of a person last."""

    columns: dict[str, Any] = field(default_factory=dict)
    seal: Seal | None = None
    """None where an older fact told of joining, or none did."""
    left: bool = False
    erased: bool = False

    def hear(self, fact: Fact, words: dict[str, Any]) -> None:
        """Take in one more fact."""
        match fact.kind:
            case "person.given":
                self.columns.update({name: words[name] for name in ("role", "areas", "items") if name in words})
            case "person.recoded":
                self.columns["items"] = words.get("after")
            case "person.joined":
                self.seal = _seal(words)
            case "person.returned":
                self.seal, self.left = None, False
            case "person.left" | "person.erased":
                self.left, self.erased = True, self.erased or fact.kind == "person.erased"


def _seal(words: dict[str, Any]) -> Seal | None:
    account, invitation = words.get("account"), words.get("invitation")
    return Seal(account, invitation) if account and invitation else None


def seals(facts: list[Fact], stored: str) -> dict[int, Seal]:
    """The account by which each piece came, by the id of its row, where its sender's joining told of one."""
    now: dict[int | None, Seal | None] = {}
    found = {}
    for fact in facts:
        if fact.kind == "person.joined":
            now[fact.actor_id] = _seal(said(fact))
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


def examined(members: Mapping[int, Member], codes: Mapping[int, str], known: Mapping[int, Told]) -> Iterator[Finding]:
    """Whose row says something else than was told of them; `codes` are the hashes of invitations by id."""
    for id, last in known.items():
        member = members.get(id)
        if member is None:
            yield found("person-gone", f"person {id}", id=id)
        elif differing := list(_differing(member, last, codes)):
            yield found("person-changed", f"person {id}", id=id, fields=differing)


def _differing(member: Member, last: Told, codes: Mapping[int, str]) -> Iterator[str]:
    if member.left != last.left:
        yield "left_at"
    # Erasing empties what they held; their invitation's hash is gone, so that their account is nobody's to test.
    if last.erased:
        return
    yield from (name for name, value in last.columns.items() if getattr(member, name) != value)
    # The account of someone who left may be another's by now.
    gone = last.left and member.telegram_id is None
    if last.seal is not None and not gone and not opens(last.seal, member.telegram_id, codes):
        yield "telegram_id"


def opens(seal: Seal, account: object, codes: Mapping[int, str]) -> bool:
    """Whether an account is the one that was sealed."""
    return isinstance(account, int) and account_seal(account, codes.get(seal.invitation, "")) == seal.account


def grouped(groups: Mapping[int, int], facts: list[Fact]) -> Iterator[Finding]:
    """Which groups are in a chat that was never bound, and which that was bound are gone."""
    bound: set[int] = set()
    for fact in facts:
        if fact.kind in ("group.bound", "group.moved"):
            words = said(fact)
            bound.discard(words.get("before", 0))
            bound.add(words.get("chat", 0))
    strange = [id for id, chat in groups.items() if chat not in bound]
    yield from (found("group-changed", f"group {id}", id=id) for id in strange)
    gone = len(bound - set(groups.values())) - len(strange)
    if gone > 0:
        yield found("group-gone", "group", count=gone)
