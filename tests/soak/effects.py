"""What people did besides sending evidence has had its effect: once, in the right order, told to who it concerns."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from tests.soak.office import SoakOffice
from zibot.rehearsal.nouns import Json

ANSWERS = {
    "/cuti ": ("Cuti Anda tercatat",),
    "/tugaskan ": ("<b>Tersimpan.</b> Pemegangnya", "Tidak ada yang berubah"),
    "/tim tambah ": ("Apa perannya di tim?",),
    "ket: ": ("Keterangan untuk bukti",),
}
"""The answers, one of which each message that begins so gets, and nothing else."""


def wrong(office: SoakOffice) -> Iterator[str]:
    """Everything that took no effect, or one more often than once, or that nobody was told of."""
    checks: tuple[Callable[[SoakOffice], Iterator[str]], ...] = (
        each_press_answered,
        each_message_answered,
        each_remark_kept,
        each_piece_filed_once,
        wishes_decided_once,
        verdicts_told,
        queue_answers,
        leaves_kept,
        nobody_reminded_on_leave,
        assignments_told,
        newcomers_once,
    )
    for check in checks:
        yield from check(office)


def _updates(office: SoakOffice, kind: str) -> list[Json]:
    return [update[kind] for update in office.updates.made if kind in update]


def _presses(office: SoakOffice, verb: str) -> Counter[Any]:
    """Who pressed which buttons of a kind how often, by account and data."""
    queries = _updates(office, "callback_query")
    return Counter((one["from"]["id"], one["data"]) for one in queries if one["data"].split(":")[0] == verb)


def _sent(office: SoakOffice, *words: str, which: str = "method LIKE 'send%'") -> Iterator[tuple[int, Json, list[int]]]:
    """The messages with some of these words that were put: chat, payload, and the obligations that they are about."""
    for chat, payload, about in office.rows(f"SELECT chat_id, payload, about FROM outbox WHERE {which} ORDER BY id"):
        said = json.loads(str(payload))
        text = str(said.get("text", said.get("caption", "")))
        if any(one in text for one in words):
            yield int(str(chat)), said, json.loads(str(about or "[]"))


def _events(office: SoakOffice, kinds: str) -> list[tuple[Any, ...]]:
    """The facts of some kinds in their order: kind, who did it as person and account, obligation, and what it says."""
    found = office.rows(
        "SELECT v.kind, v.actor_id, p.telegram_id, v.obligation_id, v.payload FROM event v"
        f" LEFT JOIN person p ON p.id = v.actor_id WHERE {kinds} ORDER BY v.id"
    )
    return [(kind, actor, account, duty, json.loads(str(said))) for kind, actor, account, duty, said in found]


def _differ(what: str, wanted: Counter[Any], found: Counter[Any]) -> Iterator[str]:
    for one in sorted((wanted - found).keys() | (found - wanted).keys(), key=str):
        yield f"{what} {one}: {wanted[one]} wanted, {found[one]} found"


def each_press_answered(office: SoakOffice) -> Iterator[str]:
    """Each press of a button is answered once."""
    pressed = Counter(query["id"] for query in _updates(office, "callback_query"))
    rows = office.rows("SELECT payload FROM outbox WHERE method = 'answerCallbackQuery'")
    yield from _differ(
        "answers to press", pressed, Counter(json.loads(str(row))["callback_query_id"] for (row,) in rows)
    )


def each_message_answered(office: SoakOffice) -> Iterator[str]:
    """Each of these messages gets its answer where it was said, and no second one."""
    messages = _updates(office, "message")
    for begins, words in ANSWERS.items():
        asked = Counter(m["chat"]["id"] for m in messages if m.get("text", "").startswith(begins))
        yield from _differ(f"answers to {begins!r} in", asked, Counter(chat for chat, _, _ in _sent(office, *words)))


def each_remark_kept(office: SoakOffice) -> Iterator[str]:
    """Words under a receipt belong to each piece that it names once, another caption to its own piece."""
    kept: defaultdict[str, list[Any]] = defaultdict(list)
    for text, id, chat, message in office.rows(
        "SELECT r.text, e.id, e.chat_id, e.message_id FROM remark r JOIN evidence e ON e.id = r.evidence_id"
    ):
        kept[str(text)].append((id, chat, message))
    for one in _updates(office, "edited_message"):
        place = [(chat, message) for _, chat, message in kept[one["caption"]]]
        if place != [(one["chat"]["id"], one["message_id"])]:
            yield f"the caption {one['caption']!r} is kept for {place}"
    for text in (m["text"][5:] for m in _updates(office, "message") if m.get("text", "").startswith("ket: ")):
        if not kept[text] or len(set(kept[text])) < len(kept[text]):
            yield f"the remark {text!r} is kept for {kept[text]}"


def each_piece_filed_once(office: SoakOffice) -> Iterator[str]:
    """A piece is filed anew only where that changes its obligation or its place in the checklist."""
    lies: dict[object, object] = {}
    for piece, kind, duty, payload in office.rows(
        "SELECT evidence_id, kind, obligation_id, payload FROM event WHERE kind IN ('evidence.filed',"
        " 'evidence.unfiled') ORDER BY id"
    ):
        place = (duty, json.loads(str(payload)).get("slot")) if kind == "evidence.filed" else None
        if lies.get(piece) == place:
            yield f"piece {piece} was filed twice at {place}"
        lies[piece] = place


def wishes_decided_once(office: SoakOffice) -> Iterator[str]:
    """A later due date is granted or denied once, as it was asked for, and who asked hears of it once."""
    asked: dict[object, Any] = {}
    told: Counter[Any] = Counter()
    wishes: Counter[Any] = Counter()
    for kind, actor, account, duty, said in _events(office, "kind LIKE 'due.%'"):
        if kind == "due.asked":
            asked[duty], wishes[duty] = (account, said["due"]), wishes[duty] + 1
            continue
        asker, day = asked.pop(duty, (None, None))
        if day != said["asked"]:
            yield f"obligation {duty} got {kind} for {said['asked']} by {actor} though {day} was asked for"
        told[asker, duty] += 0 if said.get("withdrawn") else 1
    found = Counter((chat, about[0]) for chat, _, about in _sent(office, "disetujui oleh", "belum menyetujui"))
    yield from _differ("decisions told to", +told, found)
    before = Counter(about[0] for _, _, about in _sent(office, "meminta tenggatnya mundur"))
    yield from _differ("wishes put before who decides", wishes, before)


def verdicts_told(office: SoakOffice) -> Iterator[str]:
    """Who holds an obligation hears of each verdict on it once."""
    given = Counter(duty for _, _, _, duty, _ in _events(office, "kind LIKE 'review.%'"))
    heard = Counter(about[0] for _, _, about in _sent(office, "— <b>diterima</b> oleh", "— <b>dikembalikan</b> oleh"))
    yield from _differ("verdicts told on obligation", given, heard)


def queue_answers(office: SoakOffice) -> Iterator[str]:
    """Each who works through what waits is shown one thing for each step; a verdict may be such a step."""
    asked = Counter(m["chat"]["id"] for m in _updates(office, "message") if m.get("text") == "/periksa")
    for verb in ("kp", "kl"):
        for (account, _), count in _presses(office, verb).items():
            asked[account] += count
    verdicts = Counter(account for _, _, account, _, _ in _events(office, "kind LIKE 'review.%'"))
    shown = Counter(chat for (chat,) in office.rows("SELECT chat_id FROM outbox WHERE once LIKE 'review:%q'"))
    done = ("Sampai di sini dulu.", "Semua sudah diperiksa.", "Tidak ada yang menunggu pemeriksaan Anda.")
    shown.update(chat for chat, _, _ in _sent(office, *done))
    for chat in asked.keys() | shown.keys():
        if not asked[chat] <= shown[chat] <= asked[chat] + verdicts[chat]:
            yield f"chat {chat} was shown {shown[chat]} of the queue for {asked[chat]} steps, {verdicts[chat]} verdicts"


def leaves_kept(office: SoakOffice) -> Iterator[str]:
    """Each day off is written down once, and taken back once where that was asked before it was over."""
    said = Counter(m["chat"]["id"] for m in _updates(office, "message") if m.get("text", "").startswith("/cuti "))
    taken = _events(office, "kind = 'leave.taken'")
    yield from _differ("days off of", said, Counter(account for _, _, account, _, _ in taken))
    days = Counter((account, payload["first"]) for _, _, account, _, payload in taken)
    yield from (f"{one} was written down {count} times" for one, count in days.items() if count > 1)
    back = Counter(payload["leave"] for *_, payload in _events(office, "kind = 'leave.cancelled'"))
    pressed = {int(data.split(":")[1]) for _, data in _presses(office, "ne")}
    yield from (f"leave {id} was taken back {count} times" for id, count in back.items() if count > 1)
    yield from (f"leave {id} was taken back by nobody" for id in back.keys() - pressed)


def nobody_reminded_on_leave(office: SoakOffice) -> Iterator[str]:
    """No morning message goes to who is on leave, as was known then."""
    for chat, day in office.rows(
        "SELECT o.chat_id, l.first FROM outbox o JOIN person p ON p.telegram_id = o.chat_id"
        " JOIN leave l ON l.person_id = p.id AND date(o.created_at) BETWEEN l.first AND l.last"
        " WHERE o.once LIKE 'digest:%' AND l.said_at < o.created_at"
        " AND (l.cancelled_at IS NULL OR l.cancelled_at > o.created_at)"
    ):
        yield f"chat {chat} got a morning message on {day}, a day off"


def assignments_told(office: SoakOffice) -> Iterator[str]:
    """Each assignment that changed something is one fact, of which each person whose items it changes hears once.

    Who holds something with another from now on hears of that, too.
    """
    facts = _events(office, "kind = 'items.assigned'")
    made = Counter(account for _, _, account, _, said in facts if said["how"] != "undo")
    yield from _differ("assignments by", Counter(chat for chat, _, _ in _sent(office, "<b>Tersimpan.</b> Pem")), made)
    accounts = dict(office.rows("SELECT id, telegram_id FROM person"))
    told = Counter(accounts[person] for *_, said in facts for person in said["people"])
    heard = Counter(chat for chat, _, _ in _sent(office, "mulai hari ini"))
    for chat in told.keys() | heard.keys():
        if not told[chat] <= heard[chat] <= len(facts):
            yield f"chat {chat} heard {heard[chat]} times of {told[chat]} assignments"


def newcomers_once(office: SoakOffice) -> Iterator[str]:
    """Who was given a role is one person, who joined once for each link and left where that was asked."""
    names = [m["text"].split(maxsplit=2)[2] for m in _updates(office, "message") if "/tim tambah " in m.get("text", "")]
    rows = Counter(str(name) for (name,) in office.rows("SELECT name FROM person"))
    yield from (f"{name} is {rows[name]} people" for name in names if rows[name] > 1)
    came = Counter(said["invitation"] for *_, said in _events(office, "kind = 'person.joined'"))
    yield from (f"invitation {id} was used {count} times" for id, count in came.items() if count > 1)
    left = Counter(said["person"] for *_, said in _events(office, "kind = 'person.left'"))
    asked = Counter(dict.fromkeys((int(data.split(":")[1]) for _, data in _presses(office, "tk")), 1))
    yield from _differ("leavings of person", asked, left)
