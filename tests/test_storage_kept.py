"""What is kept of rows: made once, and anew as soon as the rows are not as they were seen."""

from tests.desk import Room
from zibot.storage.kept import kept


def test_it_is_made_once_while_the_rows_are_as_they_were_seen(room: Room) -> None:
    made: list[str] = []

    def ask(seen: int, what: str = "team") -> int:
        def make() -> int:
            made.append(f"{what} {seen}")
            return len(made)

        return room.do(lambda desk: kept(desk.session, what, seen, make))

    assert [ask(1), ask(1), ask(2), ask(1)] == [1, 1, 2, 3]
    assert [ask(1, "plan"), ask(1, "plan"), ask(1)] == [4, 4, 3]
    assert made == ["team 1", "team 2", "team 1", "plan 1"]


def test_a_reader_is_not_handed_what_a_writer_made(room: Room) -> None:
    database = room.house.database
    with database.writing() as session:
        assert kept(session, "team", 1, lambda: "not yet committed") == "not yet committed"
    with database.reading() as session:
        assert kept(session, "team", 1, lambda: "as it is") == "as it is"
