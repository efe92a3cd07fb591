"""Calls and objects against the published Bot API: names, required fields, types, nested ones too."""

import json
import re
from pathlib import Path
from typing import Any

from zibot.rehearsal.args import Args
from zibot.rehearsal.errors import ApiError, bad

_EMPTY = {  # what the real server says where a required parameter is missing
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
    "action": "wrong parameter action in request",
}
_PLAIN: dict[str, Any] = {
    "String": str,
    "InputFile": str,
    "Boolean": bool,
    "Float": (int, float),
    "Integer": int,
}


class Published:
    """The published methods and types; `problem_of_call` and `problem_of_object` name the first fault, or None."""

    def __init__(self, methods: dict[str, Any], types: dict[str, Any]) -> None:
        self.methods = methods
        self.types = types

    @classmethod
    def read(cls, path: Path) -> "Published":
        """From a file `{"methods": {...}, "types": {...}}`."""
        body = json.loads(path.read_text(encoding="utf-8"))
        return cls(body["methods"], body["types"])

    def refusal(self, method: str, args: Args) -> ApiError | None:
        """The refusal of a call that breaks the published rules, as the real server words it where that is known."""
        fields = self.methods[method]["fields"]
        for name, (_, required) in fields.items():
            empty = args.values.get(name) is None or (name in _EMPTY and args.values[name] == "")
            if required and empty and name not in args.uploads:
                return bad(_EMPTY.get(name, f'parameter "{name}" is required'))
        problem = self.problem_of_call(method, args)
        return bad(problem) if problem else None

    def problem_of_call(self, method: str, args: Args) -> str | None:
        """What is wrong with the parameters of a call."""
        fields = self.methods[method]["fields"]
        for name, value in args.values.items():
            if name not in fields:
                return f'parameter "{name}" is unknown to {method}'
            problem = self._problem_of_parameter(name, value, fields[name][0], args)
            if problem:
                return problem
        named = json.dumps(args.values, ensure_ascii=False)
        for name in args.uploads:
            takes_file = name in fields and any(t == "InputFile" for t in fields[name][0])
            if not takes_file and not re.search(rf"attach://{re.escape(name)}\W", named):
                return f'file "{name}" is not referred to by {method}'
        return None

    def _problem_of_parameter(self, name: str, value: Any, kinds: list[str], args: Args) -> str | None:
        if not isinstance(value, str):
            return self.problem_of_object(value, kinds, name)
        if value.startswith("attach://"):
            return None if value.removeprefix("attach://") in args.uploads else f"{name}: nothing attached as {value}"
        first = self._problem_of_string(name, value, kinds[0])
        fits = first is None or any(self._problem_of_string(name, value, kind) is None for kind in kinds[1:])
        return None if fits else first

    def _problem_of_string(self, name: str, value: str, kind: str) -> str | None:
        """A form field is a string in any case; it must read as its type."""
        if kind == "String":
            return None
        if kind == "InputFile":
            return f"{name}: expected a file"
        if kind == "Boolean":
            return None if value.lower() in ("true", "false", "1", "0", "yes", "no") else f"{name}: expected a Boolean"
        if kind in ("Integer", "Float"):
            pattern = r"-?\d+" if kind == "Integer" else r"-?\d+(\.\d+)?"
            return None if re.fullmatch(pattern, value) else f"{name}: expected {kind}"
        try:
            parsed = json.loads(value)
        except ValueError:
            return f"can't parse {name} JSON object"
        return self.problem_of_object(parsed, [kind], name)

    def problem_of_object(self, value: Any, kinds: list[str], where: str) -> str | None:
        """What is wrong with a JSON value that should be of one of these types."""
        problems = []
        for kind in kinds:
            problem = self._problem_as(value, kind, where)
            if problem is None:
                return None
            problems.append(problem)
        return max(problems, key=lambda p: p.count("."))  # the one that went deepest says most

    def _problem_as(self, value: Any, kind: str, where: str) -> str | None:
        if kind in _PLAIN:
            fits = isinstance(value, _PLAIN[kind]) and (kind == "Boolean" or not isinstance(value, bool))
            return None if fits else f"{where}: expected {kind}"
        if kind.startswith("Array of "):
            return self._problem_of_list(value, kind.removeprefix("Array of "), where)
        if not isinstance(value, dict):
            return f"{where}: expected {kind}"
        subtypes = self.types[kind]["subtypes"]
        if subtypes:
            return self.problem_of_object(value, subtypes, where)
        return self._problem_of_fields(value, kind, where)

    def _problem_of_list(self, value: Any, kind: str, where: str) -> str | None:
        if not isinstance(value, list):
            return f"{where}: expected an Array"
        for index, item in enumerate(value):
            if problem := self.problem_of_object(item, [kind], f"{where}.{index}"):
                return problem
        return None

    def _problem_of_fields(self, value: dict[str, Any], kind: str, where: str) -> str | None:
        fields = self.types[kind]["fields"]
        for name, (_, required) in fields.items():
            if required and name not in value:
                return f"{where}.{name}: missing in {kind}"
        for name, item in value.items():
            if name not in fields:
                return f"{where}.{name}: unknown to {kind}"
            if problem := self.problem_of_object(item, fields[name][0], f"{where}.{name}"):
                return problem
        return None
