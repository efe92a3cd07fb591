"""The words of questions in a chat: their usual short spellings, and what kind of word each of them is."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from zibot.rules.chat_spellings import STANDARD


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


class Class(StrEnum):
    """What a word does in a question."""

    LATE = "late"
    DUE = "due"
    CALENDAR = "calendar"
    EVIDENCE = "evidence"
    LACK = "lack"
    SEND = "send"
    STATUS = "status"
    FINE = "fine"
    """How something stands: finished, safe, green, red."""
    TASK = "task"
    HOLD = "hold"
    WORK = "work"
    """To work on something, which asks who holds it or what is to be done."""
    CHECK = "check"
    FIND = "find"
    TOPIC = "topic"
    ITEM = "item"
    RECAP = "recap"
    TEAM = "team"
    HELP = "help"
    USE = "use"
    """What is asked about in a question on how to use the bot, and of which else nothing is known."""
    ALL = "all"
    WHO = "who"
    ASKS = "asks"
    WISH = "wish"
    """Asks for something to be shown or done."""
    YET = "yet"
    NO = "no"
    ALREADY = "already"
    MUST = "must"
    WHICH = "which"
    ME = "me"
    WAIT = "wait"
    ORDER = "order"
    """Calls upon people to do something."""
    FILLER = "filler"


_KINDS: Mapping[Class, str] = {
    Class.LATE: (
        "expired kadaluarsa kedaluwarsa keteteran kedodoran keleleran mangkrak terbengkalai telantar terlantar "
        "terlambat molor nunggak menunggak tunggakan tertunggak overdue kelewat kelewatan terlewat terlewati ngaret "
        "keterlambatan lewat melewati melampaui terlampaui lampau"
    ),
    Class.DUE: "tenggat jatuhtempo tempo batas",
    Class.CALENDAR: "jadwal agenda kalender timeline",
    Class.EVIDENCE: (
        "dokumentasi scan softfile softcopy hardcopy bukti dokumen berkas file data dukung pendukung fisik lampiran "
        "foto"
    ),
    Class.LACK: (
        "tercecer dikembalikan ditolak direvisi revisi perbaikan diperbaiki dilengkapi kurang kekurangan "
        "kekurangannya bolong kosong lowong nihil berkurang minus"
    ),
    Class.SEND: (
        "nyusul menyusul susulan disusulkan pengumpulan penyerahan penyetoran menyampaikan disampaikan sampaikan "
        "diisi mengisi ngisi diinput input entri dientri ngasih ngasi memberi memberikan kasihkan nyerahin nyerahkan "
        "diberikan diserahin kirim dikirim ngirim mengirim kirimkan mengirimkan dikirimkan terkirim setor disetor "
        "nyetor menyetor setoran disetorkan menyetorkan upload diupload ngupload mengupload unggah diunggah "
        "mengunggah terunggah kumpul dikumpul dikumpulkan dikumpulin ngumpulin ngumpul mengumpulkan ngumpulkan "
        "kumpulkan terkumpul masuk masukin memasukkan dimasukkan masukkan serahkan diserahkan menyerahkan menyerah "
        "submit disubmit nyubmit ajukan diajukan mengajukan lampirkan dilampirkan siapkan disiapkan disiapin nyiapin "
        "siapin dipenuhi terpenuhi penuhi"
    ),
    Class.STATUS: (
        "nasib kelanjutan pemenuhan keterisian ketercapaian kesiapan performa statistik peringkat ranking "
        "penyelesaian kabar dashboard dasbor rapor raport grafik skor perolehan nilai kinerjanya status progres "
        "perkembangan capaian pencapaian kondisi posisi update kemajuan persen keadaan gambaran realisasi situasi "
        "apdet updet perkembangannya tercapai tahap"
    ),
    Class.FINE: (
        "gerak bergerak proses diproses berproses terbentuk dibentuk tersusun disusun ditetapkan disahkan dibuat "
        "ditandatangani beres menggantung gantung ngambang tertahan dimulai terpenuhi selesai aman hijau merah "
        "kuning lancar jalan berjalan jalannya lengkap komplit ready tertinggal rendah tinggi parah jelek "
        "ketinggalan terendah tertinggi lambat terbaik bagus baik sehat bermasalah masalah terkendala kendala "
        "kendalanya diterima terima kelengkapan kelengkapannya macet mandek tersendat terhambat diselesaikan "
        "terselesaikan dilaksanakan terlaksana"
    ),
    Class.TASK: (
        "giliran pekerjaan garapan target amanah tugas kerjaan kewajiban pr utang hutang tanggungan tanggunganku "
        "beban jatah ngapain ngapa nyangkut tersangkut todo tugasan bebannya gawean numpuk"
    ),
    Class.HOLD: (
        "hubungi menghubungi dihubungi ditugaskan incharge kebagian dikerjai tanggungjawabnya pegang memegang "
        "dipegang megang pemegang pegangan megangin penanggungjawab urus ngurus mengurus ngurusin diurus urusan "
        "tangani nangani menangani ditangani handle ngehandle pengelola kelola mengelola dikelola koordinator bagian "
        "punya milik pengampu mengampu diampu penanggungnya bertanggungjawab bertugas"
    ),
    Class.WORK: (
        "kerja bekerja kerjakan ngerjain mengerjakan ngerjakan dikerjakan dikerjain kerjain digarap garap menggarap "
        "melaksanakan selesaikan menyelesaikan nyelesaiin tuntaskan bereskan lakukan dilakukan laksanakan"
    ),
    Class.CHECK: (
        "periksa diperiksa memeriksa pemeriksaan verifikasi diverifikasi memverifikasi review direview mereview "
        "ngereview validasi divalidasi acc approve diapprove approval setujui disetujui persetujuan dinilai koreksi "
        "dikoreksi ngoreksi"
    ),
    Class.FIND: "cari carikan mencari search temukan find",
    Class.TOPIC: "soal tentang mengenai terkait perihal menyangkut seputar",
    Class.ITEM: "butir nomor kode nomer rencana aksi kegiatan langkah indikator",
    Class.RECAP: "rekap laporan hasil",
    Class.TEAM: "tim anggota personil personel susunan team timnya",
    Class.HELP: (
        "cara caranya bantuan help panduan tutorial petunjuk fungsi fungsinya kegunaan gunanya kegunaannya bantu "
        "manual perintah fitur menu"
    ),
    Class.USE: (
        "gagal salah keliru drive gdrive voice rekaman audio zip caption ukuran maksimal dobel ganda edit pengingat "
        "batalin dibatalkan tambah nambah menambah nambahin penggunaan pemakaian pengiriman pakai pake pakenya "
        "memakai menggunakan gunakan digunakan bot botnya zibot gabung bergabung mulai mulainya melapor lapornya "
        "laporkan pdf video album jpg word excel link tautan baru ganti mengganti ubah mengubah pindahkan "
        "memindahkan menghapus hapus keterangan batalkan membatalkan bales balas format"
    ),
    Class.ALL: (
        "akumulasi keseluruhannya semuanya semua seluruh seluruhnya total keseluruhan overall tiap setiap masing zi "
        "integritas zona area2 umum"
    ),
    Class.WHO: "siapa",
    Class.ASKS: "apa kapan berapa bagaimana mana sejauh",
    Class.WISH: (
        "muncul munculin ingetin ingatin ingatkan bandingkan bacakan bacain spill spil jabarkan jabarin uraikan "
        "paparkan rinciin tayangkan munculkan keluarkan perlihatkan ceritakan ceritain penjelasan jawab beri berikan "
        "tolong minta lihat cek ngecek dicek ceknya tampilkan tampilin info infokan infonya kasih sebutkan jelaskan "
        "jelasin tunjukkan tunjukin daftar list mohonkan informasi bukakan kabari kabarin share bagi ingin pengen "
        "pingin tanya nanya bertanya menanyakan tanyakan nanyakan buka rinci rincian detail detil"
    ),
    Class.YET: "belum",
    Class.NO: "tidak",
    Class.ALREADY: "sudah",
    Class.MUST: "harus",
    Class.WHICH: "yang",
    Class.ME: "saya",
    Class.ORDER: "segera ayo yuk yo harap ditunggu secepatnya buruan",
    Class.WAIT: "antrean menunggu pending antrian tertunda",
    Class.FILLER: (
        "berupa pirsa atuh euy tawwa bede pale kodong iye dorang lai ley vs versus sedikit angka besar kecil "
        "mingguan harian kpu sebagian beberapa para berikut sementara akhirnya awalnya jujur mimin gengs bunda ayah "
        "beb sist far please segini segitu sebanyak disuruh diminta urgent mendesak dibanding dibandingkan kenapa "
        "mengapa selanjutnya depan struktur terbit tersedia yakni ialah sedang sedangkan bareng barusan sempat "
        "masing2 lanjut total2 kemudian kaka kasek kasubag sekwan komisioner ses kadiv pace mace tete nona daeng uni "
        "bli mbok jeng akang teteh aa neng kang lae ito cak lur dab boss bosku bestie cuy coy sob say nuwun sewu "
        "nuwunsewu ngapunten tabe tabea hapunten punten mangga monggo nanti kalau seperti sekadar sekedar tadi dulu "
        "cepat singkat ringkasnya langsung lupa benar betul beneran kebetulan rupanya ternyata memangnya malah agak "
        "lebih makin semakin cukup intinya pokoknya kesimpulannya singkatnya atas guna terhadap disini sini terdapat "
        "mendapat mendapatkan memperoleh berkenan kiranya hendaknya hormat arahan arahannya menjadi merupakan "
        "melalui via tata entah ki ji mi pi ka jo e pu pe pung to anu yaw yoo pas deh dehh nggeh enggih njih inggih "
        "leh hadeh waduh duh aduh wah buset astaga btw fyi oya iyo iyah yow secepat menurut terpantau real alias "
        "maksudku maksudnya lengkapnya selengkapnya terperinci punyanya ingat gerangan sajalah dibantu bantuin sama "
        "kayaknya sepertinya mungkin barangkali misalnya bila jika adalah yaitu sebagai selaku jumlah jumlahnya "
        "banyak banyaknya tinggal sisa sisanya doang gih pihak versi contohnya pertama tanggal tahun baru pak bu "
        "bapak ibu mas mbak mba kak bang bro sis gan min admin om tante dek adik mbk pakde bude teman teman2 rekan "
        "guys gais gaes ges bos ketua sekretaris kasubbag ketum pimpinan komandan ya yah yaa yak yaah iya dong donk "
        "sih si kok tuh toh kan kah lah nya lho loh mah nah eh oh oi ok oke hai halo hallo hi hello selamat pagi "
        "siang sore malam assalamualaikum asalamualaikum assalamu'alaikum assalamu alaikum waalaikumsalam wr wb "
        "permisi maaf makasih trims terimakasih kasih terima sebelumnya thanks tq mksh nuhun suwun izin saja saat "
        "ini itu di ke dari pada dan atau serta untuk dengan dalam oleh sampai hingga lagi masih juga ada adanya "
        "jadi terus trus lalu tapi kamu anda kira2 kira kirakira sekiranya boleh dapat bisa mau kita tau tahu ngerti "
        "mengetahui satu sekalian sebentar bentar nggih hehe hehehe haha wkwk hmm bingung paling terdekat terbaru "
        "terkini terakhir pula pun per antara kayak gitu begitu gini begini sekali banget bgt sangat persis pasti "
        "tepat tepatnya sendiri memang emang sebenarnya sebenernya akan coba gimn secara hal bidang orang nama "
        "namanya sejak padahal pdhl lama bebas isi isinya bunyi bunyinya apanya hanya cuma sekitar padanya kpd "
        "kepada kpda bos2 dimaksud maksud sesuai terkhusus khusus khususnya demikian zi tsb tersebut situ sana jelas "
        "mendekat dekat mepet lumayan pokja kelompok divisi subbag mulu melulu ta po kiye tim2"
    ),
}
KIND_OF: Mapping[str, Class] = {
    word: kind
    for kind, words in reversed([*_KINDS.items()])
    for word in words.split()  # an earlier kind wins
}

# Real words that lie a letter from one of ours and mean something else.
REAL = word_set(
    "dpt dpb dps dpk dptb tps pps ppk kpps pkd ptps dprd dpr dpd pns pppk cpns asn thr tpp sppd spj spd spm dpp dipa "
    "pnbp bmn lpj npwp ktp pkpu pln pdam bpk bpkp kpk pdip psi pkb pks pan ppp sekolah salah pengadaan perumahan "
    "kegiatan keuangan pemilu pemilih pemilihan pengawas perjalanan pelatihan pertanian dikira kirimin pesan pesanan "
    "bukan bukit bekas batas kuota tunggu menunggu nunggu tungguin datang dinas dinasti masakan masukan jalanan "
    "kerjasama pelantikan kasus kursi lampu kamera surat suara saksi santai sakit salam selamat tempat kantor kantin "
    "makan malam jalan laporkan pelapor terlapor pengumuman penugasan ditugaskan tugaskan menugaskan siapkan "
    "persiapan disiapkan bicara acara perkara tutup buat dibuat undangan anggaran honor gaji rapat libur cuti"
)
_SHORTEST = 5
_VOWEL = re.compile("[aeiou]")
_UNSPEAKABLE = re.compile("^[^aeiou]{3}|[^aeiou]{3,}|[^aeiou]{2}$")
_SUFFIX = re.compile(r"(?<=\w{2})(?:nya|kah|tah|pun|an2|2)$|(?<=\w{4})lah$")
_REGIONAL_SUFFIX = re.compile(r"(?<=\w{3})(?:ipun|nipun|ne|e|na|nyo|mi|pi|ji|ki|mo|ka)$")
"""What Javanese ("kabare"), Sundanese, Minang and the Malay of Makassar ("bagaimanami") put behind a word."""
_PREFIXES = (
    *(
        ("", ""),
        ("di", ""),
        ("meny", "s"),
        ("meng", ""),
        ("meng", "k"),
        ("mem", ""),
        ("mem", "p"),
        ("men", ""),
        ("men", "t"),
    ),
    *(("me", ""), ("nge", ""), ("ng", ""), ("ng", "k"), ("ny", "s"), ("m", "p"), ("n", "t"), ("ter", ""), ("ke", "")),
)
"""How verbs begin, and the letter that they lose by it."""
_ENDINGS = ("kan", "in", "i", "an", "nya")
_DEEDS = (Class.SEND, Class.WORK, Class.HOLD, Class.CHECK, Class.USE, Class.FIND, Class.WISH)
"""Kinds of words that take affixes."""


def plain(text: str) -> str:
    """Lower case without doubled spaces; letters that someone held down are said once ("gmnnn")."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(re.sub(r"([a-hj-uw-z])\1{2,}", r"\1", text).split())


