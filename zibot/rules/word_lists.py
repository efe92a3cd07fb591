"""Words written down as lists of them: sets, and tables of plain words with their other spellings."""


def table(lines: str) -> dict[str, tuple[str, ...]]:
    """Plain words with their other spellings, from lines of `plain: other other`; a plain word may have several."""
    found: dict[str, tuple[str, ...]] = {}
    for line in filter(str.strip, lines.splitlines()):
        plain, _, others = (part.strip() for part in line.partition(":"))
        found[plain] = (*found.get(plain, (plain,)), *others.split())
    return found


def word_set(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())
