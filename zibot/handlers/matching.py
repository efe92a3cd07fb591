"""Matching: which obligation a piece of evidence is for, and the buttons to choose it with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press
from zibot.handlers.who import Spoken
from zibot.model import Evidence, Person, Prompt, saved
from zibot.rules import caption_words
from zibot.rules.lifecycle import Duty, State
from zibot.rules.likeliest import Guess, Hint, likeliest
from zibot.rules.plan_words import Said, named_as_plan, read_caption, readable
from zibot.rules.roles import May, allowed, may_report
from zibot.storage import lately, outbox, plans, prompts
from zibot.storage.lately import Filed

SHOWN = 4
"""Obligations to choose from at a time."""
REST = timedelta(hours=1)
"""How long what comes alone goes to the item for which evidence was asked for, or sent, last."""
LATELY = timedelta(days=2)
"""How long what was told in a chat helps to guess."""


@dataclass(frozen=True, slots=True)
class Match:
    """The obligations that a piece can be for, the likeliest first, and whether the sender said which one it is."""

    duties: list[Duty]
    said: bool
    why: str = ""
    """By what one was chosen without being asked: held, words or rest; empty where the sender named it."""
    sure: bool = False
    """Whether the first is the one that was meant, though there are others."""
    dates: bool = False
    """Whether it is clear which item is meant, and only its due date is not."""

    @property
    def only(self) -> Duty | None:
        """The one that was meant, where that is beyond doubt."""
        return self.duties[0] if self.sure or (self.said and len(self.duties) == 1) else None


@dataclass(frozen=True, slots=True)
class Piece:
    """What is looked at: who sent what, the words that came with it, and all that is open."""

    spoken: Spoken
    caption: str
    name: str
    mime: str
    open_ones: list[Duty]

    def those(self, fits: Callable[[Duty], bool]) -> list[Duty]:
        """The open obligations that fit and of which the sender may tell here."""
        fitting = filter(fits, self.open_ones)
        return list(filter(_telling(self.spoken.person, private=self.spoken.private), fitting))

    @property
    def may_be_plan(self) -> bool:
        """Whether it sounds like a plan document of someone who may put one in force."""
        if not self.mime or not allowed(self.spoken.person.role, May.ADOPT):
            return False
        sounds = read_caption(self.caption) is not Said.NO and readable(self.name, self.mime)
        return sounds or named_as_plan(self.name, self.mime)


def match(desk: Desk, spoken: Spoken, *, caption: str | None = None) -> Match:
    """What a piece can be for: what its message replies to, the code in its caption, what we asked for, what is held.

    What is said is taken at its word; what is not is guessed where the caption makes it clear, and asked otherwise.
    """
    message, open_ones = spoken.message, _open(desk)
    words = caption if caption is not None else message.caption or ""
    file = message.document
    piece = Piece(
        spoken, words, (file.file_name or "") if file else "", (file.mime_type or "") if file else "", open_ones
    )
    about = _replied_about(desk, piece)
    coded = _coded(piece)
    if len(about) == 1 and not coded:
        return Match(about, said=True)
    if about or coded:
        return _among(desk, piece, about, coded)
    return _alone(desk, piece)


def _open(desk: Desk) -> list[Duty]:
    return list(plans.open_duties(desk.session, desk.satker_id))


def _telling(person: Person, *, private: bool) -> Callable[[Duty], bool]:
    """Of which obligations a person may tell in a private chat, or in a group."""
    # Asked of each that is open, where to look the person up again would take longer than the answer.
    id, role, areas = saved(person.id), person.role, person.areas
    return lambda duty: (private or not duty.confidential) and may_report(id, role, areas, duty)


def _replied_about(desk: Desk, piece: Piece) -> list[Duty]:
    replied = piece.spoken.message.reply_to_message
    row = outbox.message(desk.session, piece.spoken.chat_id, replied.message_id) if replied else None
    return piece.those(lambda duty: duty.id in row.about) if row is not None and row.about else []


def _coded(piece: Piece) -> list[Duty]:
    """What the caption or the file's name calls by its code."""
    if not any(letter.isdigit() for letter in piece.caption + piece.name):
        return []
    codes = caption_words.codes(piece.caption, piece.name, [duty.code for duty in piece.open_ones])
    return piece.those(lambda duty: duty.code in codes) if codes else []


def _among(desk: Desk, piece: Piece, about: list[Duty], coded: list[Duty]) -> Match:
    """Of what was replied to or named by its code the one that is meant, by the words that came with it."""
    both = [duty for duty in about if duty in coded]
    if len(both) == 1:
        return Match(both, said=True)
    if len(about) == 1 and not both:
        # Who replies to one item and names another may have mistaken either.
        return Match([*_guess(desk, piece, coded).duties, *about], said=True)
    guess = _guess(desk, piece, both or coded or about)
    if guess.sure:
        return Match(list(guess.duties[:1]), said=True)
    rest = [] if coded else _guess(desk, piece, _pool(piece)).duties
    return Match(_joined(guess.duties, rest), said=True, dates=guess.dates)


