from sqlmodel import col, select

from tests.desk import Room
from zibot.model import Event, Invitation, Person
from zibot.rules.roster import Member
from zibot.storage import examine, ledger, membership, outbox, people


def invited(room: Room, person: Person, days: int = 14) -> str:
    def make(desk):
        return people.invite(desk.session, desk.session.get_one(Person, person.id), desk.now, days=days)

    code: str = room.do(make)
    return code


def joined(room: Room, code: str, account: int) -> str | None:
    person = room.do(lambda desk: people.join(desk.session, desk.satker_id, code, account, desk.now))
    return person.name if person else None


def kinds(room: Room) -> list[str]:
    return room.do(lambda desk: list(desk.session.exec(select(Event.kind).order_by(col(Event.id)))))


def leaves(room: Room, person: Person) -> None:
    def left(desk):
        desk.session.get_one(Person, person.id).left_at = desk.now

    room.do(left)


# joining


def test_a_code_lets_the_invited_person_in_once(room: Room) -> None:
    code = invited(room, room.joins("Dedi Kurnia"))
    assert joined(room, code, 501) == "Dedi Kurnia"
    assert joined(room, code, 501) is None
    assert joined(room, code, 502) is None
    assert kinds(room) == ["person.given", "person.invited", "person.joined"]


def test_a_code_ends_with_its_last_day(room: Room) -> None:
    code = invited(room, room.joins("Dedi Kurnia"), days=2)
    room.at("2027-01-06 07:00")
    assert joined(room, code, 501) is None


def test_a_code_holds_to_its_last_minute(room: Room) -> None:
    code = invited(room, room.joins("Dedi Kurnia"), days=2)
    room.at("2027-01-06 06:59")
    assert joined(room, code, 501) == "Dedi Kurnia"


