"""`python -m forges.github answer|check-merge|answer-again|remind|form|forms-again`: one step of a workflow."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from forges.github.answer import Desk
from forges.github.api import Api, ForgeError
from forges.github.branches import Branches
from forges.github.forms import FormDesk
from forges.github.notice import say_error
from forges.github.reminders import send_reminders
from forges.github.sweep import sweep

FAILED = 3


def main(words: list[str]) -> int:
    """Do what the workflow's step names; return the exit code."""
    event = _read_event()
    api, server = Api.from_environment(), os.environ["GITHUB_SERVER_URL"]
    desk = Desk(api, server, os.environ["GITHUB_REF_NAME"])
    forms = FormDesk(desk, Branches(server, api.token))
    is_timetable = os.environ["GITHUB_EVENT_NAME"] == "schedule"
    steps = {
        "answer": lambda: desk.answer(event),
        "check-merge": lambda: desk.check_merge(event),
        "answer-again": lambda: sweep(desk, is_timetable=is_timetable),
        "remind": lambda: send_reminders(api),
        "form": lambda: forms.take(event),
        "forms-again": forms.take_again,
    }
    try:
        return steps[words[0]]()
    except ForgeError as error:
        say_error(error)
        return FAILED


def _read_event() -> dict[str, Any]:
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    return event if isinstance(event, dict) else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
