"""koc without one of its parts: every command does its work, or says which part it lacks and what brings it."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kocbook.base.extras import IMPORTS, Extra, install_command
from kocbook.base.texts import load_texts
from kocbook.cli.main import SECTIONS
from tests.conftest import AUTHOR, Koc

ROOT = Path(__file__).parents[2]
ME = ("--member", "xiao-man")
LEAD = ("--member", "gu-heng")
DRIVER = ("--member", "old-he")
EVENT = {"action": "opened", "issue": {"number": 3, "title": "?", "body": "### ?\n\n?\n"}}
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": (),
    "answer": ("--base", "HEAD", "--head", "HEAD", "--actor", "xiao-man-car:1001"),
    "audit": (),
    "rules": (),
    "explain": ("claim-unknown-member",),
    "schema": ("member",),
    "board": (),
    "status": ("guide/night-drive",),
    "remind": (),
    "digest": (),
    "inbox": ("--for", "gu-heng"),
    "credits": (),
    "tiers": (),
    "rewards": (),
    "gifts": (),
    "points": (),
    "offers": (),
    "reach": (),
    "received": (*ME,),
    "calendar": (),
    "proposals": (),
    "propose": ("雨天怎么开", "--pitch", "每年都有人问", "--yes", *ME),
    "advise": ("xiao-man--1", "很好", *LEAD),
    "ship": ("guide/cover-vote", "3.3", *LEAD),
    "register": ("tasting", *ME),
    "approve": ("tasting", *LEAD),
    "call-off": ("tasting", "--because", "下雨", "--yes", *LEAD),
    "book": ("roof-box", "2026-07-01", "2026-07-02", *ME),
    "carry": ("ask", "claim"),
    "exchange": ("小灯", *ME),
    "grant": ("ma-jun", *LEAD),
    "give": ("ma-jun", *LEAD),
    "skills": (),
    "words": ("guide/night-drive",),
    "agreements": ("guide/night-drive",),
    "preview": ("text.md",),
    "assets": (),
    "match": ("guide/night-drive",),
    "join": ("--id", "new-one", "--name", "新", "--github", "new-one", "--github-id", "9009"),
    "respond": ("guide/cover-vote", "--choice", "blue", *ME),
    "claim": ("guide/night-drive", "writer", "--yes", *LEAD),
    "ask": ("guide/night-drive", "要拍夜景吗？", *ME),
    "extend": ("guide/car-wash", *DRIVER),
    "release": ("guide/night-drive", *LEAD),
    "deliver": ("guide/car-wash", "text.md", "photo.heic", *DRIVER),
    "arrange": ("guide/night-drive", *LEAD),
    "sign": ("guide/night-drive", *ME),
    "withdraw": ("response", "guide/cover-vote", *ME),
    "import": ("all-contributors", *LEAD),
    "decline": ("guide/night-drive", *ME),
    "invite": ("guide/night-drive", "writer", "ma-jun", *LEAD),
    "init": (
        *("brand", "--yes", "--name", "远山", "--brand", "远山", "--lead-name", "顾青"),
        *("--lead-login", "gu-qing", "--lead-number", "10"),
        *("--repository", "https://github.com/far-hills/handbook"),
    ),
    "doctor": ("--offline",),
    "private": ("tell", "ma-jun", *LEAD),
    "new": ("recognition", *LEAD),
    "reply": ("guide/night-drive", "要。", *LEAD),
    "confirm": ("guide/night-drive", *LEAD),
    "supersede": ("guide/car-wash", "guide/first-day", *LEAD),
    "take-down": ("guide/night-drive", *LEAD),
    "codeowners": ("--check",),
    "clean": ("content",),
    "forms": ("--check",),
    "intake": ("event.json",),
    "edit": ("--port", "{busy}"),
    "build": ("--pdf", "--site-dir", "away/site"),
    "assemble": ("--out", "away/pages"),
    "plan": (),
    "publish": ("v2026.06", *LEAD),
    "serve": ("--port", "{busy}"),
    "forget": ("ma-jun", "--yes", *LEAD),
    "completion": ("bash",),
}
_RUN = """
import contextlib, io, json, sys
absent, lines = json.load(sys.stdin)
sys.modules.update(dict.fromkeys(absent))  # an import of None fails as one of nothing does
from kocbook.cli.main import run
for words in lines:
    err = io.StringIO()
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
        code = run(words)
    print(json.dumps([code, err.getvalue()]))
