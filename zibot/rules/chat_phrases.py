"""What several words of a chat say together, put into one word."""

import re

_NOT = "(?:tidak|tdk|ga|gak|nggak)"
_ALREADY = "(?:su|so|sudah|sdh|udah|udh|dah)"
_GOES_ON = "masih|msh|msih|lagi|lg|sedang|sdg|sdng|msi"
_PAST = "(?:lalu|kemarin|kmrn|kmren|kemaren|sebelumnya)"
_TIME = "(?:hari|hr|minggu|mgg|bulan|bln)"
_FEW = r"(?:\d+|satu|dua|tiga|empat|lima|beberapa|bbrp)"
_TELL = "(?:sampaikan|menyampaikan|melaporkan|laporkan|informasikan|infokan|kabarkan)"
_ENDED = "(?:selesai|kelar|beres|rampung|jadi)"
_PHRASES = {
    r"(?:terima|trima) ?kasih": "makasih",
    r"\b(?:mohon|mhn) (?=maaf|mf|map|izin|ijin|ijn)": "",
    r"\bwaktu itu\b": "tadinya",
    r"\b(?:yang|yg) (?:ibu|bapak|bpk|kakak) (?:tanyakan|tanya|minta|maksud|cari)\b": "",
    r"\bon the way\b": "otw",
    r"\b(?:on|in)[ -](?:going|progress?|proc?ess?|proses)\b": "ongoing",
    r"\b(?:mau|wau|tadi|td) (?:isuk|esuk|enjing|enjang|dalu|bengi|awan|sonten)\b": "tadi",
    r"\b(?:gada|gaada|gda|gaad|trada|tarada|kadada|tarada|nggada)\b": "tidak ada",
    r"\b(?:gabisa|gbisa|gabs|gbs|tdkbs|gakbisa)\b": "tidak bisa",
    r"\b(wes|wis|uwis|wess|durung|dereng)((?: \w+)?) mari\b": r"\1\2 selesai",
    r"\balah (?=\w)": "sudah ",
    r"\b(?:di|ma|man)?karaj(?:o|ok)(?:an|kan|i)?\b": "dikerjakan",
    r"(^|[,.;] ?)lah (?=sal|sel|siap|den|ambo|awak|di)": r"\1sudah ",
    r"\b(?:tanda ?tangan|tapak (?:asta|asma)|tandatangan)\b": "ttd",
    rf"\b{_ALREADY} (?:mo|mau|mw) (?:habis|abis|{_ENDED})\b": "hampir selesai",
    rf"\botw (?={_ENDED}|finish|done)": "hampir ",
    r"\b(?:di |ke )?luar (?:kota|daerah|negeri|pulau|kantor)\b": "perjadin",
    r"\b(?:dinas luar|perdin|perjalanan dinas)\b": "perjadin",
    rf"\b({_GOES_ON}) dl\b": r"\1 perjadin",
    r"\b(?:sudahlah|udahlah|yaudah|yawis|yowis|yasudah)\b": "",
    r"\bya (?:sudah|udah|sdh|wis)(?= (?:pak|bu|deh|kalau|kalo)\b)": "",
    r"\btanda ?terima(?:nya)?\b": "resi",
    r"\bpindah (?:tugas|bagian|kantor|dinas)\b": "mutasi",
    r"\b(?:kasih|kasi) (?:masuk|naik)\b": "setor",
    r"\bmas(?:a|ak) (?:belum|blm|belom)\b": "",
    rf"\b(?:tanpa|{_NOT} ada) (?:ada )?(?:kendala|hambatan|halangan|masalah)(?! di| pada)": ",",
    rf"\b(?:tahun|thn|th|triwulan|tw|semester|periode) {_PAST}\b": "lain",
    rf"\b(?:yang|yg|punya|laporan|lap) (?:{_TIME} )?{_PAST}\b": "lain",
    rf"\b{_FEW} (?:{_TIME}|jam|menit) (?:yang |yg )?{_PAST}\b": "kemarin",
    r"\botw (?=di[a-z])": "sedang ",
    r"\bdi (pegang|bawa|pinjam|tahan|simpan)\b": r"di\1",
    rf"^.{{0,80}}\b{_TELL} bahwa\b": "",
}
_TOLD = [(re.compile(written), plain) for written, plain in _PHRASES.items()]


def told_shortly(text: str) -> str:
    """A text in small letters with what several words say together put into one: "luar kota", "tapak asta"."""
    for written, plain in _TOLD:
        text = written.sub(plain, text)
    return text
