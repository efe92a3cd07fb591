"""Plans written for the tests: a decree and a table, saved and read."""

from pathlib import Path

from zibot.plan import PlanItem, Reading, read_plan
from zibot.workdays import Workdays

DECREE = """KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN AWAN PUTIH
NOMOR 4/HK.03.1/9902/2027
TENTANG
RENCANA KERJA ZONA INTEGRITAS TAHUN 2027

Ditetapkan di Awan Putih
pada tanggal 4 Januari 2027

"""
HEADING = "NO|KOMPONEN|INDIKATOR|LANGKAH AKSI|BUKTI FISIK|TARGET WAKTU"
NUMBERS = "1|2|3|4|5|6"
AREA = "I|MANAJEMEN PERUBAHAN||||"
FIRST = "1|Tim Kerja|Tim terbentuk|Membentuk tim|Keputusan|Januari 2027"
WORKDAYS = Workdays.indonesia()


def read(folder: Path, *rows: str, before: str = DECREE, name: str = "rencana.txt") -> Reading:
    """Read a plan whose table rows are written with | between their cells."""
    path = folder / name
    path.write_text(before + "\n".join(row.replace("|", "\t") for row in rows) + "\n", encoding="utf-8")
    return read_plan(path, workdays=WORKDAYS)


def table(folder: Path, *rows: str) -> Reading:
    """Read a plan with the usual heading, one area and these rows."""
    return read(folder, HEADING, NUMBERS, AREA, *rows)


def codes(reading: Reading) -> list[str]:
    """The codes of all problems."""
    return [problem.code for problem in reading.problems]


def by_code(reading: Reading) -> dict[str, PlanItem]:
    """The items by their codes."""
    return {item.code: item for item in reading.items}
