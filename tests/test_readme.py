"""What README and guides tell people to type exists: make targets, commands of terminal and chat, settings, files."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from zibot import app, cli, texts
from zibot.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FIRST_SCREEN = 25


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text()
    return text


def typed(text: str) -> list[str]:
    """What stands in code: the spans of the text, and the lines of its blocks without their remarks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    lines = [line.partition("  #")[0] for block in blocks for line in block.splitlines()]
    return [part.strip().replace("\\|", "|") for line in (*spans, *lines) for part in line.split("&&")]


def test_the_first_screen_shows_the_two_commands_and_where_to_look() -> None:
    screen = "\n".join((ROOT / "README.md").read_text().splitlines()[:FIRST_SCREEN])
    for words in ("make run", "make test", "http://127.0.0.1:8080", "Kejadian berikutnya"):
        assert words in screen
    assert "Kejadian berikutnya" in (ROOT / "zibot/rehearsal/page/index.html").read_text()


def test_every_make_target_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {words.split()[1] for words in typed(page) if re.match(r"make [a-z]", words)}
    assert named <= targets


def test_every_command_of_the_terminal_exists_with_its_options(page: str) -> None:
    for words in typed(page):
        if words.startswith(("zibot ", "ZIBOT_")) and " " in words:
            command, rest = find_command(words.partition("zibot ")[2])
            options = {name for parameter in command.params for name in parameter.opts}
            assert set(re.findall(r"--[a-z-]+", rest)) <= options, words


def find_command(words: str) -> tuple[Any, str]:
    """The command that words name, and what follows it."""
    command: Any = typer.main.get_command(cli.app)
    while hasattr(command, "commands"):
        name, _, words = words.partition(" ")
        assert name in command.commands, name
        command = command.commands[name]
    return command, words


def test_readme_names_every_command_of_the_terminal() -> None:
    named = {words for words in typed((ROOT / "README.md").read_text()) if words.startswith("zibot ")}
    for path in paths(typer.main.get_command(cli.app)):
        assert any(words.startswith(f"zibot {path}") for words in named), path


def paths(command: Any, before: str = "") -> list[str]:
    if not hasattr(command, "commands"):
        return [before.strip()]
    return [path for name, one in command.commands.items() for path in paths(one, f"{before} {name}")]


def test_every_command_of_the_chat_exists(page: str) -> None:
    menu = {name for scope in ("private", "group") for name, _ in texts.commands(scope)}
    named = {found.group(1) for words in typed(page) if (found := re.match(r"/([a-z]+)\b(?!/)", words))}
    pages = {"healthz"}
    assert named <= menu | set(app.COMMANDS) | {"start", "rekap"} | pages


def test_every_setting_exists(page: str) -> None:
    known = {f"ZIBOT_{name.upper()}" for name in Settings.model_fields} | {"ZIBOT_CONFIG"}
    assert set(re.findall(r"\bZIBOT_[A-Z_]+[A-Z]\b", page)) <= known


def test_every_link_leads_somewhere() -> None:
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
