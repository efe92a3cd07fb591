"""The sample plan, redrawn and damaged as offices and extraction do: read the same, or asked about, never misread."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plans import WORKDAYS

from zibot.plan import PlanItem, Reading, read_plan

SAMPLE = Path(__file__).parents[2] / "config" / "rencana-kerja-2027.txt"
LINES = SAMPLE.read_text(encoding="utf-8").split("\n")
HEADING = "NO\tKOMPONEN\tINDIKATOR\tLANGKAH AKSI\tBUKTI FISIK\tTARGET WAKTU"
NUMBERS = "1\t2\t3\t4\t5\t6"
Cells = list[str]


def read(folder: Path, lines: list[str]) -> Reading:
    path = folder / "rencana.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_plan(path, workdays=WORKDAYS)


def essence(item: PlanItem) -> tuple[object, ...]:
    return item.indicator, item.action, item.evidence, item.schedule


@pytest.fixture(scope="module")
def sample() -> Reading:
    return read_plan(SAMPLE, workdays=WORKDAYS)


def redrawn(change: Callable[[Cells], Cells]) -> list[str]:
    return ["\t".join(change(line.split("\t"))) if line.count("\t") == 5 else line for line in LINES]


def renamed(*names: str) -> list[str]:
    return ["\t".join(names) if line == HEADING else line for line in LINES]


SHAPES = {
    "another order": redrawn(lambda cells: [cells[at] for at in (0, 5, 1, 4, 2, 3)]),
    "one more column": redrawn(lambda cells: [*cells, "PIC" if cells[0] == "NO" else ""]),
    "other headings": renamed("No.", "Sub Komponen", "Indikator Keberhasilan", "Rencana Aksi", "Data Dukung", "Jadwal"),
    "older headings": renamed("Kode", "Kegiatan", "Pertanyaan", "Sub Kegiatan", "Output", "Waktu Pelaksanaan"),
    "short headings": renamed("NO", "PROGRAM", "INDIKATOR", "URAIAN", "EVIDEN", "TARGET"),
    "no trailing tabs": [line.rstrip() for line in LINES],
    "carriage returns": [line + "\r" for line in LINES],
    "a markdown table": ["| " + line.replace("\t", " | ") + " |" if "\t" in line else line for line in LINES],
    "no numbers under the heading": [line for line in LINES if line != NUMBERS],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_redrawn_plan_reads_the_same(tmp_path: Path, sample: Reading, shape: str) -> None:
    reading = read(tmp_path, SHAPES[shape])
    assert [item.code for item in reading.items] == [item.code for item in sample.items]
    assert [essence(item) for item in reading.items] == [essence(item) for item in sample.items]
    assert [item.certain for item in reading.items] == [item.certain for item in sample.items]


def damages(cells: Cells) -> Iterator[list[Cells]]:
    """A row with a cell lost so that the rest slid left, or torn in two with its target above or below."""
    for at in range(5):
        yield [[*cells[:at], *cells[at + 1 :], ""]]
    for at in (2, 3, 4):
        words = cells[at].split()
        half = len(words) // 2
        if half < 2:
            continue
        head, rest = [*cells], [""] * 6
        head[at], rest[at] = " ".join(words[:half]), " ".join(words[half:])
        yield [head, rest]
        yield [[*head[:5], ""], [*rest[:5], cells[5]]]
    target = cells[5].split()
    if len(target) > 1:
        yield [[*cells[:5], " ".join(target[:-1])], [*[""] * 5, target[-1]]]


ROWS = [at for at, line in enumerate(LINES) if line.count("\t") == 5 and line.split("\t")[5] not in ("", "6")]


@pytest.mark.parametrize("at", [at for at in ROWS if LINES[at] != HEADING])
def test_no_damaged_row_is_misread_in_silence(tmp_path: Path, sample: Reading, at: int) -> None:
    known = {essence(item) for item in sample.items}
    for rows in damages(LINES[at].split("\t")):
        reading = read(tmp_path, [*LINES[:at], *("\t".join(cells) for cells in rows), *LINES[at + 1 :]])
        misread = [item for item in reading.items if item.certain and essence(item) not in known]
        assert misread == [], rows