def standard(word: str) -> str:
    """A word as the dictionary has it, where its spelling or ending is a known one; else as it is."""
    if word in STANDARD:
        return STANDARD[word]
    if word in KIND_OF:
        return word
    stem = _SUFFIX.sub("", word)
    if stem != word and len(stem) >= 2:
        stem = STANDARD.get(stem, stem)
        if stem in KIND_OF:
            return stem
    stem = _REGIONAL_SUFFIX.sub("", word)
    if stem != word and STANDARD.get(stem, stem) in KIND_OF:
        return STANDARD.get(stem, stem)
    if word[-1:] in ("o", "e") and len(word) > 2:
        # Minang and Javanese say "siapo", Batavians "siape".
        broad = STANDARD.get(word[:-1] + "a", word[:-1] + "a")
        if broad in KIND_OF:
            return broad
    return next((verb for verb in _verbs(word) if KIND_OF.get(verb) in _DEEDS), word)


def _verbs(word: str) -> Iterator[str]:
    """What a word may be without its affixes: "dihandle", "menyiapkan" and "cekin" are handle, siapkan and cek."""
    for affix, first in _PREFIXES:
        stem = first + word.removeprefix(affix)
        if word.startswith(affix) and len(stem) >= 3:
            stem = STANDARD.get(stem, stem)
            yield stem
            yield from (
                STANDARD.get(bare, bare)
                for bare in (stem.removesuffix(ending) for ending in _ENDINGS if stem.endswith(ending))
                if len(bare) >= 3
            )


