"""The words of office chats by what they mean for a status: each line a plain word and how else it is written.

Javanese, Sundanese, Betawi and English words stand beside the Indonesian ones, as people mix them.
"""

from zibot.rules.regional_words import REGIONAL


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    """Plain words with their other spellings, from lines of `plain: other other`; a plain word may have several."""
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(str.strip, lines.splitlines()):
        plain, _, others = (part.strip() for part in line.partition(":"))
        found[plain] = (*found.get(plain, (plain,)), *others.split())
    return found


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SMALL = _table(
    """
    selesai: selse slse slsai selesei slese sls selsei
    sudah: sdh udh udah uda dah suda sudh udeh udha telah tlh sampun atos tos entos geus uwis wis wes uwes sudahmi
    sudah: sdah
    belum: blm blum belom blom belun blon belem durung dereng acan tacan belumpi balum blmn
    tidak: tdk tak gak ga gk nggak ngga enggak engga kagak kaga ndak ndk nda ora mboten boten henteu teu tiada gag
    bukan: bkn bukannya sanes dudu
    masih: msh msih taksih tasih still isih esih
    dalam: dlm
    sedang: sdg sdang lagi lg lgi nuju keur
    sementara: smntra smentara
    baru: br bru nembe anyar
    sebagian: sbgian sebahagian partial
    hampir: hmpr hampr nyaris almost meh
    tinggal: tggl kari kantun sisa sisanya
    kurang: krg krang kirang
    akan: akn bakal bakalan hendak mau mo arep bade will gonna
    nanti: ntar nti nt entar engke mangke mengko engko ntr nnt ntaran later
    besok: bsk besuk bsok esok enjing sesuk isuk isukan benjing mbenjing tomorrow
    lusa: lusanya
    segera: sgr sgera secepatnya asap secepat langsung lgsg lngsung secepetnya
    sebentar: bentar bntr sbntr bentaran sakedap sekedap
    malam: mlm malem wengi peuting
    sore: sonten
    pagi: enjang
    siang: siank
    kemarin: kmrn kmren kmarin kemaren kmaren wingi kamari yesterday
    tadi: td wau
    tadinya: awalnya semula mulanya dulunya tadine
    barusan: brusan brsan
    semalam: semalem smalem
    lalu: kepungkur
    saya: sy sya aku gue gua gw kulo kula abdi ane den ulun
    kami: kmi kita kt qta
    dapat: dpt dapet
    bisa: bs bsa saget iso tiasa sanggup
    ada: ad wonten aya onok
    yang: yg
    dan: dn & and serta
    tapi: tp tpi tetapi namun cuma cuman hanya but melainkan
    malah: malahan bahkan justru
    karena: krn krena karna sebab gara2 garagara gara soalnya lantaran amargi dikarenakan berhubung mergo
    kalau: kalo klo kl klw jika jk bila apabila seandainya andai andaikata misal misalnya semisal umpama if nek yen
    kalau: upami mun
    supaya: biar agar ben
    untuk: utk tuk kangge kanggo
    dari: dr ti saking
    ke: k ka kepada kpd dateng
    di: d ing dipun
    dengan: dgn dg sareng via lewat melalui
    oleh: olh
    hingga: sampai sampe smp sampek sd nepi until
    sebelum: sblm sbelum
    setelah: stlh stelah sesudah sehabis seusai saatos bar sabada
    jadi: jd dadi menjadi janten
    pak: bapak bpk pa p bu ibu bun buk mas mbak mba kak bang bos boss bro sis gan min admin mimin ndan komandan kang
    pak: teh akang teteh om tante bosku kakak mang bapa pakde
    maaf: mf maap sori sorry punten ngapunten hapunten
    makasih: mksh tks thx thanks thank trims trimakasih terimakasih tq suwun nuhun hatur maturnuwun
    izin: ijin izn idzin ijinkan izinkan
    mohon: mhn mohn tolong tlg tlong plis pls please nyuwun minta mnt mnta pinta request
    ya: yah iya iyah yaa y yup yes nggih inggih enggih muhun sip
    dong: donk deh sih nih tuh kok lho loh
    sedia: siap siyap syiap
    oke: ok okeh okey oks baik baek
    aja: saja doang ae wae aj sj
    dulu: dl dlu rumiyin heula
    apa: apakah napa naon opo
    kapan: iraha when
    siapa: sp sapa saha sinten
    bagaimana: gimana gmn gmna bgmn kumaha piye pripun how
    kenapa: mengapa knp knapa why ngapain
    mana: dimana dmn kemana endi
    berapa: brp brapa piro pinten
    kata: katanya menurut mnrt ktnya ujar tutur bilang bilangnya ngomong konon infonya kabarnya ceunah jarene
    mungkin: kira kukira pikir mgkn mngkin kayaknya kyknya kayanya kyanya sepertinya sptnya kayake maybe rasanya
    mungkin: perasaan
    mungkin: barangkali
    mungkin: harusnya seharusnya hrsnya semestinya mestinya setahu setau kurasa entah dikira kirain semoga smoga
    mungkin: moga mudahan sekiranya kykny agaknya kelihatannya keliatannya
    jangan: jgn ojo ulah
    atau: ato atw utawa
    semua: smua semuanya sadayana kabeh all sedaya seluruh seluruhnya
    sekarang: skrg skrang skg saiki ayeuna saniki now akhirnya
    sempat: smpt sempet
    perlu: usah
    tanggal: tgl tggal tanggl tgll
    hari: hr
    minggu: mgg mggu pekan
    bulan: bln
    waktu: wkt wktu
    susul: menyusul nyusul disusulkan susulkan susulin susulan
    lanjut: lnjut lanjutkan dilanjutkan melanjutkan lanjutin dilanjut
    tunggu: nunggu menunggu ditunggu nungguin ngantosan ngantos ngantosi nengga nenggo ngentosi ngenteni wait
    tunggu: waiting menanti menungu mnunggu nggu mananti ngrantos ngantri antri antre ngantre
    """
    + REGIONAL
)
"""Small words, which are known only as written here: they are too short to be told from others by their looks."""