"""


def told_without(folder: Path, absent: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """Run command lines where imports are absent; return the exit code and errors of each."""
    who = {name: value for name, value in AUTHOR.items() if not name.endswith("_DATE")}
    environment = Koc(folder, {**who, "GIT_CONFIG_GLOBAL": os.devnull, "COLUMNS": "200"})
    done = subprocess.run(
        [sys.executable, "-c", _RUN],
        input=json.dumps([absent, lines]),
        cwd=folder,
        env=environment.clean_environment(),
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return [f"{code} {err}" for code, err in map(json.loads, done.stdout.splitlines())]


@pytest.fixture
def busy() -> Iterator[int]:
    """A port that cannot be had: a command that would serve for ever ends instead."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def community(sample_repo: Path) -> Path:
    """A community with a text and a photo to deliver, kept from Git."""
    (sample_repo / ".git/info/exclude").write_text("text.md\n*.heic\nevent.json\naway\n")
    (sample_repo / "text.md").write_text("## 看\n\n$$x^2$$\n\n![车](photo.heic)\n", "utf-8")
    (sample_repo / "photo.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    (sample_repo / "event.json").write_text(json.dumps(EVENT), "utf-8")
    return sample_repo


def test_every_command_is_tried() -> None:
    listed = [place.partition(":")[2] for places in SECTIONS.values() for place in places]
    assert {name.rstrip("_").replace("_", "-") for name in listed} == set(COMMANDS)


# Those that most clones lack, and none, are tried at every change.
@pytest.mark.parametrize(
    "absent",
    [
        *(Extra.SITE, None),
        *(pytest.param(one, marks=pytest.mark.slow) for one in Extra if one is not Extra.SITE),
    ],
)
def test_without_a_part_a_command_works_or_names_it(
    community: Path, busy: int, absent: Extra | None
) -> None:
    gone = imports_without(absent)
    lacking = {part for part in Extra if gone & set(IMPORTS[part])}
    # With all that a PDF needs the build would be a real one, which other tests make.
    names = [name for name in COMMANDS if name != "build" or lacking & {Extra.SITE, Extra.PDF}]
    lines = [[name, *(word.format(busy=busy) for word in COMMANDS[name])] for name in names]
    told = told_without(community, sorted(gone), [[*line, "--lang", "en"] for line in lines])
    texts, named = load_texts("en"), set()
    for name, said in zip(names, told, strict=True):
        plain = " ".join(said.split())
        if "not installed here" in plain:
            named.add(name)
            parts = [part for part in lacking if f"needs the part “{part}” of koc" in plain]
            assert re.search(rf'make venv-{parts[0]}|pip install "kocbook\[{parts[0]}\]"', plain)
        assert said[0] in "012" or name in named or str(busy) in said, (name, said)
        assert texts("errors.unexpected", kind="", detail="")[:15] not in said, (name, said)
    assert named == {name for part in lacking for name in NEEDS[part]}


def imports_without(absent: Extra | None) -> set[str]:
    """Return what cannot be imported where one part alone is missing, or (None) where all are."""
    gone = {name for part in Extra if absent in (None, part) for name in IMPORTS[part]}
    smaller = {Extra.SITE: (Extra.MEDIA, Extra.MATCH)}.get(absent, ()) if absent else ()
    return gone - {name for part in smaller for name in IMPORTS[part]}


NEEDS = {
    Extra.MEDIA: {"deliver"},
    Extra.SITE: {"build", "assemble", "plan", "serve", "publish"},
    Extra.MATCH: {"match"},
    Extra.PDF: {"build"},
    Extra.FILM: set[str](),
    Extra.IMPORT: set[str](),
}
"""What cannot do its work without a part; all else never misses it."""


def test_a_table_of_imports_is_that_of_the_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    brought = {
        name: {_plain(one) for one in names} for name, names in packages_distributions().items()
    }
    core = {_plain(one) for one in project["dependencies"]}
    owned = set()
    for part in Extra:
        wanted = {_plain(one) for one in project["optional-dependencies"][part]} - {"kocbook"}
        listed = {name for imported in IMPORTS[part] for name in brought[imported]}
        assert wanted <= listed | core, part
        owned |= set(IMPORTS[part])
    for file in (ROOT / "tooling").rglob("*.py"):
        if "samples" in file.parts or "setup" in file.parts:
            continue
        for name in _imported(file) - owned - sys.stdlib_module_names - {"kocbook", "forges"}:
            assert brought[name] & core or name in ("gitdb", "markupsafe"), (file, name)


def _plain(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match
    return re.sub(r"[-_.]+", "-", match.group()).lower()


def _imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_command_that_brings_a_part_fits_where_koc_runs(tmp_path: Path) -> None:
    assert install_command(Extra.PDF, tmp_path / "usr") == 'pip install "kocbook[pdf]"'
    script = tmp_path / "tooling/setup/venv"
    script.parent.mkdir(parents=True)
    script.touch()
    assert install_command(Extra.PDF, tmp_path / ".venv") == "make venv-pdf"
