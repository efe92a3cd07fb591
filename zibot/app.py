"""The switchboard: every command, message and button on one line each, with what its sender must be allowed to do."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import (
    Update,
)
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from zibot.context import Context, Desk, Verb
from zibot.delivery.polling import Bot
from zibot.handlers import (
    absence,
    asking,
    assigning,
    checklist,
    dating,
    downloads,
    errors,
    evidence,
    filing,
    items,
    joining,
    later,
    leaving,
    likeness,
    links,
    lists,
    members,
    myself,
    pic,
    planning,
    postponing,
    press,
    recap,
    remarks,
    replies,
    review,
    saying,
    schedule,
    searching,
    settle,
    status,
    team,
    turning,
    voiding,
    waiting,
)
from zibot.handlers.press import Button, buttons
from zibot.handlers.who import (
    Command,
    channel_post,
    edited,
    in_private,
    known,
    names_us,
    not_understood_command,
    prepared,
    to_us,
)
from zibot.rules.roles import May

COMMANDS: dict[str, Command] = {
    "tugas": Command(May.READ, lists.tasks),
    "periksa": Command(May.REVIEW, waiting.begin),
    "status": Command(May.READ, asking.status),
    "butir": Command(May.READ, items.item),
    "terlambat": Command(May.READ, lists.late),
    "jadwal": Command(May.READ, lists.agenda),
    "cari": Command(May.READ, searching.find),
    "rekap": Command(May.READ, makes=recap.made),
    "rencana": Command(May.READ, asking.plan),
    "tim": Command(May.READ, team.team),
    "saya": Command(May.READ, myself.me),
    "cuti": Command(May.READ, absence.told),
    "tugaskan": Command(May.ASSIGN, assigning.assign),
    "pasang": Command(May.BIND_GROUP, joining.bind, anywhere=True),
    "bantuan": Command(May.READ, joining.help_),
    "help": Command(May.READ, joining.help_),
}

UNKNOWN = Command(May.READ, not_understood_command, heeds=names_us)
WORDS = Command(May.READ, replies.words, heeds=to_us)
EDITED = Command(May.READ, edited, heeds=in_private)
EVIDENCE = Command(May.REPORT, heeds=evidence.meant)
"""Photos and files, which are fetched before they are answered."""
RECAPTIONED = Command(May.REPORT, remarks.recaptioned, heeds=remarks.known_message)
"""Captions that were changed after their piece was stored."""

BUTTONS: dict[Verb, Button] = {
    Verb.AREA: Button(May.READ, asking.pressed_area),
    Verb.OPEN: Button(May.READ, asking.open_duty),
    Verb.TURN: Button(May.READ, turning.turn, takes=(2,)),
    Verb.LATE: Button(May.READ, lists.pressed),
    Verb.MISSING: Button(May.READ, lists.pressed),
    Verb.AGENDA: Button(May.READ, lists.pressed, takes=(1, 2)),
    Verb.ITEM: Button(May.READ, items.pressed_item),
    Verb.COMPONENT: Button(May.READ, items.pressed_component, takes=(2,)),
    Verb.PERSON: Button(May.READ, lists.pressed_person),
    Verb.SEND: Button(May.REPORT, filing.ask_for),
    Verb.FILE: Button(May.REPORT, filing.file, takes=(2,)),
    Verb.CHOOSE: Button(May.REPORT, filing.choose, takes=(2,)),
    Verb.DONE: Button(May.REPORT, filing.done, takes=(2,)),
    Verb.VOID: Button(May.REPORT, voiding.ask),
    Verb.VOID_YES: Button(May.REPORT, voiding.pressed),
    Verb.VOID_NO: Button(May.REPORT, voiding.pressed),
    Verb.SLOTS: Button(May.REPORT, checklist.ask),
    Verb.SLOT: Button(May.REPORT, checklist.chosen, takes=(2,)),
    Verb.VOID_ALL: Button(May.REPORT, voiding.pressed),
    Verb.REMARK: Button(May.REPORT, remarks.ask),
    Verb.WHAT_FOR: Button(May.REPORT, filing.what_for, private=True),
    Verb.REMARK_YES: Button(May.REPORT, remarks.sure),
    Verb.REMARK_NO: Button(May.REPORT, remarks.sure),
    Verb.DAY: Button(May.REPORT, dating.pressed, takes=(2,)),
    Verb.OTHER_DAY: Button(May.REPORT, dating.ask),
    Verb.TEXT_YES: Button(May.REPORT, links.pressed),
    Verb.TEXT_NO: Button(May.REPORT, links.pressed),
    Verb.SUBMIT: Button(May.REPORT, status.pressed),
    Verb.PROGRESS: Button(May.REPORT, status.pressed),
    Verb.BLOCK: Button(May.REPORT, status.pressed),
    Verb.SAY: Button(May.REPORT, saying.chosen),
    Verb.ACCEPT: Button(May.REVIEW, review.accept, takes=(1, 3), private=True),
    Verb.RETURN: Button(May.REVIEW, review.return_, takes=(1, 2), private=True),
    Verb.RETURN_FOR: Button(May.REVIEW, review.return_for, takes=(3,), private=True),
    Verb.RETURN_BACK: Button(May.REVIEW, review.return_back, takes=(2,), private=True),
    Verb.QUEUE: Button(May.REVIEW, waiting.pressed, takes=(0,), private=True),
    Verb.SKIP: Button(May.REVIEW, waiting.skip, private=True),
    Verb.COMPARE: Button(May.READ, likeness.compare, private=True),
    Verb.SHOW: Button(May.READ, review.show, private=True),
    Verb.SETTLE: Button(May.SETTLE, settle.begin, takes=(0, 1), private=True),
    Verb.SETTLE_DONE: Button(May.SETTLE, settle.pressed, private=True),
    Verb.SETTLE_MOVE: Button(May.SETTLE, settle.pressed, private=True),
    Verb.SETTLE_CANCEL: Button(May.SETTLE, settle.pressed, private=True),
    Verb.SCHEDULE: Button(May.REVIEW, schedule.pressed, private=True),
    Verb.PROPOSED: Button(May.REVIEW, schedule.pressed, private=True),
    Verb.UNDATED: Button(May.REVIEW, schedule.pressed, private=True),
    Verb.PLAN_SEND: Button(May.ADOPT, planning.send, takes=(0,), private=True),
    Verb.PLAN_THIS: Button(May.ADOPT, planning.this, private=True),
    Verb.PLAN_SHEET: Button(May.ADOPT, takes=(0,), private=True, makes=downloads.made),
    Verb.PLAN_CALENDAR: Button(May.ADOPT, takes=(0,), private=True, makes=downloads.made),
    Verb.DRAFT_ASK: Button(May.ADOPT, planning.pressed, private=True),
    Verb.DRAFT_ADOPT: Button(May.ADOPT, planning.pressed, private=True),
    Verb.DRAFT_BACK: Button(May.ADOPT, planning.pressed, private=True),
    Verb.DRAFT_SHEET: Button(May.ADOPT, planning.pressed, private=True),
    Verb.DRAFT_CANCEL: Button(May.ADOPT, planning.pressed, private=True),
    Verb.DRAFT_EVIDENCE: Button(May.ADOPT, planning.pressed, private=True),
    Verb.DRAFT_AGAIN: Button(May.ADOPT, planning.pressed, private=True),
    Verb.DRAFT_YEAR: Button(May.ADOPT, planning.pressed, takes=(2,), private=True),
    Verb.TEAM: Button(May.TEAM, members.pressed_list, private=True),
    Verb.MEMBER: Button(May.TEAM, members.pressed_member, private=True),
    Verb.MEMBER_NEW: Button(May.TEAM, team.add, takes=(0,), private=True),
    Verb.MEMBER_NEW_AS: Button(May.TEAM, takes=(2,), private=True, makes=team.made_new),
    Verb.MEMBER_NEW_NOT: Button(May.TEAM, team.cancel_new, private=True),
    Verb.MEMBER_LINK: Button(May.TEAM, private=True, makes=team.made_link),
    Verb.MEMBER_ROLE: Button(May.TEAM, team.role, takes=(1, 2), private=True),
    Verb.MEMBER_AREAS: Button(May.TEAM, team.areas, takes=(2,), private=True),
    Verb.MEMBER_AREAS_DONE: Button(May.TEAM, takes=(2,), private=True, makes=team.made_areas),
    Verb.MEMBER_OUT: Button(May.TEAM, leaving.ask, takes=(2,), private=True),
    Verb.MEMBER_OUT_TO: Button(May.TEAM, leaving.chosen, takes=(2,), private=True),
    Verb.MY_DATA: Button(May.READ, myself.pressed, takes=(0,), private=True),
    Verb.MY_NAME: Button(May.READ, myself.correct, takes=(0,), private=True),
    Verb.MY_JABATAN: Button(May.READ, myself.correct, takes=(0,), private=True),
    Verb.MY_ERASURE: Button(May.READ, myself.ask_erasure, takes=(0,), private=True),
    Verb.MY_ERASURE_YES: Button(May.READ, myself.erasure, takes=(0,), private=True),
    Verb.LATER: Button(May.REPORT, later.ask, private=True),
    Verb.LATER_DAY: Button(May.REPORT, later.chosen, takes=(2,), private=True),
    Verb.LATER_ALL: Button(May.REPORT, later.all_of_them, takes=(0,), private=True),
    Verb.LATER_NOT: Button(May.REPORT, later.back, private=True),
    Verb.LEAVE_CANCEL: Button(May.READ, absence.cancel, private=True),
    Verb.ASSIGN_LIST: Button(May.ASSIGN, assigning.opened, takes=(0, 1), private=True),
    Verb.ASSIGN_SCOPE: Button(May.ASSIGN, assigning.scope_chosen, takes=(1, 2, 3), private=True),
    Verb.ASSIGN_TO: Button(May.ASSIGN, assigning.pressed, takes=(2,), private=True),
    Verb.ASSIGN_PAGE: Button(May.ASSIGN, assigning.pressed, takes=(2,), private=True),
    Verb.ASSIGN_WHICH: Button(May.ASSIGN, assigning.pressed, takes=(2,), private=True),
    Verb.ASSIGN_MORE: Button(May.ASSIGN, assigning.pressed, private=True),
    Verb.ASSIGN_CLOSER: Button(May.ASSIGN, assigning.pressed, private=True),
    Verb.ASSIGN_UNDO: Button(May.ASSIGN, assigning.pressed, private=True),
    Verb.PIC: Button(May.SETTLE, pic.pressed, takes=(2,), private=True),
    Verb.PIC_SET: Button(May.SETTLE, pic.pressed, takes=(3,), private=True),
    Verb.PIC_ALL: Button(May.SETTLE, pic.pressed, takes=(2,), private=True),
    Verb.PIC_CHOOSE: Button(May.SETTLE, pic.pressed, takes=(2,), private=True),
    Verb.CORRECT: Button(May.REPORT, status.correct),
    Verb.POSTPONE: Button(May.REPORT, postponing.begin),
    Verb.GRANT: Button(May.REVIEW, postponing.grant, takes=(2,), private=True),
    Verb.DENY: Button(May.REVIEW, postponing.deny, takes=(2,), private=True),
    Verb.DENY_PLAIN: Button(May.REVIEW, postponing.deny_plainly, takes=(2,), private=True),
    Verb.WITHDRAW: Button(May.REPORT, postponing.withdraw),
    Verb.RETRY_INBOX: Button(May.MAINTAIN, errors.retry, private=True),
}

NEW = filters.UpdateType.MESSAGE
"""Fresh messages only: an edited command is not said twice."""
FILE = filters.PHOTO | filters.Document.ALL | filters.VIDEO | filters.VOICE
OTHER = filters.AUDIO | filters.VIDEO_NOTE | filters.Sticker.ALL | filters.CONTACT | filters.LOCATION


def connect(bot: Bot) -> None:
    """Say what answers what."""
    bot.add_handler(CommandHandler("start", on(joining.start), filters=NEW))
    for name, command in COMMANDS.items():
        bot.add_handler(CommandHandler(name, at_the_door(f"/{name}", command), filters=NEW))
    bot.add_handler(MessageHandler(NEW & (FILE | OTHER), evidence_at_the_door))
    bot.add_handler(MessageHandler(NEW & filters.COMMAND, at_the_door("command", UNKNOWN)))
    bot.add_handler(MessageHandler(NEW & filters.StatusUpdate.MIGRATE, on(joining.migrated)))
    bot.add_handler(MessageHandler(NEW & filters.TEXT, at_the_door("words", WORDS)))
    bot.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, at_the_door("edited", EDITED)))
    recaption = at_the_door("recaptioned", RECAPTIONED)
    bot.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE & FILE, recaption))
    bot.add_handler(MessageHandler(filters.UpdateType.CHANNEL_POSTS, on(channel_post)))
    bot.add_handler(CallbackQueryHandler(any_button))
    bot.add_handler(ChatMemberHandler(on(joining.membership), ChatMemberHandler.MY_CHAT_MEMBER))


def at_the_door(name: str, command: Command) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """A handler of messages as Telegram's library wants it: only who may comes through to the command's answer."""

    async def callback(update: Update, context: Context) -> None:
        await context.work(known(name, await prepared(command, update, context)), update)

    return callback


async def evidence_at_the_door(update: Update, context: Context) -> None:
    """A photo or file: refused unfetched where its sender may send none; in a group most are not meant for us."""
    await planning.receive(update, context, EVIDENCE)


async def any_button(update: Update, context: Context) -> None:
    """A pressed button."""
    await context.work(buttons(await press.prepared(BUTTONS, update, context)), update)


def on(handler: Callable[[Desk, Update], None]) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """A handler that works on the desk, as Telegram's library wants it: one transaction, off the loop."""

    async def callback(update: Update, context: Context) -> None:
        await context.work(handler, update)

    return callback
