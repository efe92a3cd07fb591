"""The commands of the terminal: each reads what it is given, has it done, and prints a few lines.

Heavy parts are imported by the command that needs them, since most need few.
"""

import asyncio
import contextlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from zibot.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zibot.adoption import Adopted, Preview
    from zibot.context import House
    from zibot.plan.reading import Reading

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
plan_app = typer.Typer(no_args_is_help=True, help="Membaca dan memberlakukan rencana kerja.")
team_app = typer.Typer(no_args_is_help=True, help="Memuat tim.")
app.add_typer(plan_app, name="plan")
app.add_typer(team_app, name="team")

Json = Annotated[bool, typer.Option("--json", help="Keluaran untuk program.")]
Year = Annotated[int | None, typer.Option(help="Tahun rencana, bila dokumen tidak menyebutnya.")]
Sheet = Annotated[str | None, typer.Option(help="Nama lembar yang berisi rencana, bila hanya satu yang dibaca.")]
Columns = Annotated[
    str | None, typer.Option("--map", help='Kolom menurut huruf, bila judulnya tidak dikenal: "INDIKATOR=C,TARGET=F".')
]


def main() -> None:
    """Run a command; whatever the user can mend is one line on standard error and exit code 2."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # httpx writes whole addresses at INFO, and ours hold the token.
    for name in ("httpx", "httpcore", "alembic", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns whenever a look at the clock is skipped because the one before is still under way, as is meant.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    try:
        sys.exit(app(standalone_mode=False))
    except typer.Abort:
        sys.exit(1)
    except SettingsError as error:
        fail(error.code, error.details)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        # Typer carries its own copy of click, whose errors have no public name but this method.
        if hasattr(error, "format_message"):
            why = error.format_message()
            fail("usage", {"why": why}) if why else sys.exit(2)  # without a word, the help was printed instead
        if "ZIBOT_DEBUG" in os.environ or "run" in sys.argv[1:2]:
            # Who keeps the bot running reads its log; who types a command reads one line.
            logging.getLogger("zibot").exception("unexpected")
        fail("unexpected", {"why": f"{type(error).__name__}: {error}".splitlines()[0]}, status=1)


def fail(code: str, details: dict[str, str], status: int = 2) -> NoReturn:
    """End with one line that says what is wrong and what to do."""
    from zibot import texts

    print(texts.label("terminal", "error", where="", text=texts.label("error", code, **details)), file=sys.stderr)
    sys.exit(status)


def say(line: str, /, **data: object) -> None:
    """Print a line of the terminal's texts."""
    from zibot import texts

    print(texts.label("terminal", line, **data))


@contextlib.contextmanager
def _house(settings: Settings, *, changes: bool = False) -> "Iterator[House]":
    """The house for one command; what a change made due is put into the outbox before it ends."""
    from zibot.app import build_house
    from zibot.jobs.tick import tick

    house = build_house(settings)
    try:
        yield house
        if changes:
            asyncio.run(tick(house))
    finally:
        house.close()


def _read(
    settings: Settings, file: Path, year: int | None, sheet: str | None = None, columns: str | None = None
) -> "Reading":
    from zibot import texts
    from zibot.plan import read_plan
    from zibot.plan.problem import PlanError
    from zibot.workdays import Workdays

    days = Workdays.indonesia(extra_off=settings.holidays_added, extra_work=settings.holidays_removed)
    places = _columns(columns) if columns else None
    try:
        return read_plan(file, year=year, workdays=days, progress=_progress, sheet=sheet, columns=places)
    except PlanError as error:
        problem = error.problem
        place = f"{file}{', ' + texts.where(problem.where) if problem.where else ''}: "
        text = texts.problem(problem.code, problem.details)
        line = texts.label("terminal", "error", where=place, text=text)
        print(" ".join(line.split()), file=sys.stderr)  # a file's name may hold anything
        sys.exit(2)


def _columns(said: str) -> dict[str, str]:
    """The columns that a person named: "INDIKATOR=C,TARGET=F"."""
    pairs = [part.split("=") for part in said.split(",") if part.strip()]
    if not pairs or any(len(pair) != 2 or not all(word.strip() for word in pair) for pair in pairs):
        raise SettingsError("map", map=said)
    return {name.strip().upper(): column.strip() for name, column in pairs}


