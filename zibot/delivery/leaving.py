"""What is made ready just before a call goes out: bytes from the store, bare copies of pictures, albums, QR codes."""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from zibot.delivery.qr import png
from zibot.model import Outbox
from zibot.storage.beside import side_by_side
from zibot.storage.copies import bare_copy
from zibot.storage.files import Files
from zibot.storage.outbox import CODE

BARE = "bare"
"""The part of a payload that is ours, never Telegram's: `mime` of the bytes, and the words sent `instead` of them."""
ALBUM = "album"
"""The part of a payload that is ours: of each picture of an album `sha256`, `mime`, `caption`, words `instead`."""
BESIDE = "beside"
"""The part of a payload that is ours: two pictures as `sha256` and `title`, sent as one, with words `instead`."""
_ONE_AT_A_TIME = threading.Lock()
"""A large picture takes 300 MB while it is copied."""

Call = tuple[str, dict[str, Any], bytes | list[bytes] | None]
"""Method, payload and the bytes to upload, of an album those of each picture."""


def bare(mime: str, *, instead: str) -> dict[str, Any]:
    """The part of a payload that has its bytes sent as a bare copy, or these words where none can be made."""
    return {BARE: {"mime": mime, "instead": instead}}


def as_code(link: str) -> dict[str, Any]:
    """The part of a payload that has a link sent as a QR code."""
    return {CODE: link}


def album(pictures: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The part of a payload that has pictures sent as an album of bare copies."""
    return {ALBUM: [dict(picture) for picture in pictures]}


def beside(pictures: Sequence[Mapping[str, str]], *, instead: str) -> dict[str, Any]:
    """The part of a payload that has two pictures sent side by side, or these words where they cannot be shown."""
    return {BESIDE: {"pictures": [dict(picture) for picture in pictures], "instead": instead}}


async def made_ready(row: Outbox, files: Files) -> Call:
    """The call as it is to be made, with disk and copying off the loop; raises FileError where its bytes are gone."""
    if CODE in row.payload:
        payload = {name: value for name, value in row.payload.items() if name != CODE}
        return row.method, payload, await asyncio.to_thread(png, row.payload[CODE])
    if ALBUM in row.payload:
        return await asyncio.to_thread(_album, row, files)
    if BESIDE in row.payload:
        return await asyncio.to_thread(_beside, row, files)
    if row.file_sha256 is None:
        return row.method, row.payload, None
    return await asyncio.to_thread(_with_bytes, row, files, row.file_sha256)


def _with_bytes(row: Outbox, files: Files, sha256: str) -> Call:
    content = files.read(sha256)
    if BARE not in row.payload:
        return row.method, row.payload, content
    payload = {name: value for name, value in row.payload.items() if name != BARE}
    with _ONE_AT_A_TIME:
        copy = bare_copy(content, row.payload[BARE]["mime"])
    if copy is not None:
        return row.method, payload, copy
    words = {name: value for name, value in payload.items() if name not in ("caption", "filename")}
    return "sendMessage", {**words, "text": row.payload[BARE]["instead"]}, None


def _album(row: Outbox, files: Files) -> Call:
    """An album of those pictures of which bare copies can be made; of one or none the photo, or words."""
    payload = {name: value for name, value in row.payload.items() if name != ALBUM}
    shown, words, copies = [], [], []
    for picture in row.payload[ALBUM]:
        with _ONE_AT_A_TIME:
            copy = bare_copy(files.read(picture["sha256"]), picture["mime"])
        if copy is None:
            words.append(picture["instead"])
        else:
            copies.append(copy)
            shown.append(picture["caption"])
    if not copies:
        return "sendMessage", {**payload, "parse_mode": "HTML", "text": "\n\n".join(words)}, None
    # What cannot be shown is told under the first: an album has no words of its own.
    captions = ["\n\n".join((shown[0], *words)), *shown[1:]]
    if len(copies) == 1:
        return "sendPhoto", {**payload, "parse_mode": "HTML", "caption": captions[0]}, copies[0]
    media = [{"caption": caption, "parse_mode": "HTML"} for caption in captions]
    return "sendMediaGroup", {**payload, "media": media}, copies


def _beside(row: Outbox, files: Files) -> Call:
    said = row.payload[BESIDE]
    payload = {name: value for name, value in row.payload.items() if name != BESIDE}
    pictures = [(files.read(picture["sha256"]), picture["title"]) for picture in said["pictures"]]
    with _ONE_AT_A_TIME:
        shown = side_by_side(pictures)
    if shown is not None:
        return row.method, payload, shown
    words = {name: value for name, value in payload.items() if name != "caption"}
    return "sendMessage", {**words, "text": said["instead"]}, None
