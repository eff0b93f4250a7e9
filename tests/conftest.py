"""What tests share: a small community in a Git repository, the command, and blessed output."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase, InMemoryExampleDatabase
from playwright.sync_api import Browser

from kocbook.cli.main import run
from tests.surroundings import settle

HOME = settle()

# How long an example takes tells about the machine; speed is measured by the benchmarks.
# Examples that failed are kept for the next run, where the checkout can be written to.
FAILED = Path(__file__).parents[1] / ".hypothesis/examples"
IS_WRITABLE = os.access(next(path for path in (FAILED, *FAILED.parents) if path.exists()), os.W_OK)
IS_THOROUGH = os.environ.get("KOC_TESTS") == "thorough"
"""True weekly and before a release (`make test-all`): then more examples of everything are tried."""


def examples(wanted: int) -> int:
    """Return how many examples of a property are tried in this run, of so many that are `wanted`."""
    return wanted if IS_THOROUGH else max(8, wanted // 4)


settings.register_profile(
    "kocbook",
    deadline=None,
    max_examples=examples(100),
    database=DirectoryBasedExampleDatabase(FAILED) if IS_WRITABLE else InMemoryExampleDatabase(),
)
settings.load_profile("kocbook")

SAMPLE = Path(__file__).parent / "sample"
AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (
        ("NAME", "Gu Heng"),
        ("EMAIL", "gu-heng@club.example"),
        ("DATE", "2026-06-29T08:00:00+00:00"),
    )
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write blessed output anew")


def pytest_unconfigure() -> None:
    HOME.cleanup()


@dataclass(frozen=True)
class Result:
    """How one run of `koc` ended."""

    code: int
    out: str
    err: str


@dataclass
class Koc:
    """Runs `koc` in a folder: here, or with `process` as a program of its own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str) -> Result:
        out, err = io.StringIO(), io.StringIO()
        with (
            _environment(self.clean_environment()),
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = run(words)
        return Result(code, out.getvalue(), err.getvalue())

    def process(self, *words: str) -> Result:
        done = subprocess.run(
            self.command(*words),
            cwd=self.folder,
            env=self.clean_environment(),
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def command(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).with_name("koc")), *words]

    def clean_environment(self) -> dict[str, str]:
        """The machine's own settings must not decide what a test sees."""
        unwanted = ("LC_", "LANG", "GIT_", "COLUMNS", "NO_COLOR", "SOURCE_DATE", "GITHUB_", "_KOC")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        plain = {"LANG": "C.UTF-8", "TERM": "xterm-256color", "GIT_CONFIG_NOSYSTEM": "1"}
        return {**kept, **plain, **self.environment}


@contextlib.contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def complete_team(folder: Path) -> None:
    """Let somebody take the seat that is free beside 林小满's, so that the two can start."""
    claims = folder / "modules/guide/night-drive/claims"
    text = (claims / "photographer.yml").read_text(encoding="utf-8")
    (claims / "writer.yml").write_text(text.replace("xiao-man", "gu-heng"), encoding="utf-8")


def lay_sample(folder: Path, ignored: str = "") -> None:
    """Put the small community into a new folder, as a Git repository with one commit.

    `ignored` is what its .gitignore says.
    """
    shutil.copytree(SAMPLE, folder)
    if ignored:
        (folder / ".gitignore").write_text(ignored, encoding="utf-8")
    with (folder / "community.yml").open("a", encoding="utf-8") as file:
        file.write("audit: {history: records}\n")  # its one commit is nobody's of the club
    environment = {**os.environ, **AUTHOR, "GIT_CONFIG_GLOBAL": os.devnull}
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "Sample"]):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True)


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template") / "club"
    lay_sample(folder)
    return folder


@pytest.fixture
def sample_repo(sample_template: Path, tmp_path: Path) -> Path:
    """A small community, committed in a Git repository of its own."""
    return Path(shutil.copytree(sample_template, tmp_path / "club"))


@pytest.fixture
def koc(sample_repo: Path, monkeypatch: pytest.MonkeyPatch) -> Koc:
    """`koc` in the small community: `koc("board", "--lang", "en").out`."""
    # A busy machine must not add lines about progress to blessed output.
    monkeypatch.setattr("kocbook.cli.ui.progress.QUIET_SECONDS", 600.0)
    return Koc(sample_repo)


@pytest.fixture
def blessed(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with `blessed/NAME` beside the test; `--bless` writes it anew."""
    folder = request.path.parent / "blessed"

    def compare(name: str, text: str) -> None:
        file = folder / name
        if request.config.getoption("--bless"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        wanted = file.read_text(encoding="utf-8") if file.exists() else ""
        assert text == wanted, f"{file.name} changed; read it, then: pytest --bless"

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests of a process: Playwright cannot be started twice in one."""
    from tests.browser.chromium import start_chromium

    with start_chromium() as started:
        yield started
