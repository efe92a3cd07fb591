"""How a question sounds: whether it asks or wishes, calls upon people, or only names a thing."""

from zibot.rules.chat_words import KIND_OF, Class
from zibot.rules.hearing import Heard


def wonders(found: Heard) -> bool:
    """Whether it asks or wishes: a question word or mark, a wish, or "sudah … belum", "ada … tidak"."""
    return (
        found.asked
        or ends_with_tag(found)
        or found.has(Class.ASKS, Class.WHO, Class.WISH)
        or (found.like("ada yang|ada ada") and not found.like("(?:belum|masih) ada yang"))
        or (
            not found.bare
            and found.like("(?:kok|kenapa|mengapa) (?:<area> |<component> |<code> )?(?:masih|belum|merah|kuning|tidak)")
        )
    )


def ends_with_tag(found: Heard) -> bool:
    """Whether it ends with "belum" or "tidak", or asks by "sudah … belum"."""
    if found.like("sudah (?:.* )?belum(?! ada| juga)"):
        return True
    solid = [KIND_OF.get(word) for word in found.words if KIND_OF.get(word) not in (Class.FILLER, None)]
    return len(solid) > 1 and solid[-1] in (Class.YET, Class.NO)


def calls_upon(found: Heard) -> bool:
    """Whether it calls upon people to do something: "yang belum kirim segera ya" asks for nothing."""
    return found.has(Class.ORDER) and not (found.asked or found.has(Class.ASKS, Class.WHO))


def headless(found: Heard) -> bool:
    """Whether it is a thing described ("yang belum kirim"), which by itself is asked for."""
    return found.has(Class.WHICH)


def has_only(found: Heard, *kinds: Class) -> bool:
    """Whether nothing but polite words, and words of these kinds, stands beside what it is about."""
    return all(KIND_OF.get(word) in (Class.FILLER, Class.WISH, None, *kinds) for word in found.words)


def open_ended(found: Heard) -> bool:
    """Whether it asks for what there is, by a question, a wish or a thing described."""
    return found.asked or ends_with_tag(found) or found.has(Class.ASKS, Class.WISH) or headless(found)