def _progress(page: int, pages: int) -> None:
    """Tell a person who waits how far the reading has come; a script hears nothing."""
    if sys.stderr.isatty() and pages > 1:
        from zibot import texts

        print("\r" + texts.label("terminal", "reading", page=page, pages=pages), end="", file=sys.stderr)
        if page >= pages:
            print("\r\033[K", end="", file=sys.stderr)


def _show(reading: "Reading", *, listed: bool) -> None:
    from zibot import texts

    areas: dict[int, tuple[str, int]] = {}
    for item in reading.items:
        areas[item.area.number] = (item.area.name, areas.get(item.area.number, ("", 0))[1] + 1)
    print(
        texts.lines(
            "plan_read",
            reading=reading,
            listed=listed,
            due=sum(len(item.due) for item in reading.items),
            areas=[(number, name, count) for number, (name, count) in sorted(areas.items())],
            doubts=sum(not item.certain for item in reading.items),
            say=lambda problem: texts.problem(problem.code, problem.details),
        )
    )


@plan_app.command("read")
def plan_read(
    file: Path,
    *,
    as_json: Json = False,
    year: Year = None,
    sheet: Sheet = None,
    columns: Columns = None,
    out: Annotated[Path | None, typer.Option(help="Lembar periksa (.xlsx) atau kalender (.ics) yang ditulis.")] = None,
) -> None:
    """Membaca dokumen rencana dan menampilkan hasilnya; tidak mengubah apa pun."""
    settings = load()
    reading = _read(settings, file, year, sheet, columns)
    if out is not None:
        from zibot import exports

        exports.check(out)
        exports.save(out, exports.of_reading(settings, reading, out))
    if as_json:
        from zibot import texts

        said = reading.as_json(lambda problem: texts.problem(problem.code, problem.details))
        print(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        _show(reading, listed=True)
        if out is not None:
            say("written", file=out)


@plan_app.command("export")
def plan_export(
    out: Annotated[Path | None, typer.Option(help="Berkas .xlsx atau .ics; bila kosong rencana-TAHUN.xlsx.")] = None,
) -> None:
    """Menulis rencana yang berlaku sebagai lembar periksa (.xlsx) atau kalender tenggat (.ics)."""
    from zibot import exports

    if out is not None:
        exports.check(out)
    with _house(load()) as house:
        file, content = house.work_here(exports.of_plan, out)
    exports.save(file, content)
    say("written", file=file)


@plan_app.command("adopt")
def plan_adopt(
    file: Path,
    *,
    satker: Annotated[str | None, typer.Option(help="Kode satuan kerja.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Tanpa bertanya.")] = False,
    year: Year = None,
    sheet: Sheet = None,
    columns: Columns = None,
) -> None:
    """Memberlakukan rencana, setelah menampilkan apa yang terbaca dan apa yang berubah."""
    from zibot import admin, adoption, texts

    settings = load()
    if satker:
        settings = settings.model_copy(update={"satker": satker})
    reading = _read(settings, file, year, sheet, columns)
    _show(reading, listed=False)
    with _house(settings) as house:
        looked = asyncio.run(house.look(adoption.preview, reading))
    if looked.unchanged:
        say("unchanged", year=reading.decree.year)
        return
    _show_changes(looked)
    if looked.undecided and not yes:
        codes = texts.short(", ".join(item.code for item in looked.undecided), 60)
        fail("undecided", {"file": str(file), "count": str(len(looked.undecided)), "codes": codes})
    if not yes and not typer.confirm(texts.label("terminal", "confirm")):
        say("not-adopted")
        return
    with _house(settings, changes=True) as house:
        adopted = house.work_here(admin.adopt, reading, file)
    _say_adopted(adopted)
    if adopted.other_office:
        say("other-office", decree=reading.decree.office, office=settings.office)


def _show_changes(looked: "Preview") -> None:
    """What an amendment changes, before it does."""
    from zibot import texts

    if looked.amends is not None:
        fields = {name: texts.label("field", name) for name in ("area", "component", "indicator", "action", "evidence")}
        print()
        print(texts.lines("plan_amends", plan=looked.amends, comparison=looked.comparison, fields=fields))
        print()


def _say_adopted(adopted: "Adopted") -> None:
    say("adopted", year=adopted.year, items=adopted.items, obligations=adopted.obligations)
    if adopted.amended is not None:
        withdrawn = sum(len(change.withdrawn) for change in adopted.amended.replanned)
        if withdrawn:
            say("withdrawn", count=withdrawn)
        for held in adopted.amended.recoded:
            say("recoded", name=held.name, before=", ".join(held.before), after=", ".join(held.after) or "-")
    if adopted.undated:
        say("adopted-undated", count=adopted.undated)
    if adopted.backlog:
        say("adopted-backlog", count=adopted.backlog)


@team_app.command("load")
def team_load(file: Path) -> None:
    """Memuat orang, peran, dan area dari berkas tim."""
    from zibot import admin

    members = admin.team_file(file)
    with _house(load(), changes=True) as house:
        added, changed = house.work_here(admin.load_team, members)
    say("team", added=added, changed=changed)


@app.command()
def invite(
    name: str,
    role: Annotated[str | None, typer.Option(help="admin, lead, coordinator, staff, atau reviewer.")] = None,
    areas: Annotated[str | None, typer.Option(help="Area yang diperiksa, misalnya V,VI.")] = None,
    as_json: Json = False,
) -> None:
    """Membuat tautan sekali pakai untuk bergabung."""
    from zibot import admin
    from zibot.delivery.telegram import username

    settings = load()
    with _house(settings, changes=True) as house:
        person, code = house.work_here(admin.invite, name, role, areas)
    bot = asyncio.run(username(settings.token(), settings.bot_api_url)) if settings.has_token else None
    link = f"https://t.me/{bot}?start={code}" if bot else None
    if as_json:
        print(json.dumps({"name": person.name, "role": person.role, "code": code, "link": link}, ensure_ascii=False))
    elif link:
        say("invited", name=person.name, days=settings.invitation_days, link=link)
    else:
        say("invited-code", name=person.name, days=settings.invitation_days, code=code)


@app.command()
def run() -> None:
    """Menjalankan bot."""
    from zibot import door

    settings = load()
    settings.token()
    door.run(settings)


@app.command()
def tick(as_json: Json = False) -> None:
    """Melakukan sekali semua yang sudah waktunya, lalu selesai; untuk cron."""
    from zibot.once import once

    done = once(load())
    if as_json:
        print(json.dumps(done))
    else:
        say("tick" if done["sent"] is not None else "tick-busy", **done)


@app.command()
def status(
    area: Annotated[str, typer.Argument(help="Area, atau kosong untuk semua.")] = "", as_json: Json = False
) -> None:
    """Kemajuan semua area, atau satu."""
    from zibot import admin

    with _house(load()) as house:
        figures, text = house.work_here(admin.status, area)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else text)


