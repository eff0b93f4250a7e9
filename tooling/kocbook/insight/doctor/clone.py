"""Is this clone fit for work: does Git read it, whose are its commits, are the tool's files current?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from kocbook.model.condition import Condition, Health, Symptom

_FORMS = ".github/ISSUE_TEMPLATE/"
_OWNERS = ".github/CODEOWNERS"


def check_ownership(facts: Condition) -> Symptom:
    """Git reads the folder: it refuses one that another account of the computer owns."""
    if facts.clone.refused:
        return Symptom("ownership", Health.ERROR, "foreign")
    if not facts.clone.is_repository:
        return Symptom("ownership", Health.ERROR, "none")
    return Symptom("ownership", Health.GOOD)


def check_history(facts: Condition) -> Symptom:
    """The clone has all commits: credits come from them."""
    if facts.clone.is_shallow:
        return Symptom("history", Health.ERROR, "shallow")
    return Symptom("history", Health.GOOD)


def check_identity(facts: Condition) -> Symptom:
    """Git knows whose commits these are."""
    if facts.clone.name and facts.clone.email:
        return Symptom("identity", Health.GOOD)
    return Symptom("identity", Health.WARNING, "unknown")


def check_remote(facts: Condition) -> Symptom:
    """The clone comes from the repository that community.yml names."""
    remotes = facts.clone.remotes
    if not remotes:
        return Symptom("remote", Health.WARNING, "none", {"home": facts.home})
    if _place(facts.home) in map(_place, remotes):
        return Symptom("remote", Health.GOOD)
    return Symptom("remote", Health.WARNING, "elsewhere", {"home": facts.home, "remotes": remotes})


def _place(address: str) -> str:
    """Return host and path of a repository's address, however it is written."""
    if "://" not in address and ":" in address:
        host, _, path = address.partition(":")  # git@host:owner/name
        address = f"ssh://{host}/{path}"
    parts = urlsplit(address)
    path = parts.path.strip("/").removesuffix(".git")
    return f"{parts.hostname}/{path}".lower()


def check_workflows(facts: Condition) -> Symptom:
    """What the service runs is there, and is this release's."""
    return _files(facts, "workflows", lambda path: not path.startswith((_FORMS, _OWNERS)))


def check_forms(facts: Condition) -> Symptom:
    """The forms are those of community.yml."""
    return _files(facts, "forms", lambda path: path.startswith(_FORMS))


def check_owners(facts: Condition) -> Symptom:
    """Who is asked to review are the staff of the roster."""
    return _files(facts, "owners", lambda path: path == _OWNERS)


def _files(facts: Condition, check: str, concerns: Callable[[str], bool]) -> Symptom:
    found = {path: state for path, state in facts.clone.files.items() if concerns(path)}
    for case, state in (("missing", Health.ERROR), ("outdated", Health.WARNING)):
        paths = [path for path, how in found.items() if how == case]
        if paths:
            return Symptom(check, state, case, {"paths": paths})
    return Symptom(check, Health.GOOD)


CHECKS = (
    check_ownership,
    check_history,
    check_identity,
    check_remote,
    check_workflows,
    check_forms,
    check_owners,
)
