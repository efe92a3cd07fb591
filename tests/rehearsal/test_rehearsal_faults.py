"""Trouble on order, as a bot meets it."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from telegram.error import NetworkError, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from zibot.rehearsal import faults
from zibot.rehearsal.people import Document

TOKEN = "7000000001:latihan"


def file_of(office, size: int) -> str:
    """The address of a file that Siti sent."""
    office.siti.starts()
    sent = office.siti.sends(Document(b"x" * size, "a.pdf")).document
    return f"{office.url}/file/bot{TOKEN}/{office.get('getFile', file_id=sent.file_id)['file_path']}"


def texts_heard(updates: list[dict]) -> list[str]:
    return [update["message"]["text"] for update in updates]


def test_refusals_in_order_then_all_is_well(office) -> None:
    office.siti.starts()
    office.world.faults.add("sendMessage", faults.INTERNAL, times=2)
    office.world.faults.add("*", faults.flood(5), when=lambda params: params.get("text") == "b")
    assert office.refused("sendMessage", chat_id=11, text="a") == (500, "Internal Server Error")
    assert office.refused("sendMessage", chat_id=11, text="a")[0] == 500
    assert office.get("sendMessage", chat_id=11, text="a")
    assert office.refused("sendMessage", chat_id=11, text="b") == (429, "Too Many Requests: retry after 5")
    assert office.world.faults.left == 0
    assert [call.ok for call in office.world.calls_of("sendMessage")] == [False, False, True, False]


def test_a_reset_does_nothing_and_a_cut_answer_did_it(office) -> None:
    office.siti.starts()
    office.world.faults.add("sendMessage", faults.Reset())
    with pytest.raises(httpx.TransportError):
        office.ask("sendMessage", chat_id=11, text="a")
    assert office.world.said(11) == []
    office.world.faults.add("sendMessage", faults.CutAnswer())
    with pytest.raises(httpx.TransportError):
        office.ask("sendMessage", chat_id=11, text="a")
    assert [m.text for m in office.world.said(11)] == ["a"]


@pytest.mark.parametrize(
    ("torn", "status", "said"),
    [
        (faults.BAD_GATEWAY_PAGE, 502, []),
        (faults.PAGE_INSTEAD, 200, []),
        (faults.GATEWAY_TIMEOUT, 504, ["a"]),
        (faults.HALF_AN_ANSWER, 200, ["a"]),
        (faults.EMPTY, 200, ["a"]),
    ],
)
def test_an_answer_that_is_none_is_given_before_or_after_it_was_done(office, torn, status: int, said: list) -> None:
    office.siti.starts()
    office.world.faults.add("sendMessage", torn)
    got = office.client.post(f"{office.url}/bot{TOKEN}/sendMessage", json={"chat_id": 11, "text": "a"})
    with pytest.raises(ValueError, match=r"Expecting value|Unterminated string"):
        got.json()
    assert got.status_code == status
    assert [m.text for m in office.world.said(11)] == said
    assert [params["text"] for params in office.world.faults.unheard("sendMessage")] == said


async def test_the_library_takes_each_of_them_for_an_error(office) -> None:
    office.siti.starts()
    bot = ExtBot(TOKEN, f"{office.url}/bot", request=HTTPXRequest(httpx_kwargs={"trust_env": False}))
    async with bot:
        for torn in (faults.BAD_GATEWAY_PAGE, faults.GATEWAY_TIMEOUT):
            office.world.faults.add("sendMessage", torn)
            with pytest.raises(NetworkError):
                await bot.send_message(11, "x")
        for torn in (faults.PAGE_INSTEAD, faults.HALF_AN_ANSWER, faults.EMPTY):
            office.world.faults.add("sendMessage", torn)
            with pytest.raises(TelegramError, match="Invalid server response"):
                await bot.send_message(11, "x")


def test_a_held_call_waits_for_the_test(office) -> None:
    office.siti.starts()
    held = faults.Hold(threading.Event())
    office.world.faults.add("sendMessage", held)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(office.get, "sendMessage", chat_id=11, text="a")
        assert office.get("getMe")["is_bot"]
        assert office.world.said(11) == []
        held.release.set()
        assert waiting.result(9)["text"] == "a"


def test_a_download_breaks_off(office) -> None:
    address = file_of(office, 5000)
    office.world.faults.add("download", faults.CutDownload(after=100))
    with pytest.raises(httpx.TransportError):
        office.client.get(address)
    office.world.faults.add("download", faults.BAD_GATEWAY)
    assert office.client.get(address).status_code == 502
    assert len(office.client.get(address).content) == 5000


@pytest.mark.parametrize("by", [-7, 7])
def test_a_download_comes_whole_with_another_length_than_was_said(office, by: int) -> None:
    address = file_of(office, 5000)
    office.world.faults.add("download", faults.OtherLength(by))
    got = office.client.get(address)
    assert got.status_code == 200
    assert len(got.content) == int(got.headers["Content-Length"]) == 5000 + by
    assert len(office.client.get(address).content) == 5000


def test_a_page_comes_in_place_of_a_file(office) -> None:
    address = file_of(office, 5000)
    office.world.faults.add("download", faults.PAGE_INSTEAD)
    got = office.client.get(address)
    assert got.status_code == 200
    assert got.content.startswith(b"<html>")


def test_a_download_that_dribbles_comes_whole_and_holds_up_nobody(office) -> None:
    address = file_of(office, 100)
    office.world.faults.add("download", faults.Trickle(piece=30, pause=0.05))
    with office.client.stream("GET", address) as got:
        assert got.headers["Content-Length"] == "100"
        pieces = got.iter_raw()
        begun = time.monotonic()
        found = [next(pieces)]
        assert office.get("getMe")["is_bot"]
        found += pieces
    assert [len(piece) for piece in found] == [30, 30, 30, 10]
    assert time.monotonic() - begun >= 0.1


def test_a_confirmed_update_comes_again_with_the_same_id(office) -> None:
    office.siti.starts()
    first = office.get("getUpdates")
    office.world.faults.add("getUpdates", faults.Unconfirmed())
    after = first[-1]["update_id"] + 1
    assert office.get("getUpdates", offset=after) == first
    assert office.get("getUpdates", offset=after) == []


def test_updates_come_in_the_wrong_order_with_their_ids_as_they_were(office) -> None:
    for person in (office.siti, office.budi):
        person.starts()
    office.siti.says("Dua")
    office.world.faults.add("getUpdates", faults.Backwards())
    wrong, right = office.get("getUpdates"), office.get("getUpdates")
    assert wrong == right[::-1]
    assert [update["message"]["from"]["id"] for update in wrong] == [11, 12, 11]
    assert wrong[0]["update_id"] == right[0]["update_id"] + 2


# by chance


def fates(office, count: int) -> list[int | str]:
    """What so many messages met: the code of the refusal, or what the client made of it."""
    found: list[int | str] = []
    for number in range(count):
        try:
            answer = office.client.post(
                f"{office.url}/bot{TOKEN}/sendMessage", json={"chat_id": 11, "text": f"{number}"}
            )
            found.append(answer.status_code)
        except httpx.TransportError:
            found.append("cut")
    return found


CHANCES = {"sendMessage": {faults.Reset(): 0.1, faults.CutAnswer(): 0.1, faults.INTERNAL: 0.1}}


def test_the_same_seed_brings_the_same_trouble_whatever_else_is_called(office) -> None:
    office.siti.starts()
    office.world.faults.by_chance(7, CHANCES)
    first = fates(office, 60)
    assert {200, 500, "cut"} == set(first)
    office.world.faults.by_chance(7, CHANCES | {"getMe": {faults.INTERNAL: 1.0}})
    assert office.refused("getMe")[0] == 500
    assert fates(office, 60) == first
    office.world.faults.by_chance(8, CHANCES)
    assert fates(office, 60) != first


def test_what_was_carried_out_though_its_answer_was_cut_is_on_record(office) -> None:
    office.siti.starts()
    office.world.faults.by_chance(3, CHANCES)
    heard = fates(office, 60)
    said = [int(message.text) for message in office.world.said(11)]
    unheard = [int(params["text"]) for params in office.world.faults.unheard("sendMessage")]
    assert unheard
    assert sorted(unheard + [number for number, fate in enumerate(heard) if fate == 200]) == said
    assert len(office.world.faults.befell) == 60 - heard.count(200)
    office.world.faults.clear()
    assert fates(office, 30) == [200] * 30


def test_a_refused_message_is_never_counted_as_carried_out(office) -> None:
    office.world.faults.add("sendMessage", faults.CutAnswer())
    assert office.refused("sendMessage", chat_id=11, text="x")[0] == 403
    assert office.world.faults.unheard("sendMessage") == []


def test_a_star_leaves_polls_downloads_and_deliveries_alone(office) -> None:
    office.world.faults.by_chance(1, {"*": {faults.INTERNAL: 1.0}})
    assert office.refused("getMe")[0] == 500
    assert office.get("getUpdates") == []


def test_chances_of_more_than_all_are_refused() -> None:
    with pytest.raises(ValueError, match="sendMessage"):
        faults.Faults().by_chance(1, {"sendMessage": {faults.Reset(): 0.6, faults.INTERNAL: 0.6}})


async def test_a_bad_day_has_all_troubles_and_in_the_end_everything_goes_through(office) -> None:
    office.siti.starts()
    office.world.faults.by_chance(20270104, faults.bad_day(0.03))
    bot = ExtBot(TOKEN, f"{office.url}/bot", request=HTTPXRequest(httpx_kwargs={"trust_env": False}))
    async with bot:
        for number in range(150):
            await until_heard(bot, str(number))
    met = {type(one.outcome) for one in office.world.faults.befell if one.method == "sendmessage"}
    assert met >= {faults.Refuse, faults.Reset, faults.CutAnswer, faults.Torn, faults.Slow}
    said = [message.text for message in office.world.said(11)]
    assert set(said) == {str(number) for number in range(150)}
    assert len(said) == 150 + len(office.world.faults.unheard("sendMessage"))


def test_on_a_bad_day_updates_come_again_but_are_never_lost(office) -> None:
    office.siti.starts()
    for number in range(200):
        office.siti.says(str(number))
    office.world.faults.by_chance(5, faults.bad_day(0.03))
    heard: list[str] = []
    offset = 0
    while office.world.updates.pending:
        try:
            body = office.client.post(f"{office.url}/bot{TOKEN}/getUpdates", json={"offset": offset, "limit": 5}).json()
        except (httpx.TransportError, ValueError):
            continue
        found = body.get("result", [])
        heard += texts_heard(found)
        offset = max([offset, *(update["update_id"] + 1 for update in found)])
    assert set(heard) == {"/start", *map(str, range(200))}
    assert len(heard) > 201
    assert {type(met.outcome) for met in office.world.faults.befell} >= {faults.Unconfirmed, faults.Backwards}


def test_on_a_bad_day_a_file_comes_whole_or_shows_that_it_is_not(office) -> None:
    address = file_of(office, 5000)
    office.world.faults.by_chance(5, faults.bad_day(0.05))
    whole = 0
    for _ in range(100):
        try:
            got = office.client.get(address)
        except httpx.TransportError:
            continue
        if got.status_code == 200 and len(got.content) == 5000:
            assert got.content == b"x" * 5000
            whole += 1
    met = [one.outcome for one in office.world.faults.befell]
    assert whole == 100 - len([outcome for outcome in met if not isinstance(outcome, faults.Trickle)])
    assert {type(outcome) for outcome in met} >= {faults.CutDownload, faults.OtherLength, faults.Torn}


async def until_heard(bot: ExtBot, text: str) -> None:
    while True:
        try:
            await bot.send_message(11, text)
        except TelegramError:
            await asyncio.sleep(0)
        else:
            return


def test_an_answer_takes_its_time_and_holds_up_no_other(slow_office) -> None:
    office = slow_office
    office.siti.starts()
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda n: office.get("sendMessage", chat_id=11, text=str(n)), range(8)))
    assert len(sent) == 8
    assert 0.2 <= time.monotonic() - begun < 8 * 0.2
