"""Workbooks that leave by chat: what confidential items say is nowhere in them, and there again when they return."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from plans import FIRST, WORKDAYS, by_code, codes, table

from zibot.plan import PlanError, PlanItem, Problem, Reading, read_plan
from zibot.plan.review.book import is_review
from zibot.plan.review.hidden import HIDDEN
from zibot.plan.review.read import read_review
from zibot.plan.review.shape import HEADINGS
from zibot.plan.schedule import in_months
from zibot.storage.files import Files
from zibot.texts.files import leaving_workbook, review_workbook

ROOT = Path(__file__).parents[2]
HEADING_ROW = 3
MARK = "Zamrud"
"""Stands in all that the confidential items say, and nowhere else."""
ROWS = (
    FIRST,
    f"||{MARK} ditangani|Merekap {MARK}|Rekap {MARK}; Berita acara {MARK}|setiap triwulan",
    f"2|Pengaduan {MARK}|{MARK} ada|Menyusun {MARK}|SK {MARK}|setelah {MARK}",
    "II|PENATAAN TATALAKSANA||||",
    "1|SOP|SOP ada|Menyusun SOP|SOP|paling lambat minggu ke-2 Mei",
)
SURE, UNSURE = "I.1.2", "I.2.1"


class Desk:
    """A workbook that left the house, on somebody's desk, and the store that it left."""

    def __init__(self, folder: Path, reading: Reading, secret: set[str]) -> None:
        self.files = Files(folder / "data")
        self.content, whole = leaving_workbook(reading, secret)
        self.whole = self.files.path(self.files.keep(whole).sha256)
        self.path = folder / "rencana.xlsx"
        self.path.write_bytes(self.content)
        self.book = openpyxl.load_workbook(self.path)
        self.rows: Any = self.book["Butir"]

    def cell(self, code: str, name: str) -> Any:
        row = next(row for row in range(HEADING_ROW + 1, 99) if self.rows.cell(row, 1).value == code)
        return self.rows.cell(row, list(HEADINGS).index(name) + 1)

    def returns(self, *, kept: Callable[[str], Path] | None = None) -> Reading:
        """What is read of it when it comes back, once it was saved."""
        self.book.save(self.path)
        return read_review(self.path, workdays=WORKDAYS, kept=kept or self.files.path)


@pytest.fixture
def plan(tmp_path: Path) -> Reading:
    """I.1.2 is confidential and clear, I.2.1 is confidential and in doubt; both have notes."""
    reading = table(tmp_path, *ROWS)
    noted = [replace(item, notes={"PIC": f"Loket {MARK}"}) if MARK in item.action else item for item in reading.items]
    return replace(reading, items=tuple(noted))


@pytest.fixture
def desk(tmp_path: Path, plan: Reading) -> Desk:
    return Desk(tmp_path, plan, {SURE, UNSURE})


def everything(content: bytes) -> str:
    """All that stands anywhere in a workbook: sheets, comments, properties."""
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", errors="replace") for name in parts.namelist())


def test_what_they_say_is_nowhere_in_it(desk: Desk, plan: Reading) -> None:
    assert MARK in everything(review_workbook(plan))
    assert MARK not in everything(desk.content)
    assert "Menyusun SOP" in everything(desk.content)
    for code in (SURE, UNSURE):
        told = {desk.cell(code, name).value for name in ("component", "indicator", "action", "evidence", "target")}
        assert told == {HIDDEN}
    assert (desk.cell(SURE, "kind").value, desk.cell(SURE, "certain").value) == ("setiap triwulan", "ya")
    assert "dokumen asli" in desk.cell(UNSURE, "doubts").value
    assert is_review(desk.path)


def test_unchanged_it_comes_back_as_it_was(desk: Desk, plan: Reading) -> None:
    found = desk.returns()
    assert found.items == plan.items
    assert found == read_review(desk.whole, workdays=WORKDAYS)


