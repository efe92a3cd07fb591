"""The Bot API over HTTP: reads a call however it comes, checks it, does it, answers; with trouble if ordered."""

import asyncio
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from zibot.rehearsal import wire
from zibot.rehearsal.args import Args
from zibot.rehearsal.checks import Published
from zibot.rehearsal.errors import ApiError, wrong
from zibot.rehearsal.faults import (
    CutAnswer,
    CutDownload,
    Hold,
    Met,
    OtherLength,
    Outcome,
    Refuse,
    Reset,
    Slow,
    Torn,
    Trickle,
)
from zibot.rehearsal.methods import BY_LOWER_NAME, GET_UPDATES, METHODS
from zibot.rehearsal.nouns import Call
from zibot.rehearsal.polling import Polls
from zibot.rehearsal.world import World

NOT_FOUND = ApiError(404, "Not Found")
UNAUTHORIZED = ApiError(401, "Unauthorized")
_NOTHING_NEW = "[]"


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
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download, methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        """One call of a method."""
        if request.path_params["token"] != self._token:
            return wire.refused(UNAUTHORIZED)
        given = str(request.path_params["method"])
        name = BY_LOWER_NAME.get(given.lower(), given)
        await self._travel()
        response = await self._answered(name, request)
        await self._travel()
        return response

    async def _answered(self, name: str, request: Request) -> Response:
        args, met = Args({}, {}), None
        try:
            args = await wire.read(request)
            met = self._world.faults.take(name, args.values)
            trouble = met.outcome if met else None
            await self._suffer(trouble)
            if isinstance(trouble, Reset):
                return wire.cut(request)
            if isinstance(trouble, Torn) and not trouble.done:
                return wire.torn(trouble)
            result = await self._perform(name, args, trouble)
        except ApiError as error:
            self._log(name, args, error=error)
            return wire.refused(error)
        self._log(name, args, result=result)
        return _delivered(request, result, met)

    async def _travel(self) -> None:
        """Half of the time that an answer takes on its way."""
        if self._world.latency:
            await asyncio.sleep(self._world.latency / 2)

    async def _suffer(self, trouble: Outcome | None) -> None:
        match trouble:
            case Refuse(error):
                raise error
            case Slow(seconds):
                await asyncio.sleep(seconds)
            case Hold(release):
                await run_in_threadpool(release.wait, 30.0)

    async def _perform(self, name: str, args: Args, trouble: Outcome | None) -> str:
        if name in self._published.methods:
            refusal = self._published.refusal(name, args)
            if refusal:
                self._world.violate(f"{name}: {refusal.description}")
                raise refusal
            if name not in METHODS and name != GET_UPDATES:
                raise wrong(f"the rehearsal does not play {name}")
        if name == GET_UPDATES:
            return wire.encode(await self._polls.get_updates(args, trouble))
        if name not in METHODS:
            raise NOT_FOUND
        if args.uploads:  # pictures are scaled, which takes a while
            return await run_in_threadpool(self._perform_locked, name, args)
        return self._perform_locked(name, args)

    def _perform_locked(self, name: str, args: Args) -> str:
        with self._world.lock:
            try:
                result: Any = METHODS[name](self._world, args)
            except (KeyError, TypeError, AttributeError) as error:
                raise wrong(f"can't parse parameters of {name}: {error!r}") from error
            return wire.encode(result)  # at once, so that the log keeps what was true at this moment

    def _log(self, name: str, args: Args, *, result: str | None = None, error: ApiError | None = None) -> None:
        if error and error.fault:
            self._world.violate(f"{name}: {error.description}")
        if name == GET_UPDATES and result == _NOTHING_NEW:
            return  # a poll that brought nothing is no news
        description = error.description if error else None
        self._world.record(Call(name, args.logged(), self._world.now(), result, description))

    async def download(self, request: Request) -> Response:
        """The bytes of a file that getFile has named."""
        if request.path_params["token"] != self._token:
            return wire.refused(UNAUTHORIZED)
        path = str(request.path_params["path"])
        await self._travel()
        file = self._world.files.offered(path)
        if file is None:
            return wire.refused(NOT_FOUND)
        met = self._world.faults.take("download", {"file_path": path})
        trouble = met.outcome if met else None
        try:
            await self._suffer(trouble)
        except ApiError as error:
            return wire.refused(error)
        await self._travel()
        return _fetched(request, file.data, trouble)


def _delivered(request: Request, result: str, met: Met | None) -> Response:
    """What the bot hears of a call that was carried out."""
    if met is None:
        return wire.granted(result)
    met.done = True
    match met.outcome:
        case CutAnswer():
            return wire.cut(request)
        case Torn():
            return wire.torn(met.outcome)
        case _:
            return wire.granted(result)


def _fetched(request: Request, data: bytes, trouble: Outcome | None) -> Response:
    """What the bot gets of a file."""
    match trouble:
        case Reset() | CutAnswer():
            return wire.cut(request)
        case Torn():
            return wire.torn(trouble)
        case CutDownload(after):
            return wire.cut(request, data[:after], len(data))
        case Trickle():
            return wire.dribble(data, trouble)
        case OtherLength(by):
            data = data[:by] if by < 0 else data + bytes(by)
    return Response(data, media_type="application/octet-stream")
