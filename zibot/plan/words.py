"""The words of a target cell as tokens: each has a kind of one letter, so that a cell's shape is a short string."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from zibot.plan.spelling import normalised
from zibot.when import MONTH_WORDS, NUMBER_WORDS, mend, month_of, number_of


class Token(NamedTuple):
    """One word of meaning: its kind (see _GRAMMAR), its number and the text it was read from."""

    kind: str
    value: int
    text: str


def tidy(text: str) -> str:
    """Lower case, one kind of dash, one space between words, month names mended."""
    return mend(" ".join(normalised(text).split()))


# Words that begin a statement about time; a condition ("jika ada …") or a manner ("melalui …") ends before them.
_TIME_WORD = (
    rf"(?:{MONTH_WORDS}|triwulan\w*|tw|semester\w*|setiap|tiap|per|bulan\w*|minggu\w*|tahun\w*|tanggal|tgl|pekan"
    r"|hari|harian|minimal|maksimal|paling|selambat\S*|sampai|hingga|akhir|awal|berkala|periodik|sebelum|setelah)\b"
)
_CLAUSE = rf"(?:[\s/]+(?!{_TIME_WORD})[a-z][a-z\-]*)*"
_AFTER_EVENT = rf"(?:setelah|sesudah|sebelum)\b(?!\s+{_TIME_WORD}){_CLAUSE}"
_NUMBER = rf"(?:ke\s*-?\s*)?(?:\d{{1,3}}(?!\d)|(?:{NUMBER_WORDS})\b)"
_NOT_TIMES = r"(?!\s*(?:kali|x\b|bulan|tahun(?!\s*\d{4})))"


def _nothing(_text: str) -> int:
    return 0


def _last_number(text: str) -> int:
    """The number at the end of a token such as "TW II" or "semester ke-2"."""
    match = re.search(rf"(\d+|{NUMBER_WORDS})\W*$", text)
    return (number_of(match[1]) or 0) if match else 0


def _day_month_year(text: str) -> int:
    """A date in digits as the number yyyymmdd; day first, unless the year stands first."""
    parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
    year, month, day = parts if len(re.findall(r"\d+", text)[0]) == 4 else reversed(parts)
    return (year + 2000 if year < 100 else year) * 10_000 + month * 100 + day


_PERIODS = {"bulanan": 1, "dwibulanan": 2, "triwulanan": 3, "caturwulanan": 4, "semesteran": 6, "tahunan": 12}

_GRAMMAR: tuple[tuple[str, str, Callable[[str], int]], ...] = (
    # kind, pattern, what its number is. The order matters: what is longer comes first.
    (" ", r"[\s.:\"'!]+|(?:^laporan|secara|pada|di|dalam|dilaksanakan|pelaksanaan|waktu)\b", _nothing),
    (" ", rf"(?:melalui|lewat)\b{_CLAUSE}|tahap(?:an)?\s+(?:ke\W*)?(?:[ivx]+|\d)\b|berakhir(?:nya)?\b", _nothing),
    (
        "J",
        r"(?:setiap|tiap|sepanjang)\s+(?:saat|waktu)\b|on[\s\-]?going\b|kontin[uy]u?\b|24\s+jam\b|kapan\s+saja\b",
        _nothing,
    ),
    ("g", rf"h\s?[+\-]\s?\d{{1,3}}\b(?:\s+(?:hari|kerja)\b)*(?:\s+{_AFTER_EVENT})?", _nothing),
    ("g", rf"{_NUMBER}\s*hari(?:\s+kerja)?\s+{_AFTER_EVENT}", _nothing),
    ("*", r"[*?]+", _nothing),  # what refers to a note, or doubts
    ("c", r"[√✓✔☑✗]+", _nothing),  # a mark of a month column
    ("k", rf"(?:jika|apabila|bila|bilamana|kalau|sesuai|saat|ketika|menyesuaikan)\b{_CLAUSE}", _nothing),
    ("k", rf"(?:setiap|tiap)\s+(?:ada|kali|terjadi|terdapat|rapat|perubahan|kegiatan)\b{_CLAUSE}", _nothing),
    ("k", r"(?:tentati[fv]e?|insidenti?al|insidentil|kondisional|situasional|sewaktu-waktu)\b", _nothing),
    ("d", r"\d{4}-\d{1,2}-\d{1,2}(?:\s+00:00(?::00)?)?|\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})\b", _day_month_year),
    ("Y", r"(?:tahun|thn|th|t\.?\s?a\.?)?\.?\s*(?:19|20)\d\d\b", _last_number),
    ("M", r"b[\s.]?-?(?:0[1-9]|1[0-2]|[1-9])\b", _last_number),
    ("M", rf"(?:{MONTH_WORDS})\b", lambda text: month_of(text) or 0),
    (
        "Q",
        rf"(?:tri\s?(?:wulan|bulan)|k[uw]artal|quarter|t\.?w\.?)[\s.\-]*(?:ke\W*)?(?:[1-4]|{NUMBER_WORDS})\b{_NOT_TIMES}",
        _last_number,
    ),
    ("Q", r"[tq]\s?-?[1-4]\b", _last_number),
    ("H", rf"(?:semester|smtr?|sem)[\s.\-]*(?:ke\W*)?(?:[12]|ii?|pertama|kedua|satu|dua)\b{_NOT_TIMES}", _last_number),
    ("H", r"semester\s+(?:gasal|ganjil|genap)\b", lambda text: 1 if text.endswith("genap") else 2),
    ("N", r"(?:gasal|ganjil|genap)\b", lambda text: 1 if text == "genap" else 2),
    ("C", rf"cat(?:ur|ra)?\s?wulan[\s.\-]*(?:ke\W*)?(?:[1-3]|{NUMBER_WORDS})\b{_NOT_TIMES}", _last_number),
    ("F", rf"(?:{'|'.join(_PERIODS)})\b", lambda text: _PERIODS[text]),
    ("F", r"(?:harian|mingguan)\b", _nothing),  # no smaller unit than a month is kept
    ("E", r"(?:setiap|tiap-tiap|tiap|per)\b(?:\s*-)?", _nothing),
    ("q", r"(?:(?:tri\s?(?:wulan|bulan)|k[uw]artal)(?:nya)?|tw)\b", _nothing),
    ("u", r"cat(?:ur)?\s?wulan\b", _nothing),
    ("h", r"(?:semester(?:nya)?|smtr?)\b", _nothing),
    (
        "L",
        r"(?:(?:paling|selambat)\s*-?\s*(?:lambat(?:nya)?|akhir|lama)|selambat(?:2?nya)?|maks(?:imal|imum)?|deadline|batas\s+(?:waktu|akhir))\b",
        _nothing,
    ),
    ("m", r"(?:minimal|min|sekurang-kurangnya|paling\s+(?:sedikit|kurang))\b", _nothing),
    ("P", r"(?:berkala|periodik|rutin|reguler)\b", _nothing),
    ("s", r"sekali\b", _nothing),
    ("x", r"(?:kali|x)\b", _nothing),
    ("b", r"(?:(?:ter)?mulai|sejak|dari|terhitung(?:\s+mulai)?)\b", _nothing),
    ("J", r"(?:sepanjang|selama|terus\s*-?\s*menerus|berkelanjutan)\b", _nothing),
    ("Z", r"akhir\b", _nothing),
    ("v", r"(?:awal|(?:per)?tengah(?:an)?|medio)\b", _nothing),
    ("n", r"(?:berikutnya|selanjutnya|berikut)\b", _nothing),
    ("a", r"(?:setelah|sesudah)\b", _nothing),
    ("D", r"(?:hari\s+)?(?:senin|selasa|rabu|kamis|jum'?at|sabtu|ahad)\b|hari\s+minggu\b", _nothing),
    ("D", r"(?:hari|sehari)(?:nya)?\b(?:\s+kerja\b)?", _nothing),
    ("W", r"(?:minggu|mgg?|pekan|seminggu|sepekan)(?:nya)?\b", _nothing),
    ("T", r"(?:tanggal|tgl)\b", _nothing),
    ("B", r"(?:bulan|bln|sebulan)(?:nya)?\b", _nothing),
    ("A", r"(?:tahun|setahun)(?:nya)?\b", _nothing),
    ("-", r"s\s?[./]?\s?d\b\.?|sampai(?:\s+dengan)?\b|hingga\b|[-~]", _nothing),
    ("N", _NUMBER, _last_number),
    ("l", r"terakhir\b", lambda _text: 5),  # the last week ends with the month
    (",", r"[,;&+]|(?:dan|serta)\b", _nothing),
    ("/", r"/|atau\b", _nothing),
    ("(", r"[(\[]", _nothing),
    (")", r"[)\]]", _nothing),
    ("?", r"[^\s,;/()\[\]]+|.", _nothing),
)
_COMPILED = tuple((kind, re.compile(pattern), value) for kind, pattern, value in _GRAMMAR)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Split a tidied text into tokens; what the grammar does not know has the kind "?"."""
    return tuple(token for token in _scan(text) if token.kind != " ")


