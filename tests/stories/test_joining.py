"""Who comes in, who stays outside, and which group becomes the team's."""

import re

import cv2

from tests.conftest import Office, a_photo
from zibot.rehearsal.people import Person
from zibot.rehearsal.views import state


def test_a_stranger_gets_one_refusal_and_nothing_of_theirs_is_kept(running: Office) -> None:
    office = running
    ratna = office.join("Ratna Lestari")
    stranger = office.person("Pardi")
    stranger.starts()
    refusal = office.heard(stranger, "tim Zona Integritas")
    assert "undangan" in refusal.text
    stranger.says("Halo, ini bot apa?")
    stranger.says("/status semua")
    stranger.sends(a_photo(1, caption="V.1.1"))
    stranger.sends_other({"sticker": a_sticker()})
    office.quiet()
    assert len(office.said(stranger)) == 1

    stranger.starts("bukan-kode")
    office.heard(stranger, "tidak berlaku")
    office.quiet()
    assert len(office.said(stranger)) == 2

    group = office.group(ratna, stranger)
    before = len(office.said(group))
    stranger.says("/status", to=group)
    stranger.says("selesai", to=group, reply_to=office.last(group))
    stranger.sends(a_photo(2), to=group, reply_to=office.last(group))
    ratna.says("/rencana", to=group)
    office.heard(group, "Rencana kerja 2027")
    office.quiet()
    assert len(office.said(group)) == before + 1
    assert len(office.said(stranger)) == 2
    assert office.rows("SELECT count(*) FROM evidence") == [(0,)]
    assert office.rows("SELECT count(*) FROM person WHERE telegram_id IS NOT NULL") == [(1,)]
    assert not (office.folder / "data" / "evidence").exists()
    assert office.world.calls_of("getFile") == []


def test_a_stranger_who_comes_back_an_hour_later_is_refused_again(running: Office) -> None:
    stranger = running.person("Pardi")
    stranger.starts()
    running.heard(stranger, "undangan")
    running.at("2027-01-04 08:05")
    stranger.says("Permisi")
    running.quiet()
    assert len(running.said(stranger)) == 2


def test_a_code_is_good_for_one_person_and_fourteen_days(office: Office) -> None:
    used, expired = office.codes.pop("Dedi Kurnia"), office.codes["Citra Dewi"]
    office.start()
    dedi = office.person("Dedi")
    dedi.starts(used)
    welcome = office.heard(dedi, "Selamat datang, Dedi Kurnia")
    assert "KABUPATEN WANASARI" in welcome.text.upper()
    assert "I.1.1" in welcome.text
    assert "/tugas" in welcome.text

    thief = office.person("Maling")
    thief.starts(used)
    office.heard(thief, "tidak berlaku")

    office.at("2027-01-18 07:01")
    citra = office.person("Citra")
    citra.starts(expired)
    office.heard(citra, "kedaluwarsa")
    superseded, late_but_new = office.invite("Citra Dewi"), office.invite("Citra Dewi")
    citra.starts(superseded)
    office.quiet()
    assert "tidak berlaku" in office.last(citra).text
    citra.starts(late_but_new)
    office.heard(citra, "Selamat datang, Citra Dewi")

    # Who is in already is greeted again, with a foreign code too; the code stays its owner's.
    dedi.starts()
    office.heard(dedi, "sudah terdaftar")
    for_eka = office.invite("Eka Putri")
    dedi.starts(for_eka)
    office.quiet()
    assert "sudah terdaftar" in office.last(dedi).text
    eka = office.person("Eka")
    eka.starts(for_eka)
    office.heard(eka, "Selamat datang, Eka Putri")

    joined = office.rows("SELECT name, telegram_id FROM person WHERE telegram_id IS NOT NULL ORDER BY name")
    assert joined == [("Citra Dewi", citra.id), ("Dedi Kurnia", dedi.id), ("Eka Putri", eka.id)]
    codes = {name for name in (used, expired, late_but_new, for_eka)}
    assert not codes & {str(row[0]) for row in office.rows("SELECT code_sha256 FROM invitation")}


def test_someone_with_a_new_telephone_joins_with_a_new_link_and_the_old_account_is_a_stranger(running: Office) -> None:
    office = running
    old = office.join("Dedi Kurnia")
    code = office.invite("Dedi Kurnia")
    new = office.person("Dedi baru")
    new.starts(code)
    office.heard(new, "Selamat datang, Dedi Kurnia")
    old.says("/tugas")
    office.heard(old, "tim Zona Integritas yang diundang")
    assert office.rows("SELECT telegram_id FROM person WHERE name = 'Dedi Kurnia'") == [(new.id,)]


