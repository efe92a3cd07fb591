"""What Indonesian offices call their documents: the words that begin an entry of a list of evidence."""

import re

_COPY = r"(?:(?:salinan|draf?t?|scan|fotokopi|copy|file|contoh)\s+)?"
_FIRM = (
    r"undangan|daftar|absen\w*|presensi|notul\w+|risalah|dokumen\w*|dok|foto\w*|video|gambar|laporan|lap|sk"
    r"|surat|keputusan|kep|ba|bast|berita acara|screens?hoo?ts?|tangkapan|cuplikan|spanduk|banner|x-banner"
    r"|baliho|poster|pamflet|leaflet|brosur|flyer|stiker|infografis|sertifikat|piagam|rekap\w*|lembar\w*"
    r"|formulir|form|checklist|ceklis|matriks?|tabel|grafik|peta|kertas kerja|sop|pos|instruksi|skp|pk|renstra"
    r"|renja|rkt|rka|rkp|rpjmd?|dpa|dipa|iku|iki|lakip|lkjip|lkip|lkj|lke|lhe|lhp|lhkpn|lhkasn|lhkan|spt|spip"
    r"|penetapan kinerja|perjanjian kinerja|rencana (?:aksi|kerja|tindak|strategis|kinerja|program)"
    r"|program kerja|rtl|road ?map|pengumuman|nota|nodin|nd|memo\w*|disposisi|telaah\w*|kartu|data|database"
    r"|log ?book|buku|jurnal|bahan (?:paparan|tayang\w*|rapat|materi|presentasi)|materi|paparan|slide|modul"
    r"|panduan|pedoman|juknis|juklak|petunjuk|peraturan|edaran|se|kuesioner|kuisioner|angket|hasil|bukti|tautan"
    r"|link|url|pakta|maklumat|tanda terima|tanda bukti|kwitansi|dip|dik|jadwal|kerangka acuan|kak|tor|proposal"
    r"|st|sprin\w*|sppd|mou|pks|log|rekaman|audio|testimoni|rapor|usulan|uraian tugas|anjab|abk|register"
    r"|risk register|simpeg|print ?out|arsip|peta jabatan|undangan rapat|unggahan|postingan|screen capture"
)
_SOFT = (
    r"analisis|evaluasi diri|target|capaian|indikator|sasaran|nilai|skor|indeks|standar|identifikasi"
    r"|inventarisasi|media|publikasi|kebijakan|komitmen|survei|rekomendasi|tindak lanjut|bahan|penghargaan"
    r"|laman|website|aplikasi|kotak|papan|konten|desain|agenda|struktur|bagan|resume|ringkasan|berita|artikel"
    r"|monev|reviu|profil|naskah|perjanjian|kontrak|pernyataan|kesepakatan|permohonan|persetujuan|instrumen"
    r"|catatan|kumpulan|dashboard|template|deklarasi|rilis|statistik|rapat|apel|sosialisasi|pelatihan"
)
# So that "profesional, akuntabel" is never taken for two documents.
BEGINS_DOCUMENT = re.compile(rf"{_COPY}(?:{_FIRM})(?![\w-])", re.IGNORECASE)
"""Begins an entry of a list, also between commas."""
MAY_BEGIN_DOCUMENT = re.compile(rf"{_COPY}(?:{_FIRM}|{_SOFT})(?![\w-])", re.IGNORECASE)
"""Begins an entry where a line of its own sets it apart."""
SETS = tuple(
    re.compile(rf"(?:{kinds})\b", re.IGNORECASE)
    for kinds in (
        r"foto\w*|video|gambar|audio|rekaman",
        r"leaflet|brosur|flyer|poster|pamflet|spanduk|banner|x-banner|baliho|stiker|infografis",
        r"data|hasil",
    )
)
"""Kinds that go together in one entry: "foto dan video kegiatan", "spanduk dan banner"."""
ALTERNATIVES = tuple(
    re.compile(rf"(?:{kinds})\b", re.IGNORECASE)
    for kinds in (r"sk|surat|keputusan|nota|nodin|nd|memo\w*|st|sprin\w*|se", r"notul\w+|risalah|laporan")
)
"""Kinds that stand for one another between strokes: "SK/surat tugas"."""
SHARES_ITS_HEAD = re.compile(
    r"(?:laporan|bukti|rekap\w*|data|dokumen|tanda terima|hasil|sosialisasi|daftar|monitoring|penyusunan|matriks)\b",
    re.IGNORECASE,
)
"""Heads that two abbreviations share: "bukti lapor SPT dan LHKPN"."""
WANTS_OBJECT = re.compile(
    r"\b(?:evaluasi|reviu|penetapan|penyusunan|pelaksanaan|penerapan|sosialisasi|penilaian|lapor|pelaporan|penyampaian"
    r"|dokumen|daftar|usulan|pemutakhiran|perubahan|draf|laporan|layar|rekap|revisi|publikasi)$",
    re.IGNORECASE,
)
"""Words at the end of a line after which a lone abbreviation is their object: "Laporan evaluasi / SOP"."""
