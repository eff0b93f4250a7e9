"""A pull request's commits, fetched as Git objects: nothing is checked out, and no hook runs."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Sequence

from forges.github.errors import ForgeError

_FETCH = (
    *("-c", "core.hooksPath=/dev/null", "fetch", "--quiet", "--no-tags"),
    *("--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "origin"),
)
_AT_ONCE = 100


def fetch_commit(ref: str, commit: str, server: str, token: str) -> bool:
    """Fetch `ref` of the origin; return whether `commit` is here afterwards.

    It is not where somebody pushed again in the meantime: that push has a run of its own.

    Raises:
        ForgeError: Git could not fetch.
    """
    # A ref of ours keeps the objects from being cleared away while they are read.
    words = ["git", *_FETCH, f"+{ref}:refs/kocbook/head"]
    done = subprocess.run(
        words, env={**os.environ, **git_settings(server, token)}, capture_output=True, check=False
    )
    if done.returncode:
        raise ForgeError(f"git fetch {ref}: {done.stderr.decode('utf-8', 'replace').strip()}")
    return has_commit(commit)


def fetch_heads(numbers: Sequence[int], server: str, token: str) -> None:
    """Fetch the heads of many requests, a hundred at a time; what cannot be had is left out.

    Each has a ref of its own, or the next would let the objects of the one before go.
    """
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        specs = [f"+refs/pull/{number}/head:refs/kocbook/{number}" for number in part]
        if not _fetch(specs, server, token):
            # One of them is gone: that must not keep the others from being judged.
            for spec in specs:
                _fetch([spec], server, token)


def _fetch(specs: Sequence[str], server: str, token: str) -> bool:
    settings = {**os.environ, **git_settings(server, token)}
    words = ["git", *_FETCH, *specs]
    return subprocess.run(words, env=settings, capture_output=True, check=False).returncode == 0


def git_settings(server: str, token: str) -> dict[str, str]:
    """Return the environment in which Git reaches the origin."""
    # In the environment, because anybody on the machine can read a command line.
    secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{server}/.extraheader",
        "GIT_CONFIG_VALUE_0": f"Authorization: basic {secret}",
        "GIT_TERMINAL_PROMPT": "0",
    }


def has_commit(commit: str) -> bool:
    """Say whether a commit is in the repository here."""
    words = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def current_commit() -> str:
    """Return the commit that is checked out: that of the base, whose rules count."""
    words = ["git", "rev-parse", "--verify", "HEAD^{commit}"]
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout.strip()
