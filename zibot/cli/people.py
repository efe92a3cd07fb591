"""The commands about people: who is in the team, who may join, who leaves."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from zibot.cli.base import Json, app, fail, house, say
from zibot.settings import load

team_app = typer.Typer(no_args_is_help=True, help="Memuat tim.")
people_app = typer.Typer(no_args_is_help=True, help="Orang yang keluar, dan data pribadinya.")
app.add_typer(team_app, name="team")
app.add_typer(people_app, name="people")


@team_app.command("load")
def team_load(
    file: Path,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Berkas menang atas perubahan di chat.")] = False,
) -> None:
    """Memuat orang, peran, dan area dari berkas tim; perubahan di chat sesudahnya tetap, dan disebut."""
    from zibot import admin

    members = admin.team_file(file)
    with house(load(), changes=True) as here:
        done = here.work_here(admin.load_team, members, overwrite=overwrite)
    for kept in done.kept:
        if kept.field == "left":
            say("team-left", name=kept.name)
        else:
            say("team-kept", name=kept.name, field=kept.field, ours=_words(kept.ours), file=_words(kept.file))
    say("team", added=done.added, changed=len(done.changed))


def _words(value: object) -> str:
    """What a person is or holds, in one line."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@app.command()
def invite(
    name: str,
    role: Annotated[str | None, typer.Option(help="admin, lead, coordinator, staff, atau reviewer.")] = None,
    areas: Annotated[str | None, typer.Option(help="Area yang diperiksa, misalnya V,VI.")] = None,
    qr: Annotated[Path | None, typer.Option("--qr", help="Tulis tautannya juga sebagai gambar kode QR (.png).")] = None,
    as_json: Json = False,
) -> None:
    """Membuat tautan sekali pakai untuk bergabung."""
    from zibot import admin
    from zibot.delivery.qr import written_to
    from zibot.delivery.telegram import username

    settings = load()
    with house(settings, changes=True) as here:
        person, code = here.work_here(admin.invite, name, role, areas)
    bot = asyncio.run(username(settings.token(), settings.bot_api_url)) if settings.has_token else None
    link = f"https://t.me/{bot}?start={code}" if bot else None
    if qr is not None and link is None:
        fail("qr-no-link", {"file": str(qr)})
    if qr is not None and link is not None:
        try:
            written_to(link, qr)
        except OSError as error:
            fail("qr", {"file": str(qr), "why": str(error.strerror)})
    if as_json:
        print(json.dumps({"name": person.name, "role": person.role, "code": code, "link": link}, ensure_ascii=False))
    elif link:
        say("invited", name=person.name, days=settings.invitation_days, link=link)
    else:
        say("invited-code", name=person.name, days=settings.invitation_days, code=code)


@people_app.command("leave")
def people_leave(
    name: str,
    to: Annotated[str | None, typer.Option("--to", help="Orang yang mengambil alih butirnya.")] = None,
) -> None:
    """Mengeluarkan seseorang dari tim; yang dipegangnya beralih, atau menunggu pemegang baru."""
    from zibot import admin

    with house(load(), changes=True) as here:
        person, successor = here.work_here(admin.leave, name, to)
    say("left-team", name=person.name, to=successor.name if successor is not None else None)


@people_app.command("erase")
def people_erase(name: str, *, yes: Annotated[bool, typer.Option("--yes", help="Tanpa bertanya.")] = False) -> None:
    """Menghapus data pribadi seseorang atas permintaannya; bukti dan riwayat tetap."""
    from zibot import admin, texts

    settings = load()
    with house(settings) as here:
        known = here.work_here(lambda desk: admin.named(desk, name).name)
    if not yes and not typer.confirm(texts.label("terminal", "erase-sure", name=known)):
        say("not-adopted")
        return
    with house(settings, changes=True) as here:
        called = here.work_here(admin.erase, name)
    say("erased", name=known, called=called)
