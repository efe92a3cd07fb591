"""Remarks held against the facts that tell of them: what was said of which piece, and by whom."""

from collections.abc import Iterator, Mapping

from zibot.proof.finding import Finding, found
from zibot.proof.people import Told
from zibot.proof.said import moment, said
from zibot.storage import ledger
from zibot.storage.ledger import Fact
from zibot.storage.proofs import Remarked

REMARKED = "evidence.remarked"
NOTHING = ledger.digest("")
"""What stands where the words of someone who was erased were taken out."""


def examined(rows: Mapping[int, Remarked], facts: list[Fact], known: Mapping[int, Told]) -> Iterator[Finding]:
    """Whose row is gone, says something else, or was written without a fact."""
    told = {said(fact).get("remark"): fact for fact in facts if fact.kind == REMARKED}
    for id, fact in told.items():
        row = rows.get(id) if isinstance(id, int) else None
        if row is None:
            yield found("remark-gone", f"remark {id}", id=id)
        elif not _same(row, fact, known):
            yield found("remark-changed", f"remark {id}", id=id)
    for id in rows.keys() - told.keys():
        yield found("remark-unknown", f"remark {id}", id=id)


def _same(row: Remarked, fact: Fact, known: Mapping[int, Told]) -> bool:
    if (row.evidence_id, row.person_id, row.said_at) != (fact.evidence_id, fact.actor_id, moment(fact)):
        return False
    sayer = known.get(fact.actor_id or 0)
    taken_out = row.words == NOTHING and sayer is not None and sayer.erased
    return taken_out or row.words == said(fact).get("words")
