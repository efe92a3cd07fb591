"""The office's own texts: templates and labels in its folder, checked before they take the place of ours."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, meta

from zibot.settings import SettingsError

LABELS = "labels.toml"
EVERYWHERE = frozenset({"office", "today"})
"""What every template is filled with."""
_TAGS = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "blockquote"})
_BLOCKS = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]*)(?:\s[^<>]*)?>")


def wellformed(html: str) -> bool:
    """Whether Telegram takes a message's tags: only those that it knows, each closed in its own line."""
    return all(_closed(line) for line in html.splitlines())


def _closed(line: str) -> bool:
    open_tags: list[str] = []
    for end, name in _TAG.findall(line):
        if name not in _TAGS or (end and (not open_tags or open_tags.pop() != name)):
            return False
        if not end:
            open_tags.append(name)
    return not open_tags and "<" not in _TAG.sub("", line)


def check(folder: Path, ours: Path, environment: Environment) -> None:
    """Whether every template of a folder can take the place of ours; raises SettingsError for the first that cannot."""
    for file in sorted(folder.iterdir()):
        if file.name == LABELS or file.name.startswith("."):
            continue
        if file.suffix != ".html" or not (ours / file.name).is_file():
            raise SettingsError("texts-name", file=str(file))
        try:
            words = file.read_text(encoding="utf-8")
            asked = _asked(environment, words)
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("texts-broken", file=str(file), line="1", why=str(error)) from error
        except TemplateError as error:
            line = str(getattr(error, "lineno", 1))
            raise SettingsError("texts-broken", file=str(file), line=line, why=str(error)) from error
        unknown = asked - _asked(environment, (ours / file.name).read_text(encoding="utf-8")) - EVERYWHERE
        if unknown:
            raise SettingsError("texts-word", file=str(file), word=min(unknown))
        if not wellformed(_BLOCKS.sub("", words)):
            raise SettingsError("texts-tag", file=str(file))


def _asked(environment: Environment, words: str) -> set[str]:
    """The names that a template is to be filled with."""
    return set(meta.find_undeclared_variables(environment.parse(words)))


def labels(folder: Path, ours: Mapping[str, Any]) -> dict[str, Any]:
    """Our labels with those of a folder in their place; raises SettingsError where one is none of ours."""
    file = folder / LABELS
    if not file.is_file():
        return dict(ours)
    try:
        theirs = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError("texts-toml", file=str(file), why=str(error)) from error
    return _over(ours, theirs, file, ())


def _over(ours: Mapping[str, Any], theirs: Mapping[str, Any], file: Path, path: tuple[str, ...]) -> dict[str, Any]:
    """One table over another: each key must be ours, and say the same kind of thing."""
    found = dict(ours)
    for key, said in theirs.items():
        here = (*path, key)
        if key not in ours or type(said) is not type(ours[key]):
            raise SettingsError("texts-key", file=str(file), key=".".join(here))
        if isinstance(said, dict):
            found[key] = _over(ours[key], said, file, here)
        elif isinstance(said, str):
            found[key] = _checked(said, ours[key], file, here)
        else:
            found[key] = said
    return found


def _checked(said: str, ours: str, file: Path, path: tuple[str, ...]) -> str:
    """A label that is filled with nothing but what ours is filled with."""
    plain = Environment(autoescape=False)
    try:
        unknown = _asked(plain, said) - _asked(plain, ours)
    except TemplateError as error:
        raise SettingsError("texts-toml", file=str(file), why=f"{'.'.join(path)}: {error}") from error
    if unknown:
        raise SettingsError("texts-word", file=f"{file} ({'.'.join(path)})", word=min(unknown))
    return said
