"""The Bot API over HTTP: reads a call however it comes, checks it, does it, answers; with trouble if ordered."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from zibot.rehearsal.args import Args, Upload
from zibot.rehearsal.checks import Published
from zibot.rehearsal.errors import ApiError, wrong
from zibot.rehearsal.faults import CutAnswer, CutDownload, Hold, Outcome, Refuse, Reset, Slow
from zibot.rehearsal.methods import BY_LOWER_NAME, GET_UPDATES, METHODS
from zibot.rehearsal.nouns import Call
from zibot.rehearsal.polling import Polls
from zibot.rehearsal.world import World

NOT_FOUND = ApiError(404, "Not Found")
UNAUTHORIZED = ApiError(401, "Unauthorized")
_LARGEST_CALL = 60 * 1024 * 1024


OF_THE_PLAYED = Path(__file__).parent / "bot-api.json"
"""The published parameters of just the methods that are played here: names, types, what is required."""


class BotApi:
    """The two addresses under which a bot finds its server."""

    def __init__(self, world: World, token: str, published_api: Path | None) -> None:
        self._world = world
        self._token = token
        self._polls = Polls(world)
        self._published = Published.read(published_api or OF_THE_PLAYED)

    def routes(self) -> list[Route]:
        """Calls and downloads."""
        return [
            Route("/file/bot{token}/{path:path}", self.download, methods=["GET"]),
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
        ]

    async def call(self, request: Request) -> Response:
        """One call of a method."""
        if request.path_params["token"] != self._token:
            return answer(UNAUTHORIZED)
        given = str(request.path_params["method"])
        name = BY_LOWER_NAME.get(given.lower(), given)
        args, trouble = Args({}, {}), None
        try:
            args = await read(request)
            trouble = self._world.faults.take(name, args.values)
            if isinstance(trouble, Reset):
                return cut(request)
            await self._suffer(trouble)
            result = await self._perform(name, args)
        except ApiError as error:
            self._log(name, args, error=error)
            return answer(error)
        self._log(name, args, result=result)
        return cut(request) if isinstance(trouble, CutAnswer) else JSONResponse({"ok": True, "result": result})

    async def _suffer(self, trouble: Outcome | None) -> None:
        match trouble:
            case Refuse(error):
                raise error
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case Hold(release):
                await run_in_threadpool(release.wait, 30.0)

    async def _perform(self, name: str, args: Args) -> Any:
        if name in self._published.methods:
            refusal = self._published.refusal(name, args)
            if refusal:
                self._world.violate(f"{name}: {refusal.description}")
                raise refusal
            if name not in METHODS and name != GET_UPDATES:
                raise wrong(f"the rehearsal does not play {name}")
        if name == GET_UPDATES:
            return await self._polls.get_updates(args)
        if name not in METHODS:
            raise NOT_FOUND
        return await run_in_threadpool(self._perform_locked, name, args)

    def _perform_locked(self, name: str, args: Args) -> Any:
        with self._world.lock:
            try:
                result = METHODS[name](self._world, args)
            except (KeyError, TypeError, AttributeError) as error:
                raise wrong(f"can't parse parameters of {name}: {error!r}") from error
            return json.loads(json.dumps(result))  # a copy, so that the log keeps what was true at this moment

    def _log(self, name: str, args: Args, *, result: Any = None, error: ApiError | None = None) -> None:
        if error and error.fault:
            self._world.violate(f"{name}: {error.description}")
        if name == GET_UPDATES and not error and not result:
            return  # a poll that brought nothing is no news
        description = error.description if error else None
        self._world.record(Call(name, args.logged(), self._world.now(), result, description))

    async def download(self, request: Request) -> Response:
        """The bytes of a file that getFile has named."""
        if request.path_params["token"] != self._token:
            return answer(UNAUTHORIZED)
        path = str(request.path_params["path"])
        file = self._world.files.offered(path)
        if file is None:
            return answer(NOT_FOUND)
        trouble = self._world.faults.take("download", {"file_path": path})
        try:
            await self._suffer(trouble)
        except ApiError as error:
            return answer(error)
        if isinstance(trouble, Reset | CutAnswer):
            return cut(request)
        if isinstance(trouble, CutDownload):
            return cut(request, file.data[: trouble.after], len(file.data))
        return Response(file.data, media_type="application/octet-stream")


async def read(request: Request) -> Args:
    """The parameters of a call: query and body, JSON, form or multipart."""
    values: dict[str, Any] = dict(parse_qsl(request.url.query, keep_blank_values=True))
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if int(request.headers.get("content-length") or 0) > _LARGEST_CALL:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "application/json":
        values |= _json(await request.body())
    elif kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        async with request.form(max_part_size=16 * 1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or name, await value.read(), value.content_type)
                else:
                    values[name] = value
    return Args(values, uploads)


def _json(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as error:
        raise wrong("can't parse request body as JSON object") from error
    if not isinstance(parsed, dict):
        raise wrong("can't parse request body as JSON object")
    return parsed


def answer(error: ApiError) -> Response:
    """A refusal on the wire, with Retry-After where there is a time to wait."""
    wait = error.parameters.get("retry_after")
    return JSONResponse(error.body(), error.code, {"Retry-After": str(wait)} if wait else None)


def cut(request: Request, start: bytes = b"", promised: int = 0) -> Response:
    """Breaks the connection off, after `start` out of `promised` bytes if something is promised."""
    # uvicorn hands its request cycle over as the bound `receive`; no public way leads to the transport.
    transport = getattr(getattr(request.receive, "__self__", None), "transport", None)

    async def pieces() -> Any:
        yield start
        if transport is not None:
            transport.close()  # sends what is written, then hangs up

    if not promised:
        if transport is not None:
            transport.abort()
        return Response(status_code=503)
    return StreamingResponse(pieces(), headers={"Content-Length": str(promised)})
