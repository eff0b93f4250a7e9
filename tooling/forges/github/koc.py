"""`koc`, run as a program of its own, without the workflow's token."""

from __future__ import annotations

import os
import subprocess

from forges.github.errors import ForgeError

KOC = ".venv/bin/koc"
_SECRETS = ("GITHUB_TOKEN", "ACTIONS_")


def run_koc(*words: str) -> tuple[int, str]:
    """Return the exit code (0 clean, 1 findings) and what was printed.

    Raises:
        ForgeError: the command failed; its own words follow.
    """
    done = subprocess.run([KOC, *words], env=_without_secrets(), capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise ForgeError(done.stderr.decode("utf-8", "replace").strip())
    return done.returncode, done.stdout.decode("utf-8")


def start_koc(*words: str) -> subprocess.Popen[bytes]:
    """Start `koc`; its lines are read as they come. It is waited for at the end of a `with` block."""
    return subprocess.Popen([KOC, *words], env=_without_secrets(), stdout=subprocess.PIPE)


def _without_secrets() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
