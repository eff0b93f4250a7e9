"""What is no form: an issue from a phone's app, a blank one, a comment. It is answered once, kindly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from forges.github.api import Api
from forges.github.comment import find_comment, put_comment
from forges.github.words import NEEDS_STAFF, say

FORM = "form"
"""The mark of the comment that answers an issue."""
_QUESTION = re.compile(r"(?m)^### ")
_STAFF = {"OWNER", "MEMBER", "COLLABORATOR"}

Json = Mapping[str, Any]


def is_form(issue: Json) -> bool:
    """True where an issue bears a form's label or has questions as forms have them."""
    labels = {str(label["name"]) for label in issue.get("labels") or ()}
    return bool(
        any(name.startswith("koc-") and name != NEEDS_STAFF for name in labels)
        or _QUESTION.search(issue.get("body") or "")
    )


def is_of_staff(said: Json) -> bool:
    """True where whoever wrote it looks after the repository."""
    return said.get("author_association") in _STAFF


def greet(api: Api, event: Json, server: str) -> None:
    """Say where the forms are, once an issue, or once a person who comments; staff get to see it."""
    issue, comment = event["issue"], event.get("comment")
    number = issue["number"]
    said = comment or issue
    if is_of_staff(said) or (said.get("user") or {}).get("type") == "Bot":
        return
    forms = f"{server}/{api.repository}/issues/new/choose"
    name = f"note {said['user']['id']}" if comment else FORM
    found = find_comment(api, number, name)
    if found is None:
        put_comment(api, number, name, say("comment" if comment else "blank", forms=forms), None)
    api.post(f"issues/{number}/labels", again=True, labels=[NEEDS_STAFF])