def test_a_new_code_ends_the_one_before(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia")
    first, second = invited(room, dedi), invited(room, dedi)
    assert joined(room, first, 501) is None
    assert joined(room, second, 501) == "Dedi Kurnia"


def test_a_forged_code_lets_nobody_in(room: Room) -> None:
    invited(room, room.joins("Dedi Kurnia"))
    assert joined(room, "", 501) is None
    assert joined(room, "bukan-kode", 501) is None


def test_only_the_hash_of_a_code_is_kept_and_it_differs_each_time(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia")
    codes = [invited(room, dedi) for _ in range(3)]
    kept = room.do(lambda desk: list(desk.session.exec(select(Invitation.code_sha256))))
    assert len({*codes, *kept}) == 6
    assert all(len(code) >= 16 for code in codes)


def test_one_account_is_one_person(room: Room) -> None:
    for_dedi, for_citra = invited(room, room.joins("Dedi Kurnia")), invited(room, room.joins("Citra Dewi"))
    assert joined(room, for_dedi, 501) == "Dedi Kurnia"
    assert joined(room, for_citra, 501) is None
    assert joined(room, for_citra, 502) == "Citra Dewi"


def test_a_person_with_a_new_phone_joins_with_a_new_code_and_the_old_account_is_out(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", account=501)
    assert joined(room, invited(room, dedi), 509) == "Dedi Kurnia"
    who = room.do(lambda desk: [people.by_telegram(desk.session, desk.satker_id, account) for account in (501, 509)])
    assert [person.name if person else None for person in who] == [None, "Dedi Kurnia"]


def test_who_has_left_is_nobody(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", account=501)
    leaves(room, dedi)
    found = room.do(
        lambda desk: (
            people.by_telegram(desk.session, desk.satker_id, 501),
            people.by_name(desk.session, desk.satker_id, "Dedi Kurnia"),
            list(people.everyone(desk.session, desk.satker_id)),
        )
    )
    assert found == (None, None, [])


def test_the_code_of_someone_who_left_lets_nobody_in(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia")
    code = invited(room, dedi)
    leaves(room, dedi)
    assert joined(room, code, 501) is None


def test_the_account_of_someone_who_left_may_be_invited_under_another_name(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", account=501)
    leaves(room, dedi)
    assert joined(room, invited(room, room.joins("Dedy Kurniawan")), 501) == "Dedy Kurniawan"


# the team


def load(room: Room, *members: Member) -> tuple[int, int]:
    done = room.do(lambda desk: membership.load_team(desk.session, desk.satker_id, members, desk.now))
    return done.added, len(done.changed)


def test_the_team_follows_its_file_and_keeps_accounts(room: Room) -> None:
    room.joins("Dedi Kurnia", account=501)
    assert load(room, Member("Dedi Kurnia", "Staf", "staff", (), ("V",)), Member("Citra", "", "lead", (), ())) == (1, 1)
    assert load(room, Member("DEDI KURNIA", "Staf", "staff", (), ("V",)), Member("Citra", "", "lead", (), ())) == (0, 0)
    dedi = room.do(lambda desk: people.by_telegram(desk.session, desk.satker_id, 501))
    assert (dedi.name, dedi.jabatan, dedi.items) == ("Dedi Kurnia", "Staf", ["V"])
    assert room.do(lambda desk: list(ledger.broken(desk.session, desk.satker_id))) == []


def test_who_is_missing_from_the_file_stays(room: Room) -> None:
    room.joins("Dedi Kurnia")
    load(room, Member("Citra", "", "lead", (), ()))
    assert [p.name for p in room.do(lambda desk: desk.team).values()] == ["Citra", "Dedi Kurnia"]


# who holds what


def person(id: int, *items: str) -> Person:
    return Person(id=id, satker_id=1, name=str(id), role="staff", items=list(items))


def test_who_is_named_closest_to_an_item_holds_it() -> None:
    area, component, item = person(1, "V"), person(2, "V.1"), person(3, "V.1.2")
    assert people.holders([area, component, item], "V.1.2") == (3,)
    assert people.holders([area, component, item], "V.1.3") == (2,)
    assert people.holders([area, component, item], "V.2.1") == (1,)
    assert people.holders([area, component, item], "VI.1.1") == ()


def test_those_named_equally_close_hold_it_together() -> None:
    assert people.holders([person(1, "V", "V.1"), person(2, "V.1"), person(3, "V")], "V.1.2") == (1, 2)


def test_a_code_that_only_begins_alike_is_another_one() -> None:
    assert people.holders([person(1, "V.1", "V.2.1")], "V.10.1") == ()
    assert people.holders([person(1, "V.2.1")], "V.2.10") == ()
    assert people.holders([person(1, "V")], "VI.1.1") == ()


# what still waits for an account


def waiting(room: Room) -> list[int]:
    return [row.chat_id for row in room.outbox() if row.sent_at is None and row.failed_at is None]


def test_what_waits_for_an_account_that_was_replaced_is_not_sent(room: Room) -> None:
    code = invited(room, room.joins("Dedi Kurnia", account=501))
    room.do(lambda desk: [desk.say(chat, "refusal") for chat in (501, 502, -100)])
    joined(room, code, 502)
    assert waiting(room) == [502, -100]


def test_what_waits_for_who_left_is_not_sent_and_what_was_sent_stays_sent(room: Room) -> None:
    dedi = room.joins("Dedi Kurnia", account=501)
    room.do(lambda desk: [desk.say(chat, "refusal") for chat in (501, 501, 502)])
    room.do(lambda desk: outbox.sent(desk.session, 1, 77, desk.now))
    room.do(lambda desk: people.leave(desk.session, desk.session.get_one(Person, dedi.id), desk.now))
    assert waiting(room) == [502]
    assert room.do(lambda desk: examine.given_up(desk.session, desk.now)) == []
    assert [(row.sent_at is None, row.failed_at is None) for row in room.outbox()[:2]] == [(False, True), (True, False)]


# the office and its group


def test_the_office_is_made_once_and_renamed_when_its_name_is_known(room: Room) -> None:
    named = [
        room.do(lambda desk, n=name: people.the_satker(desk.session, "wanasari", n, desk.now).name)
        for name in ("", "KPU Wanasari", "")
    ]
    assert named == ["", "KPU Wanasari", "KPU Wanasari"]


def test_the_group_is_the_latest_bound_that_the_bot_is_still_in(room: Room) -> None:
    lead = room.joins("Ratna Lestari", "lead")
    room.binds_group(lead, -1)
    room.at("2027-01-05 07:00")
    room.binds_group(lead, -2)

    def group() -> int | None:
        found = room.do(lambda desk: people.the_group(desk.session, desk.satker_id))
        return found.chat_id if found else None

    assert group() == -2
    room.do(lambda desk: people.move_group(desk.session, -2, -1002, desk.now))
    assert group() == -1002
    assert kinds(room)[-1] == "group.moved"
    room.do(lambda desk: people.leave_group(desk.session, -1002, desk.now))
    assert group() == -1
    room.do(lambda desk: people.leave_group(desk.session, -1, desk.now))
    assert group() is None


def test_binding_the_bound_group_again_is_no_news(room: Room) -> None:
    lead = room.joins("Ratna Lestari", "lead")

    def bind(chat_id: int) -> bool:
        return room.do(
            lambda desk: people.bind_group(desk.session, desk.satker_id, chat_id, "Tim", actor=lead, now=desk.now)
        )

    assert [bind(-1), bind(-1)] == [True, False]
    room.do(lambda desk: people.leave_group(desk.session, -1, desk.now))
    assert bind(-1)
