"""Telegram brings the updates itself: only what carries the secret comes in, and it is kept before it is answered."""

import socket
from typing import Any

import httpx
import pytest

from tests.conftest import TOKEN, Office, a_photo, eventually
from tests.stories.signs import ended, health, last_line
from tests.stories.test_trouble import without_room
from zibot.rehearsal.errors import ApiError
from zibot.rehearsal.faults import BAD_GATEWAY, CutAnswer, Refuse, Twice

SECRET = "rahasia-latihan-0123456789"


def free_port() -> int:
    """A port of this machine that nobody uses just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def hooked(port: int, **more: str) -> dict[str, str]:
    """The environment of a bot to which updates are brought."""
    return {
        "ZIBOT_LISTEN": f"127.0.0.1:{port}",
        "ZIBOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "ZIBOT_WEBHOOK_SECRET": SECRET,
    } | more


def brought(port: int, update: Any, secret: str | None = SECRET, **how: Any) -> int:
    """Someone posts something to the webhook; the status of the answer."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    content = {"content": update} if isinstance(update, bytes) else {"json": update}
    answer = httpx.post(
        f"http://127.0.0.1:{port}/telegram", headers=headers, trust_env=False, timeout=20, **content, **how
    )
    return answer.status_code


def kept(office: Office) -> int:
    """How many updates were ever kept."""
    return int(str(office.rows("SELECT count(*) FROM inbox")[0][0]))


def test_updates_that_are_brought_take_effect_once_through_kills_and_lost_answers(office: Office) -> None:
    port = free_port()
    office.world.retry_seconds = 0.2
    office.start(**hooked(port))
    dedi = office.join("Dedi Kurnia")
    told = health(office)
    assert (told.status, told.figures["mode"], told.figures["last_poll_seconds"]) == (200, "webhook", None)
    for trouble in (Twice(), CutAnswer()):
        office.world.faults.add("webhook", trouble)
        dedi.sends(a_photo(1 if trouble == Twice() else 2, "I.1.1"))
    office.quiet()
    dedi.sends(a_photo(3, "I.1.1"))
    office.kill()
    office.start(**hooked(port))
    eventually(lambda: office.rows("SELECT count(*) FROM evidence") == [(3,)])
    office.quiet()
    assert len([text for text in office.texts(dedi) if "Bukti tersimpan" in text]) in (3, 4)
    assert office.stop() == 0


def test_only_what_carries_the_secret_comes_in(office: Office) -> None:
    port = free_port()
    office.start(**hooked(port))
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    before = kept(office)
    forged = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 1,
            "text": "/tugas",
            "chat": {"id": dedi.id, "type": "private"},
            "from": {"id": dedi.id, "is_bot": False, "first_name": "Dedi"},
        },
    }
    for wrong in (None, "", SECRET[:-1], SECRET + "x", SECRET.upper()):
        assert brought(port, forged, wrong) == 403
    assert brought(port, b"x" * 2_000_000, "salah") == 403
    for unreadable in (b"", b"{", b"[]", b'"x"', b'{"update_id": "1"}', b'{"message": {}}', b"\xff\xfe"):
        assert brought(port, unreadable) == 400
    assert brought(port, b'{"update_id": 2, "x": "' + b"y" * 2_000_000 + b'"}') == 413
    for method, path in (("GET", "telegram"), ("PUT", "telegram"), ("POST", "healthz")):
        assert httpx.request(method, f"http://127.0.0.1:{port}/{path}", trust_env=False).status_code == 405
    assert httpx.get(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe", trust_env=False).status_code == 404
    assert kept(office) == before
    assert brought(port, forged) == 200
    assert kept(office) == before + 1, "what was answered with 200 is on disk"


def test_what_cannot_be_kept_is_refused_and_comes_again(office: Office) -> None:
    port = free_port()
    office.world.retry_seconds = 0.2
    office.start(**hooked(port))
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    before = kept(office)
    with without_room(office):
        dedi.sends(a_photo(1, "I.1.1"))
        office.heard(dedi, "belum tersimpan")
        assert brought(port, {"update_id": 5, "message": {"chat": {"id": 5}}}) == 503
        told = health(office)
        assert told.status == 503
        assert told.why
        assert kept(office) == before
    office.heard(dedi, "Bukti tersimpan · No. 000001")
    eventually(lambda: health(office).status == 200)


def test_a_webhook_that_is_taken_away_is_set_again(office: Office) -> None:
    port = free_port()
    office.start(**hooked(port, ZIBOT_WATCH_SECONDS="1"))
    dedi = office.join("Dedi Kurnia")
    with office.world.lock:
        office.world.webhook = {}
    office.world.faults.add("getWebhookInfo", BAD_GATEWAY)
    dedi.says("/tugas")
    office.heard(dedi, "Tugas Dedi Kurnia")
    eventually(lambda: health(office).status == 200)


def test_an_address_that_telegram_will_never_take_ends_the_bot_with_one_line(bare_office: Office) -> None:
    for_good = Refuse(ApiError(400, "Bad Request: bad webhook: IP address 10.0.0.7 is reserved"))
    bare_office.world.faults.add("setWebhook", for_good, times=9)
    bare_office.start(**hooked(free_port()))
    assert ended(bare_office) == 2
    [said] = (bare_office.folder / "bot.log").read_text().splitlines()
    for words in ("ip address 10.0.0.7 is reserved", "ZIBOT_WEBHOOK_URL", "/telegram"):
        assert words in said
    assert len(bare_office.world.calls_of("setWebhook")) <= 1


def test_a_host_that_telegram_cannot_find_yet_is_waited_for_in_sight_of_all(office: Office) -> None:
    unknown = Refuse(ApiError(400, "Bad Request: bad webhook: Failed to resolve host: Temporary failure"))
    office.world.faults.add("setWebhook", unknown, times=3)
    office.start(**hooked(free_port()))
    told = health(office)
    assert told.status == 503
    assert "failed to resolve host" in told.why
    assert "failed to resolve host" in office.zibot("doctor").stdout
    office.join("Dedi Kurnia")
    eventually(lambda: health(office).status == 200)


@pytest.mark.parametrize("secret", ["", "pendek", "x" * 257, "rahasia dengan spasi"])
def test_a_webhook_needs_a_secret_that_cannot_be_guessed(bare_office: Office, secret: str) -> None:
    done = bare_office.zibot("run", **hooked(free_port(), ZIBOT_WEBHOOK_SECRET=secret))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "ZIBOT_WEBHOOK_SECRET" in done.stderr


def test_an_address_in_use_refuses_a_webhook_before_telegram_hears_of_it(office: Office) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = office.zibot("run", **hooked(port))
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert f"127.0.0.1:{port}" in done.stderr
        assert office.world.webhook == {}

        # Without a webhook the bot works all the same, and says what it cannot.
        office.start(ZIBOT_LISTEN=f"127.0.0.1:{port}")
        dedi = office.join("Dedi Kurnia")
        assert "health is not told" in (office.folder / "bot.log").read_text()
        assert office.stop() == 0
    assert dedi
    assert "Traceback" not in (office.folder / "bot.log").read_text() + last_line(office)
