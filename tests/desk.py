"""A small office in one process: a database in a folder of its own, a clock to set, and no Telegram."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlmodel import col, func, select

from zibot import adoption
from zibot.context import Desk, House
from zibot.model import Obligation, Outbox, Person, Plan, saved
from zibot.plan.decree import Decree
from zibot.plan.reading import Area, PlanItem, Reading
from zibot.plan.schedule import Schedule
from zibot.rehearsal.clock import write_clock
from zibot.rules.lifecycle import Duty, Kind
from zibot.settings import Settings
from zibot.storage import ledger, people, plans
from zibot.storage.database import Database, open_database
from zibot.storage.files import Files

WIB = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2027, 1, 4, 0, 30, tzinfo=UTC)
"""Monday, 4 January 2027, 07.30 in Jakarta."""
AREAS = {1: "MANAJEMEN PERUBAHAN", 5: "PENGUATAN PENGAWASAN", 6: "PENINGKATAN KUALITAS PELAYANAN PUBLIK"}


def butir(
    code: str, *due: date, action: str = "Memasang poster", evidence: Sequence[str] = ("Foto",), certain: bool = True
) -> PlanItem:
    """An item of a plan as it was read, due on these days."""
    letters = code.split(".", maxsplit=1)[0]
    number = {"I": 1, "V": 5, "VI": 6}[letters]
    return PlanItem(
        code=code,
        area=Area(number, AREAS[number]),
        component="Komponen " + code.rpartition(".")[0],
        indicator="Indikator " + code,
        action=action,
        evidence=tuple(evidence),
        target=", ".join(str(day) for day in due),
        schedule=Schedule("months", tuple(sorted({day.month for day in due}))) if due else Schedule("none"),
        due=due,
        certain=certain,
    )


def reading(
    *items: PlanItem,
    year: int = 2027,
    office: str | None = "KPU Kabupaten Wanasari",
    number: str = "3/HK.03.1/9902/2027",
) -> Reading:
    """A plan as it was read."""
    return Reading(Decree(number, date(year, 1, 4), office, year, "Rencana Kerja"), items)


def unhurried(database: Database) -> Database:
    """A database that is not forced to disk: what a test writes need not outlive the machine."""
    database.engine.dispose()
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return database


@dataclass
class Room:
    """The house of a small office, and what a test asks of it."""

    house: House
    clock: Path

    @classmethod
    def open(cls, folder: Path, **settings: Any) -> "Room":
        """Move into a folder; a database that lies there already is used."""
        clock = folder / "clock.json"
        known = Settings(_env_file=None, satker="wanasari", data_dir=folder, clock_file=clock, **settings)
        room = cls(House(known, unhurried(open_database(known.database())), Files(folder)), clock)
        room.at("2027-01-04 07:00")
        return room

    def at(self, moment: str) -> None:
        """Set the clock, in WIB: `room.at("2027-01-29 07:30")`."""
        write_clock(self.clock, datetime.fromisoformat(moment).replace(tzinfo=WIB), frozen=True)

    def do(self, job: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Do something on the desk, in one transaction."""
        return self.house.work_here(job, *args, **kwargs)

    def adopt(self, *items: PlanItem, **decree: Any) -> Plan:
        """Make these items the plan in force."""

        def adopted(desk: Desk) -> Plan:
            read = reading(*items, **decree)
            adoption.adopt(desk, read, source_name="rencana.txt", source_sha256="0" * 64, actor=None)
            plan = plans.in_force(desk.session, desk.satker_id)
            assert plan is not None
            return plan

        plan: Plan = self.do(adopted)
        return plan

    def joins(self, name: str, role: str = "staff", *, account: int | None = None, **holds: Any) -> Person:
        """Someone in the team; with an account they can be reached."""

        def added(desk: Desk) -> Person:
            person = Person(satker_id=desk.satker_id, name=name, role=role, telegram_id=account, **holds)
            desk.session.add(person)
            people.given(desk.session, person, desk.now)
            if account is not None:
                person.joined_at = desk.now
                ledger.append(desk.session, desk.satker_id, "person.joined", at=desk.now, actor_id=person.id)
            return person

        person: Person = self.do(added)
        return person

    def binds_group(self, person: Person, chat_id: int = -100) -> None:
        self.do(
            lambda desk: people.bind_group(desk.session, desk.satker_id, chat_id, "Tim ZI", actor=person, now=desk.now)
        )

    def duties(self) -> list[Duty]:
        found: list[Duty] = self.do(lambda desk: plans.duties(desk.session, desk.satker_id))
        return found

    def happens(self, duty: Duty, kind: Kind, **payload: Any) -> None:
        """Write a fact about an obligation into the ledger."""
        self.do(
            lambda desk: ledger.append(
                desk.session, desk.satker_id, kind, at=desk.now, obligation_id=duty.id, **payload
            )
        )

    def outbox(self, after: int = 0) -> list[Outbox]:
        """All that went or will go out, oldest first, but for so many that were there before."""
        with self.house.database.reading() as session:
            return list(session.exec(select(Outbox).order_by(col(Outbox.id)).offset(after)))

    def put_out(self) -> int:
        """How many calls were ever put into the outbox."""
        with self.house.database.reading() as session:
            return session.exec(select(func.count(col(Outbox.id)))).one()

    def texts(self, chat_id: int) -> list[str]:
        """What was said in a chat."""
        return [row.payload["text"] for row in self.outbox() if row.chat_id == chat_id and "text" in row.payload]

    def obligation(self, code: str) -> int:
        """The id of an item's first obligation."""
        return next(duty.id for duty in self.duties() if duty.code == code)

    def days_of(self, item_id: int) -> list[date]:
        rows = self.do(lambda desk: list(desk.session.exec(select(Obligation).where(Obligation.item_id == item_id))))
        return [row.due for row in rows]


def id_of(row: Any) -> int:
    return saved(row.id)
