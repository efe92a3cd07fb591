"""The commands that read, adopt and write out plans."""

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zibot.cli.base import Json, app, fail, house, say
from zibot.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from zibot.adoption import Adopted, Preview
    from zibot.plan.reading import Reading

plan_app = typer.Typer(no_args_is_help=True, help="Membaca dan memberlakukan rencana kerja.")
app.add_typer(plan_app, name="plan")

Year = Annotated[int | None, typer.Option(help="Tahun rencana, bila dokumen tidak menyebutnya.")]
Sheet = Annotated[str | None, typer.Option(help="Nama lembar yang berisi rencana, bila hanya satu yang dibaca.")]
Columns = Annotated[
    str | None, typer.Option("--map", help='Kolom menurut huruf, bila judulnya tidak dikenal: "INDIKATOR=C,TARGET=F".')
]


def read(
    settings: Settings, file: Path, year: int | None, sheet: str | None = None, columns: str | None = None
) -> "Reading":
    """The reading of a document; where it is no plan the command ends with one line that says why."""
    from zibot import texts
    from zibot.plan import read_plan
    from zibot.plan.problem import PlanError
    from zibot.storage.files import Files
    from zibot.workdays import Workdays

    days = Workdays.indonesia(extra_off=settings.holidays_added, extra_work=settings.holidays_removed)
    places = _columns(columns) if columns else None
    try:
        kept = Files(settings.data_dir).path
        return read_plan(file, year=year, workdays=days, progress=_progress, sheet=sheet, columns=places, kept=kept)
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
    reading = read(settings, file, year, sheet, columns)
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
    with house(load()) as here:
        file, content = here.work_here(exports.of_plan, out)
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
    reading = read(settings, file, year, sheet, columns)
    _show(reading, listed=False)
    with house(settings) as here:
        looked = asyncio.run(here.look(adoption.preview, reading))
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
    with house(settings, changes=True) as here:
        adopted = here.work_here(admin.adopt, reading, file)
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