def test_when_they_fall_due_is_corrected_without_their_words(desk: Desk, plan: Reading) -> None:
    for name, words in (("kind", "bulan tertentu"), ("months", "Maret, Juni")):
        desk.cell(UNSURE, name).value = words
    desk.cell("I.1.1", "action").value = "Membentuk tim yang baru"
    before, after = by_code(plan)[UNSURE], by_code(desk.returns())
    assert after[UNSURE].certain
    assert after[UNSURE].schedule == in_months((3, 6))
    assert (after[UNSURE].action, after[UNSURE].evidence, after[UNSURE].notes) == (
        before.action,
        before.evidence,
        before.notes,
    )
    assert after["I.1.1"].action == "Membentuk tim yang baru"


def test_new_words_may_be_written_over_it(desk: Desk) -> None:
    desk.cell(SURE, "action").value = "Merekap aduan"
    item = by_code(desk.returns())[SURE]
    assert (item.action, item.indicator) == ("Merekap aduan", f"{MARK} ditangani")


def test_a_copied_row_without_words_is_asked_about(desk: Desk) -> None:
    new = desk.rows.max_row + 1
    for at in range(1, len(HEADINGS) + 1):
        desk.rows.cell(new, at).value = desk.cell(SURE, list(HEADINGS)[at - 1]).value
    found = desk.returns()
    [copied] = [item for item in found.items if item.action == HIDDEN]
    assert not copied.certain
    [problem] = [problem for problem in copied.problems if problem.code == "review-words-lost"]
    assert str(new) in problem.where
    assert by_code(found)[SURE].certain


def test_rows_may_be_sorted_and_removed(desk: Desk, plan: Reading) -> None:
    values = [[cell.value for cell in row] for row in desk.rows.iter_rows(min_row=HEADING_ROW + 1, max_row=7)]
    kept = [row for row in reversed(values) if row[0] != "I.1.1"]
    for row, line in enumerate([*kept, [None] * len(HEADINGS)], HEADING_ROW + 1):
        for at, value in enumerate(line, 1):
            desk.rows.cell(row, at).value = value
    actions = [item.action for item in desk.returns().items]
    assert actions == [item.action for item in plan.items if item.code != "I.1.1"]


def test_where_the_words_are_not_at_hand_it_is_refused(desk: Desk, tmp_path: Path) -> None:
    for kept in (lambda sha256: tmp_path / sha256, None):
        with pytest.raises(PlanError) as caught:
            read_review(desk.path, workdays=WORKDAYS, kept=kept)
        assert caught.value.problem == Problem("review-words-missing", details={"file": "rencana.xlsx"})
    desk.whole.write_bytes(b"broken")
    with pytest.raises(PlanError) as caught:
        desk.returns()
    assert caught.value.problem.code == "review-words-missing"


@pytest.mark.parametrize("said", ["../../etc/passwd", "ab" * 31, 7, None, ["ab" * 32], "AB" * 32])
def test_what_points_elsewhere_is_not_followed(desk: Desk, said: object) -> None:
    memory: Any = desk.book["zibot"]
    memory.cell(1, 5).value = f'{{"whole": {said!r}}}'.replace("'", '"').replace("None", "null")
    asked: list[str] = []

    def kept(sha256: str) -> Path:
        asked.append(sha256)
        return desk.whole

    assert HIDDEN in {item.action for item in desk.returns(kept=kept).items}
    assert asked == []


def test_where_nothing_is_confidential_it_leaves_whole(plan: Reading) -> None:
    leaving, whole = leaving_workbook(plan, [])
    assert leaving == whole


@pytest.mark.parametrize("name", ["config/rencana-kerja-2027.txt", "../shared/seeds/kudus-2022.txt"])
def test_whole_plans_come_back(tmp_path: Path, name: str) -> None:
    if not (ROOT / name).exists():
        pytest.skip("no such document here")
    reading = read_plan(ROOT / name, workdays=WORKDAYS)
    secret = {item.code for item in reading.items if is_odd(item)}
    assert secret
    assert Desk(tmp_path, reading, secret).returns() == reading
    assert codes(reading)


def is_odd(item: PlanItem) -> bool:
    """Any half of a plan will do."""
    return int(item.code.rpartition(".")[2]) % 2 == 1
