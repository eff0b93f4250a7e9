"""The tutorial, typed into a fresh folder: every command works, and prints what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kocbook.base.texts import LANGUAGES
from tests.conftest import Koc
from tests.docs.console import BLOCK, DOCS, iter_files, split_steps

DAY = "1780272000"  # 1 June 2026
_PROGRESS = re.compile(r"^\[\d+ \S+\] .*\n", re.MULTILINE)


class Terminal:
    """A shell in which each command starts where the last one stayed."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder, self.where = folder, folder / "where"
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "SOURCE_DATE_EPOCH": DAY}
        tools = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = Koc(folder, settings).clean_environment()
        self.environment = {**environment, "LANG": f"{language}_CN.UTF-8", "PATH": tools}

    def type(self, command: str) -> str:
        """Return what a command prints.

        Raises:
            AssertionError: it failed.
        """
        done = subprocess.run(
            ["bash", "-c", f"set -e\n{command}\npwd > {self.where}"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        printed = _PROGRESS.sub("", done.stdout + done.stderr)
        assert done.returncode == 0, f"$ {command}\n{printed}"
        self.folder = Path(self.where.read_text(encoding="utf-8").strip())
        return re.sub(r"[ \t]+$", "", printed, flags=re.MULTILINE)


def follow(page: str, terminal: Terminal) -> str:
    """Return the page with what its commands really print."""

    def run(block: re.Match[str]) -> str:
        if block[1] != "console":
            return block[0]
        steps = [(command, terminal.type(command)) for command, _ in split_steps(block[2])]
        shown = "".join(f"$ {command}{_ended(printed)}" for command, printed in steps)
        return f"```console\n{shown}```"

    return BLOCK.sub(run, page)


def _ended(printed: str) -> str:
    return printed if not printed or printed.endswith("\n") else f"{printed}\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_prints_what_the_tutorial_shows(
    language: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file = DOCS / language / "tutorial.md"
    page = file.read_text(encoding="utf-8")
    for name, text in iter_files(page):
        (tmp_path / name).write_text(text, encoding="utf-8")
    followed = follow(page, Terminal(tmp_path, language))
    if request.config.getoption("--bless"):
        file.write_text(followed, encoding="utf-8")
    assert followed == file.read_text(encoding="utf-8"), "read the difference, then pytest --bless"
    assert (tmp_path / "far-hills/site/new-owner-guide/winter-range/index.html").is_file()
