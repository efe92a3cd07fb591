"""Every sentence that people read: Jinja2 templates, labels, the command menu, formats of dates."""

import logging
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from html import unescape
from itertools import chain
from pathlib import Path
from textwrap import wrap
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import escape

from zibot.texts import own

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
LIMIT = 4096
"""Characters of a message after its entities are parsed (Bot API, sendMessage)."""
CAPTION = 1024
"""The same of the words under a picture or file (Bot API, sendPhoto)."""

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ROMAN = ("0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def long_date(day: date) -> str:
    """A date as people write it: Kamis, 30 April 2026."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def plain_date(day: date) -> str:
    """A date without its weekday: 30 April 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """A date for narrow places: 30 Apr."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def month_name(day: date) -> str:
    """The name of a day's month: Mei."""
    return MONTHS[day.month - 1]


def short_dates(first: date, last: date) -> str:
    """Two days for narrow places: 5–9 Mei, 30 Apr–2 Mei; one where both are the same."""
    if first == last:
        return short_date(first)
    return f"{first.day if first.month == last.month else short_date(first)}–{short_date(last)}"


def short_day(day: date) -> str:
    """A date with its weekday for narrow places: Kamis, 14 Januari."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"


def away(day: date, today: date) -> str:
    """How far a day is, as people say it: besok, 3 hari lagi, lewat 2 hari."""
    days = (day - today).days
    name = {0: "today", 1: "tomorrow"}.get(days, "ahead" if days > 0 else "past")
    return label("away", name, days=abs(days))


def clock_time(instant: datetime) -> str:
    """An hour as people write it: 07.30."""
    return f"{instant:%H.%M}"


def roman(number: int) -> str:
    """An area's number as the plan writes it: V."""
    return ROMAN[number] if 0 <= number < len(ROMAN) else str(number)


def short(words: str, length: int = 60) -> str:
    """Words cut at a word's end to a length, with an ellipsis where something was left out."""
    words = " ".join(words.split())
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:.-/(") + "…"


def parted(words: str, length: int = 900) -> list[str]:
    """Long words in lines of at most a length, parted between words, so that nothing is cut where pages end."""
    return wrap(" ".join(words.split()), length) or [""]


def number(receipt: int) -> str:
    """A receipt's number: 000123."""
    return f"{receipt:06d}"


def use(folder: Path | None) -> None:
    """Let the office's own texts in a folder take the place of ours; raises SettingsError where one cannot.

    Called once, when the house is opened; where there is no such folder all texts are ours.
    """
    _environment.cache_clear()
    _labels.cache_clear()
    _own.clear()
    if folder is None or not folder.is_dir():
        return
    own.check(folder, HERE, _environment())
    said = own.labels(folder, _labels())
    _own.update(labels=said, templates=_environment().overlay(loader=FileSystemLoader((folder, HERE))))
    _own["names"] = frozenset(file.stem for file in folder.glob("*.html"))


_own: dict[str, Any] = {}
"""The office's own texts, as they were checked."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        long_date=long_date,
        plain_date=plain_date,
        short_date=short_date,
        clock=clock_time,
        short_day=short_day,
        month=month_name,
        away=away,
        roman=roman,
        short=short,
        parted=parted,
        number=number,
        state=lambda value: label("state", str(value)),
        part=lambda value: label("part", str(value)),
        role=lambda value: label("role", str(value)),
        joined=lambda value: label("joined", str(value)),
        joined_mark=lambda value: label("joined-mark", str(value)),
    )
    return environment


def render(template: str, **data: Any) -> str:
    """A message for the chat, as HTML; blank lines at its edges and doubled ones are dropped."""
    if _own:
        said = _in_their_words(template, data)
        if said is not None:
            return said
    return _tidied(_environment().get_template(f"{template}.html").render(**data))


def _tidied(words: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in words.splitlines())).strip()


def _in_their_words(template: str, data: Mapping[str, Any]) -> str | None:
    """A message as the office words it; None where it does not, or not so that it can be sent: no answer is lost."""
    name = f"{template}.html"
    try:
        said = _tidied(_own["templates"].get_template(name).render(**data))
    except Exception:  # whatever an office's template does, the message goes out in our words
        log.exception("the office's own text %s cannot be used", name)
        return None
    if template in _own["names"] and not own.wellformed(said):
        log.error("the office's own text %s has a tag that Telegram would not take", name)
        return None
    return said


_SEAL = re.compile(r"(\d+) catatan, sidik <code>([0-9a-f]{64})</code>")


def sealed(html: str) -> tuple[int, str] | None:
    """Count and hash of the ledger's head that a recap says; None where a message says none."""
    found = _SEAL.search(html)
    return (int(found[1]), found[2]) if found else None


def plain(html: str) -> str:
    """What a reader sees of a message."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def length(html: str) -> int:
    """The length of a message as Telegram counts it: UTF-16 units without tags."""
    return len(plain(html).encode("utf-16-le")) // 2


def pages(html: str, limit: int = LIMIT) -> list[str]:
    """A message in pieces that each fit, cut between lines; templates keep each tag within its line.

    A line that is too long for one message becomes several, without its tags.
    """
    if length(html) <= limit:
        return [html]
    parts: list[str] = []
    current = ""
    for line in chain.from_iterable(_fitting(said, limit) for said in html.splitlines()):
        joined = f"{current}\n{line}" if current else line
        if length(joined) > limit:
            parts.append(current.strip("\n"))
            joined = line
        current = joined
    return [part for part in (*parts, current.strip("\n")) if part]


def _fitting(line: str, limit: int) -> list[str]:
    """A line, or as many as it takes: half as many characters fit for certain, whatever they are."""
    return [line] if length(line) <= limit else [str(escape(part)) for part in parted(plain(line), limit // 2)]


@cache
def _labels() -> dict[str, Any]:
    return tomllib.loads((HERE / "labels.toml").read_text(encoding="utf-8"))


@cache
def _problems() -> dict[str, str]:
    return tomllib.loads((HERE / "problems.toml").read_text(encoding="utf-8"))


@cache
def _review() -> dict[str, Any]:
    return tomllib.loads((HERE / "review.toml").read_text(encoding="utf-8"))


def review_labels(section: str = "sheet") -> dict[str, Any]:
    """The words of the review workbook, or those of the calendar."""
    return dict(_review()[section])


@cache
def _doctor() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "doctor.toml").read_text(encoding="utf-8"))


def doctor(section: str, name: str, /, **data: Any) -> str:
    """A sentence or word of `zibot doctor`: a finding by its code, a state, the name of a check, the summary."""
    return _plain_environment().from_string(_doctor()[section][name]).render(**data)


def label(section: str, name: str, /, **data: Any) -> str:
    """A short text by name: a button, a state, a line of the terminal."""
    words: str = _own.get("labels", _labels())[section][name]
    return _fill(words, data) if data else words


def commands(scope: str, role: str | None = None) -> list[tuple[str, str]]:
    """The command menu of a scope (private or group) for a role, or for all together: names and what they do.

    What names no roles is for everyone.
    """
    return [
        (name, said["text"])
        for name, said in _own.get("labels", _labels())["command"].items()
        if scope in said["in"] and (role is None or role in said.get("roles", (role,)))
    ]


def lines(template: str, **data: Any) -> str:
    """Text for the terminal: no HTML, blank lines at its edges dropped."""
    words = _plain_environment().get_template(f"{template}.txt").render(**data)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in words.splitlines())).strip("\n")


@cache
def _plain_environment() -> Environment:
    # What is read on a terminal is no HTML, so nothing is escaped.
    plain_texts = _environment().overlay(autoescape=False)
    plain_texts.filters = {**_environment().filters, "where": where}
    return plain_texts


_SHEET = re.compile(r"sheet (?P<name>.*?)(?:, row (?P<row>\d+))?", re.DOTALL)


def where(place: str) -> str:
    """A place in a document in people's words: "row 12" becomes "baris 12"."""
    names: dict[str, str] = _labels()["where"]
    sheet = _SHEET.fullmatch(place)
    if sheet:
        # A sheet is called what the office calls it, which may be "page 2": nothing of it is translated.
        return f"{names['sheet']} {sheet['name']}" + (f", {names['row']} {sheet['row']}" if sheet["row"] else "")
    return " ".join(names.get(word, word) for word in place.split(" "))


def problem(code: str, details: Mapping[str, object]) -> str:
    """The sentence for a problem found in a document, the team file or the settings."""
    known = _problems()
    # A review workbook of another version may name what this one does not know.
    return _fill(known[code], details) if code in known else label("problem", "unknown")


def _fill(words: str, data: Mapping[str, object]) -> str:
    # Labels are no HTML: they go into buttons, the terminal and JSON as they are.
    return _label_template(words).render(**data)


@cache
def _label_template(words: str) -> Template:
    return Environment(autoescape=False, undefined=StrictUndefined).from_string(words)


def marks() -> dict[str, str]:
    """The sign of each state."""
    found: dict[str, str] = _own.get("labels", _labels())["mark"]
    return found
