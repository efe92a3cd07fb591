"""Rules of the house that the import contracts cannot see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ROOT / "zibot"
SILENT = ("handlers", "jobs", "delivery", "storage", "rules", "monev", "web")
"""Parts that say nothing themselves: every sentence is in texts."""

# Words of which an Indonesian sentence has some and an English one has none.
INDONESIAN = re.compile(
    r"\b(?:yang|dan|untuk|belum|sudah|tidak|ini|itu|dari|atau|dengan|anda|saya|akan|bila|pada|oleh|silakan|maaf|mohon|"
    r"kirim|tulis|ketik|balas|bukti|butir|tenggat|rencana|kerja|tim|grup|lalu|lagi|masih|dapat|harus|semua|setiap)\b"
)


def modules(*parts: str) -> Iterator[Path]:
    return (path for part in parts for path in sorted((CODE / part).rglob("*.py")))


def sentences(path: Path) -> Iterator[str]:
    """Strings of a module that begin as a sentence does; docstrings and words to be recognised are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from [node.value] if node.value[:1].isupper() else []


@pytest.mark.parametrize("part", [part for part in SILENT if (CODE / part).exists()])
def test_no_sentence_for_people_stands_outside_texts(part: str) -> None:
    for path in modules(part):
        for words in sentences(path):
            assert len(words.split()) < 4 or not INDONESIAN.search(words.casefold()), (
                f"{path.relative_to(ROOT)}: {words!r}"
            )


def the_map() -> list[str]:
    """The paths of README's map: an entry that is set in lies in the folder above it."""
    block = re.findall(r"^## The map\n+```\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)[
        0
    ]
    paths, folder = [], ""
    for line in block.splitlines():
        name = line.split()[0]
        paths.append(folder + name if line.startswith(" ") else name)
        folder = folder if line.startswith(" ") else name
    return paths


def test_whatever_the_map_names_is_there() -> None:
    named = the_map()
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in named if path.endswith("/") != (ROOT / path).is_dir()] == []


def test_each_part_of_the_house_is_on_the_map() -> None:
    parts = {path.name for path in CODE.glob("*.py")} | {f"{path.parent.name}/" for path in CODE.glob("*/__init__.py")}
    assert {path.removeprefix("zibot/") for path in the_map() if path.startswith("zibot/")} == {*parts, ""}


def test_each_module_says_in_its_first_line_what_it_is() -> None:
    for path in CODE.rglob("*.py"):
        if "versions" not in path.parts:
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
            assert said, path
            assert said.splitlines()[0].endswith((".", ":", "?")), path


def test_nothing_is_caught_without_a_name_and_nothing_is_patched() -> None:
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ExceptHandler) and node.type is None), path
    patching = re.compile(r"\b(?:monkeypatch\.setattr|mock\.patch|unittest\.mock|time\.sleep)\b")
    for path in (ROOT / "tests").rglob("*.py"):
        if path != Path(__file__):
            assert not patching.search(path.read_text(encoding="utf-8")), path


def test_each_ignored_rule_carries_its_reason() -> None:
    for path in CODE.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"#\s*noqa(?!:)", line), f"{path}: {line.strip()}"
            assert not re.search(r"#\s*type:\s*ignore(?!\[)", line), f"{path}: {line.strip()}"


def test_no_machine_is_named() -> None:
    named = re.compile(r"/(?:work|home|root|Users)/\w")
    tracked = [*CODE.rglob("*.py"), *(ROOT / "config").iterdir(), *(ROOT / "docs").iterdir(), ROOT / "README.md"]
    for path in tracked:
        assert not path.is_file() or not named.search(path.read_text(encoding="utf-8")), path


def test_small_modules_have_a_test_of_their_own() -> None:
    tested = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for path in modules("rules", "storage"):
        if path.stem not in ("__init__", "env") and "versions" not in path.parts:
            part = path.parent.name
            named = rf"\b{part}(?:\.{path.stem}\b| import (?:\([^)]*|[^\n]*)\b{path.stem}\b)"
            assert re.search(named, tested), path.name
