"""Rows held against what facts tell of them: each is there, says what was told, and was told of."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from zibot.proof.finding import Finding, found
from zibot.storage.testimony import Row

MOST = 5
"""Rows of one table without a fact that are named one by one: where facts are lost, all of theirs are without one."""


def compared(table: str, rows: Mapping[int, Row], told: Mapping[int, Row]) -> Iterator[Finding]:
    """Rows of a table by id, held against what they should say."""
    for id, wanted in told.items():
        row = rows.get(id)
        if row is None:
            yield gone(table, id)
        elif differing := [name for name, value in wanted.items() if row[name] != value]:
            yield found("row-changed", f"{table} {id}", table=table, id=id, fields=differing)
    yield from unknown(table, rows.keys() - told.keys())


def gone(table: str, id: object) -> Finding:
    """A row that a fact tells of and that is not there."""
    return found("row-gone", f"{table} {id}", table=table, id=id)


def unknown(table: str, ids: Iterable[int]) -> Iterator[Finding]:
    """Rows of which no fact tells."""
    yield from (found("row-unknown", f"{table} {id}", table=table, id=id) for id in sorted(ids))


def few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The same findings, but for many rows of one table without a fact a single one."""
    everything = list(findings)
    counts = Counter(one.details["table"] for one in everything if one.code == "row-unknown")
    many = {table: count for table, count in counts.items() if count > MOST}
    yield from (one for one in everything if one.code != "row-unknown" or one.details["table"] not in many)
    yield from (found("rows-unknown", table, table=table, count=count) for table, count in many.items())
