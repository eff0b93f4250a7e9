"""`koc init`: begin a new community, or bring an older one's files up to date."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from kocbook import __version__
from kocbook.app.progress import Progress
from kocbook.app.session import Session
from kocbook.base.errors import KocError, UsageError
from kocbook.cli.ui import writing
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Folder, OneOf
from kocbook.cli.ui.writing import say
from kocbook.intake.starter.plan import PACKS, PLAIN
from kocbook.model.forges import Forge, find_forge

if TYPE_CHECKING:
    from kocbook.git.identity import Committer
    from kocbook.intake.starter.plan import StarterPlan
    from kocbook.intake.starter.source import ToolSource

_CODE_OWNERS = ".github/CODEOWNERS"
_Values = dict[str, Any]


def _site_of(values: _Values) -> str:
    """Propose the address that GitHub's and GitLab's pages would have."""
    parts = urlsplit(values["repository"])
    owner, _, project = parts.path.strip("/").partition("/")
    service = {"github.com": "github.io", "gitlab.com": "gitlab.io"}.get(parts.netloc)
    return f"https://{owner.lower()}.{service}/{project}/" if service and project else ""


def _lead_of(values: _Values) -> str:
    from kocbook.intake.acts.join import suggest_id

    return suggest_id(values["lead_login"]) or ""


# In the order in which they are asked; each may propose an answer from those before it.
_QUESTIONS: Mapping[str, Callable[[_Values], str]] = {
    "name": lambda _: "",
    "name_en": lambda values: str(values["name"]),
    "brand": lambda _: "",
    "brand_en": lambda values: str(values["brand"]),
    "repository": lambda _: "",
    "forge": lambda values: str(find_forge(values["repository"]) or Forge.GITHUB),
    "site": _site_of,
    "lead_name": lambda _: "",
    "lead_login": lambda _: "",
    "lead_number": lambda _: "",
    "lead": _lead_of,
    "languages": lambda _: "zh,en",
    "currency": lambda _: "CNY",
    "pack": lambda _: PLAIN,
}


@click.command(cls=KocCommand)
@click.argument("folder", metavar="[DIR]", required=False, type=Folder())
@click.option("--name", metavar="TEXT")
@click.option("--name-en", metavar="TEXT")
@click.option("--brand", metavar="TEXT")
@click.option("--brand-en", metavar="TEXT")
@click.option("--repository", metavar="URL")
@click.option("--forge", type=OneOf(tuple(Forge)))
@click.option("--site", metavar="URL")
@click.option("--lead-name", metavar="NAME")
@click.option("--lead-login", metavar="LOGIN")
@click.option("--lead-number", metavar="NUMBER")
@click.option("--lead", metavar="ID")
@click.option("--languages", metavar="LIST")
@click.option("--currency", metavar="CODE")
@click.option("--pack", type=OneOf(PACKS))
@click.option("--kocbook", metavar="REQUIREMENT")
@click.option("--untried", is_flag=True)
@click.option("--upgrade", is_flag=True)
@click.option("--yes", is_flag=True)
@click.pass_obj
def init(
    session: Session,
    /,
    folder: Path | None,
    untried: bool,
    upgrade: bool,
    yes: bool,
    **given: str | None,
) -> int:
    """Write a community's first files and commit them, or merge what is newer in the tool's own."""
    if upgrade:
        return _upgrade(session, folder, given)
    if folder is None:
        raise UsageError("errors.missing", name="DIR")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("errors.init-not-empty", folder=folder)
    plan = _complete(session, given, yes)
    with tempfile.TemporaryDirectory(prefix="koc-source-") as aside:
        source = _find_source(session, given["kocbook"], Path(aside), untried)
        plan = replace(plan, kocbook=source.requirement)
        _begin(session, folder.absolute(), plan, source.files)
    say(session, "cli.init.done", folder=folder)
    return 0


def _find_source(session: Session, said: str | None, aside: Path, untried: bool) -> ToolSource:
    """Return where the community gets koc from, once it was seen to work.

    Raises:
        KocError: it does not.
    """
    from kocbook.intake.starter.source import ask_for, find_source, read_note, try_source

    with Progress(session.texts) as report:
        report("source")
        source = ask_for(said) if said else find_source(__version__, read_note(), aside)
        if not untried:
            try_source(source)
    return source


def _complete(session: Session, given: Mapping[str, str | None], yes: bool) -> StarterPlan:
    """Return the plan, from flags, proposals and the person at the terminal.

    Raises:
        UsageError: something is missing and nobody can be asked, or an answer cannot be.
    """
    from kocbook.intake.starter.plan import make_plan

    values: _Values = {}
    missing = []
    for name, propose in _QUESTIONS.items():
        said, proposed = (given[name] or "").strip(), propose(values)
        if not said and writing.is_interactive() and not yes:
            asked = session.texts(f"cli.init.ask.{name}")
            said = click.prompt(asked, default=proposed or None, show_default=bool(proposed))
        values[name] = str(said).strip() or proposed
        if not values[name]:
            missing.append(f"--{name.replace('_', '-')}")
    if missing:
        raise UsageError("errors.new-missing", names=missing)
    languages = values["languages"].replace("，", " ").replace(",", " ").split()
    # Today, and not the day of a community in which somebody happens to be.
    today = Session(root=Path(values["lead"], "none"), as_of=session.as_of).day
    # Where koc comes from is looked for once everything else is known.
    return make_plan({**values, "languages": languages, "started": today, "kocbook": ""})


def _begin(session: Session, folder: Path, plan: StarterPlan, beside: Mapping[str, bytes]) -> None:
    """Write everything beside the target first, so that nothing half-written is ever seen there.

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
        begin_history(work, files, _lead(plan), title, __version__)
        if folder.exists():
            folder.rmdir()
        shutil.move(work, folder)


