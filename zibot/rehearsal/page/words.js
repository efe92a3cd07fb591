// Every sentence that the page makes itself, and dates as people read them (in the zone of the rehearsal's clock).

const DAYS = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
  "November", "Desember"];
const two = (n) => String(n).padStart(2, "0");

// A Date whose UTC fields read as the wall clock `offset` seconds east of Greenwich.
const wall = (seconds, offset) => new Date((seconds + offset) * 1000);
export const day = (seconds, offset) => {
  const d = wall(seconds, offset);
  return `${DAYS[d.getUTCDay()]}, ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
};
export const time = (seconds, offset) => {
  const d = wall(seconds, offset);
  return `${two(d.getUTCHours())}.${two(d.getUTCMinutes())}`;
};
export const short = (seconds, offset, now) => {
  if (day(seconds, offset) === day(now, offset)) return time(seconds, offset);
  const d = wall(seconds, offset);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()].slice(0, 3)}`;
};
export const forInput = (seconds, offset) => wall(seconds, offset).toISOString().slice(0, 16);
export const size = (bytes) => bytes < 1024 ? `${bytes} B` : bytes < 1048576
  ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;

export const say = {
  running: "Bot berjalan",
  dead: "Bot mati",
  kill: "Matikan paksa (kill -9)",
  revive: "Hidupkan",
  members: (count) => `Grup · ${count} orang dan bot`,
  notInGroup: "Bot belum menjadi anggota grup ini.",
  notStarted: (name) => `${name} belum menekan Start. Bot baru boleh menulis setelah itu.`,
  blocked: (name) => `${name} memblokir bot. Tekan Start untuk membukanya lagi.`,
  newPhone: (number) => `Ponsel baru ${number}`,
  photo: "Foto",
  file: "Berkas",
  other: "Pesan lain",
  edited: "diubah",
  forwarded: "Diteruskan",
  reply: "Balas",
  change: "Ubah",
  replyTo: (name) => `Membalas ${name}`,
  changing: "Mengubah pesan",
  joined: (who) => `${who} masuk ke grup`,
  left: (who) => `${who} keluar dari grup`,
  upgraded: "Grup ditingkatkan menjadi supergrup",
  empty: "Belum ada pesan",
  violations: (count) => `${count} pelanggaran aturan Bot API`,
  noEvent: "Tidak ada kejadian lagi yang terjadwal.",
  past: "Jam hanya dapat dimajukan.",
  failed: "Maaf, tindakan itu tidak berhasil. Silakan coba lagi.",
  moving: "Memajukan jam…",
  sampleLink: "https://drive.google.com/drive/folders/contoh-rapat-tim",
  sample: (name, date, clock) => `Foto contoh\n${name}\n${date}\nPukul ${clock}`,
};
