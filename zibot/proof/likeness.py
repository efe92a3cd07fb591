"""Resemblances between pieces held against the facts that tell of them."""

from collections.abc import Iterator, Mapping

from zibot.proof.comparing import compared, gone, unknown
from zibot.proof.finding import Finding
from zibot.proof.said import moment, said
from zibot.storage.ledger import Fact
from zibot.storage.testimony import Row

COLUMNS = ("evidence_id", "earlier_id", "same", "distance", "found_at")


def examined(rows: Mapping[int, Row], facts: list[Fact]) -> Iterator[Finding]:
    """Which pairs of pieces are said to be the same otherwise than was found."""
    told = {
        (fact.evidence_id, said(fact).get("earlier")): {
            "same": said(fact).get("same"),
            "distance": said(fact).get("distance"),
            "found_at": moment(fact),
        }
        for fact in facts
        if fact.kind == "evidence.resembles"
    }
    here = {(row["evidence_id"], row["earlier_id"]): id for id, row in rows.items()}
    yield from unknown("resemblance", [id for pair, id in here.items() if pair not in told])
    yield from (gone("resemblance", f"{piece}-{earlier}") for piece, earlier in told if (piece, earlier) not in here)
    wanted = {here[pair]: row for pair, row in told.items() if pair in here}
    yield from compared("resemblance", {id: rows[id] for id in wanted}, wanted)