def _checked_files(session: Session, plan: StarterPlan, empty: Path) -> dict[str, bytes]:
    """Return the files of a new community once they pass the check."""
    from kocbook.app.gates import GATES, Matter, ask_gates
    from kocbook.insight.code_owners import find_code_owners
    from kocbook.intake.overlay import OverlayTree
    from kocbook.intake.starter.render import starter_files
    from kocbook.records.loader import load_community
    from kocbook.records.tree import WorkingTree
    from kocbook.report.code_owners import render_code_owners
    from kocbook.report.issue_forms import render_issue_forms
    from kocbook.report.prepare import prepare_report

    files = starter_files(plan, __version__)
    loaded = load_community(OverlayTree(WorkingTree(empty), files))
    # Checked on the day of its records, whatever day the community around this folder has.
    there = Session(root=empty, lang=session.lang, as_of=plan.started)
    gates = [gate for gate in GATES if not gate.reads_history]
    findings = ask_gates(Matter(there, loaded), gates).findings
    report = prepare_report(loaded, findings, session.texts)
    if loaded.community is None or report.errors:
        raise KocError("errors.init-refused", detail=report.findings[0].message)
    if plan.forge is Forge.GITHUB:
        owners = render_code_owners(find_code_owners(loaded.community))
        forms = render_issue_forms(loaded.community.settings)
        files |= {path: text.encode() for path, text in {**forms, _CODE_OWNERS: owners}.items()}
    return files


def _lead(plan: StarterPlan) -> Committer:
    """Return under whose name Git commits: as it is configured, else the project lead's."""
    from kocbook.git.identity import person_anywhere
    from kocbook.model.forges import PrivateMail

    address = PrivateMail.of(plan.repository).write(plan.lead_login, plan.lead_number)
    return person_anywhere(plan.lead_name, address)


def _upgrade(session: Session, folder: Path | None, given: Mapping[str, str | None]) -> int:
    """Merge the files as this version writes them; an answer that is given replaces the old one.

    What is left of older versions in texts and records comes after it, as a commit of its own.

    Raises:
        UsageError: this is no community that `koc init` began.
    """
    from dataclasses import asdict

    from kocbook.intake.starter.history import merge_upgrade
    from kocbook.intake.starter.plan import PLAN_FILE, make_plan, read_plan
    from kocbook.intake.starter.render import starter_files

    root = (folder or session.folder).absolute()
    if not (root / PLAN_FILE).is_file():
        raise UsageError("errors.init-none", folder=root, file=PLAN_FILE)
    old = asdict(read_plan((root / PLAN_FILE).read_text(encoding="utf-8")))
    said: _Values = {name: text for name, text in given.items() if text}
    if "languages" in said:
        said["languages"] = said["languages"].replace(",", " ").split()
    plan = make_plan({**old, **said})
    title = session.texts("cli.init.upgrade-commit", version=__version__)
    files, who = starter_files(plan, __version__), _lead(plan)
    done = merge_upgrade(root, files, who, title, __version__)
    if done and done.conflicts:
        say(session, "cli.init.conflicts", branch=done.branch, paths=done.conflicts)
        return 1
    moved = _renew(session, root, who, done.branch if done else None)
    if done is None and moved is None:
        say(session, "cli.init.current", version=__version__)
        return 0
    say(session, "cli.init.upgraded", branch=moved or (done.branch if done else ""))
    return 0


def _renew(session: Session, root: Path, who: Committer, branch: str | None) -> str | None:
    """Commit what `koc check --fix` writes, on the branch of the upgrade or on one of its own.

    Return that branch, or None where there is nothing to write.
    """
    from kocbook.cli.ui.fixing import find_renewal, tell_renewal
    from kocbook.intake.starter.history import commit_files

    there = Session(root=root, lang=session.lang, as_of=session.as_of)
    plan = find_renewal(there)
    if plan is None or not plan.files:
        return None
    title = session.texts("cli.init.renewal-commit")
    branch = commit_files(root, plan.files, who, title, branch or f"upgrade/koc-{__version__}")
    tell_renewal(there, plan)
    return branch
