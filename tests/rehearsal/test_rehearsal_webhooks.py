"""Updates delivered to a webhook: several at once, in order where they belong together, again until they are taken."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from zibot.rehearsal import faults
from zibot.rehearsal.server import listen

SECRET = "rahasia-kantor"


@dataclass
class Receiver:
    """A bot's webhook: notes what it is handed, then answers as `answers` says, 200 without."""

    url: str = ""
    answers: Callable[[dict], Response | None] = lambda _: None
    heard: list[dict] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    async def receive(self, request: Request) -> Response:
        update = await request.json()
        self._note(+1, update, request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        answer = await run_in_threadpool(self.answers, update)
        self._note(-1)
        return answer or Response()

    def _note(self, more: int, update: dict | None = None, secret: str | None = None) -> None:
        with self._changed:
            self.at_once += more
            self.most_at_once = max(self.most_at_once, self.at_once)
            if update is not None:
                self.heard.append(update)
                self.secrets.add(secret)
            self._changed.notify_all()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.heard]

    def wait_until(self, holds: Callable[["Receiver"], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self), 10), self.heard


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    app = Starlette(routes=[Route("/hook", receiver.receive, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", timeout_graceful_shutdown=2))
    bound = listen()
    receiver.url = f"http://127.0.0.1:{bound.getsockname()[1]}/hook"
    thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
    thread.start()
    yield receiver
    server.should_exit = True
    thread.join(15)
    bound.close()


def staff(office, count: int) -> list:
    return [office.world.add_person(1000 + n, f"Staf {n}") for n in range(count)]


def all_taken(office) -> bool:
    return office.world.wait_until(lambda: not office.world.updates.pending)


def test_each_update_comes_once_with_the_secret(office, receiver: Receiver) -> None:
    office.get("setWebhook", url=receiver.url, secret_token=SECRET)
    office.siti.starts()
    office.siti.says("Halo")
    assert all_taken(office)
    assert receiver.texts == ["/start", "Halo"]
    assert receiver.secrets == {SECRET}
    info = office.get("getWebhookInfo")
    assert info["pending_update_count"] == 0
    assert "last_error_message" not in info


def test_many_chats_at_once_but_no_more_than_was_said(office, receiver: Receiver) -> None:
    go = threading.Event()
    receiver.answers = lambda _: None if go.wait(10) else Response(status_code=500)
    office.get("setWebhook", url=receiver.url, max_connections=3)
    for person in staff(office, 8):
        person.starts()
    receiver.wait_until(lambda it: it.at_once == 3)
    assert office.get("getWebhookInfo")["pending_update_count"] == 8
    go.set()
    assert all_taken(office)
    assert receiver.most_at_once == 3
    assert len(receiver.heard) == 8


def test_what_fails_holds_up_its_own_chat_only_and_comes_again(impatient_office, receiver: Receiver) -> None:
    office = impatient_office
    failures = iter(range(4))

    def stumble(update: dict) -> Response | None:
        siti = update["message"]["from"]["id"] == office.siti.id
        return Response(status_code=500) if siti and next(failures, None) is not None else None

    receiver.answers = stumble
    office.siti.starts()
    office.siti.says("Dua")
    office.budi.starts()
    office.get("setWebhook", url=receiver.url)
    receiver.wait_until(lambda it: any(update["message"]["from"]["id"] == office.budi.id for update in it.heard))
    assert all_taken(office)
    siti = [update["message"]["text"] for update in receiver.heard if update["message"]["from"]["id"] == office.siti.id]
    assert siti == ["/start"] * 5 + ["Dua"]
    info = office.get("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["last_error_date"] == int(office.clock().timestamp())


def test_a_webhook_says_itself_when_to_come_again(office, receiver: Receiver) -> None:
    refusals = iter([Response(status_code=503, headers={"Retry-After": "0"})])
    receiver.answers = lambda _: next(refusals, None)
    office.world.retry_seconds = 3600.0
    office.get("setWebhook", url=receiver.url)
    office.siti.starts()
    assert all_taken(office)
    assert receiver.texts == ["/start", "/start"]


def test_an_update_comes_twice_at_the_same_moment(office, receiver: Receiver) -> None:
    both = threading.Barrier(2, timeout=10)
    receiver.answers = lambda _: both.wait() and None
    office.world.faults.add("webhook", faults.Twice())
    office.get("setWebhook", url=receiver.url)
    office.siti.starts()
    assert all_taken(office)
    assert receiver.heard[0] == receiver.heard[1]
    assert receiver.most_at_once == 2


def test_an_update_comes_again_when_its_answer_was_lost(impatient_office, receiver: Receiver) -> None:
    office = impatient_office
    office.world.faults.add("webhook", faults.CutAnswer())
    office.get("setWebhook", url=receiver.url)
    office.siti.starts()
    assert all_taken(office)
    assert receiver.heard[0] == receiver.heard[1]
    assert len(receiver.heard) == 2
    assert office.get("getWebhookInfo")["last_error_message"] == "Read timeout expired"


def test_an_update_is_overtaken_by_that_of_another_chat(office, receiver: Receiver) -> None:
    office.siti.starts()
    office.budi.starts()
    held = faults.Hold(threading.Event())
    office.world.faults.add("webhook", held, when=lambda update: update["message"]["from"]["id"] == 11)
    office.get("setWebhook", url=receiver.url)
    receiver.wait_until(lambda it: it.heard)
    held.release.set()
    assert all_taken(office)
    first, second = receiver.heard
    assert first["update_id"] == second["update_id"] + 1


def test_nobody_there_is_told_and_tried_again(impatient_office, receiver: Receiver) -> None:
    office = impatient_office
    closed = listen()
    nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/hook"
    closed.close()
    office.siti.starts()
    office.get("setWebhook", url=nowhere)
    assert office.world.wait_until(lambda: "last_error_message" in office.world.webhook)
    assert office.get("getWebhookInfo")["last_error_message"] == "Connection failed: ConnectError"
    office.get("setWebhook", url=receiver.url)
    assert all_taken(office)
    assert receiver.texts == ["/start"]


def test_once_the_webhook_is_gone_the_rest_can_be_polled(impatient_office, receiver: Receiver) -> None:
    office = impatient_office
    receiver.answers = lambda _: Response(status_code=502)
    office.siti.starts()
    office.get("setWebhook", url=receiver.url)
    receiver.wait_until(lambda it: it.heard)
    office.get("deleteWebhook")
    assert [update["message"]["text"] for update in office.get("getUpdates")] == ["/start"]
