"""The commands that tell how things stand: progress, recaps, and what is wrong with the installation."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from zibot.cli.base import Json, app, house, say
from zibot.settings import load


@app.command()
def status(
    area: Annotated[str, typer.Argument(help="Area, atau kosong untuk semua.")] = "", as_json: Json = False
) -> None:
    """Kemajuan semua area, atau satu."""
    from zibot import admin

    with house(load()) as here:
        figures, text = here.work_here(admin.status, area)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if as_json else text)


@app.command()
def recap(
    quarter: Annotated[str, typer.Option(help="Triwulan, misalnya 2027-1.")],
    out: Annotated[Path | None, typer.Option(help="Folder untuk teks dan grafik.")] = None,
    as_json: Json = False,
) -> None:
    """Rekap triwulan seperti yang diterima grup."""
    from zibot import admin

    with house(load()) as here:
        told, text, office = here.work_here(admin.recap_of, quarter)
        files = admin.write_recap(told, text, office, out) if out is not None else []
        if files:
            here.work_here(admin.exported, "recap", admin.sealed(files))
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