@app.command()
def recap(
    quarter: Annotated[str, typer.Option(help="Triwulan, misalnya 2027-1.")],
    out: Annotated[Path | None, typer.Option(help="Folder untuk teks dan grafik.")] = None,
    as_json: Json = False,
) -> None:
    """Rekap triwulan seperti yang diterima grup."""
    from zibot import admin

    with _house(load()) as house:
        told, text, office = house.work_here(admin.recap_of, quarter)
    files = admin.write_recap(told, text, office, out) if out is not None else []
    if as_json:
        print(json.dumps(told.as_dict(), ensure_ascii=False, indent=1))
    elif files:
        say("recap-written", files=", ".join(str(file) for file in files))
    else:
        print(text)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Memeriksa pemasangan ini: apa yang salah dan apa yang perlu dilakukan; tidak mengubah apa pun."""
    from zibot.doctor import State, as_lines, examined, told

    found = examined()
    print(json.dumps([told(one) for one in found], ensure_ascii=False, indent=1) if as_json else as_lines(found))
    sys.exit(any(one.state is State.WRONG for one in found))


@app.command()
def rehearse(
    port: Annotated[int, typer.Option(help="Port halaman latihan.")] = 8080,
    plan: Annotated[Path, typer.Option(help="Dokumen rencana kerja.")] = Path("config/rencana-kerja-2027.txt"),
    team: Annotated[Path, typer.Option(help="Berkas tim.")] = Path("config/team.yaml"),
    at: Annotated[str, typer.Option(help="Tanggal mulai.")] = "2027-01-04",
) -> None:
    """Memainkan seluruh bot di mesin ini tanpa Telegram: satu halaman untuk semua peran, jam yang dapat digeser."""
    from zibot.rehearsal import stage

    settings = load()
    begun = stage.opening(at, settings.timezone)
    reading = _read(settings, plan, None)
    prepared = stage.prepare(settings, reading, plan, team, begun)
    facts = {"people": len(prepared.invited), "team": str(team), "plan": reading.decree.year}

    def announce(url: str) -> None:
        say("rehearse-joined", **facts)
        say("rehearse", url=url)

    stage.play(prepared, port, announce)
