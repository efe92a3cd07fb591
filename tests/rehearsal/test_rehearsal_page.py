"""The page's own addresses, and a clock that two processes read."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from zibot.clock import moved
from zibot.rehearsal.clock import write_clock
from zibot.rehearsal.server import build, serve_in_thread
from zibot.rehearsal.world import World


class Stage:
    """A stage without a bot behind it."""

    def __init__(self) -> None:
        self.at = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)
        self.state = "running"

    def now(self) -> datetime:
        return self.at

    async def move_clock(self, to: datetime) -> None:
        self.at = to

    async def next_event(self) -> datetime | None:
        return self.at + timedelta(minutes=30) if self.at.hour < 12 else None

    def bot_state(self) -> str:
        return self.state

    async def kill_bot(self) -> None:
        self.state = "dead"

    async def start_bot(self) -> None:
        self.state = "running"

    def start_payload(self, user_id: int) -> str | None:
        return f"KODE{user_id}"

    def about(self, user_id: int) -> str:
        return "Staf"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def page(stage: Stage) -> Iterator[tuple[httpx.Client, World]]:
    world = World(stage.now)
    siti, budi = world.add_person(11, "Siti"), world.add_person(12, "Budi")
    world.add_group("Tim ZI", siti, budi, with_bot=True)
    url, stop = serve_in_thread(build(world, "1:T", stage=stage))
    with httpx.Client(base_url=url, trust_env=False, timeout=10) as client:
        yield client, world
    stop()


def test_the_page_and_its_parts_are_served(page) -> None:
    client, _ = page
    index = client.get("/")
    assert 'lang="id"' in index.text
    assert "default-src 'self'" in index.headers["content-security-policy"]
    for name in ("style.css", "page.js", "draw.js", "words.js", "icon.svg"):
        assert client.get(f"/{name}").status_code == 200
        assert "http://" not in client.get(f"/{name}").text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://jahat.example"}, {"Host": "jahat.example"}, {"Origin": "null"}]
)
def test_other_sites_may_not_play(page, headers: dict[str, str]) -> None:
    client, world = page
    assert client.post("/play/start", json={"user": 11}, headers=headers).status_code == 403
    assert client.get("/play/state", headers=headers).status_code == 403
    assert world.chats[11].messages == {}


def test_a_day_on_the_page(page, stage: Stage) -> None:
    client, world = page
    state = client.get("/play/state").json()
    group = state["chats"][0]["id"]
    assert [c["title"] for c in state["chats"]] == ["Tim ZI", "Siti", "Budi"]
    assert client.post("/play/send", json={"user": 11, "chat": 11, "text": "x"}).status_code == 400
    client.post("/play/start", json={"user": 11})
    client.post("/play/send", json={"user": 11, "chat": group, "text": "Halo", "reply_to": None})
    sample = {"user": "11", "chat": "11", "sample": "Daftar hadir\nSiti"}
    assert client.post("/play/photo", data=sample, files={"x": ("", b"")}).status_code == 200
    files = [("file", ("a.pdf", b"a", "application/pdf")), ("file", ("b.pdf", b"b", "application/pdf"))]
    client.post("/play/document", data={"user": "11", "chat": "11"}, files=files)
    texts = [m["text"] for m in client.get("/play/messages", params={"chat": 11}).json()["messages"]]
    assert texts == ["/start KODE11", "", "", ""]
    shown = client.get("/play/messages", params={"chat": 11}).json()
    picture, first, second = shown["messages"][1:]
    assert client.get(f"/play/file/{picture['photo']['id']}").headers["content-type"] == "image/jpeg"
    assert "attachment" in client.get(f"/play/file/{first['file']['id']}").headers["content-disposition"]
    assert first["album"] == second["album"]
    assert client.get("/play/messages", params={"chat": 11, "since": shown["version"]}).json()["messages"] == []
    assert len(world.updates.pending) == 4


def test_made_up_albums_and_what_was_forwarded(page) -> None:
    client, world = page
    client.post("/play/start", json={"user": 11})
    common = {"user": "11", "chat": "11", "sample": "Rapat", "caption": "V.1.1"}
    client.post("/play/photo", data={**common, "count": "3", "caption_on": "2"}, files={"x": ("", b"")})
    client.post("/play/photo", data={**common, "forwarded": "5"}, files={"x": ("", b"")})
    _, *album, forwarded = client.get("/play/messages", params={"chat": 11}).json()["messages"]
    assert [part["text"] for part in album] == ["", "", "V.1.1"]
    assert len({part["album"] for part in album}) == 1
    assert len({part["photo"]["id"] for part in album}) == 3
    assert forwarded["forwarded"]
    told = world.updates.pending[-1].body["message"]
    assert told["date"] - told["forward_origin"]["date"] == 5 * 86_400


def test_buttons_answers_and_edits_on_the_page(page) -> None:
    client, _ = page
    client.post("/play/start", json={"user": 11})
    keyboard = {"inline_keyboard": [[{"text": "Terima", "callback_data": "ok"}]]}
    client.post("/bot1:T/sendMessage", json={"chat_id": 11, "text": "Tugas", "reply_markup": keyboard})
    query = client.post("/play/press", json={"user": 11, "chat": 11, "message": 2, "button": "ok"}).json()["query"]
    client.post("/bot1:T/answerCallbackQuery", json={"callback_query_id": query, "text": "Baik"})
    answers = client.get("/play/messages", params={"chat": 11}).json()["answers"]
    assert answers == [{"id": query, "user": 11, "text": "Baik", "alert": False}]
    assert client.post("/play/press", json={"user": 11, "chat": 11, "message": 2, "button": "x"}).status_code == 404
    assert client.post("/play/edit", json={"user": 11, "chat": 11, "message": 2, "text": "x"}).status_code == 400
    assert client.post("/play/edit", json={"user": 11, "chat": 11, "message": 1, "text": "Halo"}).status_code == 200


def test_the_clock_and_the_bot(page, stage: Stage) -> None:
    client, _ = page
    client.post("/play/clock", json={"workdays": 1})
    assert stage.at == datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
    client.post("/play/clock", json={"hours": 1})
    client.post("/play/clock", json={"to": "2027-01-11T11:45"})
    assert stage.at == datetime(2027, 1, 11, 11, 45, tzinfo=UTC)
    assert client.post("/play/clock", json={"to": "2027-01-10T00:00"}).json() == {"problem": "past"}
    assert client.post("/play/next").json()["at"] == "2027-01-11T12:15:00+00:00"
    assert client.post("/play/next").json() == {"at": None}
    client.post("/play/bot", json={"do": "kill"})
    assert client.get("/play/state").json()["stage"] == {"bot": "dead"}


def test_the_page_is_told_of_changes_as_they_happen(page) -> None:
    client, world = page
    told: list[dict] = []
    enough = threading.Event()

    def listen() -> None:
        with client.stream("GET", "/play/events") as stream:
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    told.append(json.loads(line.removeprefix("data: ")))
                    if len(told) == 1:
                        world.person(11).starts()
                    else:
                        enough.set()
                        return

    thread = threading.Thread(target=listen)
    thread.start()
    assert enough.wait(10)
    thread.join()
    assert told[1]["version"] > told[0]["version"]


def test_the_clock_file_stands_still_or_runs(tmp_path: Path) -> None:
    path, start = tmp_path / "jam.json", datetime(2027, 1, 4, 7, 30, tzinfo=UTC)
    write_clock(path, start, frozen=True)
    assert moved(path, datetime(2030, 1, 1, tzinfo=UTC)) == start
    write_clock(path, start, frozen=False)
    since = datetime.fromtimestamp(json.loads(path.read_text())["since"], UTC)
    assert moved(path, since + timedelta(minutes=5)) - start == timedelta(minutes=5)
    assert [p.name for p in tmp_path.iterdir()] == ["jam.json"]
    with pytest.raises(ValueError, match="offset"):
        write_clock(path, datetime(2027, 1, 4), frozen=True)  # noqa: DTZ001 - the point of the test


def test_the_menu_of_a_chat_is_that_of_the_narrowest_scope(page) -> None:
    client, _ = page
    client.post("/play/start", json={"user": 11})

    def sets(name: str, scope: dict[str, object] | None = None) -> int:
        said = {"commands": [{"command": name, "description": name}], **({"scope": scope} if scope else {})}
        return client.post("/bot1:T/setMyCommands", json=said).status_code

    def menus(number: int) -> dict[str, list[str]]:
        chats = client.get("/play/state").json()["chats"]
        return {id: [one["command"] for one in menu] for id, menu in chats[number]["menus"].items()}

    assert menus(1) == {"11": []}
    sets("umum")
    sets("pribadi", {"type": "all_private_chats"})
    sets("ketua", {"type": "chat", "chat_id": 11})
    sets("pengelola", {"type": "all_chat_administrators"})
    assert sets("hantu", {"type": "chat", "chat_id": 12}) == 400, "who never pressed Start has no menu"
    assert (menus(1), menus(2)) == ({"11": ["ketua"]}, {"12": ["pribadi"]})
    assert menus(0) == {"11": ["pengelola"], "12": ["umum"]}
    client.post("/bot1:T/deleteMyCommands", json={"scope": {"type": "chat", "chat_id": 11}})
    assert menus(1) == {"11": ["pribadi"]}


def test_a_link_is_opened_on_a_new_telephone(page) -> None:
    client, world = page
    joined = client.post("/play/join", json={"code": "abc-123", "name": "Ponsel baru 4"}).json()["chat"]
    assert joined not in (11, 12)
    texts = [m["text"] for m in client.get("/play/messages", params={"chat": joined}).json()["messages"]]
    assert texts == ["/start abc-123"]
    assert client.post("/play/join", json={"code": "a b", "name": "x"}).status_code == 400
    assert len(world.users) == 3
