"""At the terminal: whatever is wrong with a file or a setting is one line that names it, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from subprocess import CompletedProcess

from tests.conftest import Office


def refused(done: CompletedProcess[str], *names: str) -> None:
    """One line on standard error with these names in it, exit code 2, nothing else."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 2, done
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("zibot: ")
    assert "Traceback" not in done.stderr
    for name in names:
        assert name in lines[0], lines[0]


def all_refused(office: Office, *cases: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    """Run commands side by side, each with the names that its refusal must hold."""
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda case: office.zibot(*case[0]), cases))
    for (_, names), done in zip(cases, results, strict=True):
        refused(done, *names)


def test_a_document_that_is_no_plan(bare_office: Office) -> None:
    office, here = bare_office, bare_office.folder
    (here / "folder").mkdir()
    (here / "gambar.txt").write_bytes(bytes(range(256)) * 20)
    (here / "kosong.txt").write_text("")
    (here / "surat.txt").write_text("Dengan hormat,\nbersama ini kami sampaikan rencana kami.\n")
    (here / "rencana.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    (here / "daftar.txt").write_text("NO\tNAMA\tALAMAT\n1\tBudi\tJalan Mawar\n")
    files = ("tidak-ada.txt", "folder", "gambar.txt", "kosong.txt", "surat.txt", "rencana.docx", "daftar.txt")
    all_refused(office, *[(("plan", "read", name), (name,)) for name in files])
    all_refused(office, *[(("plan", "adopt", name, "--yes"), (name,)) for name in ("gambar.txt", "surat.txt")])
    assert "Belum ada rencana kerja" in office.zibot("status").stderr
    assert office.rows("SELECT count(*) FROM plan") == [(0,)]
    assert office.rows("SELECT count(*) FROM item") == [(0,)]


def test_a_mistake_in_the_team_file(office: Office) -> None:
    here = office.folder
    mistakes = {
        "peran.yaml": ("people:\n  - {name: Dedi, role: bos}\n", "Dedi", "bos"),
        "butir.yaml": ("people:\n  - {name: Dedi, role: staff, items: [XX.1]}\n", "Dedi", "XX.1"),
        "kunci.yaml": ("people:\n  - {name: Dedi, telpon: 1}\n", "Dedi", "telpon"),
        "rusak.yaml": ("people:\n  - {name: Dedi\n", "baris"),
    }
    for name, (words, *_) in mistakes.items():
        (here / name).write_text(words)
    before = office.rows("SELECT name, role, items FROM person ORDER BY id")
    all_refused(office, *[(("team", "load", name), (name, *names)) for name, (_, *names) in mistakes.items()])
    refused(office.zibot("team", "load", "tidak-ada.yaml"), "tidak-ada.yaml")
    assert office.rows("SELECT name, role, items FROM person ORDER BY id") == before


def test_a_mistake_in_the_settings(office: Office) -> None:
    config = office.folder / "zibot.toml"
    for words, *names in (
        ('satker = "wanasari"\nremind_at = "jam tujuh"\n', "zibot.toml", "remind_at"),
        ('satker = "wanasari"\nwarna = "merah"\n', "zibot.toml", "warna"),
        ('satker = "wanasari"\ntimezone = "Asia/Wanasari"\n', "zibot.toml", "timezone"),
        ("satker = wanasari\n", "zibot.toml"),
    ):
        config.write_text(words)
        refused(office.zibot("status" if names[-1] != "timezone" else "run"), *names)
    config.write_text('satker = "wanasari"\n')
    refused(office.zibot("status", ZIBOT_OVERDUE_EVERY="0"), "ZIBOT_OVERDUE_EVERY")
    refused(office.zibot("run", ZIBOT_BOT_TOKEN=""), "ZIBOT_BOT_TOKEN")
    refused(office.zibot("status", ZIBOT_CONFIG="lain.toml"), "lain.toml")


def test_questions_that_cannot_be_answered(office: Office) -> None:
    all_refused(
        office,
        (("recap", "--quarter", "2027-5"), ("2027-5",)),
        (("recap", "--quarter", "2026-1"), ("2026-1", "2027")),
        (("status", "antariksa"), ("antariksa",)),
        (("invite", "Siapa Ini"), ("Siapa Ini",)),
        (("invite", "Dedi Kurnia", "--areas", "XX"), ("XX",)),
    )
    assert office.rows("SELECT count(*) FROM person") == [(5,)]


def test_a_bot_that_cannot_start_says_why(office: Office) -> None:
    refused(office.zibot("run", ZIBOT_BOT_TOKEN="7000000001:salah"), "ZIBOT_BOT_TOKEN")
    refused(office.zibot("tick", ZIBOT_BOT_TOKEN="7000000001:salah"), "ZIBOT_BOT_TOKEN")
    refused(office.zibot("tick", ZIBOT_BOT_API_URL="http://127.0.0.1:9"), "127.0.0.1:9")
    office.start()
    office.join("Dedi Kurnia")
    refused(office.zibot("run"), "data")
    assert office.stop() == 0
    database = office.folder / "data" / "zibot.db"
    for left in database.parent.glob("zibot.db*"):
        left.unlink()
    database.write_bytes(b"bukan basis data\n" * 400)
    for command in ("run", "tick"):
        refused(office.zibot(command), "zibot.db")
