"""What a run says to whoever keeps the workflows: on its own page, never to contributors."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def say_error(error: Exception) -> None:
    """Tell what failed."""
    _say("error", str(error))


def say_warning(words: str) -> None:
    """Tell what somebody should look at."""
    _say("warning", words)


def say_notice(words: str) -> None:
    """Tell what was left for the next run."""
    _say("notice", words)


def _say(kind: str, words: str) -> None:
    message = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::{kind}::{message}\n")


def summarise(text: str) -> None:
    """Show an answer on the run's own page."""
    _append("GITHUB_STEP_SUMMARY", text)


def set_output(name: str, value: str) -> None:
    """Give a word to the steps that follow."""
    _append("GITHUB_OUTPUT", f"{name}={value}")


def _append(variable: str, line: str) -> None:
    with Path(os.environ[variable]).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
