"""The heading of a plan table: which column holds what, recognised by its words in any order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zibot.plan.document import Row, one_line
from zibot.when import month_of, quarter_of

ROLES = ("no", "area", "component", "indicator", "action", "evidence", "target")

# Each line: what a column may hold, how sure its heading is of it, and the heading. The surest takes the role first.
_HEADINGS = (
    ("no", 3, r"NO|NOMOR|(?:NO|NOMOR) URUT|KODE|HURUF"),
    ("area", 3, r"AREA\b.*"),
    ("area", 2, r"PILAR|ASPEK|PROGRAM"),
    ("component", 4, r"SUB (?:KOMPONEN|PILAR|AREA)\b.*"),
    ("component", 3, r"KOMPONEN\b.*"),
    ("component", 2, r"KEGIATAN\b.*|UNSUR"),
    ("component", 1, r"PROGRAM|PILAR"),
    ("indicator", 3, r"INDIKATOR\b.*"),
    ("indicator", 2, r"PERTANYAAN|RENCANA KINERJA|PENILAIAN|KRITERIA|SASARAN"),
    ("action", 4, r"LANGKAH\b.*|RENCANA (?:AKSI|TINDAK|KEGIATAN)\b.*"),
    ("action", 3, r"SUB KEGIATAN|AKTIVITAS|TINDAKAN|TAHAPAN|(?:URAIAN|RINCIAN|NAMA) \w.*"),
    ("action", 2, r"URAIAN|AKSI|RENCANA KERJA|PROGRAM KERJA"),
    ("action", 1, r"KEGIATAN\b.*"),
    ("evidence", 4, r".*\b(?:BUKTI|DATA DUKUNG|DATA PENDUKUNG|EVIDEN|EVIDENCE)\b.*"),
    ("evidence", 3, r"DOKUMEN\b.*"),
    ("evidence", 2, r"(?:RENCANA )?OUTPUT|KELUARAN|HASIL"),
    ("target", 4, r".*\bWAKTU\b.*|JADWAL\b.*|TARGET PENYELESAIAN|TENGGAT|BULAN PELAKSANAAN|PELAKSANAAN BULAN"),
    ("target", 3, r"PELAKSANAAN|BULAN|PERIODE|TRIWULAN|TIMELINE|DEADLINE"),
    ("target", 2, r"TARGET|TARGET TAHUN(?: \d{4})?|TARGET \d{4}"),
    ("target", 1, r"TAHUN"),
)
_COMPILED = tuple((role, sure, re.compile(pattern)) for role, sure, pattern in _HEADINGS)
# A heading is made of these words only, so that a row that begins with "Rencana aksi …" is none.
_VOCABULARY = (
    "NO NOMOR URUT KODE HURUF AREA PERUBAHAN PILAR ASPEK PROGRAM KOMPONEN SUB KEGIATAN INDIKATOR KEBERHASILAN "
    "KINERJA PERTANYAAN RENCANA PENILAIAN KRITERIA SASARAN LANGKAH AKSI TINDAK LANJUT URAIAN RINCIAN AKTIVITAS "
    "TINDAKAN BUKTI FISIK DUKUNG DATA PENDUKUNG EVIDEN EVIDENCE DOKUMEN DOKUMENTASI OUTPUT KELUARAN HASIL "
    "TARGET WAKTU PELAKSANAAN JADWAL BULAN TRIWULAN TAHUN PENYELESAIAN TENGGAT BATAS PERIODE DAN ATAU KERJA "
    "UTAMA ZI ZONA INTEGRITAS PEMBANGUNAN REALISASI YANG DIHARAPKAN DIBUTUHKAN DIPERLUKAN PENCAPAIAN "
    "NAMA JENIS UNSUR TAHAPAN TIMELINE DEADLINE"
)
_WORDS = frozenset(_VOCABULARY.split())


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table: roles to positions, all headings in order, and what keeps it from being an action table.

    `lacks` names the roles without which no item can be read; `grid` says that months are columns.
    """

    roles: Mapping[str, int]
    names: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    grid: bool = False

    @property
    def usable(self) -> bool:
        """Whether items can be read under it."""
        return not self.lacks and not self.grid

    def cells(self, row: Row) -> dict[str, str]:
        """A row's cells by role; a role without a column or a cell is empty."""
        at = self.roles
        return {role: row.cells[at[role]].strip() if role in at and at[role] < len(row.cells) else "" for role in ROLES}

    def notes(self, row: Row) -> dict[str, str]:
        """What stands in the columns that have no role, by their heading; a nameless column is called by its number."""
        taken = set(self.roles.values())
        named = (
            ((self.names[at] if at < len(self.names) else "") or f"kolom {at + 1}", one_line(cell))
            for at, cell in enumerate(row.cells)
            if at not in taken
        )
        return {name: cell for name, cell in named if cell}


