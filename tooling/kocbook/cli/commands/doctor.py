"""`koc doctor`: is everything set up, on this computer and at the hosting service?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.errors import KocError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.options import format_option
from kocbook.cli.ui.output import paint
from kocbook.model.condition import Condition, Hosting
from kocbook.model.forges import Forge, find_forge


@click.command(cls=KocCommand)
@click.option("--offline", is_flag=True)
@format_option(("text", "json"))
@click.pass_obj
def doctor(session: Session, offline: bool, output: str) -> int:
    """Say what is not as it should be, why that matters, and how it is put right."""
    from kocbook.insight.doctor import diagnose
    from kocbook.report.doctor import make_report, render_doctor

    condition = _examine(session, offline)
    report = make_report(diagnose(condition), session.texts)
    if output == "json":
        from kocbook.report.json_text import to_json

        click.echo(to_json({"as_of": condition.today, "rows": report.rows}))
    else:
        click.echo(render_doctor(report, session.texts, paint, terminal_width()))
    return 1 if report.errors else 0


def _examine(session: Session, offline: bool) -> Condition:
    """Gather all facts; of a community.yml with faults no more is asked than the address."""
    from kocbook.app.doctor_facts import read_clone, read_computer, read_hosting

    folder, home, branch = session.folder, *_read_place(session)
    try:
        files = _find_stale(session)
    except FaultyCommunityError:
        files = {}
    return Condition(
        # The true day: a community whose records stand still has workflows that do not.
        today=datetime.now(UTC).date(),
        home=home,
        branch=branch,
        labels=_find_labels(),
        computer=read_computer(folder),
        clone=read_clone(folder, files),
        hosting=Hosting(unseen={"all": "offline"})
        if offline
        else read_hosting(folder, home, branch),
    )


def _read_place(session: Session) -> tuple[str, str]:
    """Return the repository's address and main branch, as community.yml says them, right or wrong."""
    site = session.settings.get("site")
    said = site if isinstance(site, dict) else {}
    return str(said.get("repository", "")).rstrip("/"), str(said.get("branch", "main"))


def _find_stale(session: Session) -> Mapping[str, str]:
    """Return which files that the tool writes are missing or outdated."""
    from kocbook.insight.code_owners import find_code_owners
    from kocbook.intake.starter.render import service_files
    from kocbook.report.code_owners import render_code_owners
    from kocbook.report.issue_forms import render_issue_forms

    settings = session.community.settings
    forge = find_forge(settings.site.repository)
    if forge is None:
        return {}
    try:
        wanted = service_files(forge)
    except KocError:
        wanted = {}  # an installation that lacks them is told by `koc init`
    if forge is Forge.GITHUB:
        forms = {path: text.encode() for path, text in render_issue_forms(settings).items()}
        owners = render_code_owners(find_code_owners(session.community))
        wanted |= {**forms, ".github/CODEOWNERS": owners.encode()}
    states = {path: _state(session.folder / path, content) for path, content in wanted.items()}
    return {path: state for path, state in states.items() if state}


def _state(file: Path, wanted: bytes) -> str:
    if not file.is_file():
        return "missing"
    # A checkout on Windows may end its lines otherwise; the bytes in Git are the same.
    return "" if file.read_bytes().replace(b"\r\n", b"\n") == wanted else "outdated"


def _find_labels() -> tuple[str, ...]:
    from kocbook.model.forms import FORMS

    return tuple(sorted(form.label for form in FORMS.values()))
