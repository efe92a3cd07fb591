"""Secrets kept out of all that is written: log lines, tracebacks, error texts in rows."""

import logging
import re
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

HIDDEN = "***"
_SHORTEST = 8
"""Characters; to hide less would blot out ordinary words."""
_LONG = 16
"""Characters from which the part of a token after its colon is a secret even where it stands alone."""

_COLON = r"(?::|%3[Aa])"
# The look behind lets a long number be tried once, not again from each of its digits.
_SHAPES = (rf"(?<=/bot)[0-9]+{_COLON}[^/\s\"'<>?#\\]+", rf"(?<![0-9])[0-9]{{6,}}{_COLON}[A-Za-z0-9_-]{{30,}}")

log = logging.getLogger(__name__)


class _Known:
    """The secrets of this process, and the one pattern that finds them and whatever is shaped like a token."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()
        self.pattern = re.compile("|".join(_SHAPES))

    def add(self, secret: str) -> None:
        forms = {secret, quote(secret, safe=""), quote(secret, safe="").replace("%3A", "%3a")}
        after = secret.rpartition(":")[2]
        self.secrets |= {form for form in (*forms, after if len(after) >= _LONG else "") if len(form) >= _SHORTEST}
        # The longest first, or a part would be hidden and the rest of the whole left standing.
        exact = sorted((re.escape(form) for form in self.secrets), key=len, reverse=True)
        self.pattern = re.compile("|".join((*exact, *_SHAPES)))


_known = _Known()


def know(*secrets: str) -> None:
    """Hide these from now on, also where they are percent-encoded; less than eight characters are no secret."""
    for secret in secrets:
        _known.add(secret)


def hide(text: str) -> str:
    """The text without the secrets that are known and without whatever is shaped like a bot's token."""
    return _known.pattern.sub(HIDDEN, text)


def words_of(error: Exception) -> str:
    """What an error says of itself; one of text that cannot be written would bring all of that text along."""
    return hide(f"{type(error).__name__}: {error}" if isinstance(error, UnicodeError) else repr(error))


class Redacting(logging.Formatter):
    """Lets another formatter write the whole record, traceback included, and hides secrets in what it wrote."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self.inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The finished text without secrets; a message that does not fit its arguments is told as it stands."""
        try:
            return hide(self.inner.format(record))
        except (TypeError, ValueError, KeyError):
            # Left to itself logging would print message and arguments past every formatter.
            return hide(f"{record.levelname} {record.name}: {record.msg!r} {record.args!r}")


def install(*secrets: str) -> None:
    """Let all handlers of the root logger hide secrets, and send through them what else Python prints by itself."""
    know(*secrets)
    for handler in logging.getLogger().handlers:
        if not isinstance(handler.formatter, Redacting):
            handler.setFormatter(Redacting(handler.formatter or logging.Formatter()))
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("unexpected", exc_info=(kind, error, trace))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        name = args.thread.name if args.thread is not None else "?"
        log.critical("unexpected in thread %s", name, exc_info=args.exc_value)


def _unraisable(args: "UnraisableHookArgs") -> None:
    """What fails where nobody can catch it, as in a finalizer."""
    where = getattr(args.object, "__qualname__", type(args.object).__name__)
    log.error("%s: %s", args.err_msg or "exception ignored in", where, exc_info=args.exc_value)
