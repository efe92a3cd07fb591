"""The small web server of a running bot: `/healthz`, and Telegram's updates where a webhook is set."""

import asyncio
import contextlib
import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from zibot.settings import Settings
from zibot.web.health import Look, health

LARGEST = 1024 * 1024
"""Bytes of an update at most; Telegram's own are a few thousand."""
PATIENCE = 10
"""Seconds in which a connection must bring a whole request; the body may take longer, which only who knows the secret
sends."""
MOST = 200
"""Connections at once, far more than Telegram opens; each takes one of the files that a process may have open."""
TAKEN_UP = 50
"""Connections taken up in one go at most, so that others are closed in between."""
SECRET = "X-Telegram-Bot-Api-Secret-Token"

Take = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Commits one update; returns only when it is on disk."""


@dataclass(frozen=True)
class Pages:
    """What is answered under which address."""

    settings: Settings
    look: Look
    take: Take

    def routes(self) -> list[Route]:
        """Health always, the webhook where one is set."""
        found = [Route("/healthz", self.healthz, methods=["GET"])]
        if self.settings.webhook_url:
            path = urlsplit(self.settings.webhook_url).path or "/"
            found.append(Route(path, self.hook, methods=["POST"]))
        return found

    async def healthz(self, _: Request) -> Response:
        """The figures; 503 where something is wrong."""
        ok, figures = await asyncio.to_thread(health, self.settings, self.look())
        return JSONResponse(figures, 200 if ok else 503)

    async def hook(self, request: Request) -> Response:
        """One update from Telegram: kept before it is answered, or asked for again by a 503."""
        given = request.headers.get(SECRET, "").encode()
        if not hmac.compare_digest(given, self.settings.secret().encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return Response(status_code=400)
        try:
            await self.take(update)
        except Exception:  # noqa: BLE001 - whatever went wrong was logged where it did; the update must come again
            return Response(status_code=503)
        return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """What was posted; None where it is too long, which is told before the rest of it is read."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > LARGEST:
            return None
    return bytes(content)


class _Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class _Patient(H11Protocol):
    """A connection that is closed where no request comes, so that half ones do not use up what the bot itself needs."""

    begun = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its parent has it
        """Begin to wait for the first request; where there are too many the one that has said nothing longest goes."""
        super().connection_made(transport)
        self.begun = self.loop.time()
        self._wait(None)
        here = [one for one in self.connections if isinstance(one, _Patient) and not one.transport.is_closing()]
        silent = [one for one in here if not one._answering]
        if len(here) > MOST and silent:
            min(silent, key=lambda one: one.begun).transport.abort()

    @property
    def _answering(self) -> bool:
        """Whether a request came that has no answer yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self, before: RequestResponseCycle | None) -> None:
        self.loop.call_later(self.timeout_keep_alive, self._look, before)

    def _look(self, before: RequestResponseCycle | None) -> None:
        """Close where nothing was asked since the last look, and nothing is being answered."""
        if self.transport.is_closing():
            return
        if not self._answering and self.cycle is before:
            self.transport.close()
        else:
            self._wait(self.cycle)


async def serve(pages: Pages, bound: socket.socket, *, patience: int = PATIENCE) -> None:
    """Answer at a bound socket until cancelled."""
    config = uvicorn.Config(
        Starlette(routes=pages.routes()),
        http=_Patient,
        log_config=None,
        access_log=False,
        lifespan="off",
        backlog=TAKEN_UP,
        timeout_keep_alive=patience,
        timeout_graceful_shutdown=1,
    )
    await _Server(config).serve(sockets=[bound])
