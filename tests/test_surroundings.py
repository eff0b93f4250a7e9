"""The suite in any surroundings: what a shell brings ends before the first test, for children too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.surroundings import plain_environment

ROOT = Path(__file__).parents[1]
ODD = """
[user]
    name = Odd
[commit]
    gpgsign = true
[core]
    hooksPath = {hooks}
    autocrlf = true
"""
PROBE = """
import json, os, signal, subprocess, sys, time
from pathlib import Path
from tests.surroundings import settle
home = settle()
child = [sys.executable, "-c", "import signal; print(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)"]
def ask(*words):
    return subprocess.run(words, capture_output=True, text=True).stdout.strip()
os.chdir(home.name)
os.mkdir("clone")
os.chdir("clone")
subprocess.run(["git", "init", "-q", "-b", "main"], check=True)
Path("file").write_bytes(b"1\\n")
subprocess.run(["git", "add", "file"], check=True)
subprocess.run(["git", "commit", "-q", "-m", "One"], check=True)
print(json.dumps({
    "ignored": signal.getsignal(signal.SIGINT) == signal.SIG_IGN,
    "ignored by children": ask(*child),
    "author": ask("git", "log", "--format=%an"),
    "home": os.environ["HOME"] == home.name,
    "zone": time.strftime("%z"),
    "mask": oct(os.umask(0)),
}))
"""


@pytest.fixture
def told(tmp_path: Path) -> dict[str, object]:
    """What a program finds that settles, started as unkindly as we know how."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    config = tmp_path / "gitconfig"
    config.write_text(ODD.format(hooks=hooks))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tooling'}",
        "GIT_CONFIG_GLOBAL": str(config),
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Pacific/Kiritimati",
    }
    script = 'umask 077; trap \'\' INT; exec "$0" -c "$1"'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable, PROBE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_run_in_the_background_of_somebody_s_shell_is_as_any_other(
    told: dict[str, object],
) -> None:
    assert told == {
        "ignored": False,
        "ignored by children": "False",
        "author": "Gu Heng",
        "home": True,
        "zone": "+0000",
        "mask": "0o22",
    }


def test_what_finds_programs_stays(tmp_path: Path) -> None:
    given = {"PATH": "/bin", "PYTHONPATH": "/x", "GIT_DIR": "/y", "LC_TIME": "de", "COLUMNS": "7"}
    kept = plain_environment(given, tmp_path)
    assert (kept["PATH"], kept["PYTHONPATH"], kept["HOME"]) == ("/bin", "/x", str(tmp_path))
    assert not {"GIT_DIR", "LC_TIME", "COLUMNS"} & kept.keys()
