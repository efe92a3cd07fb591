"""What a person sees on a phone: the last message, its buttons, and an answer to it, without Telegram."""

from typing import Any

from tests.board import Board, reply
from zibot.model import Outbox


def told(board: Board, account: int) -> Outbox:
    """The last message that someone got; it is on their phone now, as number 1000 and so many."""
    row = [
        row
        for row in board.sent()
        if row.chat_id == account and "text" in row.payload and row.method != "answerCallbackQuery"
    ][-1]

    def arrived(desk: Any) -> int:
        kept = desk.session.get_one(Outbox, row.id)
        kept.sent_at = desk.now
        kept.message_id = row.payload.get("message_id") or 1000 + row.id
        return int(kept.message_id)

    row.message_id = board.room.do(arrived)
    return row


def buttons(row: Outbox) -> dict[str, str]:
    rows = row.payload.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for line in rows for button in line}


async def says(board: Board, account: int, words: str, *, to: Outbox | None = None) -> str:
    """Someone writes, perhaps in reply; the last that they are told."""
    more = {"reply_to_message": reply(to.message_id or 0, {"id": account, "type": "private"})} if to else {}
    await board.says(account, words, **more)
    return str(told(board, account).payload["text"])


async def presses(board: Board, account: int, name: str) -> str:
    """Someone presses a button under the last message that they got; the toast."""
    row = told(board, account)
    found = next(callback for text, callback in buttons(row).items() if name in text)
    return await board.presses(account, found, message=row.message_id or 0)
