"""What the rehearsal page asks and does: people's actions, the clock, the bot's process, live events."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from zibot.rehearsal import pictures, views
from zibot.rehearsal.backstage import Stage
from zibot.rehearsal.guard import Endpoint, guarded
from zibot.rehearsal.nouns import Chat, Message
from zibot.rehearsal.people import Document, Person, Photo
from zibot.rehearsal.world import World

PAGE = Path(__file__).parent / "page"
_HEARTBEAT = 2.0
_POLICY = "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class Play:
    """The addresses of the page."""

    def __init__(self, world: World, stage: Stage | None) -> None:
        self._world = world
        self._stage = stage

    def routes(self) -> list[Route]:
        """The page itself and all under `/play/`; open to this machine's own page only."""
        questions = {"state": self.state, "messages": self.messages, "events": self.events, "file/{id}": self.file}
        deeds = {
            "send": self.send,
            "photo": self.photo,
            "document": self.document,
            "edit": self.edit,
            "press": self.press,
            "start": self.start,
            "join": self.join,
            "block": self.block,
            "clock": self.clock,
            "next": self.next,
            "bot": self.bot,
        }
        return [
            Route("/", guarded(_page("index.html")), methods=["GET"]),
            *[Route(f"/{name}", guarded(_page(name)), methods=["GET"]) for name in _static()],
            *[Route(f"/play/{path}", guarded(end), methods=["GET"]) for path, end in questions.items()],
            *[Route(f"/play/{path}", guarded(end), methods=["POST"]) for path, end in deeds.items()],
        ]

    # questions

    async def state(self, _: Request) -> Response:
        """All but the messages."""
        with self._world.lock:
            return JSONResponse(views.state(self._world, self._stage))

    async def messages(self, request: Request) -> Response:
        """What changed in a chat since a version: messages, and answers to pressed buttons."""
        chat, since = self._chat(request.query_params), int(request.query_params.get("since", 0))
        with self._world.lock:
            return JSONResponse(views.messages(self._world, chat, since))

    async def file(self, request: Request) -> Response:
        """A file that went through the chats; only its pictures open in the browser."""
        found = self._world.files.by_id.get(request.path_params["id"])
        if found is None:
            return Response(status_code=404)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        if found.width:
            return Response(found.data, media_type="image/jpeg", headers=headers)
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name or 'berkas', safe='')}"
        return Response(found.data, media_type="application/octet-stream", headers=headers)

    async def events(self, _: Request) -> Response:
        """Server-sent events: one line whenever the page should ask again."""
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=headers)

    async def _stream(self) -> AsyncIterator[str]:
        told: object = None
        yield "retry: 1000\n\n"
        async with self._world.changes.watch() as watcher:
            while not self._world.changes.closed:
                news = {"version": self._world.changes.version, **views.pulse(self._world, self._stage)}
                if news != told:
                    told = news
                    yield f"data: {json.dumps(news)}\n\n"
                else:
                    yield ": \n\n"
                await watcher.wait(_HEARTBEAT)

    # deeds

    async def send(self, request: Request) -> Response:
        """A text, perhaps as a reply, perhaps in a topic of a forum."""
        form = await request.json()
        person, chat = self._who(form), self._chat(form)
        topic = int(form["topic"]) if form.get("topic") else None
        return self._done(person.says(_text(form), to=chat, reply_to=self._reply(chat, form), topic=topic))

    async def photo(self, request: Request) -> Response:
        """A photo, several as an album, or made-up ones (`sample`: the lines on it, `count`: how many).

        The caption is written on the part `caption_on`, the first if that is not said; `forwarded` says how many days
        ago somebody else sent it first.
        """
        async with request.form() as form:
            caption = str(form.get("caption") or "")
            files = await _files(form) or [("", data) for data in self._samples(form)]
            on = _captioned(form, len(files))
            found = [Photo(data, caption if i == on else "") for i, (_, data) in enumerate(files)]
            return await self._sent(found, form)

    async def document(self, request: Request) -> Response:
        """A file, or several as an album."""
        async with request.form() as form:
            caption = str(form.get("caption") or "")
            files = await _files(form)
            on = _captioned(form, len(files))
            found = [Document(data, name, None, caption if i == on else "") for i, (name, data) in enumerate(files)]
            return await self._sent(found, form)

    async def _sent(self, what: Sequence[Photo | Document], form: FormData) -> Response:
        person, chat = self._who(form), self._chat(form)
        reply = self._reply(chat, form)
        if form.get("forwarded"):
            first_sent = self._world.now() - timedelta(days=min(3650, int(str(form["forwarded"]))))
            return self._done(await run_in_threadpool(lambda: person.forwards(what[0], first_sent=first_sent, to=chat)))
        if len(what) > 1:
            album = await run_in_threadpool(lambda: person.sends_album(*what[:10], to=chat, reply_to=reply))
            return self._done(album[0])
        return self._done(await run_in_threadpool(lambda: person.sends(what[0], to=chat, reply_to=reply)))

    async def edit(self, request: Request) -> Response:
        """Changes an own message."""
        form = await request.json()
        person, message = self._who(form), self._message(self._chat(form), form)
        if message.sender is not person.user:
            raise ValueError("message")
        return self._done(person.edits(message, _text(form)))

    async def press(self, request: Request) -> Response:
        """Presses an inline button; the answer comes with the events."""
        form = await request.json()
        query = self._who(form).presses(self._message(self._chat(form), form), form["button"])
        return JSONResponse({"query": query.id})

    async def start(self, request: Request) -> Response:
        """Presses Start, with the code that the stage holds for this person."""
        person = self._who(await request.json())
        return self._done(person.starts(self._stage.start_payload(person.id) if self._stage else None))

    async def join(self, request: Request) -> Response:
        """Opens a link with a code on a telephone that is new here, and presses Start."""
        form = await request.json()
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(form["code"])):
            raise ValueError("code")
        with self._world.lock:
            person = self._world.add_person(max(self._world.users, default=0) + 1, str(form["name"])[:40])
            person.starts(str(form["code"]))
        return JSONResponse({"chat": person.id})

    async def block(self, request: Request) -> Response:
        """Blocks the bot."""
        self._who(await request.json()).blocks()
        return JSONResponse({})

    async def clock(self, request: Request) -> Response:
        """Moves the clock: `{"to": ISO}` or `{"hours": 1}`, `{"days": 1}`, `{"workdays": 1}`."""
        if self._stage is None:
            return Response(status_code=409)
        form = await request.json()
        now = self._stage.now()
        to = datetime.fromisoformat(form["to"]) if "to" in form else _later(now, form)
        to = to if to.tzinfo else to.replace(tzinfo=now.tzinfo)
        if to < now:
            return JSONResponse({"problem": "past"}, 400)
        await self._stage.move_clock(to)
        self._changed()
        return JSONResponse({})

    async def next(self, _: Request) -> Response:
        """Moves the clock to what the bot does next."""
        if self._stage is None:
            return Response(status_code=409)
        event = await self._stage.next_event()
        if event is not None:
            await self._stage.move_clock(max(event, self._stage.now()))
            self._changed()
        return JSONResponse({"at": event.isoformat() if event else None})

    async def bot(self, request: Request) -> Response:
        """`{"do": "kill"}` or `{"do": "start"}`."""
        if self._stage is None:
            return Response(status_code=409)
        form = await request.json()
        await (self._stage.kill_bot() if form["do"] == "kill" else self._stage.start_bot())
        self._changed()
        return JSONResponse({})

    # within

    def _who(self, form: Any) -> Person:
        return self._world.person(int(form["user"]))

    def _chat(self, form: Any) -> Chat:
        return self._world.chats[int(form["chat"])]

    def _message(self, chat: Chat, form: Any) -> Message:
        return chat.messages[int(form["message"])]

    def _reply(self, chat: Chat, form: Any) -> Message | None:
        return chat.live(int(form["reply_to"])) if form.get("reply_to") else None

    def _samples(self, form: FormData) -> list[bytes]:
        """The page gives the lines that shall stand on them, so that Python speaks no Indonesian."""
        lines = [line[:40] for line in str(form["sample"]).splitlines()[:5]]
        first = len(self._world.files.by_id)
        return [pictures.sample(lines, first + i) for i in range(max(1, min(10, int(str(form.get("count") or 1)))))]

    def _done(self, message: Message) -> Response:
        return JSONResponse({"message": message.message_id})

    def _changed(self) -> None:
        with self._world.lock:
            self._world.changes.mark()


