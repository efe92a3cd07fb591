"""The commands about people: who is in the team, who may join, who leaves."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from zibot.cli.base import Json, app, house, say
from zibot.settings import load

team_app = typer.Typer(no_args_is_help=True, help="Memuat tim.")
people_app = typer.Typer(no_args_is_help=True, help="Orang yang keluar, dan data pribadinya.")
app.add_typer(team_app, name="team")
app.add_typer(people_app, name="people")


@team_app.command("load")
def team_load(file: Path) -> None:
    """Memuat orang, peran, dan area dari berkas tim."""
    from zibot import admin

    members = admin.team_file(file)
    with house(load(), changes=True) as here:
        added, changed = here.work_here(admin.load_team, members)
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
    with house(settings, changes=True) as here:
        person, code = here.work_here(admin.invite, name, role, areas)
    bot = asyncio.run(username(settings.token(), settings.bot_api_url)) if settings.has_token else None
    link = f"https://t.me/{bot}?start={code}" if bot else None
    if as_json:
        print(json.dumps({"name": person.name, "role": person.role, "code": code, "link": link}, ensure_ascii=False))
    elif link:
        say("invited", name=person.name, days=settings.invitation_days, link=link)
    else:
        say("invited-code", name=person.name, days=settings.invitation_days, code=code)


@people_app.command("leave")
def people_leave(name: str) -> None:
    """Mengeluarkan seseorang dari tim; yang dipegangnya menunggu pemegang baru."""
    from zibot import admin

    with house(load(), changes=True) as here:
        person = here.work_here(admin.leave, name)
    say("left-team", name=person.name)


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
