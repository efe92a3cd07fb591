"""What verifying found: a code that names its sentence, what fills it, and where."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written down."""

    code: str
    where: str
    """A row or a file, such as `event 12`, `evidence 000003` or a path below the data folder."""
    details: dict[str, Any] = field(default_factory=dict)


def found(code: str, where: str, /, **details: Any) -> Finding:
    """A finding."""
    return Finding(code, where, details)
