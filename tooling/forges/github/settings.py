"""`python -m forges.github.settings ADDRESS BRANCH`: a repository's settings as JSON, for `koc doctor`.

The token is GITHUB_TOKEN's or GH_TOKEN's, else that of the signed-in command `gh`. It only reads. Each key
of the answer is one setting; `unseen` says why one is missing: no-token, offline, refused or other-service.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from forges.github.api import Api, ForgeError

_HOST, _PUBLIC = "github.com", "https://api.github.com"
_KEYS = (
    *("branch", "is_private", "has_issues", "pushed", "actions", "own_actions", "token"),
    *("may_open_requests", "pages", "protection", "labels", "workflows"),
)

Part = Callable[[Api, str], dict[str, Any]]


def read_settings(api: Api, branch: str) -> dict[str, Any]:
    """Return every setting that can be seen, and why the others cannot."""
    seen: dict[str, Any] = {}
    unseen: dict[str, str] = {}
    parts: dict[Part, tuple[str, ...]] = {
        _read_repository: ("branch", "is_private", "has_issues", "pushed"),
        _read_actions: ("actions", "own_actions"),
        _read_permissions: ("token", "may_open_requests"),
        _read_pages: ("pages",),
        _read_protection: ("protection",),
        _read_labels: ("labels",),
        _read_workflows: ("workflows",),
    }
    for part, keys in parts.items():
        try:
            seen |= part(api, branch)
        except ForgeError as error:
            if code_of(error) is None:  # nobody is there: asking for the rest would only take time
                return {**seen, "unseen": {**dict.fromkeys(_KEYS, "offline"), **unseen}}
            unseen |= dict.fromkeys(keys, "refused")
    return {**seen, "unseen": unseen}


def code_of(error: ForgeError) -> int | None:
    """Return the code of GitHub's answer; None where there was no answer."""
    code = getattr(error, "code", None) or getattr(error.__cause__, "code", None)
    return code if isinstance(code, int) else None


def _read_repository(api: Api, branch: str) -> dict[str, Any]:
    del branch
    owner, _, name = api.repository.partition("/")
    found = Api(api.url, owner, api.token).get(
        name
    )  # the repository itself, without a slash behind
    return {
        "branch": found["default_branch"],
        "is_private": found["private"],
        "has_issues": found["has_issues"],
        "pushed": str(found["pushed_at"])[:10] if found.get("pushed_at") else None,
    }


def _read_actions(api: Api, branch: str) -> dict[str, Any]:
    del branch
    found = api.get("actions/permissions")
    if not found["enabled"]:
        return {"actions": "off"}
    kind = found.get("allowed_actions", "all")
    if kind != "selected":
        return {"actions": kind}
    chosen = api.get("actions/permissions/selected-actions")
    return {"actions": kind, "own_actions": chosen.get("github_owned_allowed", False)}


def _read_permissions(api: Api, branch: str) -> dict[str, Any]:
    del branch
    found = api.get("actions/permissions/workflow")
    return {
        "token": found["default_workflow_permissions"],
        "may_open_requests": found["can_approve_pull_request_reviews"],
    }


def _read_pages(api: Api, branch: str) -> dict[str, Any]:
    del branch
    try:
        return {"pages": api.get("pages").get("build_type") or "legacy"}
    except ForgeError as error:
        if code_of(error) != 404:
            raise
        return {"pages": "off"}


def _read_protection(api: Api, branch: str) -> dict[str, Any]:
    """Rules of rulesets, and the older protection of one branch, which only administrators see whole."""
    rules: list[str] = []
    statuses: list[dict[str, Any]] = []
    owners = False
    for rule in api.list(f"rules/branches/{quote(branch, safe='')}"):
        rules.append(rule["type"])
        required = (rule.get("parameters") or {}).get("required_status_checks", ())
        statuses += [
            {"context": one["context"], "app": one.get("integration_id")} for one in required
        ]
        owners |= bool((rule.get("parameters") or {}).get("require_code_owner_review"))
    older = api.get(f"branches/{quote(branch, safe='')}")
    if older.get("protected") and not rules:
        return {"protection": _read_older(api, branch, older)}
    return {"protection": {"rules": sorted(set(rules)), "statuses": statuses, "owners": owners}}


def _read_older(api: Api, branch: str, found: dict[str, Any]) -> dict[str, Any]:
    try:
        whole = api.get(f"branches/{quote(branch, safe='')}/protection")
    except ForgeError:
        whole = found.get("protection") or {}
    required = whole.get("required_status_checks") or {}
    checks = [
        {"context": one["context"], "app": one.get("app_id")} for one in required.get("checks", ())
    ]
    kinds = ["protected"]
    reviews = whole.get("required_pull_request_reviews")
    if reviews:
        kinds.append("pull_request")
    if (whole.get("allow_force_pushes") or {}).get("enabled") is False:
        kinds.append("non_fast_forward")
    owners = bool((reviews or {}).get("require_code_owner_reviews"))
    return {"rules": kinds, "statuses": checks, "owners": owners}


def _read_labels(api: Api, branch: str) -> dict[str, Any]:
    del branch
    return {"labels": [one["name"] for one in api.list("labels")]}


def _read_workflows(api: Api, branch: str) -> dict[str, Any]:
    del branch
    return {"workflows": list(_iter_workflows(api))}


def _iter_workflows(api: Api) -> Iterator[dict[str, str]]:
    for one in api.get("actions/workflows")["workflows"]:
        if one["path"].startswith(".github/"):  # others are the service's own, such as Pages'
            yield {"path": one["path"], "state": one["state"]}


def find_token() -> str:
    """Return the token of the environment or of `gh`; empty where there is none."""
    for name in ("GITHUB_TOKEN", "GH_TOKEN"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        asked = subprocess.run(
            ["gh", "auth", "token"], capture_output=True, check=False, text=True, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip() if asked.returncode == 0 else ""


def main(words: list[str]) -> int:
    """Print the settings; always 0, for what cannot be seen is an answer too."""
    home, branch = words
    place = urlsplit(home)
    # The token goes to GitHub, or to the server that the environment names: never to one that a file names.
    url = os.environ.get("GITHUB_API_URL") or (_PUBLIC if place.hostname == _HOST else "")
    if url and (token := find_token()):
        name = "/".join(place.path.strip("/").removesuffix(".git").split("/")[:2])
        found = read_settings(Api(url.rstrip("/"), name, token), branch)
    else:
        found = {"unseen": dict.fromkeys(_KEYS, "no-token" if url else "other-service")}
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
