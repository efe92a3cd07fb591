"""What people hold is named by codes of the plan; when the codes change, what they hold follows the items."""

from collections.abc import Iterable, Sequence


def under(code: str, scope: str) -> bool:
    """Whether a code is a scope's own or lies within it: V.1.2 within V.1 and V."""
    return code == scope or code.startswith(scope + ".")


def follow(scopes: Iterable[str], follows: Sequence[tuple[str, str]], dropped: Sequence[str]) -> tuple[str, ...]:
    """The scopes that hold the same items once each code of `follows` became the second one of its pair.

    An area stays what it is. A component goes along with its items where they stay together; else they are named one
    by one. Of what was dropped nothing is held: its code may be another item's now.
    """
    found: dict[str, None] = {}
    for scope in scopes:
        found.update(dict.fromkeys(_followed(scope, follows, dropped)))
    return tuple(found)


def _followed(scope: str, follows: Sequence[tuple[str, str]], dropped: Sequence[str]) -> list[str]:
    mine = [(old, new) for old, new in follows if under(old, scope)]
    if "." not in scope or not (mine or any(under(code, scope) for code in dropped)):
        return [scope]
    if scope.count(".") > 1:
        return [new for _, new in mine]
    parents = dict.fromkeys(new.rpartition(".")[0] for _, new in mine)
    whole = [parent for parent in parents if all(under(old, scope) for old, new in follows if under(new, parent))]
    rest = [new for _, new in mine if not any(under(new, parent) for parent in whole)]
    return [*whole, *rest]
