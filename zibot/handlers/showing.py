"""Pieces of evidence shown from our own store: pictures together as an album of bare copies, all else one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

from zibot import texts
from zibot.context import Desk
from zibot.delivery.leaving import album, bare
from zibot.model import Evidence, Person, saved
from zibot.rules.lifecycle import Duty
from zibot.storage import evidence, remarks
from zibot.storage.copies import leaving_name
from zibot.storage.outbox import Rank
from zibot.storage.remarks import Told

ALBUM = 10
"""Pictures that an album holds at most (Bot API, sendMediaGroup)."""
SAID = ("link", "text")
"""Kinds of evidence that are words, which no file needs to bring."""


def show_pieces(desk: Desk, chat_id: int, pieces: Sequence[Evidence], duty: Duty, *, to: Person) -> None:
    """Send pieces of an obligation to a person who may see them, and write down that they were shown."""
    told = remarks.told(desk.session, pieces)
    evidence.shown(desk.session, pieces, actor=to, now=desk.now, obligation_id=duty.id)
    photos = [piece for piece in pieces if piece.kind == "photo"]
    for start in range(0, len(photos), ALBUM):
        _album(desk, chat_id, photos[start : start + ALBUM], duty, told)
    for piece in pieces:
        if piece.kind != "photo":
            _single(desk, chat_id, piece, duty, told)


def _album(desk: Desk, chat_id: int, photos: Sequence[Evidence], duty: Duty, told: Mapping[int, Told]) -> None:
    if len(photos) == 1:
        _single(desk, chat_id, photos[0], duty, told)
        return
    pictures = [
        {
            "sha256": photo.sha256,
            "mime": photo.mime,
            "caption": said(desk, photo, duty, told),
            "instead": texts.render("piece_unshown", piece=photo, duty=duty),
        }
        for photo in photos
    ]
    payload = {"chat_id": chat_id, "protect_content": duty.confidential, **album(pictures)}
    desk.put(chat_id, "sendMediaGroup", payload, rank=Rank.REPLY, about=[duty.id])


def _single(desk: Desk, chat_id: int, piece: Evidence, duty: Duty, told: Mapping[int, Told]) -> None:
    words = said(desk, piece, duty, told)
    payload: dict[str, Any] = {"chat_id": chat_id, "parse_mode": "HTML", "protect_content": duty.confidential}
    if piece.kind in SAID:
        desk.put(chat_id, "sendMessage", {**payload, "text": words}, rank=Rank.REPLY, about=[duty.id])
        return
    instead = texts.render("piece_unshown", piece=piece, duty=duty)
    desk.put(
        chat_id,
        method(piece),
        {**payload, "caption": words, **as_file(piece, instead=instead)},
        rank=Rank.REPLY,
        about=[duty.id],
        file_sha256=piece.sha256,
    )


def method(piece: Evidence) -> str:
    """The call that sends a piece."""
    return "sendPhoto" if piece.kind == "photo" else "sendDocument"


def as_file(piece: Evidence, *, instead: str) -> dict[str, Any]:
    """The part of a payload that sends a piece under a harmless name, as a bare copy, or these words."""
    return {"filename": leaving_name(piece.name), **bare(piece.mime, instead=instead)}


def said(desk: Desk, piece: Evidence, duty: Duty, told: Mapping[int, Told]) -> str:
    """What stands under a piece: its number, what its sender says of it, the day of the activity."""
    of = told[saved(piece.id)]
    forwarded = desk.local(piece.forwarded_at).date() if piece.forwarded_at is not None else None
    return texts.render("piece", piece=piece, duty=duty, words=of.words, day=of.day, forwarded=forwarded)
