"""The bare bot to compare with: puts each photo on disk and answers it. Called with token, address and folder.

It promises nothing: what it has not answered when it dies is lost, since its library has confirmed it already.
"""

import sys
from pathlib import Path

from telegram import Update
from telegram.ext import Application, CallbackContext, MessageHandler, filters


async def keep(update: Update, context: CallbackContext) -> None:
    """Download the largest size and say so."""
    message, photo = update.effective_message, update.effective_message.photo[-1]
    file = await photo.get_file()
    await file.download_to_drive(context.bot_data["folder"] / f"{photo.file_unique_id}.jpg")
    await message.reply_text("Tersimpan.", do_quote=True)


def main(token: str, url: str, folder: str) -> None:
    """Poll until told to stop."""
    application = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    application.bot_data["folder"] = Path(folder)
    application.add_handler(MessageHandler(filters.PHOTO, keep))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
