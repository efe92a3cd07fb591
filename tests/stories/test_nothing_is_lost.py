"""The bot's process is killed again and again while photos come in; every one is stored and receipted."""

import hashlib
import random
import re
from collections import Counter
from pathlib import Path

from tests.conftest import Office, eventually
from zibot.rehearsal.people import Photo
from zibot.rehearsal.pictures import sample

PHOTOS = 200
KILLS = 10


def test_two_hundred_photos_survive_ten_kills(office: Office) -> None:
    office.start()
    dedi = office.join("Dedi Kurnia")
    office.quiet()
    before = len(office.said(dedi))
    dice = random.Random(20270104)
    kill_after = sorted(dice.sample(range(5, PHOTOS - 5), KILLS))
    picture = sample(["Foto bukti"], 0)
    for number in range(PHOTOS):
        dedi.sends(Photo(picture, caption=f"foto {number}"))
        if number in kill_after:
            # Let it get somewhere into the work before it dies.
            so_far = len(office.said(dedi))
            eventually(lambda so_far=so_far: len(office.said(dedi)) > so_far)
            office.kill()
            office.start()
    eventually(lambda: _stored(office) == PHOTOS, 120)
    office.quiet()

    receipts = Counter(
        number for text in office.texts(dedi)[before:] for number in re.findall(r"Bukti tersimpan · No\. (\d{6})", text)
    )
    assert sorted(receipts) == [f"{number:06d}" for number in range(1, PHOTOS + 1)]
    assert sum(receipts.values()) - PHOTOS <= KILLS
    for sha256, size in office.rows("SELECT sha256, size FROM evidence"):
        content = (office.folder / "data" / "evidence" / str(sha256)[:2] / str(sha256)).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        assert len(content) == size
    assert not list(Path(office.folder / "data").rglob(".tmp-*"))


def _stored(office: Office) -> object:
    return office.rows("SELECT count(*) FROM evidence")[0][0]


def test_the_bot_ends_within_ten_seconds_of_sigterm(office: Office) -> None:
    office.start()
    dedi = office.join("Dedi Kurnia")
    dedi.says("/tugas")
    office.heard(dedi, "Tugas Dedi Kurnia")
    assert office.stop() == 0
