"""What the bot hears, when, and how long."""

from concurrent.futures import ThreadPoolExecutor

from zibot.rehearsal.people import Document, Photo


def kinds(updates: list[dict]) -> list[str]:
    return [next(key for key in update if key != "update_id") for update in updates]


def test_updates_stay_until_an_offset_confirms_them(office) -> None:
    office.siti.starts("KODE")
    office.siti.says("Halo")
    first = office.get("getUpdates")
    assert [u["message"]["text"] for u in first] == ["/start KODE", "Halo"]
    assert first[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert office.get("getUpdates") == first
    assert office.get("getUpdates", limit=1) == first[:1]
    assert office.get("getUpdates", offset=first[0]["update_id"] + 1) == first[1:]
    office.siti.says("Lagi")
    assert [u["message"]["text"] for u in office.get("getUpdates", offset=-1)] == ["Lagi"]
    assert len(office.get("getUpdates")) == 1


def test_a_long_poll_ends_when_something_happens(office) -> None:
    office.siti.starts()
    last = office.get("getUpdates")[-1]["update_id"]
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(office.get, "getUpdates", offset=last + 1, timeout=9)
        assert office.world.wait_until(lambda: not office.world.updates.pending)
        office.siti.says("Halo")
        assert poll.result(9)[0]["message"]["text"] == "Halo"


def test_the_older_of_two_polls_is_ended(office) -> None:
    begun = office.world.changes.version
    with ThreadPoolExecutor(2) as pool:
        older = pool.submit(office.refused, "getUpdates", timeout=9)
        assert office.world.wait_until(lambda: office.world.changes.version > begun)
        newer = pool.submit(office.get, "getUpdates", timeout=9)
        assert older.result(9) == (
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        )
        office.siti.starts()
        assert len(newer.result(9)) == 1


def test_no_polling_beside_a_webhook(office) -> None:
    assert office.refused("setWebhook", url="http://kantor.example/x")[1].startswith("Bad Request: bad webhook")
    office.get("setWebhook", url="https://kantor.example/x", secret_token="rahasia", allowed_updates=["message"])
    assert office.refused("getUpdates")[0] == 409
    assert office.get("getWebhookInfo")["url"] == "https://kantor.example/x"
    office.get("deleteWebhook", drop_pending_updates=True)
    assert office.get("getUpdates") == []


def test_only_wanted_kinds_from_then_on(office) -> None:
    office.get("getUpdates", allowed_updates=["callback_query"])
    office.siti.starts()
    assert office.get("getUpdates") == []
    office.get("getUpdates", allowed_updates=[])
    office.siti.says("Halo")
    assert kinds(office.get("getUpdates")) == ["message"]


def test_updates_are_forgotten_after_a_day(office) -> None:
    office.siti.starts()
    office.clock.on(hours=25)
    assert office.get("getUpdates") == []


def test_privacy_in_groups(office) -> None:
    group, bot = office.group, office.world.bot.username
    heard = office.get("sendMessage", chat_id=group.id, text="Rapat besok")
    answered = group.messages[heard["message_id"]]
    office.siti.says("Kita makan di mana?", to=group)
    office.siti.says("/status", to=group)
    office.siti.says(f"/status@{bot} V", to=group)
    office.siti.says("/status@bot_lain", to=group)
    office.budi.says("Siap", to=group, reply_to=answered)
    office.budi.says(f"@{bot} apa yang telat?", to=group)
    office.budi.says("@bot_lain apa kabar?", to=group)
    texts = [u["message"]["text"] for u in office.get("getUpdates")]
    assert texts == ["/status", f"/status@{bot} V", "Siap", f"@{bot} apa yang telat?"]
    office.siti.promotes_bot(group)
    office.budi.says("Sekarang terdengar", to=group)
    assert office.get("getUpdates")[-1]["message"]["text"] == "Sekarang terdengar"


def test_the_bot_comes_and_goes(office) -> None:
    other = office.world.add_group("Grup lain", office.budi)
    office.budi.adds_bot(other, payload="abc")
    office.budi.kicks_bot(other)
    office.siti.starts()
    office.siti.blocks()
    updates = office.get("getUpdates")
    assert kinds(updates) == [
        "my_chat_member",
        "message",
        "message",
        "message",
        "my_chat_member",
        "message",
        "my_chat_member",
    ]
    assert updates[1]["message"]["new_chat_members"][0]["is_bot"]
    assert updates[2]["message"]["text"] == f"/start@{office.world.bot.username} abc"
    statuses = [u["my_chat_member"]["new_chat_member"]["status"] for u in updates if "my_chat_member" in u]
    assert statuses == ["member", "kicked", "kicked"]


def test_photos_documents_albums_and_edits(office, jpeg) -> None:
    office.siti.starts()
    album = office.siti.sends_album(Photo(jpeg, "Rapat"), Photo(jpeg))
    office.siti.edits(album[0], "Rapat bulanan")
    document = office.siti.sends(Document(b"%PDF-1.7", "notulen.pdf"))
    _, one, two, edit, file = office.get("getUpdates")
    assert one["message"]["media_group_id"] == two["message"]["media_group_id"]
    sizes = one["message"]["photo"]
    assert [size["width"] for size in sizes] == [90, 320, 960]
    assert sizes[-1]["file_size"] > sizes[0]["file_size"]
    assert edit["edited_message"]["caption"] == "Rapat bulanan"
    assert file["message"]["document"]["mime_type"] == "application/pdf"
    assert document.document
    path = office.get("getFile", file_id=document.document.file_id)["file_path"]
    assert office.client.get(f"{office.url}/file/bot7000000001:latihan/{path}").content == b"%PDF-1.7"
    assert office.client.get(f"{office.url}/file/bot7000000001:latihan/documents/file_999").status_code == 404
    assert office.client.get(f"{office.url}/file/bot1:lain/{path}").status_code == 401


def test_ids_begin_anew_after_a_quiet_week_and_an_old_offset_counts_for_nothing(office) -> None:
    office.siti.starts()
    last = office.get("getUpdates")[-1]["update_id"]
    assert office.get("getUpdates", offset=last + 1) == []
    office.clock.on(days=8)
    office.siti.says("Lama tidak jumpa")
    [after] = office.get("getUpdates", offset=last + 1)
    assert after["message"]["text"] == "Lama tidak jumpa"
    assert abs(after["update_id"] - last) > 10
    office.siti.says("Dua")
    [second] = office.get("getUpdates", offset=after["update_id"] + 1)
    assert second["update_id"] == after["update_id"] + 1


def test_a_week_with_updates_numbers_on(office) -> None:
    office.siti.starts()
    last = office.get("getUpdates")[-1]["update_id"]
    office.clock.on(days=6)
    office.siti.says("Halo")
    [update] = office.get("getUpdates", offset=last + 1)
    assert update["update_id"] == last + 1
