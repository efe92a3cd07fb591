"""A wrong call in the terminal's own words: the library of commands says it in English."""

import re
from typing import Any

_BY_NAME = {
    "MissingParameter": "usage-missing",
    "NoSuchOption": "usage-option",
    "BadOptionUsage": "usage-empty",
    "BadParameter": "usage-value",
}
"""By the name of the error: the library carries its own copy of click, whose errors have no public name."""
_BY_WORDS = {
    "usage-command": re.compile(r"No such command '(.+)'"),
    "usage-extra": re.compile(r"unexpected extra arguments?(?:\(s\))? \((.+)\)"),
}


def wrong_call(error: Any) -> tuple[str, dict[str, str]]:
    """The code of the line that tells what is wrong with a call, and what it is filled with."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "zibot"
    said = error.format_message()
    code = _BY_NAME.get(type(error).__name__)
    if code is not None:
        return code, {"what": _what(error), "command": command}
    for code, words in _BY_WORDS.items():
        found = words.search(said)
        if found:
            return code, {"what": found[1], "command": command}
    return "usage", {"why": said, "command": command}


def _what(error: Any) -> str:
    """The option or argument of which it complains, as it is written."""
    option = getattr(error, "option_name", None)
    if option:
        return str(option)
    param = error.param
    return str(param.name).upper() if param.param_type_name == "argument" else str(param.opts[0])
