"""The passphrase of a backup: from a file or from the environment, never from the command line."""

from pathlib import Path

from zibot import redact
from zibot.settings import Settings, SettingsError


def passphrase(settings: Settings, file: Path | None) -> str | None:
    """The passphrase; None where none is wanted. Raises SettingsError for a file that holds none."""
    if file is None:
        said = settings.backup_passphrase.get_secret_value().strip() if settings.backup_passphrase else ""
    else:
        try:
            said = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise SettingsError("passphrase-file", file=str(file), why=why) from error
        if not said:
            raise SettingsError("passphrase-file", file=str(file), why="0 B")
    if said:
        redact.know(said)
    return said or None
