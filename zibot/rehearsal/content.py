"""What a call wants to say: text with entities, keyboards, replies, files; checked as the real server checks."""

from typing import Any

from zibot.rehearsal.args import Args, Upload
from zibot.rehearsal.errors import ApiError, bad, wrong
from zibot.rehearsal.html import parse_html
from zibot.rehearsal.nouns import Chat, Json, Message, StoredFile
from zibot.rehearsal.text import clean, good_url, trim, units, with_found
from zibot.rehearsal.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DOCUMENT_LIMIT = 50 * 1024 * 1024
_ACTION_NAMES = (
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
_ACTIONS = _ACTION_NAMES.split()
_MARKUPS = {"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"}


def words(world: World, values: dict[str, Any], name: str, entities: Any) -> tuple[str, list[Json]]:
    """Text or caption with its entities, from `values[name]` and its parse_mode; refused if too long."""
    raw = clean(str(values.get(name) or ""))
    mode = str(values.get("parse_mode") or "").lower()
    if mode == "html":
        plain, found = parse_html(raw)
    elif mode:
        raise wrong("unsupported parse_mode")  # the rehearsal reads HTML only, as zibot writes nothing else
    else:
        plain, found = raw, list(entities or [])
    plain, found = trim(plain, [_with_user(world, entity) for entity in found])
    limit, what = (CAPTION_LIMIT, "message caption") if name == "caption" else (TEXT_LIMIT, "message")
    if units(plain) > limit:
        raise wrong(f"{what} is too long")
    return plain, with_found(plain, found)


def text(world: World, args: Args) -> tuple[str, list[Json]]:
    """The text of a message, which must not be empty."""
    plain, entities = words(world, args.values, "text", args.parsed("entities"))
    if not plain:
        raise wrong("message text is empty")
    return plain, entities


def caption(world: World, args: Args) -> tuple[str, list[Json]]:
    """The caption of a file, perhaps empty."""
    return words(world, args.values, "caption", args.parsed("caption_entities"))


def _with_user(world: World, entity: Json) -> Json:
    if entity.get("type") != "text_mention":
        return entity
    user = world.users.get(entity.get("user", {}).get("id"))
    return {**entity, "user": user.api()} if user else {**entity, "length": 0}


def markup(args: Args) -> tuple[Json | None, Json | None]:
    """The inline keyboard, and any other reply markup (of which only people see something)."""
    given = args.parsed("reply_markup")
    if given is None:
        return None, None
    if not isinstance(given, dict) or len(_MARKUPS & given.keys()) != 1:
        raise wrong("object expected as reply markup")
    if "inline_keyboard" not in given:
        return None, given
    keyboard = {"inline_keyboard": [[_button(b) for b in row] for row in given["inline_keyboard"] if row]}
    if sum(len(row) for row in keyboard["inline_keyboard"]) > 100:
        raise wrong("REPLY_MARKUP_TOO_LONG")
    return (keyboard if keyboard["inline_keyboard"] else None), None


def _button(button: Json) -> Json:
    actions = [name for name in _ACTIONS if name in button]
    if not str(button.get("text", "")).strip():
        raise wrong("can't parse inline keyboard button: Text buttons must have non-empty text")
    if len(actions) != 1:
        raise wrong("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise wrong("BUTTON_DATA_INVALID")
    if "url" in button and not good_url(button["url"]):
        raise wrong(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return button


def reply_to(chat: Chat, args: Args) -> Message | None:
    """The message that is answered, refused if it is gone and the call does not allow for that."""
    wanted = args.parsed("reply_parameters") or {}
    message_id = wanted.get("message_id") or args.integer("reply_to_message_id")
    if not message_id:
        return None
    found = chat.live(int(message_id))
    if found is None and not (wanted.get("allow_sending_without_reply") or args.flag("allow_sending_without_reply")):
        raise bad("message to be replied not found")
    return found


def photo(world: World, given: Upload | str) -> list[StoredFile]:
    """A photo, uploaded or known."""
    if isinstance(given, str):
        if not given:
            raise wrong("there is no photo in the request")
        return world.files.known_photo(given)
    return world.files.photo(_not_empty(given))


def document(world: World, given: Upload | str) -> StoredFile:
    """A document, uploaded or known."""
    if isinstance(given, str):
        if not given:
            raise wrong("there is no document in the request")
        return world.files.known_document(given)
    if len(given.data) > DOCUMENT_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    return world.files.document(_not_empty(given), given.name, given.mime)


def _not_empty(upload: Upload) -> bytes:
    if not upload.data:
        raise wrong("file must be non-empty")
    return upload.data
