"""The office's own texts: their words in place of ours, and never an answer lost because of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from zibot import texts
from zibot.settings import SettingsError, load

ROLES = '[role]\ncoordinator = "penanggung jawab area"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    texts.use(None)


def write(folder: Path, **files: str) -> None:
    for name, words in files.items():
        (folder / f"{name}.html").write_text(words, encoding="utf-8")
    texts.use(folder)


def test_a_template_of_theirs_takes_the_place_of_ours_with_the_same_facts(folder: Path) -> None:
    write(folder, group_here="Ketik /pasang di grup <b>{{ office }}</b>, ya.")
    assert (
        texts.render("group_here", office="KPU <Wanasari>") == "Ketik /pasang di grup <b>KPU &lt;Wanasari&gt;</b>, ya."
    )
    assert "obrolan" in texts.render("draft_private", office="KPU")
    texts.use(None)
    assert "Ketik /pasang di grup" not in texts.render("group_here", office="KPU")


def test_their_word_for_a_role_reaches_every_template_of_ours(folder: Path) -> None:
    (folder / "labels.toml").write_text(ROLES, encoding="utf-8")
    texts.use(folder)
    assert texts.label("role", "coordinator") == "penanggung jawab area"
    assert texts.label("role", "lead") == "ketua tim"
    said = texts._environment().from_string("{{ 'coordinator'|role }}").render()
    assert said == "penanggung jawab area"


def test_without_a_folder_all_texts_are_ours(tmp_path: Path) -> None:
    texts.use(tmp_path / "tidak-ada")
    assert texts.label("role", "coordinator") == "koordinator area"


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("salam.html", "Halo", "texts-name"),
        ("catatan.txt", "Halo", "texts-name"),
        ("back.html", "{% if since %}Halo", "texts-broken"),
        ("back.html", "Halo {{ nama }}", "texts-word"),
        ("back.html", "<b>Halo\n</b>", "texts-tag"),
        ("back.html", "<h1>Halo</h1>", "texts-tag"),
        ("back.html", "1 < 2", "texts-tag"),
        ("labels.toml", "[role]\nkoordinator = 'x'", "texts-key"),
        ("labels.toml", "[role]\ncoordinator = 3", "texts-key"),
        ("labels.toml", "[role", "texts-toml"),
        ("labels.toml", "[button]\nchange = '{{ nama }}'", "texts-word"),
    ],
)
def test_what_cannot_be_used_is_named_before_it_is_used(folder: Path, name: str, words: str, code: str) -> None:
    (folder / name).write_text(words, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        texts.use(folder)
    assert caught.value.code == code
    line = texts.label("error", code, **caught.value.details)
    assert name in line
    assert "\n" not in line
    assert texts.label("role", "lead") == "ketua tim"


def test_one_that_fails_only_when_it_is_filled_gives_way_to_ours(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(folder, group_here="{{ office.tidak_ada }}", draft_private="{% if office %}<b>{% else %}</b>{% endif %}Halo")
    assert "/pasang" in texts.render("group_here", office="KPU")
    assert "Halo" not in texts.render("draft_private", office="KPU")
    assert "group_here.html" in caplog.text
    assert "draft_private.html" in caplog.text


def test_the_folder_lies_beside_the_settings_file(
    tmp_path: Path, plain_environment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kantor.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("ZIBOT_CONFIG", str(tmp_path / "kantor.toml"))
    assert load().texts_dir == tmp_path / "teks"
