"""A pull request as GitHub describes it: whose it is, where its commits are, who approved them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from forges.github.api import Api, ForgeError
from forges.github.comment import BOT

FORM_STATUS = "koc-form"
"""The status that says whose form a commit was made of. Only a workflow's own is believed."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}:[1-9]\d{0,17}")
_GHOST = {"login": "ghost", "id": 10137}
"""Who GitHub says wrote what a deleted account wrote."""
_VERDICTS = {"APPROVED", "CHANGES_REQUESTED", "DISMISSED"}


@dataclass(frozen=True, slots=True)
class PullRequest:
    """One open pull request. `edit_base` is where its author edits their files, if that is known."""

    number: int
    author: str
    head: str
    edit_base: str | None

    @property
    def ref(self) -> str:
        """Where GitHub keeps the head's commits in the repository itself."""
        return f"refs/pull/{self.number}/head"


def read_request(found: Mapping[str, Any], server: str) -> PullRequest:
    """Read GitHub's description of a pull request; `server` is where people see it.

    Raises:
        ForgeError: it describes none.
    """
    head, number = found["head"], found["number"]
    if not isinstance(number, int) or not _COMMIT.fullmatch(str(head["sha"])):
        raise ForgeError("this describes no pull request")
    home = head.get("repo")  # None once the author has deleted their copy
    where = f"{server}/{home['full_name']}/edit/{quote(head['ref'])}" if home else None
    return PullRequest(number, name_account(found.get("user")), head["sha"], where)


def is_from_here(found: Mapping[str, Any], repository: str) -> bool:
    """True where the head is a branch of the repository itself, and no fork's."""
    home = found["head"].get("repo") or {}
    return str(home.get("full_name", "")).casefold() == repository.casefold()


def find_form_account(api: Api, commit: str) -> str | None:
    """Return the account whose form a commit was made of, or None: any other commit.

    The status is bound to exactly this commit, and says who set it; whoever adds a commit of
    their own to the branch speaks for themselves again.
    """
    for status in api.list(f"commits/{commit}/statuses"):
        creator = status.get("creator") or {}
        is_ours = creator.get("login") == BOT and creator.get("type") == "Bot"
        if is_ours and status["context"] == FORM_STATUS:
            account = str(status["description"])
            return account if _ACCOUNT.fullmatch(account) else None
    return None


def name_account(user: Mapping[str, Any] | None) -> str:
    """Return an account as `koc` wants it: LOGIN:NUMBER."""
    user = user or _GHOST
    return f"{user['login']}:{user['id']}"


def list_open_requests(api: Api, branch: str) -> Iterator[Mapping[str, Any]]:
    """Yield GitHub's descriptions of the open pull requests into `branch`, oldest first."""
    return api.list("pulls", state="open", base=branch, sort="created", direction="asc")


def list_approvals(api: Api, request: PullRequest) -> list[str]:
    """List the accounts whose last word on exactly this head is an approval."""
    last: dict[str, bool] = {}
    for review in api.list(f"pulls/{request.number}/reviews"):
        if review["state"] in _VERDICTS:
            is_yes = review["state"] == "APPROVED" and review["commit_id"] == request.head
            last[name_account(review["user"])] = is_yes
    return sorted(account for account, is_yes in last.items() if is_yes)
