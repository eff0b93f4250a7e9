"""What `koc doctor` looks at: one computer, one clone, and the settings of the repository's service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Health(StrEnum):
    """How one thing is."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Symptom:
    """What one check says. `case` names its sentences, which `data` fills; empty where it is good.

    Of what could not be seen, `case` is the reason: no-token, offline, refused, other-service.
    """

    check: str
    state: Health
    case: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Computer:
    """The machine: versions as numbers, the parts of koc that are missing, free space in MB.

    `git` is None without Git; `pango` is None where no PDF is made here anyway.
    """

    python: tuple[int, ...]
    git: tuple[int, ...] | None
    missing_parts: tuple[str, ...]
    has_chinese_font: bool
    pango: bool | None
    free_mb: int


@dataclass(frozen=True, slots=True)
class Clone:
    """The folder: whether Git reads it, whose commits it would make, and which files are not current.

    `refused` is what Git says of a repository that belongs to another account of the computer.
    `remotes` are addresses; `files` maps paths that the tool writes to "missing" or "outdated".
    """

    is_repository: bool
    refused: bool
    name: str
    email: str
    is_shallow: bool
    remotes: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RequiredStatus:
    """A status that a request needs; `app` is the number of the app that has to set it, if any."""

    context: str
    app: int | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """What holds for the main branch: kinds of rules, as the service calls them, and statuses.

    `owners` says whether those whom CODEOWNERS names have to agree.
    """

    rules: tuple[str, ...] = ()
    statuses: tuple[RequiredStatus, ...] = ()
    owners: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """A workflow's path and whether it runs: active, disabled_manually, disabled_inactivity."""

    path: str
    state: str


@dataclass(frozen=True, slots=True)
class Hosting:
    """The settings of the repository at its service. None is what was not seen; `unseen` says why.

    `pages` is how the site is published: workflow, legacy (from a branch), or off.
    `actions` is which actions may run: all, local_only, selected (with or without the service's own,
    `own_actions`), or off.
    """

    unseen: Mapping[str, str] = field(default_factory=dict)
    branch: str | None = None
    is_private: bool | None = None
    has_issues: bool | None = None
    pushed: date | None = None
    actions: str | None = None
    own_actions: bool | None = None
    token: str | None = None
    may_open_requests: bool | None = None
    pages: str | None = None
    protection: Protection | None = None
    labels: tuple[str, ...] | None = None
    workflows: tuple[Workflow, ...] | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """All facts, of one day. `home` is the repository's address, `labels` those that forms carry."""

    today: date
    home: str
    branch: str
    labels: tuple[str, ...]
    computer: Computer
    clone: Clone
    hosting: Hosting
