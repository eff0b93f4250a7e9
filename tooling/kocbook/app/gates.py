"""The gates: one list of what publishing asks of main, and of a request what its merge would leave.

A gate answers for everything that was read, or for what one request changes; a new one is a row here,
and then holds for `koc check`, `koc answer`, `koc build` and the merge queue alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.base.finding import Finding

if TYPE_CHECKING:
    from kocbook.policy.actor import Account
    from kocbook.policy.request import Request
    from kocbook.records.loader import LoadResult

_CONFIG = "mkdocs.yml"
_CONFIG_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Matter:
    """What is judged: files as they were read, and the request that would leave them, if it is one.

    `revision` is where their history ends.
    """

    session: Session
    loaded: LoadResult
    revision: str = "HEAD"
    request: Request | None = None
    account: Account | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """One question. `reads_history` gates cannot be asked where Git does not have it all."""

    id: str
    find: Callable[[Matter], Iterable[Finding]]
    reads_history: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """What the gates found, and why one of them saw nothing, as the id of a sentence."""

    findings: tuple[Finding, ...]
    unseen: tuple[str, ...] = ()


def ask_gates(matter: Matter, gates: Iterable[Gate] | None = None) -> Passed:
    """Ask all gates, or some of them, and collect what they find, in no order."""
    found: list[Finding] = []
    unseen: list[str] = []
    with matter.session.progress() as report:
        report("check")
        for gate in GATES if gates is None else gates:
            reason = _find_blindness(matter) if gate.reads_history else None
            if reason:
                unseen.append(reason)
            else:
                found += gate.find(matter)
    return Passed(tuple(found), tuple(unseen))


def _find_blindness(matter: Matter) -> str | None:
    """Return why the history tells nothing: there is none, or not all of it; None where it does."""
    community = matter.loaded.community
    if community is None or community.settings.audit.history == "records":
        return None
    from kocbook.git.run import is_shallow, read_git

    folder = matter.session.folder
    if read_git(folder, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return "no-history"
    return "shallow" if is_shallow(folder) else None


def _find_in_reading(matter: Matter) -> Iterable[Finding]:
    return matter.loaded.findings


def _find_by_rules(matter: Matter) -> Iterable[Finding]:
    from kocbook.rules.engine import check_community

    community = matter.loaded.community
    return [] if community is None else check_community(community, matter.session.day)


def _find_in_config(matter: Matter) -> Iterable[Finding]:
    """Check mkdocs.yml where there is one: it is no record, so the loader leaves it alone."""
    try:
        config = matter.loaded.tree.read(_CONFIG, _CONFIG_LIMIT)
    except OSError:
        return []
    from kocbook.rules.site_config import check_site_config

    return check_site_config(config.decode("utf-8", "replace"))


def _find_in_media(matter: Matter) -> Iterable[Finding]:
    """Look into every picture and video that is shown, or that a request brings."""
    from kocbook.app.media_check import check_media

    community, request = matter.loaded.community, matter.request
    if request is not None:
        changed = [change.path for change in request.changes if not change.is_deletion]
        paths = changed if any(path.startswith("content/") for path in changed) else []
    elif community is None:
        paths = []
    else:
        contents = [module.content for module in community.modules.values() if module.content]
        paths = [file.path for content in contents for file in content.media.values()]
        paths += community.covers
    return check_media(matter.loaded.tree, paths) if paths else []


def _find_in_credits(matter: Matter) -> Iterable[Finding]:
    """Ask who is credited nowhere, though they had a hand in what is shown."""
    session, request = matter.session, matter.request
    if request is not None and matter.account is not None:
        from kocbook.policy.credits import find_request_gaps

        return find_request_gaps(session.folder, request, matter.account, session.day)
    if matter.loaded.community is None:
        return []
    from kocbook.app.history import find_gaps

    return find_gaps(session, matter.loaded.community, matter.revision)


def _find_in_generated(matter: Matter) -> Iterable[Finding]:
    """Compare the files that are written from the settings and the roster, where they stand."""
    community, request = matter.loaded.community, matter.request
    if community is None or (request is not None and not request.is_whole):
        return []
    from kocbook.app.generated import find_outdated

    return find_outdated(matter.loaded.tree, community)


GATES = (
    Gate("records", _find_in_reading),
    Gate("rules", _find_by_rules),
    Gate("config", _find_in_config),
    Gate("media", _find_in_media),
    Gate("credits", _find_in_credits, reads_history=True),
    Gate("generated", _find_in_generated),
)
"""All gates, the quickest first."""
