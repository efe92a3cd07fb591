"""The bot at work: when Telegram last answered it, what stands in its way, and when a copy was last made."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from zibot.backup.last import last_backup
from zibot.delivery import pulse
from zibot.doctor.finding import Finding, attention, fine, wrong
from zibot.settings import Settings
from zibot.storage import whereabouts

OLD = timedelta(days=2)
"""A nightly copy older than this was missed at least once."""


def line(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether Telegram answers the bot that runs here; what one that has ended left behind is no fault."""
    beat = pulse.read(settings.data_dir)
    if beat is None or beat.heard_at is None:
        yield fine("line", "line-none") if beat is None or not beat.why else attention("line", "line-why", why=beat.why)
        return
    heard, seconds = beat.heard_at.astimezone(settings.timezone), (now - beat.heard_at).total_seconds()
    if not whereabouts.held(settings.data_dir):
        yield fine("line", "line-before", heard=heard)
    elif beat.why:
        yield attention("line", "line-trouble", heard=heard, why=beat.why)
    elif seconds > settings.watch_seconds:
        yield wrong("line", "line-silent", heard=heard)
    else:
        yield fine("line", "line", seconds=max(0, round(seconds)))


def backup(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether a good nightly copy was made lately."""
    last = last_backup(settings.data_dir)
    folder = str(settings.backups())
    if last.error:
        yield attention("backup", "backup-failed", folder=folder, why=last.error)
    if last.at is None:
        yield attention("backup", "backup-none", nightly=settings.backup_keep > 0)
    elif now - last.at > OLD:
        yield attention("backup", "backup-old", made=last.at.astimezone(settings.timezone), folder=folder)
    elif not last.error:
        yield fine("backup", "backup", made=last.at.astimezone(settings.timezone), folder=folder)
