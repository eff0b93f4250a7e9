"""Forms as GitHub sends them: its own example events, with bodies written the way it writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kocbook.intake.forms.form_file import FormFile, load_forms
from kocbook.model.forms import FieldKind, FormName
from tests.conftest import Koc
from tests.write.conftest import Clone, clone, quiet_koc

__all__ = ["clone", "quiet_koc"]

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "node_modules/@octokit/webhooks-examples/api.github.com/index.json"
PEOPLE = {
    "xiao-man": ("xiao-man-car", 1001),
    "old-he": ("old-he-car", 1003),
    "zhou-lan": ("zhou-lan-car", 1004),
    "newcomer": ("New-Driver", 7007),
}
Said = Mapping[str, str | Sequence[str]]


def write_body(form: FormFile, said: Said, tick: bool = True) -> str:
    """Return the text that GitHub makes of what somebody filled in."""
    blocks = []
    for question in form.questions:
        answer = said.get(question.id)
        if question.kind is FieldKind.BOXES:
            mark = "X" if (tick if answer is None else answer) else " "
            text = "\n".join(f"- [{mark}] {option}" for option in question.options)
        elif question.kind is FieldKind.CHOICES:
            text = ", ".join(answer or ()) or "_No response_"
        else:
            text = str(answer or "").strip() or "_No response_"
        blocks.append(f"### {question.label}\n\n{text}")
    return "\n\n".join(blocks)


@cache
def example_issue(action: str) -> str:
    listed = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    examples = next(item["examples"] for item in listed if item["name"] == "issues")
    return json.dumps(next(one for one in examples if one["action"] == action))


def make_event(
    body: str, who: str, number: int = 12, action: str = "opened", **more: Any
) -> dict[str, Any]:
    """Return an event of the kind "issues"; the envelope is GitHub's own example."""
    event: dict[str, Any] = json.loads(example_issue(action))
    login, account = PEOPLE[who]
    user = {**event["issue"]["user"], "login": login, "id": account, "type": "User"}
    event["issue"] |= {"number": number, "body": body, "user": user, "labels": [], "title": "表单"}
    event["sender"] = user
    event["issue"] |= more
    return event


@dataclass
class FrontDoor:
    """A clone of the small community with its forms, and `koc intake` on it."""

    koc: Koc
    clone: Clone
    forms: dict[FormName, FormFile]

    def send(self, form: str, who: str, said: Said, **more: Any) -> dict[str, Any]:
        """Send a form; return what `koc intake` printed."""
        return self.take(make_event(write_body(self.forms[FormName(form)], said), who, **more))

    def take(self, event: dict[str, Any], *words: str) -> dict[str, Any]:
        path = self.clone.folder.parent / "event.json"
        path.write_text(json.dumps(event), encoding="utf-8")
        done = self.koc("intake", str(path), *words)
        assert done.code in (0, 1), done.err
        outcome: dict[str, Any] = json.loads(done.out)
        assert (done.code == 0) == outcome["ok"]
        return outcome

    def files(self, branch: str) -> list[str]:
        return self.clone.git("diff", "--name-only", "main", branch).splitlines()

    def read(self, branch: str, path: str) -> str:
        return self.clone.git("show", f"{branch}:{path}")


@pytest.fixture
def door(quiet_koc: Koc, clone: Clone) -> FrontDoor:
    assert quiet_koc("forms").code == 0
    clone.git("add", "-A")
    clone.git("commit", "-qm", "表单")
    return FrontDoor(quiet_koc, clone, load_forms(clone.folder))
