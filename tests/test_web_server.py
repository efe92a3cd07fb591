"""The small web server: who sends half a request is not waited for, so that nobody uses up what the bot needs."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from tests.desk import Room
from zibot.web.health import Line
from zibot.web.server import MOST, Pages, serve

ALL_IS_WELL = Line(polls=True, silent_seconds=0.0, why="", awake=True)


@asynccontextmanager
async def served(room: Room, *, patience: int) -> AsyncIterator[int]:
    """The server at a port of its own."""

    async def take(_update: object) -> None:
        raise AssertionError("nothing is brought here")

    with socket.create_server(("127.0.0.1", 0)) as bound:
        serving = asyncio.create_task(
            serve(Pages(room.house.settings, lambda: ALL_IS_WELL, take), bound, patience=patience)
        )
        try:
            yield bound.getsockname()[1]
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HTTP/1.1\r\nHost: kantor\r\nX-Lambat: "])
async def test_a_connection_that_brings_no_whole_request_is_closed(room: Room, begun: bytes) -> None:
    async with served(room, patience=0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begun)
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()


async def test_one_connection_may_ask_again_and_again(room: Room) -> None:
    async with served(room, patience=60) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(3):
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: kantor\r\n\r\n")
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            assert head.startswith(b"HTTP/1.1 ")
            length = next(
                int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"content-length")
            )
            assert b'"ok"' in await reader.readexactly(length)
        writer.close()


async def test_many_connections_that_say_nothing_do_not_keep_others_out(room: Room) -> None:
    """Each takes a file that the bot itself may need; the ones that said nothing longest are closed."""
    async with served(room, patience=60) as port:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST + 20)]
        for reader, _ in silent[:20]:
            with suppress(ConnectionResetError):
                assert await asyncio.wait_for(reader.read(), 10) == b""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: kantor\r\n\r\n")
        assert (await asyncio.wait_for(reader.readline(), 10)).startswith(b"HTTP/1.1 ")
        assert not any(reader.at_eof() for reader, _ in silent[21:]), "no more are closed than there are too many"
        for _, one in (*silent, (reader, writer)):
            one.close()
