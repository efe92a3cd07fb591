"""Trouble on order, as a bot meets it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from zibot.rehearsal import faults
from zibot.rehearsal.people import Document


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
    office.siti.starts()
    sent = office.siti.sends(Document(b"x" * 5000, "a.pdf")).document
    assert sent
    path = office.get("getFile", file_id=sent.file_id)["file_path"]
    address = f"{office.url}/file/bot7000000001:latihan/{path}"
    office.world.faults.add("download", faults.CutDownload(after=100))
    with pytest.raises(httpx.TransportError):
        office.client.get(address)
    office.world.faults.add("download", faults.BAD_GATEWAY)
    assert office.client.get(address).status_code == 502
    assert len(office.client.get(address).content) == 5000