def normal(text: str) -> str:
    """Upper case, words and figures only."""
    return " ".join(re.findall(r"[A-Z0-9]+", text.upper()))


def heading_of(row: Row, following: Row | None = None) -> Heading | None:
    """The heading that a row is, or None; `following` is the row under it, where a grid writes its months."""
    names = tuple(one_line(cell) for cell in row.cells)
    if any(len(name) > 60 for name in names):
        return None
    known = [_roles(name) for name in names]
    if sum(map(bool, known)) < 3:
        return None
    roles = _assigned(known)
    if len(roles) < 3 and not _is_grid(row, following, roles):
        return None
    lacks = [role for role in ("target",) if role not in roles]
    if "action" not in roles and "indicator" not in roles:
        lacks.append("action")
    return Heading(roles, names, tuple(lacks), _is_grid(row, following, roles))


def is_foreign_heading(row: Row) -> bool:
    """Whether a row begins a table of another kind (a list of team members): numbered columns with other names."""
    filled = row.filled
    named = len(filled) > 2 and normal(filled[0]) in ("NO", "NOMOR", "NO URUT")
    return named and all(len(cell) <= 40 and not re.search(r"\d", cell) for cell in filled)


def is_column_numbers(row: Row) -> bool:
    """Whether a row only numbers the columns (1 2 3 4 5 6 or a b c d): it holds figures and no words."""
    marks = [re.sub(r"[\s().]", "", cell) for cell in row.filled]
    figures = all(mark.isdigit() for mark in marks)
    return len(marks) > 2 and (figures or [mark.lower() for mark in marks] == [*"abcdefghijklmnop"[: len(marks)]])


def _roles(name: str) -> dict[str, int]:
    """What a heading may mean, with how sure it is."""
    words = normal(name)
    if (
        not words
        or words.startswith("REALISASI")
        or not all(word in _WORDS or word.isdigit() for word in words.split())
    ):
        return {}
    found: dict[str, int] = {}
    for role, sure, pattern in _COMPILED:
        if role not in found and pattern.fullmatch(words):
            found[role] = sure
    return found


def _assigned(known: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Each role to one column: the surest first, then from the left."""
    wishes = sorted((-sure, at, role) for at, options in enumerate(known) for role, sure in options.items())
    roles: dict[str, int] = {}
    for _sure, at, role in wishes:
        if role not in roles and at not in roles.values():
            roles[role] = at
    if "component" in roles and not {"action", "indicator"} & roles.keys():
        column = roles["component"]
        if "action" in known[column]:  # "KEGIATAN" alone is what is done
            roles["action"] = roles.pop("component")
    return roles


def _is_grid(row: Row, following: Row | None, roles: Mapping[str, int]) -> bool:
    """Whether months or quarters are columns, named in the heading or numbered in the row under it."""

    def is_period(cell: str) -> bool:
        text = one_line(cell)
        figure = re.fullmatch(r"B?(0?[1-9]|1[0-2])", text)
        return bool(figure or month_of(text) or quarter_of(text) or re.fullmatch("I|II|III|IV", text))

    if sum(is_period(cell) for cell in row.cells) >= 3:
        return True
    if following is None or "target" not in roles:
        return False
    under = [
        cell
        for at, cell in enumerate(following.cells)
        if (at >= len(row.cells) or not row.cells[at].strip()) or at == roles["target"]
    ]
    return sum(is_period(cell) for cell in under) >= 3
