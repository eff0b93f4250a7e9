"""Taking back takes back: a form's request is closed, its status fails, and its branch goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from forges.github.api import Api
from forges.github.branches import Branches
from forges.github.comment import BOT, mark
from forges.github.request import STATUS, is_from_here, list_open_requests
from forges.github.words import say_shortly

_FORM = re.compile(r"<!-- kocbook: form (\d{1,9}) -->")

Json = Mapping[str, Any]


def take_back(api: Api, branches: Branches, number: int, requests: Iterable[Json]) -> bool:
    """Take back what the form of an issue asked for and is not merged; True where there was any."""
    own = [one for one in requests if is_for(one, number, api.repository)]
    for one in own:
        # The status first: between the two nobody shall find a button that is green.
        commit, said = one["head"]["sha"], say_shortly("taken-back.status")
        values = {"state": "failure", "context": STATUS, "description": said}
        api.post(f"statuses/{commit}", again=True, **values)
        api.patch(f"pulls/{one['number']}", state="closed")
        branches.delete(branch_of(one))
    return bool(own)


def take_back_closed(api: Api, branches: Branches, base: str) -> None:
    """Take back what forms ask for whose issues are closed, where that was missed."""
    requests = list(list_open_requests(api, base))
    for number in sorted({n for one in requests if (n := form_of(one, api.repository))}):
        if api.get(f"issues/{number}")["state"] == "closed":
            take_back(api, branches, number, requests)


def form_of(request: Json, repository: str) -> int | None:
    """Return the number of the issue whose form a request was made of, or None."""
    found = _FORM.match(str(request.get("body") or ""))
    return int(found[1]) if found and is_of_forms(request, repository) else None


def is_for(request: Json, number: int, repository: str) -> bool:
    """True where a workflow opened a request for the form of this issue."""
    body = str(request.get("body") or "")
    return is_of_forms(request, repository) and body.startswith(mark(f"form {number}"))


def is_of_forms(request: Json, repository: str) -> bool:
    """True where a workflow opened a request, on a branch of the repository itself."""
    user = request.get("user") or {}
    return is_from_here(request, repository) and user.get("login") == BOT


def branch_of(request: Json) -> str:
    """Return the name of a request's branch."""
    return str(request["head"]["ref"])