def _scan(text: str) -> Iterable[Token]:
    at = 0
    while at < len(text):
        for kind, pattern, value in _COMPILED:
            match = pattern.match(text, at)
            if match and match[0]:
                yield Token(kind, value(match[0]), match[0])
                at = match.end()
                break


def shape(tokens: Iterable[Token]) -> str:
    """The kinds of the tokens as one string."""
    return "".join(token.kind for token in tokens)


def without(tokens: tuple[Token, ...], pattern: str) -> tuple[Token, ...]:
    """The tokens without those whose kinds the pattern matches."""
    spans = [match.span() for match in re.finditer(pattern, shape(tokens))]
    return tuple(token for at, token in enumerate(tokens) if not any(first <= at < end for first, end in spans))


def without_repeats(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without a number or month that only says again the one before: "1 (satu) kali", "Juni (B06)".

    A month after a range stays: "Februari - Juni (Juni)" may name the deadline.
    """
    for match in reversed(list(re.finditer(r"(?<=N)\(N\)|(?<=M)(?<!-M)(?:\(M\)|M(?!-))", shape(tokens)))):
        [again] = [token for token in tokens[slice(*match.span())] if token.kind in "NM"]
        if again.value == tokens[match.start() - 1].value:
            tokens = tokens[: match.start()] + tokens[match.end() :]
    return tokens
