"""Who speaks, where, and which files they send: the invented people and chats around one small office."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.desk import butir
from zibot.plan.reading import PlanItem

Json = dict[str, Any]

SECRET = "Zkrahasia"
"""Stands in every text of the confidential item, and nowhere else."""
ITEMS: tuple[PlanItem, ...] = (
    butir("I.1.1", date(2027, 1, 29), action="Menyusun SK <tim> & kerja", evidence=("SK tim kerja",)),
    butir("I.1.2", date(2027, 2, 26), date(2027, 4, 30), action="Mengadakan rapat tim", evidence=("Undangan", "Foto")),
    butir("V.1.1", date(2027, 1, 11), action="Memasang poster gratifikasi"),
    replace(
        butir("V.2.1", date(2027, 1, 13), action=f"Merekap {SECRET}", evidence=(f"Rekapitulasi {SECRET}",)),
        component="Pengaduan Masyarakat",
        indicator=f"Indikator {SECRET}",
    ),
    butir("VI.1.1", action="Menyusun maklumat", certain=False),
    butir("VI.1.2", date(2027, 1, 2), action="Menata ruang layanan"),
)
TEAM: tuple[tuple[int, str, str, Json], ...] = (
    (5_200_000_101, "Ratna Lestari", "lead", {}),
    (5_200_000_102, "Budi Santoso", "coordinator", {"areas": [5], "items": ["VI"]}),
    (5_200_000_103, "Citra Dewi", "coordinator", {"areas": [1, 6]}),
    (104, "Dedi Kurnia", "staff", {"items": ["I", "V"]}),
    (4_503_599_627_370_105, "Eka Putri", "reviewer", {}),
    (5_200_000_106, "Fajar Nugroho", "admin", {}),
    (5_200_000_107, "Gita Puspita", "staff", {"items": ["I.1.1"]}),
)
"""Telegram id (some need 52 bits), name, role and what they hold."""
CODE = "undangan-Hasan_1"
"""The code with which someone who has not joined yet could join."""


def account(id: int, name: str, **more: Any) -> Json:
    return {"id": id, "is_bot": False, "first_name": name, **more}


PEOPLE = [account(id, name, language_code="id") for id, name, _, _ in TEAM]
STRANGERS = [account(900 + n, name) for n, name in enumerate(["Orang <b>Asing</b>", "\u202eگروه", "x"])]
US: Json = {"id": 7_000_000_001, "is_bot": True, "first_name": "zibot", "username": "zibot_bot"}
ANONYMOUS: Json = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
FOR_A_CHANNEL: Json = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
FORWARDER: Json = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
BOTS = [US, {"id": 7_000_000_002, "is_bot": True, "first_name": "Lain", "username": "lain_bot"}]

BOUND: Json = {"id": -1_001_234_567_890, "type": "supergroup", "title": "Tim ZI"}
FOREIGN: Json = {"id": -4242, "type": "group", "title": "Arisan & <Kantor>"}
CHANNEL: Json = {"id": -1_004_503_599_627, "type": "channel", "title": "Kabar"}
NEW_ID = -1_009_000_000_001
"""What a group becomes when it turns into a supergroup."""
GROUPS = [BOUND, {**BOUND, "is_forum": True}, FOREIGN, {"id": NEW_ID, "type": "supergroup", "title": "Baru"}]


def private(user: Json) -> Json:
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


PLAN_FILE = """KEPUTUSAN KOMISI PEMILIHAN UMUM KABUPATEN WANASARI
NOMOR: 3/HK.03.1/9902/2027
TENTANG RENCANA KERJA PEMBANGUNAN ZONA INTEGRITAS TAHUN 2027
NO\tKOMPONEN\tINDIKATOR\tLANGKAH AKSI\tBUKTI FISIK\tTARGET WAKTU
I\tMANAJEMEN PERUBAHAN
1\tTim Kerja\tTim kerja terbentuk\tMenyusun surat keputusan\tSK\tJuni 2027
\t\tTim kerja bertemu\tMengadakan rapat\tUndangan; Notulen\tsetiap ada rapat
"""
FILES: dict[str, bytes] = {
    "foto": b"\xff\xd8\xff\xe0 lembar",
    "kosong": b"",
    "acak": bytes(range(256)),
    "rencana": PLAN_FILE.encode(),
    "arsip": b"PK\x03\x04 rusak",
}
"""What lies behind a file id, which is its name, a hyphen and anything."""


def words(user: Json, text: str, chat: Json | None = None) -> Json:
    """A message of someone, with the command that it may begin with."""
    length = len(text.split(maxsplit=1)[0])
    entities = [{"type": "bot_command", "offset": 0, "length": length}] if text.startswith("/") else []
    return {"from": user, "chat": chat or private(user), "text": text, "entities": entities}


def sent(user: Json, name: str, caption: str, shape: str = "photo") -> Json:
    """A photo or document of someone, under a caption."""
    file = {"file_id": f"{name}-0", "file_unique_id": name, "file_size": len(FILES[name])}
    thing: Json | list[Json] = [{**file, "width": 90, "height": 51}] if shape == "photo" else file
    return {"from": user, "chat": private(user), "caption": caption, shape: thing}


_LEAD, _COORDINATOR, _OTHER, _STAFF = PEOPLE[:4]
MORNING: tuple[Json, ...] = (
    sent(_STAFF, "foto", "V.1.1"),
    sent(_STAFF, "foto", f"V.2.1 {SECRET}"),
    sent(_STAFF, "acak", "I.1.2", "document"),
    sent(_LEAD, "rencana", "rencana kerja", "document"),
    words(_STAFF, "/tugas"),
    words(_OTHER, "/tugas"),
    words(_STAFF, "/butir V.2.1"),
    words(_LEAD, "/rencana"),
    words(_COORDINATOR, "/status", BOUND),
    words(_STAFF, "/butir V.1.1", BOUND),
)
"""What was said before the fuzzing begins, so that there are receipts, cards, reviews and a draft to meddle with."""
PRESSED: tuple[tuple[Json, str], ...] = ((_LEAD, "bl"), (_OTHER, "js:5"), (_STAFF, "o:1"), (_COORDINATOR, "k:4"))
"""And who pressed what, each in private."""
