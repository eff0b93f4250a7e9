"""Is everything set up, on this computer, in this clone, and at the hosting service?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.errors import KocError
from kocbook.model.condition import Condition, Hosting
from kocbook.model.forges import Forge, find_forge

if TYPE_CHECKING:
    from kocbook.report.doctor import DoctorReport


@dataclass(frozen=True, slots=True)
class SetupCheck:
    """The day on which everything was looked at, and what was found, in the reader's language."""

    today: date
    report: DoctorReport


def check_setup(session: Session, offline: bool = False) -> SetupCheck:
    """Look at versions, fonts, the clone, the tool's files and, unless `offline`, the hosting service.

    Of a community.yml with faults no more is asked than the address.

    Raises:
        UsageError: there is no community.
    """
    from kocbook.app.doctor_facts import read_clone, read_computer, read_hosting
    from kocbook.insight.doctor import diagnose
    from kocbook.report.doctor import make_report

    folder, home, branch = session.folder, *_read_place(session)
    try:
        files = _find_stale(session)
    except FaultyCommunityError:
        files = {}
    condition = Condition(
        # The true day: a community whose records stand still has workflows that do not.
        today=datetime.now(UTC).date(),
        home=home,
        branch=branch,
        labels=_list_labels(),
        computer=read_computer(folder),
        clone=read_clone(folder, files),
        hosting=Hosting(unseen={"all": "offline"})
        if offline
        else read_hosting(folder, home, branch),
    )
    return SetupCheck(condition.today, make_report(diagnose(condition), session.texts))


def _read_place(session: Session) -> tuple[str, str]:
    """Return the repository's address and main branch, as community.yml says them, right or wrong."""
    site = session.settings.get("site")
    said = site if isinstance(site, dict) else {}
    return str(said.get("repository", "")).rstrip("/"), str(said.get("branch", "main"))


def _find_stale(session: Session) -> Mapping[str, str]:
    """Return which files that the tool writes are missing or outdated."""
    from kocbook.app.generated import render_forms, render_owners
    from kocbook.intake.starter.render import service_files

    forge = find_forge(session.community.settings.site.repository)
    if forge is None:
        return {}
    try:
        wanted = service_files(forge)
    except KocError:
        wanted = {}  # an installation that lacks them is told by `koc init`
    if forge is Forge.GITHUB:
        texts = render_forms(session.community) | render_owners(session.community)
        wanted |= {path: text.encode() for path, text in texts.items()}
    states = {path: _state(session.folder / path, content) for path, content in wanted.items()}
    return {path: state for path, state in states.items() if state}


def _state(file: Path, wanted: bytes) -> str:
    if not file.is_file():
        return "missing"
    # A checkout on Windows may end its lines otherwise; the bytes in Git are the same.
    return "" if file.read_bytes().replace(b"\r\n", b"\n") == wanted else "outdated"


def _list_labels() -> tuple[str, ...]:
    from kocbook.model.forms import FORMS

    return tuple(sorted(form.label for form in FORMS.values()))
