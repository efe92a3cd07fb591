"""The rehearsal as one web application on loopback: the Bot API for the bot, the page for people."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from zibot.rehearsal.api import BotApi
from zibot.rehearsal.backstage import Stage
from zibot.rehearsal.play import Play
from zibot.rehearsal.webhooks import deliver_forever
from zibot.rehearsal.world import World

HOST = "127.0.0.1"


def build(world: World, token: str, published_api: Path | None = None, stage: Stage | None = None) -> Starlette:
    """The application: `/bot<token>/…` and `/file/bot<token>/…` for the bot, `/` and `/play/…` for people.

    Calls are checked against `published_api`, a file of the whole published Bot API, or else against what the
    rehearsal carries of it.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        webhooks = asyncio.create_task(deliver_forever(world))
        yield
        world.changes.close()
        webhooks.cancel()
        await asyncio.gather(webhooks, return_exceptions=True)

    app = Starlette(
        routes=[*BotApi(world, token, published_api).routes(), *Play(world, stage).routes()], lifespan=lifespan
    )
    app.state.world = world
    return app


class Server(uvicorn.Server):
    """A server that says when it listens, and that ends its long polls when it must stop."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=2,
                ws="none",
                lifespan="on",
            )
        )
        self.world: World = app.state.world
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Also lets `ready` be known."""
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Also lets long polls and event streams end by themselves."""
        self.world.changes.close()
        await super().shutdown(sockets)


def listen(port: int = 0) -> socket.socket:
    """A socket on loopback; port 0 takes a free one."""
    # With the protocol named, asyncio turns Nagle's delay off, which would cost 40 ms on each answer.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((HOST, port))
    made.listen(128)
    return made


def serve_in_thread(app: Starlette, port: int = 0) -> tuple[str, Callable[[], None]]:
    """Serves from a thread with a loop of its own; gives the address and a function that stops it."""
    bound = listen(port)
    server = Server(app)
    thread = threading.Thread(target=server.run, args=([bound],), name="rehearsal", daemon=True)
    thread.start()
    if not server.ready.wait(15):
        raise RuntimeError("the rehearsal server did not start")

    def stop() -> None:
        server.should_exit = True
        thread.join(15)
        bound.close()

    return f"http://{HOST}:{bound.getsockname()[1]}", stop