def _alone(desk: Desk, piece: Piece) -> Match:
    """What neither replies to anything nor names an item: what we asked for, what is held, what the words tell."""
    pool, person = _pool(piece), piece.spoken.person
    prompt = _asked(desk, piece.spoken)
    if prompt is None and len({duty.item_id for duty in pool}) == 1:
        guess = _guess(desk, piece, pool)
        sure = not guess.dates and not piece.may_be_plan
        return Match(list(guess.duties), said=False, why="held", sure=sure, dates=guess.dates)
    before = lately.filed(desk.session, saved(person.id), until=desk.now)
    last = _last(desk, piece, before)
    asked = _of(piece, prompt.obligation_id) if prompt is not None else []
    if prompt is not None and asked and not (last is not None and last.at > prompt.asked_at):
        return Match(asked, said=True)
    told = lately.told(desk.session, piece.spoken.chat_id, since=desk.now - LATELY, until=desk.now)
    guess = _guess(desk, piece, pool, told=told, before=before)
    rest = _rest(piece, last, guess)
    if rest is not None:
        return Match([rest], said=True, why="rest")
    sure = guess.sure and not piece.may_be_plan
    return Match(list(guess.duties), said=False, why="words", sure=sure, dates=guess.dates)


def _asked(desk: Desk, spoken: Spoken) -> Prompt | None:
    """Our question for evidence of just now; an hour later the person may mean another item."""
    prompt = prompts.pending(desk.session, spoken.person, spoken.chat_id, desk.now)
    if prompt is None or prompt.kind != "evidence" or desk.now - prompt.asked_at > REST:
        return None
    return prompt


def _of(piece: Piece, obligation_id: int | None) -> list[Duty]:
    return piece.those(lambda duty: duty.id == obligation_id)


def _pool(piece: Piece) -> list[Duty]:
    """What the sender holds; who holds nothing may tell of what they check."""
    id = piece.spoken.person.id
    return piece.those(lambda duty: id in duty.holders) or piece.those(lambda duty: not duty.backlog)


def _last(desk: Desk, piece: Piece, before: Sequence[Filed]) -> Filed | None:
    """What was filed last in this chat, within the hour."""
    last = before[0] if before else None
    here = last is not None and last.chat_id == piece.spoken.chat_id and desk.now - last.at <= REST
    return last if here else None


def _rest(piece: Piece, last: Filed | None, guess: Guess) -> Duty | None:
    """The obligation of the piece before, while its checklist lacks some and the words tell of no other."""
    found = _of(piece, last.obligation_id) if last is not None else []
    if not found or (found[0].slots and not found[0].lacks and found[0].state is not State.RETURNED):
        return None
    same = guess.fits in (None, found[0].item_id)
    other_date = caption_words.period(piece.caption) is not None and guess.fits is not None
    return found[0] if same and not (other_date and guess.duties[0].id != found[0].id) else None


def _guess(
    desk: Desk,
    piece: Piece,
    pool: Sequence[Duty],
    *,
    told: tuple[int, ...] = (),
    before: Sequence[Filed] = (),
) -> Guess:
    day = desk.local(piece.spoken.message.date).date()
    return likeliest(Hint(piece.caption, piece.name, day, told, _chosen(desk, before)), pool, piece.open_ones)


def _chosen(desk: Desk, before: Sequence[Filed]) -> tuple[tuple[int, str], ...]:
    """The items that were chosen before, each with the words that came with the piece."""
    if not before:
        return ()
    item_of = {duty.id: duty.item_id for duty in plans.duties(desk.session, desk.satker_id)}
    return tuple(
        (item_of[row.obligation_id], row.caption or caption_words.of_file(row.name))
        for row in before
        if row.obligation_id in item_of
    )


def _joined(first: Sequence[Duty], then: Sequence[Duty]) -> list[Duty]:
    ids = {duty.id for duty in first}
    return [*first, *(duty for duty in then if duty.id not in ids)]


def held(desk: Desk, person: Person, *, private: bool) -> list[Duty]:
    """What a person can choose from: the open obligations that they hold; in a group no confidential ones."""
    mine = [duty for duty in _open(desk) if person.id in duty.holders]
    return [duty for duty in mine if private or not duty.confidential]


def choices(desk: Desk, press: Press, piece: Evidence) -> list[Duty]:
    """What to choose from for a piece that stands there: further pages go on in the order that was shown."""
    open_ones = {duty.id: duty for duty in filter(_telling(press.person, private=press.private), _open(desk))}
    row = outbox.message(desk.session, press.chat_id, press.message_id)
    if press.numbers[1] and row is not None and len(row.about) > SHOWN:
        return [open_ones[id] for id in row.about if id in open_ones]
    pool = [duty for duty in open_ones.values() if press.person.id in duty.holders] or list(open_ones.values())
    before = lately.filed(desk.session, saved(press.person.id), until=piece.stored_at)
    hint = Hint(piece.caption, piece.name, desk.local(piece.sent_at).date(), (), _chosen(desk, before))
    return list(likeliest(hint, pool, open_ones.values()).duties)


def rows(piece: Evidence, duties: list[Duty], page: int) -> list[list[Button]]:
    """A button for each obligation that the piece can be for, a few at a time."""
    start = page * SHOWN if page * SHOWN < len(duties) else 0
    rows = [[choice(duty, data(Verb.FILE, piece.number, duty.id))] for duty in duties[start : start + SHOWN]]
    if len(duties) > SHOWN:
        rows.append([(texts.label("button", "more"), data(Verb.CHOOSE, piece.number, page + 1))])
    return rows


def choice(duty: Duty, callback: str) -> Button:
    """A button that names an obligation."""
    what = texts.short(duty.action, 24)
    due = texts.short_date(duty.due)
    return texts.label("button", "choose", code=duty.code, what=what, due=due, secret=duty.confidential), callback
