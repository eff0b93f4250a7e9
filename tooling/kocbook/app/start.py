"""Begin a new community, or bring the tool's files in an older one up to date."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kocbook import __version__
from kocbook.app.session import Session
from kocbook.base.errors import KocError, UsageError
from kocbook.intake.starter.plan import PLAIN
from kocbook.model.forges import Forge, find_forge, pages_address

if TYPE_CHECKING:
    from kocbook.git.identity import Committer
    from kocbook.intake.acts.renewing import Renewal
    from kocbook.intake.starter.plan import StarterPlan
    from kocbook.intake.starter.source import ToolSource

Answers = dict[str, Any]


def _propose_lead(answers: Answers) -> str:
    from kocbook.intake.acts.join import suggest_id

    return suggest_id(answers["lead_login"]) or ""


QUESTIONS: Mapping[str, Callable[[Answers], str]] = {
    "name": lambda _: "",
    "name_en": lambda answers: str(answers["name"]),
    "brand": lambda _: "",
    "brand_en": lambda answers: str(answers["brand"]),
    "repository": lambda _: "",
    "forge": lambda answers: str(find_forge(answers["repository"]) or Forge.GITHUB),
    "site": lambda answers: pages_address(answers["repository"]),
    "lead_name": lambda _: "",
    "lead_login": lambda _: "",
    "lead_number": lambda _: "",
    "lead": _propose_lead,
    "languages": lambda _: "zh,en",
    "currency": lambda _: "CNY",
    "pack": lambda _: PLAIN,
}
"""What a new community needs to know, in the order in which it is asked.

Each answer may be proposed from those before it; "" where nobody can guess it.
"""


@dataclass(frozen=True, slots=True)
class UpgradeResult:
    """What an upgrade did: on which branch, which files are in conflict, which records were renewed.

    `branch` is None where everything was current. With `conflicts` nothing else was done.
    """

    branch: str | None = None
    conflicts: tuple[str, ...] = ()
    renewal: Renewal | None = None


def plan_community(session: Session, answers: Mapping[str, str]) -> StarterPlan:
    """Return the plan of a new community from the answers to all `QUESTIONS`.

    Raises:
        UsageError: an answer cannot be.
    """
    from kocbook.intake.starter.plan import make_plan

    # Today, and not the day of a community in which somebody happens to be.
    today = Session(root=Path(answers["lead"], "none"), as_of=session.as_of).day
    languages = _split_languages(answers["languages"])
    # Where koc comes from is looked for once everything else is known.
    return make_plan({**answers, "languages": languages, "started": today, "kocbook": ""})


def _split_languages(text: str) -> list[str]:
    return text.replace("，", " ").replace(",", " ").split()


def find_tool(session: Session, said: str | None, aside: Path, untried: bool = False) -> ToolSource:
    """Return where a new community gets koc from, once it was seen to work unless it is `untried`.

    `said` is a requirement as pip takes it; without it, the tool's own origin is found, and what has to
    be made for that is made in the folder `aside`.

    Raises:
        KocError: it does not work.
    """
    from kocbook.intake.starter.source import ask_for, find_source, read_note, try_source

    with session.progress() as report:
        report("source")
        source = ask_for(said) if said else find_source(__version__, read_note(), aside)
        if not untried:
            try_source(source)
    return source


def begin_community(
    session: Session, folder: Path, plan: StarterPlan, beside: Mapping[str, bytes]
) -> None:
    """Write a community's first files into a new or empty folder, and commit them.

    `beside` are files that come along: those of a `ToolSource`.

    Everything is written beside the folder first, so that nothing half-written is ever seen there.

    Raises:
        KocError: something could not be written, or what would be written does not pass the check.
    """
    from kocbook.intake.starter.history import begin_history

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".koc-init-", dir=folder.parent) as draft:
        work = Path(draft) / "new"
        work.mkdir()
        files = {**_checked_files(session, plan, work), **beside}
        title = session.texts("cli.init.commit", name=plan.name)
        begin_history(work, files, _find_committer(plan), title, __version__)
        if folder.exists():
            folder.rmdir()
        shutil.move(work, folder)


def require_empty(folder: Path) -> None:
    """Refuse a folder in which something is.

    Raises:
        UsageError: something is there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("errors.init-not-empty", folder=folder)


