"""What every command that writes has in common: who, check, commit, and what to do next."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kocbook.app.session import Session
from kocbook.base.errors import KocError, UsageError
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.options import MEMBER
from kocbook.cli.ui.output import paint, print_report
from kocbook.model.forges import ForgeLinks, PrivateMail
from kocbook.report.cells import printable, wrap

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.git.identity import Committer
    from kocbook.git.repository import NewCommit, Repository
    from kocbook.insight.state import ModuleFacts
    from kocbook.intake.change import Trial
    from kocbook.model.people import Member

F = TypeVar("F", bound=Callable[..., Any])


def open_option(function: F) -> F:
    """Add `--open`: push and open the pull request too."""
    return click.option("--open", "opens", is_flag=True)(function)


def member_option(function: F) -> F:
    """Add `--member`: who is at work, where Git does not tell."""
    return click.option("--member", type=MEMBER, metavar="MEMBER")(function)


def is_interactive() -> bool:
    """True where a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def say(session: Session, key: str, **data: object) -> None:
    """Print a sentence about what was done, wrapped for the terminal."""
    for line in session.texts(key, **data).splitlines():
        click.echo("\n".join(wrap(printable(line), terminal_width())))


def agree(session: Session, key: str, yes: bool) -> None:
    """Ask to agree.

    Raises:
        UsageError: nobody can be asked, and `--yes` was not given.
        click.Abort: the answer is no.
    """
    if yes:
        return
    if not is_interactive():
        raise UsageError("errors.needs-yes")
    click.confirm(session.texts(key), abort=True)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who joins, and so is no member yet."""

    name: str
    github: str
    github_id: int


class Writing:
    """One run of a writing command: opens the repository, refuses what is not ready, commits."""

    def __init__(
        self, session: Session, command: str, opens: bool = False, asked: str | None = None
    ) -> None:
        """Open the repository. `asked` is the member that was named.

        Raises:
            UsageError: it is not ready to be written to.
        """
        from kocbook.git.repository import Repository

        self.session, self.command, self.opens = session, command, opens
        if opens and shutil.which("gh") is None:
            raise UsageError("errors.no-gh")
        self.repository: Repository = Repository(session.folder)
        click.get_current_context().call_on_close(self.repository.close)
        self.repository.require_clean()
        self.asked = asked

    @cached_property
    def member(self) -> Member:
        """Who is at work."""
        from kocbook.intake.identity import find_member

        return find_member(self.session.community, self.repository, self.asked)

    def facts(self, module: str) -> ModuleFacts:
        """Return the facts of the module that a person named."""
        return self.session.facts[self.session.find_module(module).key]

    def submit(
        self,
        branch: str,
        files: Files,
        data: Mapping[str, object],
        newcomer: Newcomer | None = None,
        tell: Callable[[], None] = lambda: None,
        signer: Committer | None = None,
        agreeing: Sequence[Member] = (),
    ) -> int:
        """Check and judge the change in memory, commit it on its branch, and say what is next.

        `tell` says more of what was done, once it is. `signer` commits, where it is not to be who
        is at work. `agreeing` are those whom the request will ask to agree. `data` fills the command's sentences: `cli.COMMAND.commit`, `.done` and `.same`.
        Returns the exit code: 1 where the check refuses the change, and then nothing is written.
        """
        from kocbook.git.commit_draft import CommitDraft

        who = newcomer or self.member
        title = self.session.texts(f"cli.{self.command}.commit", **data)
        change = CommitDraft(branch, title, files)
        with self.repository.locked():
            self.repository.require_clean()
            trial = self._try(branch, files, who, agreeing)
            self._show(trial)
            if trial.is_refused:
                click.echo(self.session.texts("cli.write.refused"), err=True)
                return 1
            mail = PrivateMail.of(self.session.community.settings.site.repository)
            address = mail.write(who.github, who.github_id)
            own = self.repository.identity.person(who.name, address)
            commit = self.repository.commit(change, signer or own)
        if commit is None:
            say(self.session, "cli.write.same")
            return 0
        tell()
        say(self.session, f"cli.{self.command}.done", **data)
        self._say_next(commit)
        return 0

    def _try(
        self, branch: str, files: Files, who: Newcomer | Member, agreeing: Sequence[Member]
    ) -> Trial:
        """See what check and policy say: what the referee will refuse is never committed."""
        from kocbook.intake.change import Fork, try_change
        from kocbook.policy.actor import Account

        start = self.repository.find_fork(branch, self._main)
        fork = Fork(self.session.folder, start) if start else None
        account = Account(who.github, who.github_id)
        asked = [Account(one.github, one.github_id) for one in agreeing]
        return try_change(self.session.loaded, files, self.session.day, account, fork, asked)

    @property
    def _main(self) -> str:
        """The branch that everything is merged into."""
        return str(self.session.settings.get("site", {}).get("branch", "main"))

    def _show(self, trial: Trial) -> None:
        if trial.findings:
            from kocbook.report.prepare import prepare_report

            report = prepare_report(trial.loaded, trial.findings, self.session.texts)
            print_report(self.session, report, "text")
            click.echo()

    def _say_next(self, commit: NewCommit) -> None:
        """Say in two lines what to do next, or do it."""
        if commit.base not in (None, self._main, commit.branch):
            say(self.session, "cli.write.builds-on", base=commit.base, main=self._main)
        if self.opens:
            self._open(commit)
            return
        push = f"git push -u origin {commit.branch}"
        # Unwrapped: a command or an address in two lines cannot be copied.
        t, address = self.session.texts, self._compare_address(commit.branch)
        click.echo(t("cli.write.push", command=paint(push, "strong")))
        click.echo(t("cli.write.request", url=address))

    def _compare_address(self, branch: str) -> str:
        home = str(self.session.settings.get("site", {}).get("repository", ""))
        return ForgeLinks.of(home).new_request(self._main, branch)

    def _open(self, commit: NewCommit) -> None:
        self.repository.push(commit.branch)
        command = ["gh", "pr", "create", "--fill", "--head", commit.branch]
        done = subprocess.run(
            command, cwd=self.session.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise KocError("errors.gh-failed", detail=done.stderr.strip())
        say(self.session, "cli.write.opened", url=done.stdout.strip())