def test_the_lead_makes_the_team_in_the_chat_and_hands_over_what_someone_held(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    office.quiet()
    lead_menu = menu(office, ratna)
    assert "tim" in lead_menu
    assert menu(office, dedi) == everybodys(office), "staff have everybody's menu"

    ratna.says("/tim")
    listed = office.heard(ratna, "sudah bergabung")
    office.taps(ratna, listed, "Tambah anggota")
    ratna.says("Gita Permata, Bendahara")
    chosen = office.heard(ratna, "Apa perannya")
    office.taps(ratna, chosen, "Anggota")
    office.quiet()
    photo = office.last(ratna)
    assert photo.photo
    assert chosen.edit_date is not None, "the card took the place of the question"
    [link] = re.findall(r"https://t\.me/\w+\?start=([\w-]+)", photo.text)
    assert office.rows("SELECT count(*) FROM outbox WHERE payload LIKE '%start=%'") == [(0,)], "read by nobody later"

    gita = office.person("Gita")
    gita.starts(link)
    welcome = office.heard(gita, "Selamat datang, Gita Permata")
    assert "UU 27/2022" in welcome.text

    office.taps(ratna, listed, "Dedi")
    office.taps(ratna, listed, "Keluarkan")
    office.taps(ratna, listed, "Gita")
    assert "Butirnya kini dipegang Gita Permata" in listed.text
    office.heard(dedi, "Terima kasih atas kerja Anda")
    assert "I.1.1" in office.heard(gita, "kini menjadi tugas Anda").text
    dedi.says("/tugas")
    office.heard(dedi, "yang diundang")

    gita.says("/saya")
    card = office.heard(gita, "dengan akun Telegram ini")
    office.taps(gita, card, "Betulkan nama")
    gita.says("Gita Permata Sari")
    office.heard(gita, "Gita Permata Sari")
    office.taps(ratna, listed, "Daftar tim")
    office.taps(ratna, listed, "Gita")
    office.taps(ratna, listed, "Peran")
    office.taps(ratna, listed, "Peninjau")
    office.heard(gita, "kini peninjau")
    assert "tugas" not in menu(office, gita)
    office.taps(ratna, listed, "Keluarkan")
    office.taps(ratna, listed, "Tanpa pengganti")
    assert menu(office, gita) == everybodys(office)
    assert office.zibot("verify").returncode == 0


def test_the_terminal_writes_the_code_as_a_picture_hands_over_and_tells_what_the_file_would_undo(
    running: Office,
) -> None:
    office = running
    citra = office.join("Citra Dewi")
    done = office.zibot("invite", "Dedi Kurnia", "--qr", "dedi.png")
    assert done.returncode == 0, done.stderr
    [link] = re.findall(r"https://\S+", done.stdout)
    said, *_ = cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(office.folder / "dedi.png"), cv2.IMREAD_GRAYSCALE))
    assert said == link
    nowhere = office.zibot("invite", "Dedi Kurnia", "--qr", "tidak/ada/dedi.png")
    assert (nowhere.returncode, nowhere.stderr.count("\n")) == (2, 1)
    assert "tidak/ada/dedi.png" in nowhere.stderr

    assert office.zibot("people", "leave", "Dedi Kurnia", "--to", "Eka Putri").returncode == 2, "she only looks on"
    done = office.zibot("people", "leave", "Dedi Kurnia", "--to", "Citra Dewi")
    assert "kini dipegang Citra Dewi" in done.stdout, done.stderr
    assert "I.1.1" in office.heard(citra, "kini menjadi tugas Anda").text
    done = office.zibot("team", "load", "team.yaml")
    assert "Dedi Kurnia ada di berkas, tetapi sudah keluar" in done.stdout
    assert "Citra Dewi: butir di berkas kosong, tetapi sudah diubah menjadi I, V" in done.stdout
    assert "0 orang baru, 0 diperbarui" in done.stdout


def menu(office: Office, person: Person) -> list[str]:
    """The commands that Telegram shows someone in their chat with the bot."""
    with office.world.lock:
        [shown] = [chat["menus"] for chat in state(office.world, None)["chats"] if chat["id"] == person.id]
    return [command["command"] for command in shown[str(person.id)]]


def everybodys(office: Office) -> list[str]:
    return menu(office, office.person("Nobody"))


def test_only_a_lead_binds_the_group_and_the_bot_follows_it_when_it_grows(running: Office) -> None:
    office = running
    ratna, dedi = office.join("Ratna Lestari"), office.join("Dedi Kurnia")
    dedi.says("/pasang")
    office.heard(dedi, "di dalam grup")
    group = office.world.add_group("Tim ZI Wanasari", ratna, dedi, with_bot=True)
    dedi.says("/pasang", to=group)
    office.heard(group, "ketua tim")
    assert office.rows("SELECT count(*) FROM 'group'") == [(0,)]

    ratna.says("/pasang@zibot_latihan_bot", to=group)
    office.heard(group, "sekarang menjadi grup")
    ratna.says("/pasang", to=group)
    office.heard(group, "sudah menjadi grup")
    assert office.rows("SELECT chat_id, title FROM 'group'") == [(group.id, "Tim ZI Wanasari")]

    supergroup = ratna.upgrades(group)
    office.quiet()
    assert office.rows("SELECT chat_id, left_at FROM 'group'") == [(supergroup.id, None)]
    dedi.says("/status", to=supergroup)
    office.heard(supergroup, "Kemajuan")
    ratna.says("/pasang", to=supergroup)
    office.heard(supergroup, "sudah menjadi grup")

    ratna.kicks_bot(supergroup)
    office.quiet()
    assert office.rows("SELECT left_at IS NULL FROM 'group'") == [(0,)]
    ratna.adds_bot(supergroup)
    ratna.says("/pasang", to=supergroup)
    office.heard(supergroup, "sekarang menjadi grup")
    assert office.rows("SELECT chat_id, left_at FROM 'group'") == [(supergroup.id, None)]


def a_sticker() -> dict[str, object]:
    """A sticker as the Bot API tells of it."""
    return {
        "file_id": "CAACAgUAAxkBAAM",
        "file_unique_id": "AgADxx",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    }
