"""The office (satuan kerja) that a decree or the heading of a plan names, in one short form, or None when unsure."""

import re
from collections.abc import Iterator, Sequence

from zibot.plan.document import one_line

_COMMISSION = re.compile(
    r"KOMISI (?P<kind>(?:INDEPENDEN )?PEMILIHAN(?: UMUM)?)\s+(?P<level>KABUPATEN|KOTA|PROVINSI)\s+"
    r"(?P<name>[A-Z][A-Z'.\- ]*?)\s*(?=[,;:.]?\s*$|[,;]|\s(?:TAHUN|NOMOR|TENTANG|MENUJU|DAN|UNTUK)\b)",
    re.MULTILINE,
)
_SHORT_COMMISSION = re.compile(
    r"\bKPU\s+(?P<level>KABUPATEN|KOTA|PROVINSI|Kabupaten|Kota|Provinsi)\s+(?P<name>[A-Z][\w'\-]*(?: [A-Z][\w'\-]*)*)"
)
_STOP = re.compile(r"\b(?:TAHUN|NOMOR|TENTANG|MENUJU)\b.*", re.IGNORECASE)

# Kinds of offices, from the one that is a satuan kerja for sure to what it belongs to.
_KINDS = tuple(
    re.compile(rf"(?<![\w/.\-])(?:{kinds})(?![\w/])", re.IGNORECASE)
    for kinds in (
        r"PENGADILAN (?:NEGERI|TINGGI(?: AGAMA)?|AGAMA|MILITER|TATA USAHA NEGARA)|MAHKAMAH SYAR.?IYAH|PTUN|PN|PA"
        r"|(?:CABANG )?KEJAKSAAN (?:NEGERI|TINGGI)|KEJARI|KEJATI|LEMBAGA PEMASYARAKATAN|LAPAS|RUMAH TAHANAN(?: NEGARA)?"
        r"|RUTAN|BALAI PEMASYARAKATAN|BAPAS|LEMBAGA PEMBINAAN KHUSUS ANAK|LPKA|RUPBASAN|RUMAH DETENSI IMIGRASI"
        r"|KANTOR (?:IMIGRASI|PERTANAHAN|PELAYANAN|PENGAWASAN|KEMENTERIAN|URUSAN|KESYAHBANDARAN|OTORITAS|REGIONAL"
        r"|PENCARIAN|SAR|KECAMATAN|CABANG|UNIT)|KPP(?:N|BC)?|KPKNL|KUA|KSOP|PUSKESMAS|PUSAT KESEHATAN MASYARAKAT|RSUD"
        r"|RSUP|RSJD?|RUMAH SAKIT|POLRES(?:TA|TABES)?|POLSEK|KEPOLISIAN (?:RESOR|SEKTOR)|FAKULTAS"
        r"|(?:SMA|SMK|SMP|SD) NEGERI|SMAN|SMKN|SMPN|MADRASAH|MAN|MTSN|(?:BALAI|LOKA|STASIUN|PANTI|UPTD?|BLK)(?: BESAR)?"
        r"|BADAN NARKOTIKA NASIONAL|BNN[KP]?|BADAN PUSAT STATISTIK|BPS|BB?POM|BADAN PENGAWAS (?:OBAT|PEMILIHAN)"
        r"|BAWASLU",
        r"DINAS|BADAN|INSPEKTORAT|SEKRETARIAT|SATUAN POLISI PAMONG PRAJA|SATPOL PP|UNIVERSITAS|INSTITUT|POLITEKNIK"
        r"|SEKOLAH TINGGI|KANTOR WILAYAH|KANWIL|DIREKTORAT|BIRO|POLDA|KEPOLISIAN DAERAH|BAPPEDA|KECAMATAN|KELURAHAN",
        r"KEMENTERIAN|PEMERINTAH (?:KABUPATEN|KOTA|PROVINSI|DAERAH)|KEJAKSAAN AGUNG|MAHKAMAH AGUNG",
    )
)
_ENDS = re.compile(
    r"\s*(?:[,;:(|]|\s[-–]\s|\b20\d\d\b|\b(?:TAHUN|T\.?\s?A\b|NOMOR|TENTANG|MENUJU|DALAM|UNTUK|YANG|SEBAGAI|SELAKU|ADALAH"
    r"|DI LINGKUNGAN|PERIODE|BULAN|SEMESTER|TRIWULAN|PER|AGAR|TELAH|AKAN|GUNA)\b).*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:KABUPATEN|KOTA|PROVINSI|KAB\.?|PROV\.?|TIPE)\s+[A-Z]", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\b(?:RENCANA|TAHUN|NOMOR|TENTANG|ZONA|PROGRAM|MATRIKS|KEPUTUSAN|LAMPIRAN|MENIMBANG|WILAYAH BEBAS|REPUBLIK|TIM)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:^|\b(?:SATUAN KERJA|SATKER|UNIT KERJA|INSTANSI|LINGKUNGAN|PADA|DI|KEPALA|KETUA|DIREKTUR|DEKAN"
    r"|REKTOR|PIMPINAN|INTEGRITAS|KEPUTUSAN|WBK|WBBM|MELAYANI|KORUPSI|KERJA|AKSI|BIROKRASI|\(?WBK/WBBM|OLEH)\W*)$",
    re.IGNORECASE,
)
_SMALL = frozenset(("dan", "di", "pada", "dengan", "untuk", "atas", "yang", "bagi"))
_ACRONYM = re.compile(
    r"[IVX]+[A-C]?|[A-C]\d?|\d+|RI|RS\w{1,3}|KPP\w*|KPKNL|KUA|KSOP|BPS|BNN[KP]?|BB?POM|POM|TPI|SM[APK]N?|MAN|SD|UPTD?|BLK"
    r"|LPKA|PTUN|PN|PA|HAM|TMP|UIN|IAIN|STAIN|SAR|KP2KP|ATR|BPN|PP|TIK|SDM|PPSDM|[A-Z]\."
)


def office_of(lines: Sequence[str]) -> str | None:
    """The office: "KPU Kabupaten Kudus" for a commission, any other by its own name as its line writes it."""
    text = "\n".join(lines)
    commission = _commission(text)
    if commission:
        return commission
    for kind in _KINDS:
        found = next(_named(lines, kind), None)
        if found:
            return found
    return None


def _commission(text: str) -> str | None:
    match = _COMMISSION.search(text)
    if match:
        short = "KIP" if "INDEPENDEN" in match["kind"] else "KPU"
        return f"{short} {match['level'].title()} {_proper(match['name'])}"
    brief = _SHORT_COMMISSION.search(text)
    if brief:
        return f"KPU {brief['level'].title()} {_proper(_STOP.sub('', brief['name']))}"
    return "KPU Republik Indonesia" if "KOMISI PEMILIHAN UMUM REPUBLIK INDONESIA" in text else None


def _proper(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split())


def _named(lines: Sequence[str], kind: re.Pattern[str]) -> Iterator[str]:
    """The names of offices of this kind, in the order of the lines."""
    for at, line in enumerate(lines):
        if len(line) > 250:
            continue
        for match in kind.finditer(line):
            if not match[0][0].isupper() or not _LEADS.search(line[: match.start()]):
                continue
            name = _ENDS.sub("", line[match.start() :]).strip(" .-–*#")
            ended = len(line) - match.start() - len(name) > 2
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if not ended and _carries_on(name, following, bare=name == match[0]):
                name = f"{name} {_ENDS.sub('', following).strip(' .')}"
            if _is_name(name, bare=name == match[0]):
                yield _capitalised(one_line(name))


def _carries_on(name: str, following: str, *, bare: bool) -> bool:
    """Whether the next line belongs to the name: "KABUPATEN …" below it, or its place where only the kind is named."""
    if _GOES_ON.match(following):
        return not re.search(r"\b(?:KABUPATEN|KOTA|PROVINSI)\b", name, re.IGNORECASE)
    return bare and 0 < len(following.split()) <= 4 and following[:1].isupper() and not _NO_NAME.search(following)


def _is_name(name: str, *, bare: bool) -> bool:
    """Whether it can be an office's own name: its words begin with capitals, and there is more than the kind."""
    words = [word for word in name.split() if word.lower() not in _SMALL]
    return (
        len(name) <= 110
        and not bare
        and not _NO_NAME.search(name)
        and all(word[:1].isupper() or not word[:1].isalpha() for word in words)
    )


def _capitalised(name: str) -> str:
    """Capital letters throughout become "Kantor Imigrasi Kelas II Non TPI …"; a mixed line stays as it is."""
    if any(letter.islower() for letter in name):
        return name
    words = (
        word.lower()
        if word.lower() in _SMALL
        else word
        if _ACRONYM.fullmatch(word)
        else "-".join(part.capitalize() for part in word.split("-"))
        for word in name.split()
    )
    found = " ".join(words)
    return found[:1].upper() + found[1:]
