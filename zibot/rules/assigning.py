"""Who holds what once a scope of the plan is given to people, shared with them, or let go; scopes stay people's own.

A scope is the code of an area ("V"), a component ("V.4") or an item ("V.4.3"). Of all scopes that cover an item the
closest one counts: whom an item's own name names outranks who holds its component, and that one who holds its area.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zibot.rules.scopes import under

Held = Mapping[int, tuple[str, ...]]
"""The scopes of each person, by id."""


class How(StrEnum):
    """How people come to hold a scope, or cease to."""

    GIVE = "give"
    """They alone hold it."""
    SHARE = "share"
    """They hold it with whoever holds it."""
    TAKE = "take"
    """They hold it no more."""


class HeldWider(Exception):
    """Somebody cannot let go of a scope, since they hold all around it alone; `scope` is what they hold."""

    def __init__(self, person_id: int, scope: str) -> None:
        super().__init__(person_id, scope)
        self.person_id = person_id
        self.scope = scope


def holders(held: Mapping[int, Iterable[str]], code: str) -> tuple[int, ...]:
    """Who holds an item, or all of a scope that nobody holds closer: those whose scope is the closest."""
    close = {id: max((len(one) for one in scopes if under(code, one)), default=0) for id, scopes in held.items()}
    best = max(close.values(), default=0)
    return tuple(id for id, near in close.items() if best and near == best)


def assigned(held: Held, scopes: Iterable[str], people: Collection[int], how: How) -> Held:
    """The scopes of everyone once these people hold these scopes, or hold them no more. Raises HeldWider."""
    change = {How.GIVE: _given, How.SHARE: _shared, How.TAKE: _taken}[how]
    for scope in scopes:
        held = change(held, scope, people)
    return held


def _given(held: Held, scope: str, people: Collection[int]) -> Held:
    return {
        id: _with(scopes, scope) if id in people else tuple(one for one in scopes if one != scope)
        for id, scopes in held.items()
    }


def _shared(held: Held, scope: str, people: Collection[int]) -> Held:
    # Who holds it by a wider scope would be outranked, so they are named too.
    return _named(held, scope, {*people, *holders(held, scope)})


def _taken(held: Held, scope: str, people: Collection[int]) -> Held:
    held = {
        id: tuple(one for one in scopes if not under(one, scope)) if id in people else scopes
        for id, scopes in held.items()
    }
    still = holders(held, scope)
    gone = [id for id in still if id in people]
    if not gone:
        return held
    if set(still) <= set(people):
        wider = max((one for one in held[gone[0]] if under(scope, one)), key=len)
        raise HeldWider(gone[0], wider)
    return _named(held, scope, set(still) - set(people))


def _named(held: Held, scope: str, people: Collection[int]) -> Held:
    return {id: _with(scopes, scope) if id in people else scopes for id, scopes in held.items()}


def _with(scopes: tuple[str, ...], scope: str) -> tuple[str, ...]:
    return scopes if scope in scopes else (*scopes, scope)


def closer(held: Held, scope: str, people: Collection[int]) -> tuple[str, ...]:
    """The scopes within a scope that others hold by a closer name, so that they stay theirs; the widest ones only."""
    theirs = {one for id, scopes in held.items() if id not in people for one in scopes}
    within = sorted((one for one in theirs if one != scope and under(one, scope)), key=len)
    return tuple(one for at, one in enumerate(within) if not any(under(one, wider) for wider in within[:at]))


@dataclass(frozen=True, slots=True)
class Change:
    """What one person won and lost, as codes of items in the order of the plan."""

    won: tuple[str, ...]
    lost: tuple[str, ...]
    joined: tuple[str, ...] = ()
    """What they hold as before, but with someone more."""


def changes(before: Held, after: Held, codes: Iterable[str]) -> dict[int, Change]:
    """Who holds other items than before, or with someone more; who holds the same ones is not named."""
    won: dict[int, list[str]] = {}
    lost: dict[int, list[str]] = {}
    joined: dict[int, list[str]] = {}
    for code in codes:
        had, have = holders(before, code), holders(after, code)
        for id in set(have) - set(had):
            won.setdefault(id, []).append(code)
        for id in set(had) - set(have):
            lost.setdefault(id, []).append(code)
        for id in set(had) & set(have) if set(have) - set(had) else ():
            joined.setdefault(id, []).append(code)
    return {
        id: Change(*(tuple(codes.get(id, ())) for codes in (won, lost, joined)))
        for id in dict.fromkeys((*sorted(won), *sorted(lost), *sorted(joined)))
    }


def whole(codes: Iterable[str], plan: Sequence[str]) -> tuple[str, ...]:
    """Items as the fewest scopes that cover them and nothing else of the plan: V.1 for V.1.1 and V.1.2, if it has no
    further ones; the area where it is all of it."""
    wanted = set(codes)
    found: dict[str, None] = {}
    for code in (code for code in plan if code in wanted):
        parts = code.split(".")
        scopes = (".".join(parts[:size]) for size in range(1, len(parts) + 1))
        scope = next(one for one in scopes if all(other in wanted for other in plan if under(other, one)))
        found[scope] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Nobodys:
    """A component, or what is left of it, that nobody holds: its scope, its area, and the codes of these items."""

    scope: str
    area: int
    name: str
    codes: tuple[str, ...]
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the plan as far as it matters who holds it."""

    code: str
    area: int
    component: str
    confidential: bool = False


def unowned(rows: Iterable[Row], held: Mapping[int, Iterable[str]]) -> tuple[Nobodys, ...]:
    """What nobody holds, by component in the order of the plan.

    Whoever is given such a scope gets just these items: the others of the component are held by a closer name.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if not holders(held, row.code):
            groups.setdefault(row.code.rpartition(".")[0] or row.code, []).append(row)
    return tuple(
        Nobodys(
            scope=scope,
            area=group[0].area,
            name=group[0].component,
            codes=tuple(row.code for row in group),
            confidential=any(row.confidential for row in group),
        )
        for scope, group in groups.items()
    )
