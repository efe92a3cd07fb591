"""Words of time said in a sentence ("setiap triwulan", "paling lambat 31 Maret"), apart from those of other things."""

import re

from zibot.plan.document import one_line
from zibot.when import MONTHS, NUMBER_WORDS, mend

_LONGEST = 3000  # no sentence is longer
_COUNT = rf"(?:\d{{1,2}}|{NUMBER_WORDS})(?:\s*\(\s*(?:\d{{1,2}}|[a-z]+)\s*\))?"
_UNIT = r"(?:hari|minggu|pekan|bulan|tri\s?wulan|kuartal|catur\s?wulan|semester|tahun)(?:nya)?"
_EACH = r"(?:setiap|tiap-tiap|tiap|saban|per)"
_AT_LEAST = r"(?:(?:minimal|paling sedikit|paling kurang|sekurang-kurangnya|setidaknya)\s+)?"
_MONTH = rf"(?:{'|'.join([*MONTHS, 'Pebruari', 'Nopember'])})"
_YEAR = r"(?:\s+(?:tahun\s+)?20\d\d)?"
_DAY = r"(?:\d{1,2}\s*(?:(?:-|–|s\.?/?d\.?|sampai(?: dengan)?)\s*\d{1,2}\s*)?)"
_DATE = rf"(?:{_DAY}(?={_MONTH}))?{_MONTH}{_YEAR}"
_LINK = r"\s*(?:,\s*dan|,|;|dan|serta|s\.?\s?/?d\.?|sampai(?:\s+dengan)?|hingga|-|–|/)\s*(?:bulan\s+|tanggal\s+)?"
_QUARTER_NUMBER = r"(?:ke-?\s?)?(?:IV|I{1,3}|[1-4](?!\d)|pertama|kedua|ketiga|keempat)\b"
_QUARTER = rf"(?:tri\s?wulan|TW\.?|kuartal|semester)\s*{_QUARTER_NUMBER}"
_LATEST = r"(?:(?:paling\s+lambat|selambat-?\s?lambatnya|paling\s+akhir|sebelum|mulai)\s+)?(?:(?:pada|di|dalam)\s+)?"
_WEEK = rf"(?:minggu|pekan)\s+(?:ke\s?-?\s?\d|pertama|kedua|ketiga|keempat|terakhir)(?:\s+(?:dan|s\.?d\.?)\s+{_COUNT})?"

_PATTERNS = (
    # How often, from the longest wording to the shortest.
    rf"{_AT_LEAST}{_COUNT}\s*(?:kali|x)\s*(?:dalam\s+|{_EACH}\s+)?(?:se{_UNIT}|(?:{_COUNT}\s*)?{_UNIT})",
    rf"(?:{_EACH}\s+)?(?:se|{_COUNT}\s*){_UNIT}\s+sekali",
    rf"sekali\s+(?:dalam\s+|{_EACH}\s+)?(?:se{_UNIT}|(?:{_COUNT}\s*)?{_UNIT})",
    rf"(?:{_EACH}\s+)tanggal\s+\d{{1,2}}(?:\s+(?:setiap|tiap)\s+bulan)?",
    rf"tanggal\s+\d{{1,2}}\s+{_EACH}\s+bulan",
    rf"{_EACH}\s+(?:awal\s+|akhir\s+)?(?:{_COUNT}\s*)?{_UNIT}(?:\s*/\s*(?:{_EACH}\s+)?{_UNIT})*(?!\s+(?:20\d\d|{_QUARTER_NUMBER}))",
    r"(?:setiap|tiap)\s+(?:ada|terjadi|terdapat)\s+[^,.;()]+",
    # When, by name.
    rf"{_LATEST}{_WEEK}(?:\s+(?:bulan\s+)?{_DATE})?",
    rf"{_LATEST}(?:akhir\s+|awal\s+)?(?:(?:bulan|tanggal)\s+)?{_DATE}(?:{_LINK}{_DATE})*",
    rf"{_LATEST}(?:akhir\s+|awal\s+)?{_QUARTER}(?:{_LINK}(?:{_QUARTER}|{_QUARTER_NUMBER}))*{_YEAR}",
    rf"{_LATEST}(?:akhir|awal)\s+tahun{_YEAR.replace('20', '20')}",
    r"sepanjang\s+tahun(?:\s+20\d\d)?|terus[\s-]+menerus",
    # A word that holds a frequency, or none.
    r"(?:dwi|tri\s?|catur)?wulanan|bulanan|semesteran|mingguan|harian",
    r"secara\s+(?:berkala|periodik|rutin|reguler)|(?:berkala|periodik)",
    r"(?:secara\s+)?(?:insidentil|insidental|tentatif|sewaktu-waktu)|(?:jika|bila|apabila)\s+(?:ada|diperlukan)\b[^,.;()]*",
)
_WORDS = re.compile("|".join(rf"(?<![\w-])(?:{pattern})(?![\w-])" for pattern in _PATTERNS), re.IGNORECASE)
# "Tahunan" names documents more often than a frequency, so that only what is made each year counts.
_YEARLY = re.compile(
    r"\b(?:laporan|pelaporan|evaluasi|rapat|reviu|review|audit|survei|survey|rekapitulasi|secara)\s+(tahunan)\b",
    re.IGNORECASE,
)
# A date that tells which document is meant, and not when something is done.
_REFERENCE = re.compile(
    rf"\bnomor\b[^;,]*?\btanggal\s+\d{{1,2}}\s+{_MONTH}{_YEAR}|tertanggal\s+\d{{1,2}}\s+{_MONTH}{_YEAR}"
    rf"|\bper\s+\d{{1,2}}\s+{_MONTH}{_YEAR}",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?:secara\s+)?(?:berkala|periodik|rutin|reguler)", re.IGNORECASE)


def words_of_time(sentence: str) -> str:
    """The words of a sentence that say when or how often, joined by " / " where it says it more than once; else ""."""
    text = mend(one_line(sentence[:_LONGEST]))
    text = _REFERENCE.sub(lambda match: "#" * len(match[0]), text)
    found = {match.start(): match[0] for match in _WORDS.finditer(text)}
    found |= {match.start(1): match[1] for match in _YEARLY.finditer(text)}
    words = list(dict.fromkeys(found[at].strip() for at in sorted(found)))
    telling = [word for word in words if not _VAGUE.fullmatch(word)]
    return " / ".join(telling or words)
