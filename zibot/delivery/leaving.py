"""What is made ready just before a call goes out: bytes from the store, and pictures of evidence as bare copies."""

import asyncio
import threading
from typing import Any

from zibot.model import Outbox
from zibot.storage.copies import bare_copy
from zibot.storage.files import Files

BARE = "bare"
"""The part of a payload that is ours, never Telegram's: `mime` of the bytes, and the words sent `instead` of them."""
_ONE_AT_A_TIME = threading.Lock()
"""A large picture takes 300 MB while it is copied."""

Call = tuple[str, dict[str, Any], bytes | None]
"""Method, payload and the bytes to upload."""


def bare(mime: str, *, instead: str) -> dict[str, Any]:
    """The part of a payload that has its bytes sent as a bare copy, or these words where none can be made."""
    return {BARE: {"mime": mime, "instead": instead}}


async def made_ready(row: Outbox, files: Files) -> Call:
    """The call as it is to be made, with disk and copying off the loop; raises FileError where its bytes are gone."""
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
