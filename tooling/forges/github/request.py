"""A pull request as GitHub describes it: whose it is, where its commits are, what was said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from forges.github.api import Api, ForgeError
from forges.github.comment import Comment, find_listed, is_own

FORM_STATUS = "koc-form"
"""The status that says whose form a commit was made of. Only a workflow's own is believed."""
STATUS = "koc"
"""The status that a protected branch requires. A fork can forge a job's name, but no status."""
ANSWER = "answer"
"""The mark of the comment that answers a request."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}:[1-9]\d{0,17}")
_GHOST = {"login": "ghost", "databaseId": 10137}
"""Who GitHub says wrote what a deleted account wrote."""
_VERDICTS = {"APPROVED", "CHANGES_REQUESTED", "DISMISSED"}

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Status:
    """A status as it stands on a commit. `is_own` where a workflow's token wrote it."""

    state: str
    description: str
    target: str
    created: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class PullRequest:
    """One open pull request. `edit_base` is where its author edits their files, if that is known.

    `moved` is when GitHub last saw anything happen to it: a push, a comment, an approval, a status.
    """

    number: int
    author: str
    head: str
    edit_base: str | None
    created: str = ""
    moved: str = ""
    approvals: tuple[str, ...] = ()
    answer: Comment | None = None
    status: Status | None = None
    labels: frozenset[str] = frozenset()

    @property
    def ref(self) -> str:
        """Where GitHub keeps the head's commits in the repository itself."""
        return f"refs/pull/{self.number}/head"


def read_request(api: Api, found: Json, server: str) -> PullRequest:
    """Read what a query found of a request; `server` is where people see it.

    One that a workflow opened for a form is that of the form's author.

    Raises:
        ForgeError: it describes no pull request.
    """
    head, number = str(found["headRefOid"]), found["number"]
    if not isinstance(number, int) or not _COMMIT.fullmatch(head):
        raise ForgeError("this describes no pull request")
    contexts = _contexts(found, head)
    reviews = found["reviews"]
    return PullRequest(
        number,
        _find_author(api, found, head, contexts),
        head,
        _edit_base(found, server),
        found["createdAt"],
        _last_moment(found, contexts.values()),
        tuple(_approvals(api, number, head, reviews)),
        find_listed(api, number, found["comments"], ANSWER),
        _read_status(contexts.get(STATUS)),
        frozenset(one["name"] for one in (found["labels"] or {"nodes": ()})["nodes"]),
    )


def find_request(api: Api, number: int, server: str) -> PullRequest:
    """Ask for one request as it is now; an event may be older."""
    found = api.query("request", number=int(number))["pullRequest"]
    if found is None:
        raise ForgeError(f"there is no pull request {number}")
    return read_request(api, found, server)


def iter_open_requests(api: Api, base: str) -> Iterator[Json]:
    """Yield what a query finds of each open request into `base`: what moved last comes first."""
    return _pages(api, "requests", "pullRequests", base=base)


def list_heads(api: Api, base: str) -> dict[int, str]:
    """Return the heads of all open requests into `base`, by number."""
    found = _pages(api, "heads", "pullRequests", base=base)
    return {one["number"]: one["headRefOid"] for one in found}


def list_passed(api: Api, base: str) -> dict[int, str]:
    """Return the heads of forks' open requests that bear a green status, by number."""
    found = _pages(api, "passed", "pullRequests", base=base)
    return {one["number"]: one["headRefOid"] for one in found if _has_passed(api, one)}


def _has_passed(api: Api, found: Json) -> bool:
    home = (found["headRepository"] or {}).get("nameWithOwner", "")
    for one in found["commits"]["nodes"]:
        context = (one["commit"]["status"] or {}).get("context") or {}
        is_head = one["commit"]["oid"] == found["headRefOid"]
        if is_head and context.get("state") == "SUCCESS":
            return bool(home.casefold() != api.repository.casefold())
    return False


def iter_issues(api: Api, since: str) -> Iterator[Json]:
    """Yield what a query finds of each open issue that moved since a moment, the newest first."""
    return _pages(api, "issues", "issues", since=since)


