"""Every problem has one sentence that says what is wrong and what to do, filled from its details."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined
from plans import AREA, FIRST, HEADING, NUMBERS, read

from zibot.plan import PlanError, Problem, read_plan
from zibot.workdays import Workdays

ROOT = Path(__file__).parents[2] / "zibot"
SENTENCES = tomllib.loads((ROOT / "texts" / "problems.toml").read_text(encoding="utf-8"))
JINJA = Environment(undefined=StrictUndefined, autoescape=False)


def say(problem: Problem) -> str:
    return JINJA.from_string(SENTENCES[problem.code]).render(problem.details)


def codes_of(path: Path) -> set[str]:
    """The literals of a file that stand where a problem's code does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"Problem": 0, "Found": 1, "_unsure": 1, "_fixed": 1}.get(node.func.id)
            parts = node.args[at : at + 1] if at is not None else []
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            parts = [node.value] if node.targets[0].id in ("code", "doubt") else []
        else:
            parts = []
        literals = (leaf for part in parts for leaf in ast.walk(part) if isinstance(leaf, ast.Constant))
        found |= {
            leaf.value for leaf in literals if isinstance(leaf.value, str) and re.fullmatch("[a-z-]{5,}", leaf.value)
        }
    return found


def test_every_code_in_the_source_has_a_sentence_and_none_is_left_over() -> None:
    used = {code for path in (ROOT / "plan").rglob("*.py") for code in codes_of(path)}
    used -= {"target", "action", "other"}  # columns and details in the same expression
    assert used == set(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_says_what_and_what_to_do(code: str) -> None:
    sentence = SENTENCES[code]
    assert sentence[0].isupper() or sentence.startswith(("{{", '"{{'))
    assert len(re.findall(r"[.;…](?:\s|$)", sentence)) >= 2 or ", " in sentence
    assert len(sentence) < 200


TARGETS = [
    *(
        "",
        "√",
        "Mei gajian",
        "Mei 2020",
        "29 Februari",
        "Mei (jika ada)",
        "awal Mei",
        "Mei,",
        "Oktober-Maret",
        "Mei-Juni",
    ),
    *("TW I (Juni)", "Tahunan", "bulan 3", "per bulan/triwulan", "mingguan", "dua tahun sekali", "berkala", "Mei/Juni"),
    *("sepanjang tahun", "minggu pertama", "I, II", "5 Mei dan 10 Juni", "1. Mei", "Agusuts", "Mei 27", "mulai Mei"),
    *("H+7 setelah rapat", "Semester Gasal", "selesai", "1 dokumen"),
]


def test_details_fill_the_sentences_of_targets(tmp_path: Path) -> None:
    rows = [f"{number}|K{number}|Ada {number}|Kerja|SK|{target}" for number, target in enumerate(TARGETS, 1)]
    reading = read(tmp_path, HEADING, AREA, *rows)
    assert len(reading.items) == len(TARGETS)
    for problem in reading.problems:
        assert say(problem)
        assert problem.where.startswith("row ")
    targets = {code for code in SENTENCES if code in {problem.code for problem in reading.problems}}
    assert len(targets) == len(TARGETS)


MESSY = (
    *(HEADING, NUMBERS, "1|Awal|Tanpa area|Kerja|SK|Mei", "||Tanpa bukti|Kerja||Mei", "I|MANAJEMEN PERUBAHAN||||"),
    *(FIRST, "||Tim terbentuk|Membentuk tim|Keputusan|Januari 2027", "|||1. Satu|SK|Mei", "|||Ketua rapat||"),
    *("||Sela|2. Dua|SK|Mei", "||Sela lain|1. Satu lagi|SK|Mei", "5|Lompat|Ada|Kerja|SK|Mei|sisa"),
    *("Geser kiri|Kerja|SK|Mei||", "1|Ulang|Ada|Kerja|SK|Mei", "V|PENATAAN TATALAKSANA||||", "||Ada|Kerja|SK|Mei"),
    *("V|PENGUATAN PENGAWASAN||||", "1|A|Ada|Kerja|SK|Mei", "", "NO|NAMA|JABATAN|TUGAS", "1|Sari|Ketua|Pimpin"),
)


def test_details_fill_the_sentences_of_tables(tmp_path: Path) -> None:
    reading = read(tmp_path, *MESSY, before="NOMOR 4/A/2027\nNOMOR 5/A/2027\nKOTA\n")
    found = {problem.code for problem in reading.problems}
    assert {"no-area", "joined-row", "shifted-row", "extra-cells", "duplicate-row", "no-evidence"} <= found
    assert {"area-number-twice", "areas-missing", "no-component", "table-skipped", "decree-numbers-differ"} <= found
    assert all(say(problem) for problem in reading.problems)


def test_details_fill_the_sentences_of_refusals(tmp_path: Path) -> None:
    for content in (b"", b"\0", b"%PDF", b"teks", b"a\tb\n", b"NO\tKEGIATAN\tOUTPUT\tWAKTU\n"):
        path = tmp_path / "berkas.txt"
        path.write_bytes(content)
        with pytest.raises(PlanError) as refused:
            read_plan(path, workdays=Workdays.indonesia())
        assert "berkas.txt" in say(refused.value.problem)
