"""Telegram's HTML: what it becomes, and what is refused."""

from contextlib import suppress
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zibot.rehearsal.errors import ApiError
from zibot.rehearsal.html import TAGS, parse_html
from zibot.rehearsal.text import piece, trim, units

unhurried = settings(deadline=None)  # a busy machine is no fault of the parser
SIMPLE = sorted(set(TAGS) - {"a", "span", "tg-emoji", "pre", "code", "blockquote"})
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@unhurried
@given(words)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(escape(text)) == (text, [])


@unhurried
@given(words, st.sampled_from(SIMPLE), words, words)
def test_a_tag_covers_its_text_in_utf16_units(before: str, tag: str, inner: str, after: str) -> None:
    plain, entities = parse_html(f"{escape(before)}<{tag}>{escape(inner)}</{tag}>{escape(after)}")
    assert plain == before + inner + after
    if inner:
        assert entities == [{"type": TAGS[tag], "offset": units(before), "length": units(inner)}]
        assert piece(plain, entities[0]) == inner
    else:
        assert entities == []


@unhurried
@given(st.lists(st.sampled_from(SIMPLE), min_size=2, max_size=4, unique=True), words)
def test_crossed_tags_are_refused_and_nested_ones_not(tags: list[str], text: str) -> None:
    opening = "".join(f"<{tag}>" for tag in tags)
    parse_html(opening + escape(text) + "".join(f"</{tag}>" for tag in reversed(tags)))
    with pytest.raises(ApiError, match="Unmatched end tag"):
        parse_html(opening + escape(text) + "".join(f"</{tag}>" for tag in tags))


@unhurried
@given(st.text("<>/&;=\"' abi\nспан", max_size=30))
def test_any_text_is_read_or_refused_in_the_servers_words(text: str) -> None:
    with suppress(ApiError):
        plain, entities = parse_html(text)
        assert len(plain) <= len(text)
        assert all(e["offset"] + e["length"] <= units(plain) for e in entities)


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<b>tebal", 'Can\'t find end tag corresponding to start tag "b"'),
        ("🏟 a</b>", "Unexpected end tag at byte offset 6"),
        ("nilai <5 dari 10", 'Unsupported start tag "5" at byte offset 6'),
        ("nilai <5", "Unclosed start tag at byte offset 6"),
        ("<p>alinea</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b>x</b ", "Unclosed end tag at byte offset 4"),
        ("<i>x</em>", 'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"'),
        ('<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="https://a.id>x</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=https://a.id>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<b =x>y</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_bad_markup_is_refused(markup: str, problem: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(markup)
    assert caught.value.description == f"Bad Request: can't parse entities: {problem}"
    assert caught.value.fault


def test_links_quotes_code_and_references() -> None:
    markup = (
        '<a href="https://kpu.go.id/?a=1&amp;b=2">KPU</a> <blockquote expandable>kutipan</blockquote>'
        ' <pre><code class="language-python">x = 1</code></pre> <span class="tg-spoiler">r</span>'
        " &#8212; &nbsp; &laquo;"
    )
    plain, entities = parse_html(markup)
    assert plain == "KPU kutipan x = 1 r — &nbsp; &laquo;"
    assert [(e["type"], piece(plain, e)) for e in entities] == [
        ("text_link", "KPU"),
        ("expandable_blockquote", "kutipan"),
        ("pre", "x = 1"),
        ("spoiler", "r"),
    ]
    assert entities[0]["url"] == "https://kpu.go.id/?a=1&b=2"
    assert entities[2]["language"] == "python"


def test_a_link_to_localhost_is_silently_no_link() -> None:
    assert parse_html('<a href="http://localhost:8080/x">papan</a>') == ("papan", [])


def test_a_mention_by_id() -> None:
    assert parse_html('<a href="tg://user?id=12">Budi</a>')[1][0]["user"] == {"id": 12}


def test_white_space_at_the_ends_goes_and_entities_move() -> None:
    assert trim("  🏟 a  ", [{"type": "bold", "offset": 0, "length": 8}]) == (
        "🏟 a",
        [{"type": "bold", "offset": 0, "length": 4}],
    )
