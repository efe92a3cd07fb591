"""Opening the line to Telegram: which refusals may pass, and which never will."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from zibot.delivery import opening
from zibot.delivery.polling import Line
from zibot.settings import Settings, SettingsError

ADDRESS = "https://zibot.contoh.go.id/telegram"


def hooked(**more: object) -> Settings:
    """The settings of a bot to which updates are brought."""
    secret = SecretStr("rahasia-latihan-0123456789")
    return Settings(_env_file=None, webhook_url=ADDRESS, webhook_secret=secret, **more)


@pytest.mark.parametrize(
    "said",
    [
        "bad webhook: An HTTPS URL must be provided for webhook",
        "bad webhook: HTTPS url must be provided for webhook",
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        "bad webhook: IP address 10.0.0.7 is reserved",
        "bad webhook: IPv6-only addresses are not allowed",
        "bad webhook: Invalid IP address specified",
        "invalid webhook URL specified",
        "secret token contains unallowed characters",
    ],
)
def test_an_address_that_will_never_be_taken_ends_the_waiting(said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        opening.refuse_for_good(BadRequest(f"Bad Request: {said}"), hooked())
    assert (refused.value.code, refused.value.details["url"]) == ("webhook-refused", ADDRESS)
    assert refused.value.details["why"].casefold() == said.casefold()


def test_so_does_a_token_that_is_none() -> None:
    with pytest.raises(SettingsError) as refused:
        opening.refuse_for_good(InvalidToken(), hooked())
    assert refused.value.code == "bad-token"


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Bad Request: bad webhook: Failed to resolve host: Name or service not known"),
        BadRequest("Bad Request: bad webhook: Failed to resolve host: Temporary failure in name resolution"),
        BadRequest("Bad Request: bad webhook: getaddrinfo: Name or service not known"),
        BadRequest("Bad Request: something that nobody has heard of"),
        NetworkError("Bad Gateway"),
        NetworkError("the network is reserved for others"),
        RetryAfter(3),
        Forbidden("Forbidden"),
    ],
)
def test_whatever_else_may_pass(error: TelegramError) -> None:
    opening.refuse_for_good(error, hooked())


def test_and_nothing_is_said_of_an_address_where_none_is_set() -> None:
    opening.refuse_for_good(BadRequest("IP address 10.0.0.7 is reserved"), Settings(_env_file=None))


class Refusing(Line):
    """A line to a Telegram that refuses the first attempts, and tells how often it was asked."""

    def __init__(self, *errors: TelegramError) -> None:
        async def keep(_: object) -> None: ...

        super().__init__("7000000001:latihan", "http://127.0.0.1:9", keep)
        self.errors = list(errors)
        self.asked = 0

    async def open(self) -> None:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)

    async def poll(self) -> None:
        """Nothing is asked for here."""


async def test_what_telegram_asks_to_wait_is_waited_and_no_longer() -> None:
    line, failed = Refusing(RetryAfter(timedelta(milliseconds=20)), RetryAfter(timedelta(milliseconds=20))), []
    done = opening.opened(line, Settings(_env_file=None), stop=asyncio.Event(), failed=lambda: failed.append(line.why))
    # Two pauses of our own would take three seconds.
    assert await asyncio.wait_for(done, 2)
    assert (line.asked, len(failed)) == (3, 2)
    assert "Retry" in failed[0]


async def test_whoever_is_told_to_stop_waits_no_longer() -> None:
    line, stop = Refusing(*(NetworkError("Bad Gateway") for _ in range(9))), asyncio.Event()
    assert await opening.opened(line, Settings(_env_file=None), stop=stop, failed=stop.set) is False
    assert (line.asked, line.why) == (1, "Bad Gateway")
