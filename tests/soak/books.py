"""The books after bad days: what people did, what the rows say and what Telegram was told, held against each other."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.conftest import TOKEN
from tests.soak import effects
from tests.soak.office import SECRET, SoakOffice
from zibot import texts
from zibot.rehearsal.nouns import Json
from zibot.storage.files import Files

SENDS = ("sendMessage", "sendPhoto", "sendDocument")
Said = tuple[str, str, str, str]
"""A message as it is told from others: method, chat, words, and what it answers."""


def wrong(office: SoakOffice, kills: int) -> list[str]:
    """Everything that is not as it should be, once nothing is open any more; the bot may run or not."""
    checks: tuple[Callable[[SoakOffice], Iterator[str]], ...] = (
        each_update_once,
        each_piece_once,
        each_press_once,
        each_answer_once,
        verdicts_follow_submissions,
        each_piece_receipted,
        one_digest_a_day,
        nothing_open,
        verified,
        no_secret_written,
        nothing_half_written,
    )
    found = [what for check in checks for what in check(office)]
    return found + list(effects.wrong(office)) + list(said_once(office, kills)) + office.world.violations


def each_update_once(office: SoakOffice) -> Iterator[str]:
    """Telegram was told of each update that we have it, and each was handled."""
    if office.updates.pending:
        yield f"{len(office.updates.pending)} updates were never confirmed"
    rows = Counter(int(str(id)) for (id,) in office.rows("SELECT update_id FROM inbox WHERE handled_at IS NOT NULL"))
    made = Counter(int(update["update_id"]) for update in office.updates.made)
    for id in sorted((made - rows).keys() | (rows - made).keys())[:10]:
        yield f"update {id} came {made[id]} times and was handled {rows[id]} times"


def the_sent(office: SoakOffice) -> Iterator[tuple[Json, bytes]]:
    """The messages with a photo or file in private chats, and the bytes that belong to them."""
    for message in (update["message"] for update in office.updates.made if "message" in update):
        things = [*message.get("photo", [])[-1:], *([message["document"]] if "document" in message else [])]
        for thing in things if message["chat"]["type"] == "private" else ():
            yield message, office.world.files.by_id[thing["file_id"]].data


def each_piece_once(office: SoakOffice) -> Iterator[str]:
    """Each file of a person who may send some is one row with its own bytes; nobody else's is kept."""
    may = {id for (id,) in office.rows("SELECT telegram_id FROM person WHERE role <> 'reviewer'") if id is not None}
    wanted = Counter(
        (message["chat"]["id"], message["message_id"], hashlib.sha256(data).hexdigest())
        for message, data in the_sent(office)
        if message["from"]["id"] in may
    )
    kept: Counter[Any] = Counter(office.rows("SELECT chat_id, message_id, sha256 FROM evidence"))
    for one in (wanted - kept).keys() | (kept - wanted).keys():
        yield f"message {one[1]} in chat {one[0]} was sent {wanted[one]} times and is stored {kept[one]} times"
    for (sha256,) in office.rows("SELECT DISTINCT sha256 FROM evidence"):
        file = Files(office.folder / "data").path(str(sha256))
        if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            yield f"the file {sha256} is missing or another"


def each_press_once(office: SoakOffice) -> Iterator[str]:
    """Each [Proses] of someone who holds the item is one event."""
    pressed: Counter[Any] = Counter()
    for query in (update["callback_query"] for update in office.updates.made if "callback_query" in update):
        if query["data"].startswith("p:"):
            pressed[query["from"]["id"], int(query["data"][2:])] += 1
    said: Counter[Any] = Counter(
        office.rows(
            "SELECT p.telegram_id, v.obligation_id FROM event v JOIN person p ON p.id = v.actor_id"
            " WHERE v.kind = 'status.progress'"
        )
    )
    for one in (pressed - said).keys() | (said - pressed).keys():
        yield f"person {one[0]} pressed for obligation {one[1]} {pressed[one]} times, which is told {said[one]} times"


def each_answer_once(office: SoakOffice) -> Iterator[str]:
    """Each /status of the team is answered with one message."""
    team = {id for (id,) in office.rows("SELECT telegram_id FROM person")}
    messages = [update["message"] for update in office.updates.made if "message" in update]
    asked = Counter(m["chat"]["id"] for m in messages if m.get("text") == "/status" and m["from"]["id"] in team)
    answered: Counter[Any] = Counter(
        chat for chat, payload in office.rows("SELECT chat_id, payload FROM outbox") if "<b>Kemajuan" in str(payload)
    )
    for chat in asked.keys() | answered.keys():
        if asked[chat] != answered[chat]:
            yield f"chat {chat} asked {asked[chat]} times for the status and was answered {answered[chat]} times"


def verdicts_follow_submissions(office: SoakOffice) -> Iterator[str]:
    """What is accepted or returned was submitted, and had no verdict since."""
    states: defaultdict[object, str] = defaultdict(str)
    kinds = "v.kind LIKE 'status.%' OR v.kind LIKE 'review.%'"
    for id, kind in office.rows(f"SELECT v.obligation_id, v.kind FROM event v WHERE {kinds} ORDER BY v.id"):
        if str(kind).startswith("review.") and states[id] != "status.submitted":
            yield f"obligation {id} got {kind} after {states[id] or 'nothing'}"
        if kind == "status.submitted" == states[id]:
            yield f"obligation {id} was submitted twice"
        states[id] = str(kind)