def with_owner(word: str) -> tuple[str, ...]:
    """A word as the dictionary has it; "tugasku" and "kukirim" are two: what it is, and whose."""
    found = standard(word)
    if found not in KIND_OF and word.startswith("ku") and KIND_OF.get(standard(word[2:])) in _DEEDS:
        return ("saya", standard(word[2:]))
    if found in KIND_OF or not word.endswith("ku"):
        return (found,)
    owned = standard(word.removesuffix("ku"))
    return (owned, "saya") if owned in KIND_OF else (found,)


@lru_cache(maxsize=4096)
def mended(word: str, known: frozenset[str]) -> str | None:
    """The one known word of which this is a slip: a letter lost, doubled or swapped, in long words also another."""
    whole = _lengthened(word, known)
    if whole is not None or len(word) < _SHORTEST or word in REAL or not word.isalpha():
        return whole
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loaded at the first typo only

    near: dict[int, set[str]] = {}
    for other in known:
        if len(other) < _SHORTEST or other[0] != word[0] or abs(len(other) - len(word)) > 2:
            continue
        apart = OSA.distance(word, other, score_cutoff=2)
        if apart <= _allowed(word, other):
            near.setdefault(apart, set()).add(other)
    best = near[min(near)] if near else set()
    return next(iter(best)) if len(best) == 1 else None


def _lengthened(word: str, known: frozenset[str]) -> str | None:
    """The one known word that this is without some of its vowels ("perubhn"), where nobody could say it as it is."""
    if word in REAL or _UNSPEAKABLE.search(word.replace("ng", "g").replace("ny", "y")) is None:
        return None
    bones = _VOWEL.sub("", word)
    near = {other for other in known if other[0] == word[0] and _VOWEL.sub("", other) == bones and _within(word, other)}
    return next(iter(near)) if len(near) == 1 and len(bones) >= 3 else None


def _within(word: str, other: str) -> bool:
    """Whether a word is another with letters left out."""
    rest = iter(other)
    return len(word) < len(other) and all(letter in rest for letter in word)


def _allowed(word: str, other: str) -> int:
    """How many slips are one and the same word: two in long ones, none that only puts one letter for another."""
    if len(word) == len(other) and sorted(word) != sorted(other):
        return 1 if len(other) >= 8 else 0
    return 2 if len(other) >= 10 else 1
