"""The commands of the terminal: each reads what it is given, has it done, and prints a few lines.

Heavy parts are imported by the command that needs them, since most need few.
"""

import logging
import os
import sys

import typer

from zibot import redact
from zibot.cli import figures, keeping, people, plan, running  # each adds its commands
from zibot.cli.base import app, fail
from zibot.cli.wrong import wrong_call
from zibot.settings import SettingsError

__all__ = ["app", "figures", "keeping", "main", "people", "plan", "running"]

OUTSIDE = ("stuck", "journal-lost", "backup-failed", "restore-no-room")
"""What is wrong with the line or the disk, and with neither the input nor the call."""


def main() -> None:
    """Run a command; whatever the user can mend is one line on standard error and exit code 2."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    redact.install()
    # httpx writes whole addresses at INFO, and ours hold the token.
    for name in ("httpx", "httpcore", "alembic", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns whenever a look at the clock is skipped because the one before is still under way, as is meant.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    try:
        sys.exit(app(prog_name="zibot", standalone_mode=False))
    except typer.Abort:
        sys.exit(1)
    except SettingsError as error:
        fail(error.code, error.details, status=1 if error.code in OUTSIDE else 2)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        # Typer carries its own copy of click, whose errors have no public name but this method.
        if hasattr(error, "format_message"):
            fail(*wrong_call(error)) if error.format_message() else sys.exit(2)  # without a word it printed the help
        storage = sys.modules.get("zibot.storage.database")
        if storage is not None and storage.is_trouble(error):
            fail("database-trouble", {"why": str(getattr(error, "orig", error)).splitlines()[0]}, status=1)
        if "ZIBOT_DEBUG" in os.environ or "run" in sys.argv[1:2]:
            # Who keeps the bot running reads its log; who types a command reads one line.
            logging.getLogger("zibot").exception("unexpected")
        fail("unexpected", {"why": f"{type(error).__name__}: {error}".splitlines()[0]}, status=1)