def each_piece_receipted(office: SoakOffice) -> Iterator[str]:
    """Each piece is named by a receipt that went out, its own or that of its set; one may be in doubt for good."""
    said = office.rows("SELECT payload, sent_at, doubts FROM outbox WHERE once LIKE 'receipt:%'")
    for number, sha256 in office.rows("SELECT number, sha256 FROM evidence"):
        names = (f"No. {number:06d}", str(sha256)[:8])
        found = [(sent, doubts) for payload, sent, doubts in said if all(name in str(payload) for name in names)]
        if not found:
            yield f"piece {number} has no receipt that names it"
        elif all(sent is None and int(str(doubts)) < 2 for sent, doubts in found):
            yield f"the receipt of piece {number} was never sent"


def uncertain(office: SoakOffice) -> int:
    """Messages of which nobody knows whether they arrived, and that were given up."""
    return len(office.rows("SELECT 1 FROM outbox WHERE failed_at IS NOT NULL AND doubts > 1"))


def one_digest_a_day(office: SoakOffice) -> Iterator[str]:
    """No person has two morning messages of one day."""
    days = Counter(
        (chat, str(made)[:10])
        for chat, made in office.rows("SELECT chat_id, created_at FROM outbox WHERE once LIKE 'digest:%'")
        if chat is not None
    )
    for (chat, day), count in days.items():
        if count > 1:
            yield f"chat {chat} has {count} morning messages on {day}"


def nothing_open(office: SoakOffice) -> Iterator[str]:
    """Nothing waits, nothing was set aside, and nothing was given up but what came too late or is in doubt."""
    for id, error in office.rows("SELECT update_id, error FROM inbox WHERE dead_at IS NOT NULL OR handled_at IS NULL"):
        yield f"update {id} is set aside or open: {error}"
    for id, method, error in office.rows(
        "SELECT id, method, error FROM outbox WHERE sent_at IS NULL AND doubts < 2 AND (failed_at IS NULL"
        " OR method <> 'answerCallbackQuery')"
    ):
        yield f"call {id} ({method}) is open or was given up: {error}"


def verified(office: SoakOffice) -> Iterator[str]:
    """The ledger, the rows and the files bear each other out."""
    done = office.zibot("verify")
    if done.returncode:
        yield f"verify: {done.stdout}{done.stderr}"


def no_secret_written(office: SoakOffice) -> Iterator[str]:
    """Neither token nor secret stands in the log."""
    log = (office.folder / "bot.log").read_text()
    for name, secret in (("token", TOKEN), ("secret", SECRET)):
        if secret in log:
            yield f"the {name} stands in the log"


def nothing_half_written(office: SoakOffice) -> Iterator[str]:
    """What a kill left half written was cleared away by the next start, or by the next nightly copy."""
    data = office.folder / "data"
    for path in (*data.rglob(".tmp-*"), *data.rglob(".zibot-*")):
        yield f"half a file is left: {path.relative_to(data)}"


# what was said


def said_key(method: str, params: Json) -> Said:
    """How a message is told from others."""
    reply = params.get("reply_parameters") or {}
    reply = json.loads(reply) if isinstance(reply, str) else reply
    words = str(params.get("text", params.get("caption", "")))
    words = "" if "?start=" in words else words  # a link to join is forgotten once it was sent
    return method, str(params["chat_id"]), words, str(reply.get("message_id", ""))


def doubled(office: SoakOffice) -> Counter[Said]:
    """Messages that were carried out more often than they were to be, besides those whose answer was lost."""
    unheard = Counter(said_key(method, params) for method in SENDS for params in office.world.faults.unheard(method))
    return +(_carried_out(office) - _wanted(office) - unheard)


def by_kill(office: SoakOffice, killed: Sequence[int], *, words: str = "") -> Counter[int]:
    """How many messages with these words came twice because of each kill, by its number."""
    extra, found = doubled(office), Counter[int]()
    for at, call in enumerate(office.world.calls):
        key = said_key(call.method, call.params) if call.method in SENDS and call.ok else None
        if key is not None and words in key[2] and extra[key] > 0:
            extra[key] -= 1
            found[next((number for number, after in enumerate(killed) if at <= after), len(killed))] += 1
    return found


def said_once(office: SoakOffice, kills: int) -> Iterator[str]:
    """Whatever was to be said was said, and no more often than crashes and lost answers explain."""
    done, wanted, extra = _carried_out(office), _wanted(office), doubled(office)
    for key in wanted - done:
        if not _in_doubt(office, key):
            yield f"recorded as sent, though it was not: {key}"
    if extra.total() > kills:
        yield f"{extra.total()} messages came twice with {kills} kills: {list(extra)[:5]}"


def _in_doubt(office: SoakOffice, key: Said) -> bool:
    return key in _rows(office, "doubts > 1")


def _carried_out(office: SoakOffice) -> Counter[Said]:
    direct = texts.render("not_stored")
    calls = (call for method in SENDS for call in office.world.calls_of(method) if call.ok)
    return Counter(said_key(call.method, call.params) for call in calls if call.params.get("text") != direct)


def _wanted(office: SoakOffice) -> Counter[Said]:
    return _rows(office, "sent_at IS NOT NULL OR doubts > 0")


def _rows(office: SoakOffice, which: str) -> Counter[Said]:
    names = ", ".join(f"'{name}'" for name in SENDS)
    found = office.rows(f"SELECT method, chat_id, payload FROM outbox WHERE method IN ({names}) AND ({which})")
    return Counter(said_key(str(method), {"chat_id": to, **json.loads(str(said))}) for method, to, said in found)
