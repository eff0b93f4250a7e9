"""A GitHub that remembers one repository: what its operations do to pull requests, issues and statuses.

What is asked and answered is judged by GitHub's own description, in `fake_server`; here is what it means.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.flows import github_objects as objects
from tests.flows.github_objects import BOT, HOME, REPOSITORY

__all__ = ["BOT", "REPOSITORY", "TOKEN", "FakeGitHub", "Fault", "Refusal"]
TOKEN = "a-token-for-tests"
_LABEL_LENGTH = 50


class Refusal(Exception):  # noqa: N818 - GitHub's word for it is no error of ours
    """GitHub says no: a code, and what it says."""

    def __init__(self, code: int, message: str, **more: Any) -> None:
        """Say why."""
        super().__init__(message)
        self.code, self.body = code, {"message": message, "documentation_url": "", **more}


@dataclass
class Fault:
    """Something that goes wrong with the next requests whose `METHOD path` matches `where`.

    With `code` 0 the connection drops; `is_late` means that what was asked was done before that.
    """

    code: int = 0
    where: str = ""
    times: int = 1
    message: str = "Unavailable"
    headers: dict[str, str] = field(default_factory=dict)
    is_late: bool = False


Values = dict[str, Any]


@dataclass
class FakeGitHub:
    """What GitHub would remember. `writes` lists every request that changed something."""

    pulls: dict[int, Values] = field(default_factory=dict)
    closed: dict[int, Values] = field(default_factory=dict)
    reviews: dict[int, list[Values]] = field(default_factory=dict)
    comments: dict[int, list[Values]] = field(default_factory=dict)
    issues: dict[int, Values] = field(default_factory=dict)
    statuses: dict[str, list[Values]] = field(default_factory=dict)
    runs: list[Values] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """The operations that were asked for, by name."""
    failures: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """What was asked or answered against GitHub's description."""
    base: Path | None = None
    """The bare repository, where requests of its own branches are opened."""
    url: str = ""
    page: int = 2
    remaining: int = 1000
    may_open_requests: bool = True
    may_merge: bool = True
    dispatched: list[str] = field(default_factory=list)
    """The workflows that were started, with the branch."""
    begun: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(minutes=5))
    _ids: int = 100

    def now(self) -> str:
        """Return a moment after all those before."""
        self._ids += 1
        return (self.begun + timedelta(seconds=self._ids)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def own_comments(self, number: int) -> list[str]:
        found = self.comments.get(number, [])
        return [one["body"] for one in found if (one["user"] or {}).get("login") == BOT["login"]]

    def labels(self, number: int) -> set[str]:
        return {one["name"] for one in self._item(number).get("labels") or ()}

    def say(self, number: int, body: str, user: Values) -> Values:
        moment = self.now()
        made = {
            "id": self._ids,
            "body": body,
            "user": user,
            "created_at": moment,
            "updated_at": moment,
            "html_url": f"{HOME}/pull/{number}#issuecomment-{self._ids}",
        }
        self.comments.setdefault(number, []).append(made)
        self._touch(number, moment)
        return made

    def open_issue(self, title: str, body: str, user: Values) -> Values:
        moment = self.now()
        made = {"number": self._ids, "title": title, "body": body, "user": user, "state": "open"}
        self.issues[self._ids] = {**made, "labels": [], "created_at": moment, "updated_at": moment}
        return self.issues[self._ids]

    def set_status(self, commit: str, user: Values, **said: Any) -> Values:
        moment = self.now()
        made = {**said, "creator": user, "created_at": moment, "updated_at": moment}
        self.statuses.setdefault(commit, []).append(made)
        return made

    def all_pulls(self) -> dict[int, Values]:
        return {**self.closed, **self.pulls}

    def reply(
        self, operation: str, path: Mapping[str, str], query: Mapping[str, str], said: Any
    ) -> Any:
        """Do what an operation does and return (code, answer)."""
        method = getattr(self, "_" + operation.replace("/", "_").replace("-", "_"), None)
        if method is None:
            raise AssertionError(f"the stand-in does not know {operation}")
        number = next(
            (int(v) for k, v in path.items() if k.endswith(("number", "_id")) and v.isdigit()), 0
        )
        return method(number, path, query, said or {})

    # ------------------------------------------------------------------ pull requests

    def _pulls_list(self, _n: int, _p: Any, query: Mapping[str, str], _s: Any) -> Any:
        _only(query, "state", "base", "head", "sort", "direction")
        tests: dict[str, Callable[[Values, str], bool]] = {
            "base": lambda one, value: one["base"]["ref"] == value,
            "head": lambda one, value: _label(one).casefold() == value.casefold(),
        }
        state = query.get("state", "open")
        listed = [
            one
            for one in self.all_pulls().values()
            if state in ("all", one.get("state", "open"))
            and all(tests[name](one, query[name]) for name in tests if name in query)
        ]
        return 200, [objects.whole_pull(one) for one in _ordered(listed, query)]

    def _pulls_get(self, number: int, _p: Any, _q: Any, _s: Any) -> Any:
        return 200, objects.whole_pull(self._pull(number))

    def _pulls_create(self, _n: int, _p: Any, _q: Any, said: Values) -> Any:
        if not self.may_open_requests:
            words = "GitHub Actions is not permitted to create or approve pull requests."
            raise Refusal(403, words, status="403")
        if any(_branch(one) == said["head"] for one in self.pulls.values()):
            message = f"A pull request already exists for club:{said['head']}."
            raise Refusal(422, "Validation Failed", errors=[{"message": message, "code": "custom"}])
        ref = f"refs/heads/{said['head']}"
        tip = self._tip(ref)
        if tip is None:
            errors = [{"resource": "PullRequest", "field": "head", "code": "invalid"}]
            raise Refusal(422, "Validation Failed", errors=errors)
        moment = self.now()
        head = {"ref": said["head"], "repo": {"full_name": REPOSITORY}, "sha": tip}
        made = {"number": self._ids, "title": said["title"], "body": said["body"], "user": BOT}
        made |= {"state": "open", "base": {"ref": said["base"], "sha": "0" * 40}, "head": head}
        self.pulls[self._ids] = made | {"created_at": moment, "updated_at": moment}
        # As on GitHub, the request follows its branch.
        words = ["git", "symbolic-ref", f"refs/pull/{self._ids}/head", ref]
        subprocess.run(words, cwd=self.base, check=True)
        return 201, objects.whole_pull(self.pulls[self._ids])

    def _pulls_update(self, number: int, _p: Any, _q: Any, said: Values) -> Any:
        pull = self._pull(number)
        pull |= {**said, "updated_at": self.now()}
        if said.get("state") == "closed":
            self.closed[number] = self.pulls.pop(number, pull)
        head = pull["head"]
        if (head.get("repo") or {}).get("full_name") == REPOSITORY:
            head["sha"] = self._tip(f"refs/heads/{head['ref']}") or head["sha"]
        return 200, objects.whole_pull(pull)

    def _pulls_merge(self, number: int, _p: Any, _q: Any, said: Values) -> Any:
        pull = self._pull(number)
        tip = self._tip(f"refs/heads/{pull['head']['ref']}")
        if not self.may_merge:
            raise Refusal(405, "At least 1 approving review is required.", status="405")
        if said.get("sha") not in (None, tip) or pull.get("state") == "closed":
            raise Refusal(409, "Head branch was modified. Review and try the merge again.")
        main = self._git("rev-parse", "refs/heads/main")
        tree = self._git("merge-tree", "--write-tree", main, str(tip)).splitlines()[0]
        who = ("-c", "user.name=GitHub", "-c", "user.email=noreply@github.example")
        words = ("commit-tree", tree, "-p", main, "-p", str(tip), "-m", f"Merge #{number}")
        made = self._git(*who, *words)
        self._git("update-ref", "refs/heads/main", made)
        pull |= {"state": "closed", "merged": True, "updated_at": self.now()}
        self.closed[number] = self.pulls.pop(number, pull)
        closes = re.search(r"Closes #(\d+)", pull["body"] or "")
        if closes and int(closes[1]) in self.issues:
            self.issues[int(closes[1])]["state"] = "closed"
        return 200, {"sha": made, "merged": True, "message": "Pull Request successfully merged"}

    def _actions_create_workflow_dispatch(
        self, _n: int, path: Mapping[str, str], _q: Any, said: Values
    ) -> Any:
        self.dispatched.append(f"{path['workflow_id']} {said['ref']}")
        return 204, None

    def _git(self, *words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.base, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def _pulls_list_reviews(self, number: int, _p: Any, _q: Any, _s: Any) -> Any:
        listed = enumerate(self.reviews.get(number, []), start=1)
        return 200, [objects.whole_review(one, place) for place, one in listed]

    # ------------------------------------------------------------------ issues

    def _issues_list_for_repo(self, _n: int, _p: Any, query: Mapping[str, str], _s: Any) -> Any:
        _only(query, "state", "creator", "since", "labels", "sort", "direction")
        state, since = query.get("state", "open"), query.get("since", "")
        wanted = {one.casefold() for one in query.get("labels", "").split(",") if one}
        items = [
            *self.issues.values(),
            *({**one, "pull_request": {}} for one in self.pulls.values()),
        ]
        listed = [
            one
            for one in items
            if state in ("all", one.get("state", "open"))
            and query.get("creator", one["user"]["login"]) == one["user"]["login"]
            and one.get("updated_at", objects.START) >= since
            and wanted <= {label["name"].casefold() for label in one.get("labels") or ()}
        ]
        return 200, [_as_issue(one) for one in _ordered(listed, query)]

    def _issues_get(self, number: int, _p: Any, _q: Any, _s: Any) -> Any:
        return 200, _as_issue(self._item(number))

    def _issues_create(self, _n: int, _p: Any, _q: Any, said: Values) -> Any:
        return 201, _as_issue(self.open_issue(said["title"], said.get("body", ""), BOT))

    def _issues_update(self, number: int, _p: Any, _q: Any, said: Values) -> Any:
        item = self._item(number)
        item |= {**said, "updated_at": self.now()}
        return 200, _as_issue(item)

    def _issues_list_comments(self, number: int, _p: Any, _q: Any, _s: Any) -> Any:
        if number not in self.comments:
            self._item(number)
        return 200, [objects.whole_comment(one) for one in self.comments.get(number, [])]

    def _issues_create_comment(self, number: int, _p: Any, _q: Any, said: Values) -> Any:
        if number not in self.comments:
            self._item(number)
        return 201, objects.whole_comment(self.say(number, said["body"], BOT))

    def _issues_update_comment(self, number: int, _p: Any, _q: Any, said: Values) -> Any:
        for place, several in self.comments.items():
            for one in several:
                if one["id"] == number:
                    one |= {"body": said["body"], "updated_at": self.now()}
                    self._touch(place, one["updated_at"])
                    return 200, objects.whole_comment(one)
        raise Refusal(404, "Not Found")

    def _issues_add_labels(self, number: int, _p: Any, _q: Any, said: Any) -> Any:
        item = self._item(number)
        names = [one if isinstance(one, str) else one["name"] for one in said["labels"]]
        if any(not name or len(name) > _LABEL_LENGTH for name in names):
            raise Refusal(422, "Validation Failed", errors=[{"code": "invalid", "field": "name"}])
        there = {name.casefold(): {"name": name} for name in [*self.labels(number), *names][::-1]}
        item["labels"] = list(reversed(there.values()))
        return 200, _as_issue(item)["labels"]

    def _issues_remove_label(self, number: int, path: Mapping[str, str], _q: Any, _s: Any) -> Any:
        item, name = self._item(number), path["name"].casefold()
        if name not in {one.casefold() for one in self.labels(number)}:
            raise Refusal(404, "Label does not exist")
        item["labels"] = [one for one in item["labels"] if one["name"].casefold() != name]
        return 200, _as_issue(item)["labels"]

    # ------------------------------------------------------------------ statuses and runs

    def _repos_create_commit_status(
        self, _n: int, path: Mapping[str, str], _q: Any, said: Values
    ) -> Any:
        if len(said.get("description") or "") > 140:
            raise Refusal(422, "Validation Failed", errors=[{"message": "description is too long"}])
        return 201, objects.whole_status(self.set_status(path["sha"], BOT, **said), self._ids)

    def _repos_list_commit_statuses_for_ref(
        self, _n: int, path: Mapping[str, str], _q: Any, _s: Any
    ) -> Any:
        listed = [*reversed(self.statuses.get(path["ref"], []))]  # the newest first
        return 200, [objects.whole_status(one, place) for place, one in enumerate(listed, 1)]

    def latest_statuses(self, commit: str) -> list[Values]:
        """Return the last status of each context."""
        return [*{one["context"]: one for one in self.statuses.get(commit, [])}.values()]

    def _actions_list_workflow_runs(
        self, _n: int, _p: Any, query: Mapping[str, str], _s: Any
    ) -> Any:
        _only(query, "event", "branch", "status")
        wanted = {"event": "event", "branch": "head_branch", "status": "conclusion"}
        found = [
            objects.whole_run(one)
            for one in reversed(self.runs)
            if all(one[wanted[name]] == value for name, value in query.items() if name in wanted)
        ]
        return 200, {"total_count": len(found), "workflow_runs": found}

    def _actions_list_jobs_for_workflow_run(self, number: int, _p: Any, _q: Any, _s: Any) -> Any:
        run = next(one for one in self.runs if one["id"] == number)
        jobs = [objects.whole_job(one) for one in run["jobs"]]
        return 200, {"total_count": len(jobs), "jobs": jobs}

    # ------------------------------------------------------------------ what they share

    def _touch(self, number: int, moment: str) -> None:
        for place in (self.pulls, self.issues):
            if number in place:
                place[number]["updated_at"] = moment

    def _pull(self, number: int) -> Values:
        if number not in self.all_pulls():
            raise Refusal(404, "Not Found", status="404")
        return self.all_pulls()[number]

    def _item(self, number: int) -> Values:
        """Return an issue; a pull request is one too."""
        return self.issues[number] if number in self.issues else self._pull(number)

    def _tip(self, ref: str) -> str | None:
        words = ["git", "rev-parse", "--verify", "--quiet", ref]
        done = subprocess.run(words, cwd=self.base, check=False, capture_output=True, text=True)
        return done.stdout.strip() or None


def _label(pull: Values) -> str:
    return (
        f"{REPOSITORY.partition('/')[0]}:{pull['head']['ref']}"
        if _branch(pull)
        else pull["head"].get("label", "")
    )


def _branch(pull: Values) -> str | None:
    """Return the branch of a request that comes from the repository itself."""
    is_here = (pull["head"].get("repo") or {}).get("full_name") == REPOSITORY
    return pull["head"]["ref"] if is_here else None


def _as_issue(item: Values) -> Values:
    return objects.whole_issue(
        {k: v for k, v in item.items() if k not in ("head", "base", "_links")}
    )


def _ordered(listed: list[Values], query: Mapping[str, str]) -> list[Values]:
    key = {"created": "number", "updated": "updated_at"}[query.get("sort", "created")]
    down = query.get("direction", "desc") == "desc"
    return sorted(
        listed,
        key=lambda one: re.sub(r"^(\d+)$", lambda m: m[0].zfill(9), str(one.get(key, ""))),
        reverse=down,
    )


def _only(query: Mapping[str, str], *known: str) -> None:
    """Refuse filters that GitHub knows and this stand-in does not: they would do nothing here."""
    unknown = query.keys() - {*known, "per_page", "page"}
    assert not unknown, f"the stand-in does not know the filters {unknown}"