DONE = _set(
    "selesai beres rampung rengse kelar done tuntas finish finished clear complete completed komplit lengkap "
    "final komplet submitted sent delivered uploaded"
)
FINISHED = _set(
    "terlaksana terkirim terlampir terupload terunggah tersampaikan terpenuhi terpasang terselesaikan terkumpul"
)
"""What is done without another word for it."""
DELIVER = _set(
    "taruh letak titip hantar anter kirim setor serah sampai unggah upload submit kumpul lapor lampir arsip email antar share posting terbit "
    "publikasi distribusi kintun atur sah realisasi laksana selenggara gelar tayang bagi forward serahterima"
)
"""With the word for "already" before it this is the end of the matter."""
MADE = _set("kerja bikin laku selesai rampung tuntas lengkap isi pasang tempel buat damel beres adakan penuh gawi gawe karajo karajok "
    "jieun buek")
"""The same for what is made; where it goes on it is under way."""
WORK = _set(
    "proses progres garap susun siap ketik olah rekap input edit revisi koreksi finalisasi finishing rapi scan "
    "pindai print cetak urus hitung verifikasi jalan ongoing draft draf konsep tahap tulis kompilasi sinkron "
    "kejar cicil jilid tindaklanjut kebut rinci narasi sempurna perbaiki tangan entri entry rangkum himpun "
    "desain bahas mulai inventarisir validasi evaluasi review teliti salin fotokopi fotocopy running kelola "
    "gabung dokumentasi terjemah berlangsung koordinasi usaha upaya progress process layout telaah unduh eksekusi sentuh rampungi"
)
KNOWN_WORK = DONE | DELIVER | MADE | WORK
HINDRANCE = _set(
    "kendala hambat tahan tunda macet mandek mandeg mentok stuck pending halang terganjal buntu kesulitan mampet"
)
TROUBLE = _set(
    "rusak error eror mati padam down hilang virus hang lemot gangguan banjir hujan korup corrupt jebol ngadat "
    "trouble offline maintenance gagal terkunci bermasalah crash longsor terhapus kehapus mokad matot lelet blank rewel "
    "heng expired blokir tolak kebakaran gempa musibah jelek"
)
UNWELL = _set(
    "sakit opname rawat lahir cuti meninggal wafat berduka mutasi umroh umrah haji diklat resign pensiun dinas perjadin"
)
LACKING = _set("kekurangan kehabisan habis abis kosong lupa kurang")
ARRIVES = _set(
    "masuk turun cair datang keluar terbit dapat kasih beri balas jawab acc setuju disposisi paraf ttd "
    "tandatangan respon respons tanggap muncul terima setor tersedia teken stempel konfirmasi arahan tanda "
    "juknis anggaran sk petunjuk kasi transfer kembali kirim kumpul lapor serah kabar jelas"
)
"""What others owe, where it has not come."""
CHECKED = _set("cek periksa verifikasi koreksi review lihat arah doa maklum sabar petunjuk pantau")
ABLE = _set("buka akses login masuk simpan jalan konek connect muat loading hubung kontak")
"""What a thing should do and cannot."""
HOURS = _set(
    "maghrib magrib isya ashar asar dzuhur dhuhur zuhur duhur subuh jumatan makan rapat apel sholat salat solat "
    "istirahat ishoma"
)
"""What divides the day."""
REST = _set("istirahat santai ngopi tidur pulang healing")
PART = _set("sebagian setengah separuh separo hampir tahap bab beberapa parsial sedikit dikit")
POSTPONE = _set(
    "mundur undur tunda geser ulur perpanjang panjang reschedule resched reskedul dispensasi longgar toleransi "
    "extend ekstensi perpanjangan molor"
)
MOVES = _set("pindah ganti")
TIMEY = _set("waktu tempo tenggat deadline batas jadwal dedlen dl jatuh")
HOPES = _set(
    "pasti yakin optimis harus wajib perlu ingin mau target rencana supaya hingga untuk demi cepat asal setelah "
    "begitu menuju tetap pokoknya usahakan bantu mulai"
)
"""What stands before "selesai" where it is hoped for."""
NOUNISH = _set("evaluasi verifikasi koordinasi review konsep tahap draft draf layout jalan validasi")
"""Work by its noun, of which a time to come makes no promise."""
DRAFTS = _set("draft draf konsep rancangan kerangka outline")
REPORTS = _set("centang klik lapor update catat tandai ubah tick ceklis ceklist checklist")
OCCASIONS = _set(
    "rapat makan sholat salat solat mandi cuti acara upacara libur dinas apel zoom shalat ngantor pleno istirahat"
)
FUTURE = _set("akan nanti besok lusa segera sebentar malam")
PAST = _set("kemarin tadi barusan semalam")
DAYTIME = _set("pagi siang sore malam hari minggu")
ASKING = _set("kapan siapa bagaimana kenapa mana berapa tanya tanyakan")
GOING_ON = _set("masih sedang sementara dalam")
NUMBERS = _set("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh")
LEFT = NUMBERS | _set("sebentar dikit sedikit hari minggu bulan jam menit sekali siapa apa persen @")
"""What stands before a "lagi" that says how much is left."""
WE = _set("saya kami kita")
IDLE = _set(
    "meluncur ini itu nya kan kok lah ya dong pak maaf makasih izin oke sedia aja dulu yang untuk semua tadi "
    "saya kami dan juga pula sekali sama sekalian terus dengan di assalamualaikum waalaikumsalam selamat pagi "
    "siang sore malam alhamdulillah puji tuhan syukur hehe hihi haha wkwk wkwkwk hihihi hehehe lap laporan butir "
    "item bukti tugas status sebelumnya hari sekarang bersama tim banget kemarin minggu lalu bulan sejak dari "
    "semalam barusan memang amin insya allah insyaallah inshaallah bismillah monggo mangga wr wb om dear yth eh "
    "nah oh wah infokan info menyampaikan melaporkan hormat perintah perkembangan saat pun lai ai "
    "malih mah atuh euy kah ki mi pi ji nih tuh ni deng mpun nggeh ndih"
)
NOUNS = _set(
    "data dokumen berkas file notulen undangan foto surat daftar hadir laporan lap bukti eviden evidence sk sop "
    "spt berita rekapitulasi materi bahan formulir form kuesioner survei dokumentasi poster banner spanduk "
    "lembar absen absensi lampiran foto gambar buku tabel halaman kata pengantar cover sampul judul fotonya"
)
AGENTS = _set(
    "ketua sekretaris bendahara kasubbag kasubag kabag kabid kasi operator staf petugas ppk pps ppd kpps panwas "
    "panwascam bawaslu provinsi prov kabupaten kecamatan kelurahan desa nagari distrik dinas polres polsek pusat "
    "bagian subbag subbagian divisi bidang pimpinan komisioner vendor penyedia rekanan narasumber pihak instansi "
    "sekolah bank dukcapil mereka dia beliau kpu bpk inspektorat kominfo percetakan hukum keuangan umum sdm teknis "
    "admin bupati walikota camat lurah kepala kajari notaris auditor panitia pejabat penanggung ppid bpkp"
)
"""Who else may have the work, or owe something to it."""
COMMON = AGENTS | _set(
    "kapal bagian kuasa lain teman temen sebelah tetangga pesan pengingat notif notifikasi reminder chat wa grup "
    "drive google gdrive email link folder srikandi sistem meja pos resi kurir email ruang kota jakarta papan "
    "butuh tambah tambahan pendukung pelabuhan mobil motor kereta pesawat barang alat orang dukung kuasa pelapor "
    "bawa pegang pinjam lancar normal pulih nyala aman telat lambat sempat kejar mantap sinyal wifi koneksi "
    "susah kelas keluar beras protes minggu maret kira dikira selain tanda tugas tunggal tanggal bisa biasa "
    "masalah masa masing salah rumah sudahlah siapa beda benar kantor kabar lapar bulan dulu tahu tau dunia "
    "duduk kata mata data tanya jawab cari baca teruskan simpan lihat dengar paham mengerti ngerti bicara pergi "
    "pulang rapat telpon telepon antri antara jalur selama selamat selasa seratus sekolah hitam kerajaan kursi "
    "bosan berat bersih kasar besar segar sebar beli belik bela belas batal bantu bantuan biru aman teman sisi "
    "sini situ sana nama lama sama ramai pesan peran pasar petang tenang terang kunci lancar lambat lebar libur "
    "lulus luas luar putus putar pusat padat pasti pantas tempat cepat empat tepat musim musik mulut laptop "
    "printer scanner jaringan internet listrik server aplikasi dana duit uang orang staf petugas operator ketua "
    "sekretaris bendahara anggota provinsi kabupaten kecamatan polres bawaslu kasubbag pimpinan komisioner "
    "divisi subbag bidang ruang ruangan meja kertas tinta ulang tahun kemudian selanjutnya sangat agenda acara "
    "kegiatan sosialisasi rencana target mudah sering menerima jumat senin rabu kamis sabtu januari februari "
    "april mei juni juli agustus september oktober november desember sesuai sambil terlambat pinjam banting "
    "bentuk minum mandi tanam tinggi tingkat kelompok kelurahan desa"
)
"""Words that are what they are, however much they look like another."""
