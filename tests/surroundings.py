"""Where tests run must not decide what they find: a shell's settings end here, before the first test.

A person's Git signs, runs hooks and draws colours; a script that starts `make test &` lets its children
ignore Ctrl-C; a server has no home. Tests of what koc makes of such surroundings bring their own.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path

_UNWANTED = (
    *("GIT_", "GITHUB_", "_KOC", "KOC_"),
    *("LANG", "LC_", "TZ", "SOURCE_DATE"),
    *("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR"),
    *("PAGER", "EDITOR", "VISUAL", "BROWSER"),
    *("XDG_", "CI", "PYTHONWARNINGS", "PYTHONOPTIMIZE", "LIBRARIES"),
)
"""How the names begin that no test may see."""


_GIT = "git-of-tests"
"""Whose the commits are that tests make. In no place where `koc` would look for its user's name."""


def plain_environment(given: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return an environment in which programs behave as on any other computer."""
    kept = {name: value for name, value in given.items() if not name.startswith(_UNWANTED)}
    return {
        **kept,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / _GIT),
    }


def settle() -> tempfile.TemporaryDirectory[str]:
    """Make this process, and all that it starts, run in plain surroundings.

    Returns the home that they have, which ends with the object.
    """
    home = tempfile.TemporaryDirectory(prefix="koc-home-")
    person = "[user]\n\tname = Gu Heng\n\temail = gu-heng@club.example\n"
    (Path(home.name) / _GIT).write_text(person, "utf-8")
    # pyenv's and other version managers' programs look for themselves below the real home.
    before = os.environ.get("HOME", str(Path("~").expanduser()))
    kept = {"PYENV_ROOT": f"{before}/.pyenv", **os.environ}
    environment = plain_environment(kept, Path(home.name))
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.umask(0o022)
    if threading.current_thread() is threading.main_thread():
        # Ignored signals are inherited, and a program that ignores Ctrl-C cannot be tested for it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return home
