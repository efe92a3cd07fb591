"""Telegram's flood limits, where a rehearsal enforces them."""

KEYBOARD = {"inline_keyboard": [[{"text": "Terima", "callback_data": "ok:1"}]]}


def wait_asked_for(office, chat_id: int, method: str = "sendMessage", **more) -> int:
    body = office.ask(method, chat_id=chat_id, text="x", **more)
    assert body["error_code"] == 429, body
    return body["parameters"]["retry_after"]


def test_short_bursts_in_a_chat_then_a_pause(limited_office) -> None:
    office = limited_office
    office.siti.starts()
    for _ in range(3):
        office.get("sendMessage", chat_id=11, text="x")
    body = office.ask("sendMessage", chat_id=11, text="x")
    assert (body["error_code"], body["description"]) == (429, "Too Many Requests: retry after 3")
    assert body["parameters"] == {"retry_after": 3}
    office.clock.ticks += 3
    office.get("sendMessage", chat_id=11, text="x")


def test_the_wait_is_exact_and_being_refused_costs_nothing(strict_office) -> None:
    office = strict_office
    office.siti.starts()
    office.get("sendMessage", chat_id=11, text="x")
    office.clock.ticks += 0.9
    assert wait_asked_for(office, 11) == 1
    office.clock.ticks += 0.99
    assert wait_asked_for(office, 11) == 1, "a tenth would have been enough, but a second was said"
    office.clock.ticks += 0.01
    office.get("sendMessage", chat_id=11, text="x")
    assert office.world.limits.refused == 2


def test_one_chat_that_must_wait_holds_up_no_other(strict_office) -> None:
    office = strict_office
    office.siti.starts()
    office.budi.starts()
    office.get("sendMessage", chat_id=11, text="x")
    wait_asked_for(office, 11)
    office.get("sendMessage", chat_id=12, text="x")


def test_twenty_a_minute_in_a_group_changes_of_messages_included(limited_office) -> None:
    office, group = limited_office, limited_office.group.id
    sent = office.get("sendMessage", chat_id=group, text="0")
    for number in range(1, 20):
        office.clock.ticks += 1
        if number % 2:
            office.get("sendMessage", chat_id=group, text="x")
        else:
            office.get("editMessageText", chat_id=group, message_id=sent["message_id"], text=str(number))
    office.clock.ticks += 1
    assert wait_asked_for(office, group) == 40
    assert wait_asked_for(office, group, "editMessageText", message_id=sent["message_id"]) == 40
    office.clock.ticks += 40
    office.get("sendMessage", chat_id=group, text="x")


def test_thirty_a_second_in_all(strict_office) -> None:
    office = strict_office
    people = [office.world.add_person(1000 + n, f"Staf {n}") for n in range(31)]
    for person in people:
        person.starts()
    for person in people[:30]:
        office.get("sendMessage", chat_id=person.id, text="x")
    assert wait_asked_for(office, people[30].id) == 1
    office.clock.ticks += 1
    for person in people[1:]:
        office.get("sendMessage", chat_id=person.id, text="x")


def test_what_is_no_message_does_not_count(strict_office) -> None:
    office = strict_office
    office.siti.starts()
    sent = office.get("sendMessage", chat_id=11, text="x", reply_markup=KEYBOARD)
    here = {"chat_id": 11, "message_id": sent["message_id"]}
    for number in range(40):
        query = office.siti.presses(office.world.said(11)[0], "Terima")
        office.get("answerCallbackQuery", callback_query_id=query.id)
        office.get("sendChatAction", chat_id=11, action="typing")
        office.get("editMessageText", **here, text=str(number), reply_markup=KEYBOARD)
    assert office.world.limits.refused == 0
    assert wait_asked_for(office, 11) == 1


def test_an_album_counts_as_many_messages_as_it_has(limited_office) -> None:
    office, group = limited_office, limited_office.group.id
    sent = office.send_file("sendDocument", "document", ("a.txt", b"a", "text/plain"), chat_id=group)["result"]
    album = [{"type": "document", "media": sent["document"]["file_id"]}] * 10
    for _ in range(2):
        office.clock.ticks += 10
        office.get("sendMediaGroup", chat_id=group, media=album)
    office.clock.ticks += 10
    assert wait_asked_for(office, group) == 40


def test_no_limits_unless_asked_for(office) -> None:
    office.siti.starts()
    for _ in range(40):
        office.get("sendMessage", chat_id=11, text="x")
    assert office.world.limits is None
