"""What the terminal says to a wrong call: one line, in its own words, with the help that is nearest."""

import pytest

from zibot import texts
from zibot.cli import app
from zibot.cli.wrong import wrong_call


def said(*words: str) -> str:
    try:
        app(list(words), prog_name="zibot", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - it has no public name
        code, details = wrong_call(error)
        return texts.label("error", code, **details)
    raise AssertionError("it was not wrong")


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ("backup", "--out belum ditulis. Lihat zibot backup --help."),
        ("plan read", "FILE belum ditulis. Lihat zibot plan read --help."),
        ("bukan", "Perintah bukan tidak dikenal. Lihat zibot --help."),
        ("plan bukan", "Perintah bukan tidak dikenal. Lihat zibot plan --help."),
        ("plan export a.xlsx b.xlsx", "a.xlsx b.xlsx tidak diharapkan di sini. Lihat zibot plan export --help."),
        ("recap --quarter", "Opsi --quarter belum diberi nilai. Lihat zibot --help."),
        ("run --x", "Opsi --x tidak dikenal. Lihat zibot run --help."),
        ("plan read x --year abc", "Nilai untuk --year tidak dapat dipakai. Lihat zibot plan read --help."),
    ],
)
def test_it_names_what_is_wrong_and_where_help_is(call: str, line: str) -> None:
    assert said(*call.split()) == line


def test_what_nobody_foresaw_is_told_as_the_library_says_it() -> None:
    class Strange(Exception):
        def format_message(self) -> str:
            return "Something else."

    assert wrong_call(Strange()) == ("usage", {"why": "Something else.", "command": "zibot"})