def _later(now: datetime, form: dict[str, Any]) -> datetime:
    if "workdays" not in form:
        return now + timedelta(hours=float(form.get("hours", 0)), days=float(form.get("days", 0)))
    to = now
    for _ in range(min(366, int(form["workdays"]))):
        to += timedelta(days=1)
        while to.weekday() > 4:
            to += timedelta(days=1)
    return to


async def _files(form: FormData) -> list[tuple[str, bytes]]:
    given = [item for item in form.getlist("file") if isinstance(item, UploadFile)]
    return [(item.filename or "berkas", await item.read()) for item in given]


def _captioned(form: FormData, count: int) -> int:
    """The part of an album on which the caption stands, counted from 0."""
    return max(0, min(count - 1, int(str(form.get("caption_on") or 0))))


def _text(form: dict[str, Any]) -> str:
    text = str(form["text"]).strip()
    if not 1 <= len(text) <= 4096:
        raise ValueError("text")
    return text


def _static() -> list[str]:
    return sorted(path.name for path in PAGE.iterdir() if path.suffix in (".css", ".js", ".svg"))


def _page(name: str) -> Endpoint:
    async def send(_: Request) -> Response:
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache", "Referrer-Policy": "no-referrer"}
        return FileResponse(PAGE / name, headers=headers)

    return send
