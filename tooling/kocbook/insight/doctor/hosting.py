"""Is the repository set up so that requests are judged, forms are taken and the site is published?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from kocbook.model.condition import Condition, Health, Hosting, Symptom

STATUS = "koc"
GITHUB_ACTIONS = 15368
"""The number of the app that sets the status: any other could only claim to have judged."""
OURS = frozenset(
    f".github/workflows/{name}.yml" for name in ("check", "housekeeping", "intake", "publish")
)
"""What the tool gave the community to run; of its own it may stop what it likes."""
QUIET_DAYS, WARNED_DAYS = 60, 45
"""GitHub stops the timetable of a public repository to which nothing was pushed for 60 days."""

Decide = Callable[[Condition], Symptom]


def _where_seen(check: str, *fields: str) -> Callable[[Decide], Decide]:
    """Ask a check only where all facts that it needs were seen; else it says why they were not."""

    def decorate(decide: Decide) -> Decide:
        @wraps(decide)
        def asked(facts: Condition) -> Symptom:
            unseen = [name for name in fields if getattr(facts.hosting, name) is None]
            if unseen:
                reasons = facts.hosting.unseen
                why = reasons.get(unseen[0]) or reasons.get("all", "refused")
                return Symptom(check, Health.UNSEEN, why, {"home": facts.home})
            return decide(facts)

        return asked

    return decorate


def _said(facts: Condition, check: str, state: Health, case: str, **data: object) -> Symptom:
    name = "/".join(facts.home.split("/")[3:5])
    return Symptom(check, state, case, {"home": facts.home, "repository": name, **data})


@_where_seen("branch", "branch")
def check_branch(facts: Condition) -> Symptom:
    """The branch that workflows follow is the one that the service calls default."""
    branch = facts.hosting.branch
    if branch != facts.branch:
        return _said(facts, "branch", Health.ERROR, "elsewhere", found=branch, wanted=facts.branch)
    return Symptom("branch", Health.GOOD)


@_where_seen("issues", "has_issues")
def check_issues(facts: Condition) -> Symptom:
    """Forms are issues, so issues are on."""
    if not facts.hosting.has_issues:
        return _said(facts, "issues", Health.ERROR, "off")
    return Symptom("issues", Health.GOOD)


@_where_seen("actions", "actions")
def check_actions(facts: Condition) -> Symptom:
    """Actions run, those of the service itself among them."""
    kind = facts.hosting.actions
    if kind == "off":
        return _said(facts, "actions", Health.ERROR, "off")
    if kind == "local_only" or (kind == "selected" and facts.hosting.own_actions is False):
        return _said(facts, "actions", Health.ERROR, "few")
    return Symptom("actions", Health.GOOD)


@_where_seen("token", "token")
def check_token(facts: Condition) -> Symptom:
    """A workflow that asks for nothing may only read."""
    if facts.hosting.token == "write":  # noqa: S105 - a permission, no secret
        return _said(facts, "token", Health.WARNING, "write")
    return Symptom("token", Health.GOOD)


@_where_seen("requests", "may_open_requests")
def check_requests(facts: Condition) -> Symptom:
    """A form can become a pull request."""
    if not facts.hosting.may_open_requests:
        return _said(facts, "requests", Health.ERROR, "off")
    return Symptom("requests", Health.GOOD)


@_where_seen("pages", "pages")
def check_pages(facts: Condition) -> Symptom:
    """The site is published from the workflow."""
    kind = facts.hosting.pages
    if kind != "workflow":
        case = "off" if kind == "off" else "branch"
        return _said(facts, "pages", Health.ERROR, case)
    return Symptom("pages", Health.GOOD)


@_where_seen("protection", "protection")
def check_protection(facts: Condition) -> Symptom:
    """Nothing reaches main without the verdict, and nobody else can give it."""
    protection = facts.hosting.protection
    assert protection is not None
    apps = [one.app for one in protection.statuses if one.context == STATUS]
    if not apps:
        case = "no-status" if protection.rules else "none"
        return _said(facts, "protection", Health.ERROR, case, status=STATUS)
    if "pull_request" not in protection.rules:
        return _said(facts, "protection", Health.ERROR, "no-request", status=STATUS)
    if not protection.owners:
        return _said(facts, "protection", Health.WARNING, "no-owners")
    if GITHUB_ACTIONS not in apps:
        return _said(facts, "protection", Health.WARNING, "any-app", status=STATUS)
    if "non_fast_forward" not in protection.rules:
        return _said(facts, "protection", Health.WARNING, "force")
    return Symptom("protection", Health.GOOD)


@_where_seen("labels", "labels")
def check_labels(facts: Condition) -> Symptom:
    """The labels that forms carry exist: GitHub drops those that do not."""
    missing = sorted(set(facts.labels) - set(facts.hosting.labels or ()))
    if missing:
        return _said(facts, "labels", Health.WARNING, "missing", labels=missing)
    return Symptom("labels", Health.GOOD)


@_where_seen("timetable", "workflows")
def check_timetable(facts: Condition) -> Symptom:
    """Every workflow runs, and will go on running by its timetable."""
    workflows = facts.hosting.workflows or ()
    stopped = [one.path for one in workflows if one.state != "active" and one.path in OURS]
    if stopped:
        names = [path.rpartition("/")[2] for path in stopped]
        return _said(facts, "timetable", Health.ERROR, "stopped", paths=stopped, names=names)
    quiet = _quiet_days(facts.hosting, facts)
    if quiet is not None and quiet >= WARNED_DAYS:
        return _said(facts, "timetable", Health.WARNING, "soon", days=quiet, most=QUIET_DAYS)
    return Symptom("timetable", Health.GOOD)


def _quiet_days(hosting: Hosting, facts: Condition) -> int | None:
    """Return for how many days nothing was pushed; None where that stops nothing."""
    if hosting.is_private or hosting.pushed is None:
        return None
    return (facts.today - hosting.pushed).days


CHECKS = (
    check_branch,
    check_issues,
    check_actions,
    check_token,
    check_requests,
    check_pages,
    check_protection,
    check_labels,
    check_timetable,
)