def _checked_files(session: Session, plan: StarterPlan, empty: Path) -> dict[str, bytes]:
    """Return the files of a new community once they pass the check."""
    from kocbook.app.gates import GATES, Matter, ask_gates
    from kocbook.app.generated import render_forms, render_owners
    from kocbook.intake.overlay import OverlayTree
    from kocbook.intake.starter.render import starter_files
    from kocbook.records.loader import load_community
    from kocbook.records.tree import WorkingTree
    from kocbook.report.prepare import prepare_report

    files = starter_files(plan, __version__)
    loaded = load_community(OverlayTree(WorkingTree(empty), files))
    # Checked on the day of its records, whatever day the community around this folder has.
    there = Session(root=empty, lang=session.lang, as_of=plan.started, steps=session.steps)
    gates = [gate for gate in GATES if not gate.reads_history]
    findings = ask_gates(Matter(there, loaded), gates).findings
    report = prepare_report(loaded, findings, session.texts)
    if loaded.community is None or report.errors:
        raise KocError("errors.init-refused", detail=report.findings[0].message)
    if plan.forge is Forge.GITHUB:
        made = render_forms(loaded.community) | render_owners(loaded.community)
        files |= {path: text.encode() for path, text in made.items()}
    return files


def _find_committer(plan: StarterPlan) -> Committer:
    """Return under whose name Git commits: as it is configured, else the project lead's."""
    from kocbook.git.identity import person_anywhere
    from kocbook.model.forges import PrivateMail

    address = PrivateMail.of(plan.repository).write(plan.lead_login, plan.lead_number)
    return person_anywhere(plan.lead_name, address)


def upgrade_community(session: Session, root: Path, answers: Mapping[str, str]) -> UpgradeResult:
    """Merge the files as this version writes them; an answer that is given replaces the old one.

    What is left of older versions in texts and records comes after it, as a commit of its own.

    Raises:
        UsageError: this is no community that `koc init` began.
        KocError: Git failed.
    """
    from kocbook.intake.starter.history import merge_upgrade
    from kocbook.intake.starter.plan import PLAN_FILE, make_plan, read_plan
    from kocbook.intake.starter.render import starter_files

    if not (root / PLAN_FILE).is_file():
        raise UsageError("errors.init-none", folder=root, file=PLAN_FILE)
    old = asdict(read_plan((root / PLAN_FILE).read_text(encoding="utf-8")))
    said: Answers = dict(answers)
    if "languages" in said:
        said["languages"] = _split_languages(said["languages"])
    plan = make_plan({**old, **said})
    title = session.texts("cli.init.upgrade-commit", version=__version__)
    files, who = starter_files(plan, __version__), _find_committer(plan)
    done = merge_upgrade(root, files, who, title, __version__)
    if done and done.conflicts:
        return UpgradeResult(done.branch, done.conflicts)
    branch = done.branch if done else None
    moved, renewal = _renew(session, root, who, branch)
    return UpgradeResult(moved or branch, renewal=renewal)


def _renew(
    session: Session, root: Path, who: Committer, branch: str | None
) -> tuple[str | None, Renewal | None]:
    """Commit what `koc check --fix` writes, on the branch of the upgrade or on one of its own.

    Return that branch and what was written; None where there is nothing to write.
    """
    from kocbook.app.renew import find_renewal
    from kocbook.intake.starter.history import commit_files

    there = Session(root=root, lang=session.lang, as_of=session.as_of, steps=session.steps)
    plan = find_renewal(there)
    if plan is None or not plan.files:
        return None, None
    title = session.texts("cli.init.renewal-commit")
    made = commit_files(root, plan.files, who, title, branch or f"upgrade/koc-{__version__}")
    return made, plan
