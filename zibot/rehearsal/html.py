"""Telegram's HTML parse mode: markup -> plain text and entities, refused where the real server refuses."""

import re
from dataclasses import dataclass, field

from zibot.rehearsal.errors import wrong
from zibot.rehearsal.text import Entity, good_url, piece, units

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|([a-zA-Z]+));?")
_USER = re.compile(r"tg://user\?id=(\d+)$")


def decode(text: str) -> str:
    """Character references resolved; those that Telegram does not know stay as they are."""

    def one(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return _NAMED.get(name, match.group())
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else match.group()

    return _CHARACTER.sub(one, text)


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities (offsets in UTF-16 units), or the real server's refusal."""
    return _Parser(markup).run()


@dataclass
class _Open:
    tag: str
    at: int
    attributes: dict[str, str]


@dataclass
class _Parser:
    markup: str
    position: int = 0
    plain: str = ""
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def run(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.markup):
            start = self.position
            if self.markup[start] != "<":
                end = self.markup.find("<", start)
                self._add(decode(self.markup[start : end if end >= 0 else None]))
                self.position = end if end >= 0 else len(self.markup)
            elif self.markup.startswith("/", start + 1):
                self._close_tag(start)
            else:
                self._open_tag(start)
        if self.stack:
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return self.plain, _settled(self.entities)

    def _add(self, text: str) -> None:
        self.plain += text
        self.length += units(text)

    def _offset(self, position: int) -> str:
        return f"at byte offset {len(self.markup[:position].encode())}"

    def _peek(self) -> str:
        return self.markup[self.position] if self.position < len(self.markup) else ""

    def _run_of(self, pattern: str) -> str:
        match = re.compile(pattern).match(self.markup, self.position)
        found = match.group() if match else ""
        self.position += len(found)
        return found

    def _open_tag(self, start: int) -> None:
        self.position += 1
        tag = self._run_of(r"[^\s>]*").lower()
        if not self._peek():
            raise _refuse(f"Unclosed start tag {self._offset(start)}")
        if tag not in TAGS:
            raise _refuse(f'Unsupported start tag "{tag}" {self._offset(start)}')
        attributes = self._attributes(tag, start)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refuse(f'Tag "span" must have class "tg-spoiler" {self._offset(start)}')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise _refuse("Invalid custom emoji identifier specified")
        self.stack.append(_Open(tag, self.length, attributes))

    def _attributes(self, tag: str, start: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._run_of(r"\s*")
            if self._peek() == ">":
                self.position += 1
                return found
            name = self._run_of(r"[^\s=>]*").lower()
            self._run_of(r"\s*")
            if not self._peek():
                raise _refuse(f'Unclosed start tag "{tag}" {self._offset(start)}')
            if not name:
                raise _refuse(f'Empty attribute name in the tag "{tag}" {self._offset(start)}')
            found[name] = self._value(tag, start) if self._peek() == "=" else ""

    def _value(self, tag: str, start: int) -> str:
        self.position += 1
        self._run_of(r"\s*")
        quote = self._peek()
        if not quote:
            raise _refuse(f'Unclosed start tag "{tag}" {self._offset(start)}')
        if quote in "'\"":
            end = self.markup.find(quote, self.position + 1)
            if end < 0 or end + 1 == len(self.markup):
                raise _refuse(f"Unclosed start tag {self._offset(start)}")
            value = decode(self.markup[self.position + 1 : end])
            self.position = end + 1
            return value
        began = self.position
        token = self._run_of(r"[A-Za-z0-9.-]*").lower()
        if not (self._peek().isspace() or self._peek() == ">"):
            raise _refuse(f"Unexpected end of name token {self._offset(began)}")
        return token

    def _close_tag(self, start: int) -> None:
        if not self.stack:
            raise _refuse(f"Unexpected end tag {self._offset(start)}")
        self.position += 2
        name = self._run_of(r"[^\s>]*").lower()
        self._run_of(r"\s*")
        if self._peek() != ">":
            raise _refuse(f"Unclosed end tag {self._offset(start)}")
        self.position += 1
        opened = self.stack.pop()
        if name and name != opened.tag:
            raise _refuse(
                f'Unmatched end tag {self._offset(start)}, expected "</{opened.tag}>", found "</{name}>"',
            )
        if self.length > opened.at:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"type": TAGS[opened.tag], "offset": opened.at, "length": self.length - opened.at}
        if opened.tag == "a":
            url = opened.attributes.get("href") or piece(self.plain, entity)
            if user := _USER.match(url):
                entity |= {"type": "text_mention", "user": {"id": int(user[1])}}
            elif good_url(url):
                entity["url"] = url
            else:  # the real server shows such a link as plain text, without a word
                return
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes["emoji-id"]
        elif opened.tag == "code" and self.stack and self.stack[-1].tag == "pre":
            language = opened.attributes.get("class", "")
            self.stack[-1].attributes["language"] = language.removeprefix("language-")
            return
        elif opened.tag == "pre" and opened.attributes.get("language"):
            entity["language"] = opened.attributes["language"]
        self.entities.append(entity)


def _settled(entities: list[Entity]) -> list[Entity]:
    """In order of place; nothing within code, and no quotation within a quotation, as the real server leaves them."""
    result: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        around = [e for e in result if e["offset"] + e["length"] > entity["offset"]]
        quoted = "blockquote" in entity["type"] and any("blockquote" in e["type"] for e in around)
        if not quoted and not any(e["type"] in ("code", "pre") for e in around):
            result.append(entity)
    return result


def _refuse(text: str) -> Exception:
    return wrong(f"can't parse entities: {text}")
