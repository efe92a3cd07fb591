"""The connection for calls: answers come as they are, and of a failure it is known whether the call went out."""

import socket
from collections.abc import AsyncIterator

import pytest
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from tests.conftest import TOKEN, Office
from zibot.delivery.client import Client, NotSent
from zibot.delivery.polling import PollRequest, make_bot
from zibot.delivery.telegram import in_doubt
from zibot.rehearsal import faults
from zibot.rehearsal.people import Person


@pytest.fixture
async def bot(bare_office: Office) -> AsyncIterator[ExtBot[None]]:
    async with make_bot(TOKEN, bare_office.url, Client()) as bot:
        yield bot


@pytest.fixture
def siti(bare_office: Office) -> Person:
    siti = bare_office.person("Siti")
    siti.starts()
    return siti


async def test_a_call_and_an_upload_arrive(bare_office: Office, bot: ExtBot[None], siti: Person) -> None:
    await bot.send_message(siti.id, "Selamat pagi & <salam>")
    await bot.send_document(siti.id, InputFile(b"isi", filename="notulen.txt"), caption="Notulen")
    assert [message.text for message in bare_office.said(siti)] == ["Selamat pagi & <salam>", "Notulen"]


async def test_refusals_come_as_the_library_knows_them(bare_office: Office, bot: ExtBot[None], siti: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(-5, "x")
    bare_office.world.faults.add("sendMessage", faults.flood(7))
    with pytest.raises(RetryAfter):
        await bot.send_message(siti.id, "x")


@pytest.mark.parametrize(
    "trouble", [faults.Reset(), faults.CutAnswer(), faults.HALF_AN_ANSWER, faults.EMPTY, faults.GATEWAY_TIMEOUT]
)
async def test_where_the_answer_is_lost_the_call_is_in_doubt(
    bare_office: Office, bot: ExtBot[None], siti: Person, trouble: faults.Outcome
) -> None:
    bare_office.world.faults.add("sendMessage", trouble)
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(siti.id, "x")
    assert in_doubt(caught.value)


@pytest.mark.parametrize("trouble", [faults.INTERNAL, faults.BAD_GATEWAY, faults.BAD_GATEWAY_PAGE])
async def test_what_the_server_turned_away_is_not(
    bare_office: Office, bot: ExtBot[None], siti: Person, trouble: faults.Outcome
) -> None:
    bare_office.world.faults.add("sendMessage", trouble)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(siti.id, "x")
    assert not in_doubt(caught.value)


async def test_what_takes_too_long_is_in_doubt(bare_office: Office, bot: ExtBot[None], siti: Person) -> None:
    bare_office.world.faults.add("sendMessage", faults.Hold())
    with pytest.raises(TimedOut) as caught:
        await bot.send_message(siti.id, "x", read_timeout=0.05)
    assert in_doubt(caught.value)
    bare_office.world.faults.clear()


async def test_what_never_went_out_is_known_to_have_not(bare_office: Office) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        client = Client()
        with pytest.raises(NotSent) as caught:
            await client.post(f"http://127.0.0.1:{nobody.getsockname()[1]}/bot{TOKEN}/getMe")
        await client.shutdown()
    assert not in_doubt(caught.value)
    assert TOKEN not in str(caught.value)


async def test_until_there_is_much_to_say_the_slim_connection_is_used(bare_office: Office, siti: Person) -> None:
    slim = PollRequest()
    client = Client(slim)
    async with make_bot(TOKEN, bare_office.url, client, slim) as bot:
        await bot.send_message(siti.id, "satu")
        assert client._session is None
        client.hasten()
        await bot.send_message(siti.id, "dua")
        assert client._session is not None
    assert bare_office.texts(siti) == ["satu", "dua"]
