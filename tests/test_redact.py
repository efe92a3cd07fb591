"""A secret gets into no line that is written, whichever way it came there."""

import io
import logging
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from tests.conftest import TOKEN
from zibot import redact
from zibot.settings import Settings

SHAPED = "7123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0"
"""Invented, in the shape of a real one."""
KNOWN = "rahasia-kabel/42:x y"
redact.know(KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        f"Client error for url 'https://api.telegram.org/bot{SHAPED}/sendMessage'",
        f"https://api.telegram.org/file/bot{SHAPED.replace(':', '%3A')}/photos/file_1.jpg",
        f"ExtBot[token={SHAPED}]",
        f"tokennya {SHAPED}, jangan disebar",
        f"GET /bot{SHAPED.replace(':', '%3a')}/getMe",
        f"{{'token': '{SHAPED}'}}",
        f"pulih{SHAPED}",
    ],
)
def test_whatever_is_shaped_like_a_token_is_hidden_though_nobody_named_it(text: str) -> None:
    shown = redact.hide(text)
    assert SHAPED.partition(":")[2] not in shown
    assert redact.HIDDEN in shown
    assert shown.startswith(text[:4]), "and what stands around it is left"


@pytest.mark.parametrize(
    "path", ["/bot{}/sendMessage", "/file/bot{}/photos/file_0.jpg", "http://127.0.0.1:9/bot{}/getMe"]
)
@pytest.mark.parametrize("token", [TOKEN, TOKEN.replace(":", "%3A")])
def test_in_an_address_even_a_short_token_is_hidden(path: str, token: str) -> None:
    assert redact.hide(path.format(token)) == path.format("***")


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-04 07:30:00,123 INFO zibot.app: 1234567:8",
        "outbox row 12 (sendMessage to -1001234567890) cannot be sent: Forbidden",
        "https://t.me/zibot_latihan_bot?start=Zx8kQ",
        "/bot/berkas 12:30 /botani/ 000123",
        "sha256:" + "ab" * 32,
        "",
    ],
)
def test_what_is_no_secret_stays_as_it_is(text: str) -> None:
    assert redact.hide(text) == text


def test_what_was_made_known_is_hidden_whole_encoded_and_by_its_long_part() -> None:
    token = "81:Pq" + "x7Rt" * 6
    redact.know(token)
    assert redact.hide(f"<{KNOWN}> <rahasia-kabel%2F42%3Ax%20y>") == "<***> <***>"
    assert redact.hide(f"{token} {token.replace(':', '%3A')} {token[3:]}!") == "*** *** ***!"


def test_a_secret_that_holds_another_is_hidden_whole() -> None:
    redact.know("pendek-saja", "pendek-saja-tetapi-lebih")
    assert redact.hide("pendek-saja-tetapi-lebih, pendek-saja") == "***, ***"


def test_a_word_too_short_to_be_a_secret_blots_out_nothing() -> None:
    redact.know("a", "", "kata")
    assert redact.hide("sebuah kata") == "sebuah kata"


def test_settings_make_known_what_they_hand_out_and_never_print_it() -> None:
    settings = Settings(bot_token=SecretStr("55:belum-pernah"), webhook_secret=SecretStr("bisikan_yang_panjang"))
    assert redact.hide(settings.token()) == redact.hide(settings.secret()) == "***"
    for shown in (repr(settings), str(settings), repr(settings.model_dump())):
        assert "belum-pernah" not in shown
        assert "bisikan" not in shown


@given(st.text(), st.text(), st.sampled_from([SHAPED, KNOWN, f"/bot{TOKEN}/", SHAPED.replace(":", "%3A")]))
@example("1", "", SHAPED)
@example("", "9", SHAPED)
def test_no_surroundings_bring_a_secret_back(before: str, after: str, secret: str) -> None:
    shown = redact.hide(before + secret + after)
    assert secret not in shown
    assert secret.strip("/").partition(":")[2] not in shown or ":" not in secret
    assert redact.hide(shown) == shown, "hiding twice hides nothing more"


@given(st.text(alphabet="0123456789:%3AaBb_-/bot ", max_size=200))
def test_hiding_never_fails_and_leaves_no_token(text: str) -> None:
    assert redact.hide(redact.hide(text)) == redact.hide(text)


def test_a_long_line_is_gone_through_once() -> None:
    """The time grows with the text, not with its square: this would take minutes."""
    assert redact.hide("1" * 500_000) == "1" * 500_000
    assert redact.hide("/bot1" * 100_000) == "/bot1" * 100_000


def written(say: Callable[[logging.Logger], object]) -> str:
    """What a logger with our formatter writes."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(redact.Redacting(logging.Formatter("%(levelname)s %(message)s")))
    log = logging.Logger("coba")
    log.addHandler(handler)
    say(log)
    return out.getvalue()


def test_the_record_is_hidden_whole_message_arguments_and_traceback() -> None:
    def fails(log: logging.Logger) -> None:
        try:
            try:
                {}[SHAPED]
            except KeyError as error:
                raise OSError("gagal") from error
        except OSError:
            log.exception("failed")

    for say in (
        lambda log: log.warning("at %s", SHAPED),
        lambda log: log.warning(SHAPED),
        lambda log: log.warning("%(a)s", {"a": SHAPED}),
        lambda log: log.warning(OSError(SHAPED)),
        fails,
    ):
        shown = written(say)
        assert SHAPED not in shown
        assert "***" in shown
        assert shown.startswith(("WARNING ", "ERROR "))
    assert "Traceback" in written(fails)


def test_a_message_that_does_not_fit_its_arguments_tells_neither(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(lambda log: log.warning("%d", SHAPED)) == "WARNING coba: '%d' ('***',)\n"
    assert SHAPED not in capsys.readouterr().err


PROGRAM = """
import logging, sys, threading, warnings
from zibot import redact
logging.basicConfig()
redact.install({known!r})
redact.install()
class Gone:
    def __del__(self):
        raise ValueError({known!r})
Gone()
warnings.warn("see " + {shaped!r})
thread = threading.Thread(target=lambda: [][{shaped!r}], name="penulis")
thread.start()
thread.join()
leaving = threading.Thread(target=sys.exit)
leaving.start()
leaving.join()
logging.getLogger("mana-pun").error("%d", {shaped!r})
raise RuntimeError({known!r}) from ValueError({shaped!r})
"""


def test_what_python_prints_past_logging_is_hidden_too() -> None:
    program = PROGRAM.format(known=KNOWN, shaped=SHAPED)
    done = subprocess.run([sys.executable, "-"], input=program, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 1
    assert KNOWN not in done.stderr
    assert SHAPED not in done.stderr
    for words in ("ValueError: ***", "see ***", "thread penulis", "mana-pun: '%d'", "RuntimeError: ***"):
        assert words in done.stderr
    assert "SystemExit" not in done.stderr
