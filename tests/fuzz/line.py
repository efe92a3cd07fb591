"""Telegram played without a network: downloads go as told, and every call is held against the published API."""

import json
from typing import Any

from telegram.error import TimedOut
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot
from telegram.request import BaseRequest, RequestData

from tests.fuzz import cast
from tests.fuzz.anything import NOW
from zibot.rehearsal.api import OF_THE_PLAYED
from zibot.rehearsal.args import Args, Upload
from zibot.rehearsal.checks import Published
from zibot.rehearsal.errors import ApiError
from zibot.rehearsal.html import parse_html
from zibot.rehearsal.text import units

CALLS = Published.read(OF_THE_PLAYED)
LIMITS = {"text": 4096, "caption": 1024}
FATES = (*("whole",) * 8, "torn", "longer", "too big", "gone", "busy", "flood", "silent")
"""How a file comes: whole, broken off, with too much, or not at all."""
_NO_FILE = {
    "too big": (400, "Bad Request: file is too big"),
    "gone": (400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
    "busy": (502, "Bad Gateway"),
    "flood": (429, "Too Many Requests: retry after 3"),
}


class Telegram(BaseRequest):
    """Answers every call; `wrong` holds what the real server would have refused."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.fate = "whole"
        self.served = 0
        self.messages = 0

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None

    def hasten(self) -> None:
        """A played network is as quick as can be."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        if "/file/bot" in url:
            return 200, self._content(url.rpartition("/")[2])
        values = dict(request_data.json_parameters) if request_data is not None else {}
        files = request_data.multipart_data if request_data is not None else {}
        code, answer = self._answer(url.rpartition("/")[2], values, files)
        body = {"ok": True, "result": answer} if code == 200 else {"ok": False, "error_code": code, **answer}
        return code, json.dumps(body).encode()

    def _content(self, file_id: str) -> bytes:
        whole = cast.FILES[file_id.partition("-")[0]]
        content = {"torn": whole[:-1], "longer": whole + b"!"}.get(self.fate, whole)
        self.served += content == whole
        return content

    def _answer(self, name: str, values: dict[str, str], files: dict[str, Any]) -> tuple[int, Any]:
        if name == "getMe":
            return 200, {**cast.US, "can_join_groups": True}
        if name == "getFile":
            return self._file(values["file_id"])
        self._hold_against_the_api(name, values, files)
        if name == "answerCallbackQuery":
            return 200, True
        self.messages += 1
        id = int(values["chat_id"])
        chat = {"id": id, "type": "private" if id > 0 else "supergroup", "title": "x"}
        return 200, {"message_id": int(values.get("message_id", self.messages)), "date": NOW, "chat": chat}

    def _file(self, file_id: str) -> tuple[int, Any]:
        if self.fate == "silent":
            raise TimedOut
        if self.fate in _NO_FILE:
            code, why = _NO_FILE[self.fate]
            more = {"parameters": {"retry_after": 3}} if code == 429 else {}
            return code, {"description": why, **more}
        size = len(cast.FILES[file_id.partition("-")[0]])
        found = {"file_id": file_id, "file_unique_id": "x", "file_size": size, "file_path": f"documents/{file_id}"}
        return 200, found

    def _hold_against_the_api(self, name: str, values: dict[str, str], files: dict[str, Any]) -> None:
        uploads = {field: Upload(field, b"") for field in files}
        refusal = CALLS.refusal(name, Args(dict(values), uploads))
        problems = [refusal.description] if refusal is not None else []
        problems += [problem for field, limit in LIMITS.items() if (problem := _bad_text(values, field, limit))]
        problems += _bad_buttons(values)
        self.wrong += [f"{name}: {problem}: {values}" for problem in problems]


def _bad_text(values: dict[str, str], field: str, limit: int) -> str | None:
    """What is wrong with the text or caption of a call."""
    if field not in values:
        return None
    try:
        plain, _ = parse_html(values[field])
    except ApiError as error:
        return error.description
    if not plain.strip():
        return f"{field} is empty"
    return f"{field} is too long" if units(plain) > limit else None


def _bad_buttons(values: dict[str, str]) -> list[str]:
    rows = json.loads(values.get("reply_markup", "{}")).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    bad = [button for button in buttons if not 1 <= len(button["callback_data"].encode()) <= 64]
    return [f"button {button}" for button in bad + [button for button in buttons if not button["text"].strip()]]


class Line:
    """What the switchboard asks of its line to Telegram, without the updater that polls."""

    def __init__(self) -> None:
        self.telegram = self.client = Telegram()
        self.bot: ExtBot[None] = ExtBot("7000000001:acak", request=self.telegram, get_updates_request=self.telegram)

    def application(self, context: type) -> Application[Any, Any, Any, Any, Any, Any]:
        builder: Any = ApplicationBuilder().bot(self.bot).updater(None).context_types(ContextTypes(context=context))
        bot: Application[Any, Any, Any, Any, Any, Any] = builder.build()
        return bot
