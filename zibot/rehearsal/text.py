"""Text as Telegram counts and cleans it, and the entities that it finds by itself."""

import re
from typing import Any
from urllib.parse import urlsplit

Entity = dict[str, Any]

_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\r"} | {13: None}
_FOUND = (
    ("url", re.compile(r"\b(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)]|t\.me/[\w?=+/-]+)", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w/@])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}")),
)


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def piece(text: str, entity: Entity) -> str:
    """The part of a text under an entity."""
    raw = text.encode("utf-16-le")
    start = 2 * int(entity["offset"])
    return raw[start : start + 2 * int(entity["length"])].decode("utf-16-le", "replace")


def clean(text: str) -> str:
    """Control characters become spaces, carriage returns vanish."""
    return text.translate(_CONTROL)


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, entities moved and clipped accordingly."""
    left = units(text) - units(text.lstrip())
    text = text.strip()
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - left)
        end = min(units(text), entity["offset"] - left + entity["length"])
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """The given entities and those which Telegram finds by itself: links, commands, mentions, hashtags."""
    result = list(entities)
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start, length = units(text[: match.start()]), units(match.group())
            taken = any(
                e["offset"] < start + length and start < e["offset"] + e["length"] and e["type"] in _CLOSED
                for e in result
            )
            if not taken:
                result.append({"type": kind, "offset": start, "length": length})
    return sorted(result, key=lambda e: (e["offset"], -e["length"]))


_CLOSED = {"pre", "code", "text_link", "text_mention", "url", "bot_command", "mention", "hashtag"}


def good_url(url: str) -> bool:
    """Whether Telegram takes it for a link: it refuses `http://localhost`, for one."""
    if any(c.isspace() for c in url):
        return False
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme in ("tg", "ton"):
        return True
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and "." in host.strip(".")
