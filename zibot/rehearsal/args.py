"""The parameters of one call, however they came: query, form, multipart or JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from zibot.rehearsal.errors import wrong


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    data: bytes = field(repr=False)
    mime: str | None = None


@dataclass(frozen=True)
class Args:
    """Values (strings, or JSON types) and uploads by name."""

    values: dict[str, Any]
    uploads: dict[str, Upload]

    def text(self, name: str) -> str:
        """A string; empty if absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; `default` if absent."""
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise wrong(f"invalid {name} specified") from error

    def flag(self, name: str) -> bool:
        """A truth value; false if absent."""
        return self.text(name).lower() in ("true", "1", "yes")

    def parsed(self, name: str) -> Any:
        """A JSON value, already parsed where the whole call was JSON; None if absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise wrong(f"can't parse {name} JSON object") from error

    def listed(self, name: str) -> list[Any]:
        """A JSON list of anything; empty if absent."""
        value = self.parsed(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise wrong(f"can't parse {name} JSON object: expected an Array")
        return value

    def file(self, name: str) -> Upload | str:
        """The upload under this name, or what the string names: an attachment, a file_id."""
        return self.uploads[name] if name in self.uploads else self.attached(self.text(name))

    def attached(self, reference: str) -> Upload | str:
        """`attach://name` resolved; other strings as they are."""
        if not reference.startswith("attach://"):
            return reference
        name = reference.removeprefix("attach://")
        if name not in self.uploads:
            raise wrong("wrong file identifier/HTTP URL specified")
        return self.uploads[name]

    def logged(self) -> dict[str, Any]:
        """For the log of calls: uploads by their file name and size."""
        files = {name: f"<{upload.name}, {len(upload.data)} bytes>" for name, upload in self.uploads.items()}
        return {**self.values, **files}
