"""What was made of rows a moment ago, kept as long as the rows are as they were seen: asked with every message."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlmodel import Session

T = TypeVar("T")


def kept(session: Session, what: Hashable, seen: Any, make: Callable[[], T]) -> T:
    """What was made when this was seen before, else what is made now; nobody may change it.

    Readers and writers keep theirs apart, since these see what is not yet committed.
    """
    store: dict[Hashable, tuple[Any, T]] = session.info.setdefault("kept", {})
    found = store.get(what)
    if found is None or found[0] != seen:
        found = store[what] = (seen, make())
    return found[1]
