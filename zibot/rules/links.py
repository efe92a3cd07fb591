"""Links in words: which are there, and which of them break once somebody tidies a shared folder."""

import re
from urllib.parse import urlsplit

_LINK = re.compile(r"https?://[^\s<>\"']+", re.I)
_SHARED = (
    *("drive.google.com", "docs.google.com", "photos.app.goo.gl", "forms.gle"),
    *("1drv.ms", "onedrive.live.com", "sharepoint.com", "dropbox.com"),
)
"""Hosts of folders that one person keeps: what lies there moves, is closed to others, or goes with the account."""


def found(words: str) -> list[str]:
    """The links in words, without what ends the sentence."""
    return [link.rstrip(".,;:!?)]}") for link in _LINK.findall(words)]


def only_links(words: str) -> bool:
    """Whether words are links and nothing else."""
    return bool(found(words)) and not _LINK.sub("", words).strip()


def breaks(words: str) -> bool:
    """Whether a link leads to a folder that somebody keeps, so that the file itself is worth more."""
    hosts = (_host(link) for link in found(words))
    return any(host == shared or host.endswith(f".{shared}") for host in hosts for shared in _SHARED)


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").casefold()
    except ValueError:
        return ""