def _pages(api: Api, query: str, what: str, **asked: object) -> Iterator[Json]:
    after = None
    while True:
        page = api.query(query, **asked, after=after)[what]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _contexts(found: Json, head: str) -> dict[str, Json]:
    """Return the statuses of the head, by name."""
    commits = [one["commit"] for one in found["commits"]["nodes"]]
    status = next((one["status"] for one in commits if one["oid"] == head), None)
    return {one["context"]: one for one in (status or {}).get("contexts", ())}


def _find_author(api: Api, found: Json, head: str, contexts: Mapping[str, Json]) -> str:
    own = name_account(found.get("author"))
    home = (found.get("headRepository") or {}).get("nameWithOwner", "")
    if not is_own(found.get("author")) or home.casefold() != api.repository.casefold():
        return own
    status = contexts.get(FORM_STATUS)
    if status is None:
        return own
    if is_own(status["creator"]):
        return _read_account(status["description"]) or own
    return find_form_account(api, head) or own


def _approvals(api: Api, number: int, head: str, reviews: Json) -> list[str]:
    """List the accounts whose last word on exactly this head is an approval."""
    if reviews["pageInfo"]["hasPreviousPage"]:
        listed = api.list(f"pulls/{number}/reviews")
        words = [(one["user"], one["state"], one["commit_id"]) for one in listed]
    else:
        words = [
            (one["author"], one["state"], (one["commit"] or {}).get("oid"))
            for one in reviews["nodes"]
        ]
    last: dict[str, bool] = {}
    for user, state, commit in words:
        if state in _VERDICTS:
            last[name_account(user)] = state == "APPROVED" and commit == head
    return sorted(account for account, is_yes in last.items() if is_yes)


def _read_status(found: Json | None) -> Status | None:
    if found is None:
        return None
    return Status(
        found["state"].lower(),
        found["description"] or "",
        found["targetUrl"] or "",
        found["createdAt"],
        is_own(found["creator"]),
    )


def _edit_base(found: Json, server: str) -> str | None:
    home = found.get("headRepository")  # None once the author has deleted their copy
    if home is None:
        return None
    return f"{server}/{home['nameWithOwner']}/edit/{quote(found['headRefName'])}"


def _last_moment(found: Json, statuses: Iterable[Json]) -> str:
    """Return when something last happened; GitHub counts neither statuses nor dismissals as such."""
    moments: list[str] = [found["updatedAt"], *(one["createdAt"] for one in statuses)]
    moments += [one["updatedAt"] for one in found["reviews"]["nodes"]]
    return max(moments)


def is_from_here(found: Json, repository: str) -> bool:
    """True where the head is a branch of the repository itself, and no fork's."""
    home = found["head"].get("repo") or {}
    return str(home.get("full_name", "")).casefold() == repository.casefold()


def find_form_account(api: Api, commit: str) -> str | None:
    """Return the account whose form a commit was made of, or None: any other commit.

    The status is bound to exactly this commit, and says who set it; whoever adds a commit of
    their own to the branch speaks for themselves again.
    """
    for status in api.list(f"commits/{commit}/statuses"):
        if is_own(status.get("creator")) and status["context"] == FORM_STATUS:
            return _read_account(status["description"])
    return None


def _read_account(description: object) -> str | None:
    account = str(description)
    return account if _ACCOUNT.fullmatch(account) else None


def name_account(user: Json | None) -> str:
    """Return an account as `koc` wants it: LOGIN:NUMBER."""
    user = user or _GHOST
    login, number = str(user["login"]), user.get("id", user.get("databaseId"))
    if user.get("__typename") == "Bot" and not login.endswith("[bot]"):
        login = f"{login}[bot]"
    return f"{login}:{number}"


def list_open_requests(api: Api, branch: str) -> Iterator[Json]:
    """Yield GitHub's descriptions of the open pull requests into `branch`, oldest first."""
    return api.list("pulls", state="open", base=branch, sort="created", direction="asc")
