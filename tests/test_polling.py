"""The line to Telegram: what is confirmed, what is asked for again, how long it rests, and when it gives itself up."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.flying import fly
from zibot.delivery.polling import LATE, Line, PollRequest, Said, Stuck

SILENT = object()
"""No answer at all."""


class Cut(Exception):
    """The script is over."""


@dataclass
class Server(httpx.AsyncBaseTransport):
    """Answers each getUpdates as its script says, and with nothing new after its end; all else with true."""

    script: list[Any]
    asked: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition("/")[2]
        said = {name: json.loads(value[0]) for name, value in parse_qs(request.content.decode()).items()}
        self.asked.append((asyncio.get_running_loop().time(), method, said))
        if method != "getUpdates":
            return httpx.Response(200, json={"ok": True, "result": True})
        if not self.script:
            self.over.set()
            await asyncio.sleep(said["timeout"])
            return answer()
        now = self.script.pop(0)
        if now is SILENT:
            await asyncio.sleep(request.extensions["timeout"]["read"])
            raise httpx.ReadTimeout("", request=request)
        if isinstance(now, Exception):
            raise now
        assert isinstance(now, httpx.Response)
        return now

    @property
    def offsets(self) -> list[int]:
        """What each getUpdates confirmed."""
        return [said.get("offset", 0) for _, method, said in self.asked if method == "getUpdates"]

    @property
    def moments(self) -> list[float]:
        """When each getUpdates came, in seconds since the first."""
        moments = [moment for moment, method, _ in self.asked if method == "getUpdates"]
        return [round(moment - moments[0], 3) for moment in moments]


def answer(*updates: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": list(updates)})


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": str(number)}}


def refusal(code: int, words: str, **parameters: int) -> httpx.Response:
    said = {"ok": False, "error_code": code, "description": words, "parameters": parameters}
    return httpx.Response(code, json=said)


async def kept_well(_: Sequence[Said]) -> None:
    """Whatever comes is kept."""


def played(
    *script: Any, keep: Callable[[Sequence[Said]], Any] | None = None, patience: float = 120, seconds: float = 3600
) -> tuple[Server, list[int], Line]:
    """Poll until the script is over; the server, the ids that were kept, and the line as it was then."""
    kept: list[int] = []

    async def story() -> tuple[Server, list[int], Line]:
        server = Server(list(script))

        async def keeping(updates: Sequence[Said]) -> None:
            if keep is not None:
                await keep(updates)
            kept.extend(one["update_id"] for one in updates)

        line = Line("1:x", "http://telegram.test", keeping, patience=patience, request=PollRequest(server))
        await line.poll()
        over, ended = asyncio.create_task(server.over.wait()), asyncio.create_task(line.ended())
        try:
            await asyncio.wait((over, ended), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                ended.result()
            assert over.done(), "the script was not played to its end"
        finally:
            for task in (over, ended):
                task.cancel()
            await line.close()
        return server, kept, line

    return fly(story)


# what is confirmed


def test_an_update_is_confirmed_only_by_the_request_after_it_was_kept() -> None:
    server, kept, _ = played(answer(update(5), update(6)), answer(update(7)))
    assert kept == [5, 6, 7]
    assert server.offsets[:3] == [0, 7, 8]


def test_what_cannot_be_kept_is_asked_for_again() -> None:
    troubles: list[Exception] = [OSError("disk full"), ValueError(), RuntimeError("x")]

    async def keep(_: Sequence[Said]) -> None:
        if troubles:
            raise troubles.pop()

    server, kept, line = played(*[answer(update(5))] * 4, keep=keep)
    assert kept == [5]
    assert server.offsets[:5] == [0, 0, 0, 0, 6]
    assert server.moments[1:4] == [1, 3, 7]
    assert line.why == ""


def test_after_an_empty_answer_ids_may_begin_anew_lower() -> None:
    server, kept, _ = played(answer(update(900_000)), answer(), answer(update(17)))
    assert kept == [900_000, 17]
    assert server.offsets[:4] == [0, 900_001, 0, 18]


def test_updates_that_nobody_can_read_do_not_stop_the_line() -> None:
    strange = [None, [], "x", 7, {}, {"update_id": "8"}, {"update_id": None}]
    server, kept, _ = played(answer(*strange, update(5)), answer({"update_id": 6, "new_kind_of_thing": {"x": 1}}))
    assert kept == [5, 6]
    assert server.offsets[:3] == [0, 6, 7]


def test_an_answer_without_a_single_number_is_not_asked_for_without_a_pause() -> None:
    server, kept, _ = played(answer({}), answer({}), answer(update(5)))
    assert kept == [5]
    assert server.moments[:3] == [0, 1, 3]


@pytest.mark.parametrize(
    "torn",
    [
        httpx.Response(200, content=b'{"ok":true,"resul'),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"<html>Silakan masuk ke jaringan</html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"ok": True, "result": None}),
        httpx.Response(502, content=b"<html>"),
        refusal(500, "Internal Server Error"),
        httpx.ReadError("reset"),
        httpx.ConnectError("refused"),
    ],
    ids=repr,
)
def test_an_answer_that_is_none_moves_nothing_and_the_line_goes_on(torn: Any) -> None:
    server, kept, line = played(answer(update(5)), torn, answer(update(6)))
    assert kept == [5, 6]
    assert server.offsets[:4] == [0, 6, 6, 7]
    assert server.moments[1:3] == [0, 1]
    assert line.why == ""


# pauses


def test_a_pause_that_telegram_asks_for_is_kept_to_the_second() -> None:
    server, kept, _ = played(refusal(429, "Too Many Requests: retry after 17", retry_after=17), answer(update(5)))
    assert server.moments[:2] == [0, 17]
    assert kept == [5]


def test_pauses_grow_and_begin_anew_after_an_answer() -> None:
    broken = [httpx.ConnectError("refused") for _ in range(7)]
    server, _, _ = played(*broken, answer(), *broken[:2], answer(update(5)))
    gaps = [later - before for before, later in zip(server.moments, server.moments[1:], strict=False)]
    assert gaps[:10] == [1, 2, 4, 8, 16, 30, 30, 0, 1, 2]


def test_a_webhook_that_someone_has_set_is_taken_back() -> None:
    conflict = refusal(409, "Conflict: can't use getUpdates method while webhook is active")
    server, kept, _ = played(conflict, answer(update(5)))
    assert [method for _, method, _ in server.asked][:3] == ["getUpdates", "deleteWebhook", "getUpdates"]
    assert kept == [5]


def test_another_bot_with_this_token_is_told_of_and_no_webhook_is_taken_back() -> None:
    conflict = refusal(409, "Conflict: terminated by other getUpdates request")
    server, kept, _ = played(conflict, conflict, answer(update(5)))
    assert {method for _, method, _ in server.asked} == {"getUpdates"}
    assert kept == [5]


# silence


def test_a_silent_line_is_opened_anew_once_and_then_given_up() -> None:
    with pytest.raises(Stuck):
        played(answer(update(5)), *[SILENT] * 100)


def test_a_line_that_speaks_again_after_it_was_opened_anew_is_kept() -> None:
    server, kept, _ = played(*[SILENT] * 5, answer(update(5)), *[SILENT] * 5, answer(update(6)))
    assert kept == [5, 6]
    assert server.moments[-1] > 2 * 120


def test_a_silence_after_a_known_trouble_is_found_all_the_same() -> None:
    with pytest.raises(Stuck):
        played(httpx.ConnectError("refused"), *[SILENT] * 100)


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("no route"),
        refusal(502, "Bad Gateway"),
        refusal(409, "Conflict: terminated by other getUpdates request"),
    ],
    ids=repr,
)
def test_trouble_that_says_what_it_is_gives_nobody_up(trouble: Any) -> None:
    server, kept, _ = played(*[trouble] * 60, answer(update(5)))
    assert kept == [5]
    assert server.moments[-1] > 50


def test_a_long_pause_that_telegram_asked_for_is_no_silence() -> None:
    _, kept, _ = played(refusal(429, "Too Many Requests", retry_after=900), answer(update(5)), patience=10)
    assert kept == [5]


def test_an_answer_comes_well_before_patience_ends() -> None:
    server, _, _ = played(*[SILENT] * 2, answer(update(5)), patience=120)
    asked = [said["timeout"] for _, method, said in server.asked if method == "getUpdates"]
    assert max(asked) + LATE < 120 / 2


def test_a_house_that_takes_long_to_keep_is_given_more_time() -> None:
    async def keep(_: Sequence[Said]) -> None:
        await asyncio.sleep(400)

    _, kept, _ = played(answer(update(5)), keep=keep)
    assert kept == [5]


# the end


def test_what_was_kept_is_confirmed_at_the_end() -> None:
    server, _, _ = played(answer(update(5)))
    assert (server.asked[-1][2]["offset"], server.asked[-1][2].get("timeout", 0)) == (6, 0)


def test_the_end_comes_while_updates_are_being_kept() -> None:
    async def story() -> list[int]:
        server, begun = Server([answer(update(5))]), asyncio.Event()

        async def keep(_: Sequence[Said]) -> None:
            begun.set()
            await asyncio.sleep(1000)

        line = Line("1:x", "http://telegram.test", keep, request=PollRequest(server))
        await line.poll()
        await begun.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(line.close(), 5)
        return server.offsets

    assert fly(story) == [0], "nothing is confirmed that is not kept"
