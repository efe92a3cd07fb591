"""The commands that keep what was entrusted: verify, backup, restore."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zibot.cli.base import Json, app, house, say
from zibot.settings import load

if TYPE_CHECKING:
    from zibot.proof import Proof

PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="Berkas berisi frasa sandi cadangan, satu baris.")
]


@app.command()
def verify(
    *,
    head: Annotated[str | None, typer.Option(help="Sidik dari rekap, paling sedikit 8 huruf.")] = None,
    count: Annotated[int | None, typer.Option(help="Jumlah catatan menurut rekap itu.")] = None,
    as_json: Json = False,
) -> None:
    """Memeriksa keutuhan riwayat, baris, dan berkas bukti; tidak mengubah apa pun."""
    from zibot.proof import verified

    proof = verified(load(), head=head, count=count)
    _tell(proof, as_json=as_json)
    sys.exit(not proof.ok)


def _tell(proof: "Proof", *, as_json: bool = False) -> None:
    from zibot.proof import as_dict, as_lines

    print(json.dumps(as_dict(proof), ensure_ascii=False, indent=1) if as_json else as_lines(proof))


@app.command()
def backup(
    out: Annotated[Path, typer.Option(help="Berkas cadangan yang ditulis (.tar).")],
    *,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Menyimpan basis data dan semua bukti dalam satu berkas, juga selagi bot berjalan."""
    from zibot import admin, clock, texts
    from zibot.backup import archive
    from zibot.backup.passphrase import passphrase

    settings = load()
    secret = passphrase(settings, passphrase_file)
    saved = archive.save(settings, out, now=clock.now(settings), passphrase=secret)
    with house(settings) as here:
        here.work_here(admin.exported, "backup", {out.name: saved.sha256})
    for one in saved.damaged:
        what = texts.label("file", one.what)
        number = texts.number(one.number) if one.what == "evidence" else one.number
        print(texts.label("terminal", "backup-damaged", what=what, number=number), file=sys.stderr)
    manifest = saved.manifest
    say("backed-up", file=out, events=manifest.events, files=len(manifest.files) - 1, locked=secret is not None)
    sys.exit(bool(saved.damaged))


@app.command()
def restore(file: Path, *, passphrase_file: PassphraseFile = None) -> None:
    """Memulihkan cadangan ke folder data yang kosong, lalu memeriksanya."""
    from zibot import clock, texts
    from zibot.backup import restoring
    from zibot.backup.passphrase import passphrase
    from zibot.proof import verified

    settings = load()
    secret = passphrase(settings, passphrase_file)
    done = restoring.restore(settings, file, now=clock.now(settings), passphrase=secret)
    made = done.made_at.astimezone(settings.timezone)
    made_at = f"{texts.plain_date(made.date())} {texts.clock_time(made)}"
    say("restored", folder=settings.data_dir, made=made_at, closed=done.closed)
    proof = verified(settings)
    _tell(proof)
    sys.exit(not proof.ok)
