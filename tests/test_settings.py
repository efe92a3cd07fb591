from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from zibot import texts
from zibot.settings import Settings, SettingsError, load

CONFIG = Path(__file__).parents[1] / "config"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain_environment: None) -> Path:
    """An empty folder in which zibot is started."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    return tmp_path


def write(folder: Path, toml: str) -> None:
    (folder / "config" / "zibot.toml").write_text(toml, encoding="utf-8")


def refusal() -> SettingsError:
    """Why zibot does not start; the refusal always has a sentence that names what it is about."""
    with pytest.raises(SettingsError) as caught:
        load()
    sentence = texts.label("error", caught.value.code, **caught.value.details)
    assert all(caught.value.details.get(name, "") in sentence for name in ("file", "key"))
    return caught.value


# where values come from


def test_an_empty_folder_has_the_defaults_of_an_office_in_jakarta() -> None:
    known = load()
    assert (known.timezone, known.remind_at, known.remind_until) == (ZoneInfo("Asia/Jakarta"), time(7, 30), time(16))
    assert (known.lead_days, known.overdue_every, known.recap_at) == ((14, 7, 3, 1, 0), 7, time(8))
    assert not known.has_token


def test_the_file_outranks_the_defaults_the_dotenv_the_file_and_the_environment_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, 'satker = "berkas"\nremind_at = "06:45"\noverdue_every = 5\n')
    (folder / ".env").write_text("ZIBOT_REMIND_AT=06:50\nZIBOT_OVERDUE_EVERY=4\n")
    monkeypatch.setenv("ZIBOT_OVERDUE_EVERY", "3")
    known = load()
    assert (known.satker, known.remind_at, known.overdue_every) == ("berkas", time(6, 50), 3)


def test_a_command_may_override_what_the_file_says(folder: Path) -> None:
    write(folder, 'satker = "berkas"')
    assert load(satker="lain").satker == "lain"


def test_the_sample_file_says_the_defaults_and_the_sample_env_only_known_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, (CONFIG / "zibot.toml").read_text(encoding="utf-8"))
    (folder / ".env").write_text(
        "\n".join(
            line.lstrip("#") if line.startswith("#ZIBOT_") else line
            for line in (CONFIG / ".env.example").read_text(encoding="utf-8").splitlines()
        )
    )
    known, plain = load(), Settings(_env_file=None)
    named = {"satker", "data_dir", "database_url", "bot_token", "bot_token_file", "bot_api_url", "timezone"}
    named |= {"backup_dir", "backup_passphrase", "webhook_url", "webhook_secret"}
    assert known.model_dump(exclude=named) == plain.model_dump(exclude=named)
    assert known.timezone == ZoneInfo("Asia/Makassar")


def test_another_file_is_named_in_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "lain.toml").write_text('satker = "lain"')
    monkeypatch.setenv("ZIBOT_CONFIG", "lain.toml")
    assert load().satker == "lain"
    monkeypatch.setenv("ZIBOT_CONFIG", "hilang.toml")
    assert refusal().code == "config-missing"


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().satker = "lain"


# how values are written


def test_lists_may_be_words_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIBOT_LEAD_DAYS", "10, 5,0,")
    monkeypatch.setenv("ZIBOT_HOLIDAYS_ADDED", "2027-03-08,2027-03-09")
    monkeypatch.setenv("ZIBOT_CONFIDENTIAL", "pengaduan, benturan kepentingan")
    known = load()
    assert known.lead_days == (10, 5, 0)
    assert known.holidays_added == (date(2027, 3, 8), date(2027, 3, 9))
    assert known.confidential == ("pengaduan", "benturan kepentingan")


@pytest.mark.parametrize("written", ["07:30", "7:30", "07.30", "7.30", "07:30:00"])
def test_an_hour_may_be_written_as_people_do(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("ZIBOT_REMIND_AT", written)
    assert load().remind_at == time(7, 30)


def test_an_hour_may_be_a_time_of_toml(folder: Path) -> None:
    write(folder, "recap_at = 09:15:00")
    assert load().recap_at == time(9, 15)


@pytest.mark.parametrize(
    ("server", "address"),
    [
        ("https://api.telegram.org", "https://zibot.contoh.go.id/telegram"),
        ("https://api.telegram.org/", "https://zibot.contoh.go.id:8443/telegram"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8088/telegram"),
        ("http://bot-api.kantor:8081", "https://zibot.kantor:9443/telegram"),
    ],
)
def test_a_server_of_ones_own_brings_updates_to_any_address_telegrams_to_its_ports_only(
    folder: Path, server: str, address: str
) -> None:
    write(folder, f'webhook_url = "{address}"\nbot_api_url = "{server}"')
    assert load().webhook_url == address


# what is refused


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ('timezone = "Asia/Atlantis"', "timezone"),
        ('timezone = "Asia"', "timezone"),
        ('timezone = ""', "timezone"),
        ('timezone = "../../etc/passwd"', "timezone"),
        ('remind_at = "25:00"', "remind_at"),
        ('remind_at = "pagi"', "remind_at"),
        ("remind_at = 7", "remind_at"),
        ('remind_at = "07:30+07:00"', "remind_at"),
        ('remind_at = "08:00"\nremind_until = "08:00"', "remind_until"),
        ('remind_until = "07:00"', "remind_until"),
        ('lead_days = [14, "tujuh"]', "lead_days.1"),
        ("lead_days = [7, -3]", "lead_days.1"),
        ("lead_days = []", "lead_days"),
        ("lead_days = 7", "lead_days"),
        ("overdue_every = 0", "overdue_every"),
        ('overdue_every = "sering"', "overdue_every"),
        ("invitation_days = 0", "invitation_days"),
        ('holidays_added = ["2027-02-30"]', "holidays_added.0"),
        ('holidays_removed = ["8 Maret"]', "holidays_removed.0"),
        ('webhook_url = "zibot.contoh.go.id/telegram"', "webhook_url"),
        ('webhook_url = "http://zibot.contoh.go.id/telegram"', "webhook_url"),
        ('webhook_url = "https://zibot.contoh.go.id:8080/telegram"', "webhook_url"),
        ('webhook_url = "https://zibot.contoh.go.id:99999/telegram"', "webhook_url"),
        ("confidential = 3", "confidential"),
        ('satker = ""', "satker"),
        ('satker = "tirta kencana"', "satker"),
        ("satker = 7", "satker"),
    ],
)
def test_a_bad_value_in_the_file_is_refused_with_file_and_key(folder: Path, toml: str, key: str) -> None:
    write(folder, toml)
    error = refusal()
    assert (error.code, error.details["file"], error.details["key"]) == ("config-value", "config/zibot.toml", key)


def test_a_bad_value_in_the_environment_is_refused_with_its_name_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, 'remind_at = "07:00"')
    monkeypatch.setenv("ZIBOT_REMIND_AT", "siang")
    error = refusal()
    assert (error.code, error.details["file"], error.details["value"]) == ("config-value", "ZIBOT_REMIND_AT", "siang")


def test_a_bad_value_in_the_dotenv_is_not_blamed_on_the_file(folder: Path) -> None:
    write(folder, 'remind_at = "07:00"')
    (folder / ".env").write_text("ZIBOT_REMIND_AT=siang\n")
    assert refusal().details["file"] == "ZIBOT_REMIND_AT"


def test_a_bad_word_in_a_list_of_the_environment_names_the_whole_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIBOT_LEAD_DAYS", "14,tujuh")
    error = refusal()
    assert (error.details["file"], error.details["value"]) == ("ZIBOT_LEAD_DAYS", "tujuh")


@pytest.mark.parametrize("name", ["ZIBOT_REMINDAT", "ZIBOT_CONFIG"])
def test_an_unknown_name_in_the_dotenv_is_refused(folder: Path, name: str) -> None:
    (folder / ".env").write_text(f"{name}=08:00\n")
    error = refusal()
    assert (error.code, error.details["file"]) == ("config-unknown", name)


def test_an_unknown_key_is_refused_by_name(folder: Path) -> None:
    write(folder, 'remind_at = "07:00"\nremindat = "08:00"')
    error = refusal()
    assert (error.code, error.details["file"], error.details["key"]) == (
        "config-unknown",
        "config/zibot.toml",
        "remindat",
    )


def test_a_secret_in_the_file_is_taken_but_never_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIBOT_BOT_TOKEN", "123:rahasia")
    assert "rahasia" not in repr(load())
    assert load().token() == "123:rahasia"


@pytest.mark.parametrize("content", [b'satker = "tanpa akhir', b"satker = 1\nsatker = 2", b"\xff\xfe\x00"])
def test_a_file_that_is_no_toml_is_refused(folder: Path, content: bytes) -> None:
    (folder / "config" / "zibot.toml").write_bytes(content)
    error = refusal()
    assert (error.code, error.details["file"]) == ("config-broken", "config/zibot.toml")


def test_a_folder_in_place_of_the_file_is_refused(folder: Path) -> None:
    (folder / "config" / "zibot.toml").mkdir()
    assert refusal().code == "config-broken"


# the token


def test_the_token_may_lie_in_a_file_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "token").write_text("  123:rahasia \n")
    monkeypatch.setenv("ZIBOT_BOT_TOKEN_FILE", "token")
    assert load().has_token
    assert load().token() == "123:rahasia"


def test_a_token_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIBOT_BOT_TOKEN_FILE", "tidak-ada")
    with pytest.raises(SettingsError) as caught:
        load().token()
    assert (caught.value.code, caught.value.details["file"]) == ("token-file", "tidak-ada")


def test_a_token_file_that_is_no_text_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "token").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setenv("ZIBOT_BOT_TOKEN_FILE", "token")
    with pytest.raises(SettingsError) as caught:
        load().token()
    assert caught.value.code == "token-file"


@pytest.mark.parametrize("name", ["ZIBOT_BOT_TOKEN", "ZIBOT_BOT_TOKEN_FILE"])
def test_a_token_of_nothing_is_no_token(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (folder / "kosong").write_text("\n")
    monkeypatch.setenv(name, "kosong" if name.endswith("FILE") else " ")
    with pytest.raises(SettingsError) as caught:
        load().token()
    assert caught.value.code == "no-token"


# the database


def test_the_database_lies_in_the_data_folder_unless_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().sqlite_file() == folder / "data" / "zibot.db"
    monkeypatch.setenv("ZIBOT_DATABASE_URL", "sqlite:////srv/zibot/zibot.db")
    assert load().sqlite_file() == Path("/srv/zibot/zibot.db")
    monkeypatch.setenv("ZIBOT_DATABASE_URL", "postgresql://zibot@localhost/zibot")
    assert load().sqlite_file() is None
