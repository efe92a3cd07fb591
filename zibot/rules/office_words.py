"""The words of the office: what is sent and kept, who does it, what items are about, and what only looks like a cue."""

from zibot.rules.word_lists import word_set

NOUNS = word_set(
    "data dokumen berkas file notulen undangan foto surat daftar hadir laporan lap bukti eviden evidence sk sop "
    "spt berita rekapitulasi materi bahan formulir form kuesioner survei dokumentasi poster banner spanduk "
    "lembar absen absensi lampiran gambar buku tabel halaman kata pengantar cover sampul judul fotonya"
)
AGENTS = word_set(
    "ketua sekretaris bendahara kasubbag kasubag kabag kabid kasi operator staf petugas ppk pps ppd kpps panwas "
    "panwascam bawaslu provinsi prov kabupaten kecamatan kelurahan desa nagari distrik dinas polres polsek pusat "
    "bagian subbag subbagian divisi bidang pimpinan komisioner vendor penyedia rekanan narasumber pihak instansi "
    "sekolah bank dukcapil mereka dia beliau kpu bpk inspektorat kominfo percetakan hukum keuangan umum sdm "
    "teknis admin bupati walikota camat lurah kepala kajari notaris auditor panitia pejabat penanggung ppid bpkp"
)
"""Who else may have the work, or owe something to it."""
PRIVATE = word_set(
    "motor mobil rumah anak istri suami hp handphone paket pesanan gaji tagihan kuliah cucian kopi bensin kos "
    "kontrakan sim ktp jemputan ojek tiket nikah menikah hamil lamaran servis diservis kucing orangtua mertua "
    "keluarga sepeda ban dompet sarapan belanja masak tidur gofood grab cerai wisuda keponakan adik"
)
"""What is one's own life, not the office's."""
TOPICS = word_set(
    "triwulan semester tahunan bulanan gratifikasi pengaduan zona integritas monev kepuasan masyarakat pelayanan "
    "publik pakta benturan kepentingan pemilih pemutakhiran coklit pemilu pilkada logistik kampanye honor bmn "
    "aset inventaris kepegawaian disiplin wbs ppid website medsos instagram facebook youtube brosur pojok ruang "
    "loket informasi pengawasan internal eksternal risiko manajemen perubahan tatalaksana akuntabilitas kinerja "
    "lakip renstra rencana aksi rapat kegiatan sosialisasi bimtek internalisasi pembangunan wilayah bebas "
    "korupsi lkp skp perjanjian kode etik maklumat standar operasional prosedur peta proses bisnis tabel halaman "
    "bagian akhir bulan tahun dimaksud tersebut kuitansi spj pertanggungjawaban penyerapan laporannya hasil "
    "tindak hardcopy softcopy pdf word excel versi final print map bundel folder ibu bapak kantor meja staf tu "
    "srikandi gdrive gform form kuisioner screenshot senin selasa rabu kamis jumat sabtu pagi siang sore malam "
    "jam tanggal notulensi dokumentasinya berhasil akhirnya barusan bahwa pada secara resmi langsung elektronik "
    "cetak hasilnya lewat komplit narasi pendahuluan penutup perintah sebenarnya sebetulnya begini begitu "
    "beberapa paling janji giat akun password boleh agak cukup lebih satu dua tiga empat lima enam tujuh delapan "
    "sembilan sepuluh tiap setiap para pasti ternyata keburu depannya meski walau daripada tentang seperti "
    "sesuai selama atas depan tersisa harus"
)
"""What items and proof are about: known, but told by the very word only."""
COMMON = AGENTS | word_set(
    "perjalanan kapal bagian kuasa lain teman temen sebelah tetangga pesan pengingat notif notifikasi reminder chat wa "
    "grup ingat inget ingatkan ingetin diingatkan diingetin "
    "drive google gdrive email link folder srikandi sistem meja pos resi kurir ruang kota jakarta papan butuh "
    "tambah tambahan pendukung pelabuhan mobil motor kereta pesawat barang alat orang dukung pelapor bawa pegang "
    "pinjam lancar normal pulih nyala aman telat lambat sempat kejar mantap sinyal wifi koneksi susah kelas "
    "keluar beras protes minggu maret kira dikira selain tanda tugas tunggal tanggal bisa biasa masalah masa "
    "masing salah rumah sudahlah siapa beda benar kantor kabar lapar bulan dulu tahu tau dunia duduk kata mata "
    "data tanya jawab cari baca teruskan simpan lihat dengar paham mengerti ngerti bicara pergi pulang rapat "
    "telpon telepon antri antara jalur selama selamat selasa seratus sekolah hitam kerajaan kursi bosan berat "
    "bersih kasar besar segar sebar beli belik bela belas batal bantu bantuan biru sisi sini situ sana nama lama "
    "sama ramai peran pasar petang tenang terang kunci lebar libur lulus luas luar putus putar pusat padat pasti "
    "pantas tempat cepat empat tepat musim musik mulut laptop printer scanner jaringan internet listrik server "
    "aplikasi dana duit uang staf petugas operator ketua sekretaris bendahara anggota provinsi kabupaten "
    "kecamatan polres bawaslu kasubbag pimpinan komisioner divisi subbag bidang ruangan kertas tinta ulang tahun "
    "kemudian selanjutnya sangat agenda acara kegiatan sosialisasi rencana target mudah sering menerima jumat "
    "senin rabu kamis sabtu januari februari april mei juni juli agustus september oktober november desember "
    "sesuai sambil terlambat banting bentuk minum mandi tanam tinggi tingkat kelompok kelurahan desa"
)
"""Words that are what they are, however much they look like another."""
