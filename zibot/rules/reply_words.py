"""The words of office chats by what they mean for a status: each line a plain word and how else it is written.

Javanese, Sundanese, Betawi and English words stand beside the Indonesian ones, as people mix them.
"""

from zibot.rules.regional_words import REGIONAL
from zibot.rules.word_lists import table, word_set

SMALL = table(
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

DONE = word_set(
    "selesai beres rampung rengse kelar done tuntas finish finished clear complete completed komplit lengkap "
    "final komplet submitted sent delivered uploaded"
)
FINISHED = word_set(
    "terlaksana terkirim terlampir terupload terunggah tersampaikan terpenuhi terpasang terselesaikan terkumpul"
)
"""What is done without another word for it."""
DELIVER = word_set(
    "taruh letak titip hantar anter kirim setor serah sampai unggah upload submit kumpul lapor lampir arsip "
    "email antar share posting terbit publikasi distribusi kintun atur sah realisasi laksana selenggara gelar "
    "tayang bagi forward serahterima"
)
"""With the word for "already" before it this is the end of the matter."""
MADE = word_set(
    "kerja bikin laku selesai rampung tuntas lengkap isi pasang tempel buat damel beres adakan penuh gawi gawe "
    "jieun buek"
)
"""The same for what is made; where it goes on it is under way."""
WORK = word_set(
    "proses progres garap susun siap ketik olah rekap input edit revisi koreksi finalisasi finishing rapi scan "
    "pindai print cetak urus hitung verifikasi jalan ongoing draft draf konsep tahap tulis kompilasi sinkron "
    "kejar cicil jilid tindaklanjut kebut rinci narasi sempurna perbaiki tangan entri entry rangkum himpun "
    "desain bahas mulai inventarisir validasi evaluasi review teliti salin fotokopi fotocopy running kelola "
    "gabung dokumentasi terjemah berlangsung koordinasi usaha upaya progress process layout telaah unduh "
    "eksekusi sentuh rampungi"
)
KNOWN_WORK = DONE | DELIVER | MADE | WORK
HINDRANCE = word_set(
    "kendala hambat tahan tunda macet mandek mandeg mentok stuck pending halang terganjal buntu kesulitan mampet"
)
TROUBLE = word_set(
    "rusak error eror mati padam down hilang virus hang lemot gangguan banjir hujan korup corrupt jebol ngadat "
    "trouble offline maintenance gagal terkunci bermasalah crash longsor terhapus kehapus mokad matot lelet "
    "blank rewel heng expired blokir tolak kebakaran gempa musibah jelek"
)
UNWELL = word_set(
    "sakit opname rawat lahir cuti meninggal wafat berduka mutasi umroh umrah haji diklat resign pensiun dinas perjadin"
)
LACKING = word_set("kekurangan kehabisan habis abis kosong lupa kurang")
ARRIVES = word_set(
    "masuk turun cair datang keluar terbit dapat kasih beri balas jawab acc setuju disposisi paraf ttd "
    "tandatangan respon respons tanggap muncul terima setor tersedia teken stempel konfirmasi arahan tanda "
    "juknis anggaran sk petunjuk kasi angkat transfer kembali kirim kumpul lapor serah kabar jelas"
)
"""What others owe, where it has not come."""
CHECKED = word_set("cek periksa verifikasi koreksi review lihat arah doa maklum sabar petunjuk pantau")
ABLE = word_set("buka akses login masuk simpan jalan konek connect muat loading hubung kontak")
"""What a thing should do and cannot."""
HOURS = word_set(
    "maghrib magrib isya ashar asar dzuhur dhuhur zuhur duhur subuh jumatan makan rapat apel sholat salat solat "
    "istirahat ishoma"
)
"""What divides the day."""
REST = word_set("istirahat santai ngopi tidur pulang healing")
PART = word_set(
    "sebagian setengah separuh separo seperempat sepertiga seperlima hampir tahap bab beberapa parsial sedikit dikit"
)
POSTPONE = word_set(
    "mundur undur tunda geser ulur perpanjang panjang reschedule resched reskedul dispensasi longgar toleransi "
    "extend ekstensi perpanjangan molor"
)
MOVES = word_set("pindah ganti")
TIMEY = word_set("waktu tempo tenggat deadline batas jadwal dedlen dl jatuh")
HOPES = word_set(
    "pasti yakin optimis harus wajib perlu ingin mau target rencana supaya hingga untuk demi cepat asal setelah "
    "begitu menuju tetap pokoknya usahakan bantu mulai"
)
"""What stands before "selesai" where it is hoped for."""
NOUNISH = word_set("evaluasi verifikasi koordinasi review konsep tahap draft draf layout jalan validasi")
"""Work by its noun, of which a time to come makes no promise."""
DRAFTS = word_set("draft draf konsep rancangan kerangka outline")
REPORTS = word_set("centang klik lapor update catat tandai ubah tick ceklis ceklist checklist")
OCCASIONS = word_set(
    "rapat makan sholat salat solat mandi cuti acara upacara libur dinas apel zoom shalat ngantor pleno istirahat"
)
FUTURE = word_set("akan nanti besok lusa segera sebentar malam")
PAST = word_set("kemarin tadi barusan semalam")
DAYTIME = word_set("pagi siang sore malam hari minggu")
ASKING = word_set("kapan siapa bagaimana kenapa mana berapa tanya tanyakan")
GOING_ON = word_set("masih sedang sementara dalam")
NUMBERS = word_set("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh")
LEFT = NUMBERS | word_set("sebentar dikit sedikit hari minggu bulan jam menit sekali siapa apa persen @")
"""What stands before a "lagi" that says how much is left."""
WE = word_set("saya kami kita")
IDLE = word_set(
    "meluncur ini itu nya kan kok lah ya dong pak maaf makasih izin oke sedia aja dulu yang untuk semua tadi "
    "saya kami dan juga pula sekali sama sekalian terus dengan di assalamualaikum waalaikumsalam selamat pagi "
    "siang sore malam alhamdulillah puji tuhan syukur hehe hihi haha wkwk wkwkwk hihihi hehehe lap laporan butir "
    "item bukti tugas status sebelumnya hari sekarang bersama tim banget kemarin minggu lalu bulan sejak dari "
    "semalam barusan memang amin insya allah insyaallah inshaallah bismillah monggo mangga wr wb om dear yth eh "
    "nah oh wah infokan info menyampaikan melaporkan hormat perkembangan saat pun lai ai malih mah atuh euy kah "
    "ki mi pi ji nih tuh ni deng nggeh ndih ding"
)
