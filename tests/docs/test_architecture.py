"""ARCHITECTURE.md and the decisions: every file they name exists, every room is on the drawing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.console import DOCS

ROOT = Path(__file__).parents[2]
TOOLING = ROOT / "tooling"
PACKAGE = TOOLING / "kocbook"
TEXT = (TOOLING / "ARCHITECTURE.md").read_text("utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
    "contracts"
]
DECISIONS = sorted((DOCS / "en/decisions").glob("[0-9]*.md"))
_FILE = re.compile(r"[\w./-]+(?:/|\.(?:py|yml|md|toml|j2|json|css|js))|Makefile")


def cells() -> list[str]:
    """Return the right-hand cells of the table of what to open."""
    table = TEXT[: TEXT.index("## Rooms")]
    return re.findall(r"^\| (?!I want|---).+? \| (.+) \|$", table, re.MULTILINE)


def missing(cell: str) -> list[str]:
    """Return the files and folders of a cell that are not there."""
    lost, folder = [], PACKAGE
    for name in re.findall(r"`([^`]+)`", cell):
        if not _FILE.fullmatch(name):
            continue
        places = [place for place in (PACKAGE, ROOT, folder) if (place / name).exists()]
        if places:
            found = places[0] / name
            folder = found if found.is_dir() else found.parent
        else:
            lost.append(name)
    return lost


def test_every_file_to_open_exists() -> None:
    assert len(cells()) > 50
    assert {cell: lost for cell in cells() if (lost := missing(cell))} == {}
    assert missing("`insight/nothing.py`, `records/`") == ["insight/nothing.py"]


def test_every_room_can_be_found_from_the_table() -> None:
    told = set(re.findall(r"`([a-z]+)/", "\n".join(cells())))
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms <= told
    within = {
        f"{path.parents[1].name}/{path.parent.name}" for path in PACKAGE.glob("site/*/__init__.py")
    }
    assert {room for room in within if f"`{room}/" not in TEXT} == set()


@pytest.mark.parametrize(("index", "container"), [(0, "kocbook"), (1, "kocbook.site")])
def test_the_drawings_are_the_contracts(index: int, container: str) -> None:
    (contract,) = (one for one in CONTRACTS if one.get("containers") == [container])
    drawing = re.findall(r"^```text\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)[index]
    drawn = [match[0] for match in re.finditer(r"^[a-z]+(?: \| [a-z]+)*", drawing, re.MULTILINE)]
    assert drawn == contract["layers"]


def test_every_folder_of_tests_is_told() -> None:
    told = set(re.findall(r"^\| `tests/(\w+)/`", TEXT, re.MULTILINE))
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}
    assert folders <= told


def test_decisions_are_numbered_without_gaps_and_all_listed() -> None:
    index = (DOCS / "en/decisions/index.md").read_text("utf-8")
    assert [int(path.name[:3]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", index, re.MULTILINE)
    assert sorted(file for _, file in listed) == [path.name for path in DECISIONS]
    for title, file in listed:
        first = (DOCS / "en/decisions" / file).read_text("utf-8").split("\n")[0]
        assert first == f"# {int(file[:3])}. {title}"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_context_decision_and_consequences(path: Path) -> None:
    parts = re.split(r"^## (.+)\n", path.read_text("utf-8"), flags=re.MULTILINE)
    assert parts[1::2] == ["Context", "Decision", "Consequences"]
    assert all(len(part.split()) >= 5 for part in parts[2::2])
