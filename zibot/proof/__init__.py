"""Verifying: ledger, rows and files held against each other and against heads that others kept; changes nothing."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from zibot import texts
from zibot.model import saved
from zibot.proof import chain, files, rows
from zibot.proof.chain import Chain, Witness
from zibot.proof.finding import Finding, found
from zibot.settings import Settings, SettingsError
from zibot.storage import examine, ledger, proofs, testimony, whereabouts, witness
from zibot.storage.database import HEAD, DatabaseError, Session
from zibot.storage.files import Files

__all__ = ["Finding", "Proof", "as_dict", "as_lines", "verified"]

LEAST = 8
"""Characters of a head that are enough to know it by."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What there was to verify, and what was found."""

    events: int
    head: str
    files: int
    findings: tuple[Finding, ...]
    strangers: int
    """Files that no row names, which is no fault."""

    @property
    def ok(self) -> bool:
        """Whether all is as it was written down."""
        return not self.findings


def verified(settings: Settings, *, head: str | None = None, count: int | None = None) -> Proof:
    """Hold everything against everything; `head` and `count` are what a recap said. Raises SettingsError."""
    seen = _said(head, count)
    # Read before the ledger, which only grows: what is noted later may be more than we see.
    noted = witness.read(settings.data_dir)
    if noted is not None and noted.satker == settings.satker:
        seen.append(Witness(noted.head, noted.count, noted=noted.at))
    file = settings.sqlite_file()
    if file is not None and whereabouts.lost(file, settings.data_dir):
        return Proof(0, "", 0, (found("database-lost", "database", file=str(file)),), 0)
    if file is not None and not file.exists():
        raise SettingsError("no-database", file=str(file))
    try:
        with examine.looking(settings.database()) as session:
            return _looked(session, settings, seen)
    except DatabaseError as error:
        return _damaged(error.details["why"])


def _damaged(why: str) -> Proof:
    return Proof(0, "", 0, (found("damaged", "database", why=why),), 0)


def _looked(session: Session, settings: Settings, seen: Sequence[Witness]) -> Proof:
    damages = examine.damages(session)
    torn = [why for why in damages if not why.startswith(examine.ORPHANS)]
    if torn:
        return _damaged(torn[0])
    if examine.revision(session) != HEAD:
        raise SettingsError("other-version", found=examine.revision(session) or "-", newest=HEAD)
    known = {satker.code: saved(satker.id) for satker in examine.satkers(session)}
    if settings.satker not in known:
        raise SettingsError("no-satker", satker=settings.satker, known=", ".join(sorted(known)) or "-")
    proof = _proof(session, settings, known[settings.satker], seen)
    # Rows whose parent is gone are told by what we know of them, else in SQLite's own words.
    orphans = (found("orphans", "database", why=damages[0]),) if damages and proof.ok else ()
    return replace(proof, findings=proof.findings + orphans)


def _said(head: str | None, count: int | None) -> list[Witness]:
    """The head that the person at the terminal says."""
    if head is None:
        if count is not None:
            raise SettingsError("head", head="-")
        return []
    said = head.strip().lower()
    if not re.fullmatch(rf"[0-9a-f]{{{LEAST},{len(ledger.GENESIS)}}}", said) or (count is not None and count < 0):
        raise SettingsError("head", head=head)
    return [Witness(said, count)]


def _proof(session: Session, settings: Settings, satker_id: int, seen: Sequence[Witness]) -> Proof:
    links = Chain.of(list(ledger.links(session, satker_id)))
    store, named = Files(settings.data_dir), proofs.files(session)
    findings = [*chain.examined(links, proofs.head(session, satker_id))]
    for one in (*seen, *_posted(session, satker_id)):
        findings += chain.witnessed(links, one)
    findings += rows.examined(session, satker_id, links)
    findings += files.examined(store, named)
    guards = testimony.guards(session)
    if guards and not findings:  # what was changed once they were taken away says more
        findings.append(found("unguarded", "database", names=", ".join(guards)))
    known = {one.sha256 for one in named}
    return Proof(
        events=len(links),
        head=links.links[-1].hash if len(links) else ledger.GENESIS,
        files=len(known),
        findings=tuple(_here(finding, settings) for finding in findings),
        strangers=files.strangers(store, known | proofs.sent_files(session)),
    )


def _here(finding: Finding, settings: Settings) -> Finding:
    """A finding whose instants are told by the office's own clock."""
    local = {
        name: value.astimezone(settings.timezone) if isinstance(value, datetime) else value
        for name, value in finding.details.items()
    }
    return replace(finding, details=local)


def _posted(session: Session, satker_id: int) -> Iterator[Witness]:
    """The heads that the bot said in its recaps, as far as they are kept."""
    for at, payload in proofs.posted(session, satker_id):
        try:
            text = json.loads(payload).get("text", "")
        except (ValueError, AttributeError):
            continue
        said = texts.sealed(text) if isinstance(text, str) else None
        if said is not None:
            yield Witness(head=said[1], count=said[0], posted=at)


def told(finding: Finding) -> str:
    """A finding as one sentence."""
    filled = {name: _in_words(name, value) for name, value in finding.details.items()}
    return " ".join(texts.label("verify", finding.code, **filled).split())


def _in_words(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{texts.plain_date(value.date())} {texts.clock_time(value)}"
    if name == "fields":
        return ", ".join(texts.label("column", column) for column in value)
    if name == "day":
        return texts.plain_date(date.fromisoformat(value))
    if name in ("what", "table"):
        return texts.label("file" if name == "what" else "row", value)
    return texts.number(value) if name == "number" and isinstance(value, int) else value


def as_dict(proof: Proof) -> dict[str, Any]:
    """The whole for a program."""
    return {
        "ok": proof.ok,
        "events": proof.events,
        "head": proof.head,
        "files": proof.files,
        "findings": [{"code": one.code, "where": one.where, "text": told(one)} for one in proof.findings],
        "strangers": proof.strangers,
    }


def as_lines(proof: Proof) -> str:
    """The whole for a person: a line for each finding, and what it comes to."""
    lines = [texts.label("verify", "line", text=told(one)) for one in proof.findings]
    if proof.strangers:
        lines.append(texts.label("verify", "strangers", count=proof.strangers))
    name = "whole" if proof.ok else "broken"
    said = {"events": proof.events, "head": proof.head, "files": proof.files, "count": len(proof.findings)}
    return "\n".join((*lines, texts.label("verify", name, **said)))
