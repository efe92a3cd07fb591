"""The commands that run the bot: for good, once, or as a rehearsal."""

import json
from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer

from zibot.cli.base import Json, app, fail, house, say
from zibot.cli.plan import read
from zibot.settings import load


@app.command()
def run() -> None:
    """Menjalankan bot."""
    from zibot import door

    settings = load()
    settings.token()
    if settings.texts_dir.is_dir():
        from zibot import texts

        texts.use(settings.texts_dir)  # the house opens behind the line, and this is to be known before
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
    reading = read(settings, plan, None)
    prepared = stage.prepare(settings, reading, plan, team, begun)
    facts = {"people": len(prepared.invited), "team": str(team), "plan": reading.decree.year}

    def announce(url: str) -> None:
        say("rehearse-joined", **facts)
        say("rehearse", url=url)

    stage.play(prepared, port, announce)


@app.command()
def inbox(
    do: Annotated[str, typer.Argument(help="Kosong untuk daftar, atau retry.")] = "",
    which: Annotated[str, typer.Argument(help="Nomor kiriman, atau all.")] = "",
    *,
    as_json: Json = False,
) -> None:
    """Kiriman yang disisihkan karena gagal berulang kali; dengan retry dicoba lagi."""
    from zibot import admin, texts

    if (do, which.isdecimal() or which == "all") not in (("", False), ("retry", True)) or (which and not do):
        fail("inbox-usage", {"words": " ".join((do, which)).strip()})
    settings = load()
    with house(settings) as here:
        if do:
            count = here.work_here(admin.retry, which)
            print(json.dumps({"retried": count})) if as_json else say("inbox-retry", count=count)
            return
        rows = here.work_here(admin.set_aside)
    if as_json:
        print(json.dumps([{**row, "at": row["at"].astimezone(UTC).isoformat()} for row in rows], ensure_ascii=False))
        return
    for row in rows:
        at = row["at"].astimezone(settings.timezone)
        say("inbox-line", **{**row, "at": f"{texts.plain_date(at.date())} {texts.clock_time(at)}"})
    if not rows:
        say("inbox-none")
