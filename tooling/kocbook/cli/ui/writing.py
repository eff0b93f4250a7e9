"""What every command that writes has in common: who is at work, and what is said of a change."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.help import terminal_width
from kocbook.cli.ui.options import MEMBER
from kocbook.cli.ui.output import paint, print_report
from kocbook.report.cells import printable, wrap

if TYPE_CHECKING:
    from kocbook.app.write import ActDraft, Newcomer
    from kocbook.git.commit_draft import Files
    from kocbook.git.identity import Committer
    from kocbook.git.repository import NewCommit, Repository
    from kocbook.insight.state import ModuleFacts
    from kocbook.model.people import Member
    from kocbook.report.findings import Report

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


class Writing:
    """One run of a writing command: opens the repository, commits, and says what came of it."""

    def __init__(
        self, session: Session, command: str, opens: bool = False, asked: str | None = None
    ) -> None:
        """Open the repository. `asked` is the member that was named.

        Raises:
            UsageError: it is not ready to be written to.
        """
        from kocbook.app.write import Writer, require_gh

        self.session, self.command, self.opens = session, command, opens
        if opens:
            require_gh()
        self.writer = Writer(session, asked)
        click.get_current_context().call_on_close(self.writer.close)

    @property
    def repository(self) -> Repository:
        """The repository that is written to."""
        return self.writer.repository

    @property
    def member(self) -> Member:
        """Who is at work."""
        return self.writer.member

    def facts(self, module: str) -> ModuleFacts:
        """Return the facts of the module that a person named."""
        return self.writer.facts(module)

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
        """Check and judge the change, commit it on its branch, and say what is next.

        `data` fills the command's sentences: `cli.COMMAND.commit`, `.done` and `.same`. `tell` says
        more of what was done, once it is. `signer` and `agreeing` are those of a `Submission`.
        Returns the exit code: 1 where the check refuses the change, and then nothing is written.
        """
        from kocbook.app.write import Submission

        title = self.session.texts(f"cli.{self.command}.commit", **data)
        who = newcomer or self.member
        change = Submission(branch, title, files, who, signer, agreeing)
        if self.writer.proofs and not self.writer.would_refuse(change):
            code = self._keep_proofs(branch, files)
            if code:
                return code
        done = self.writer.submit(change, self._show)
        if done.is_refused:
            click.echo(self.session.texts("cli.write.refused"), err=True)
            return 1
        if done.commit is None:
            say(self.session, "cli.write.same")
            return 0
        tell()
        say(self.session, f"cli.{self.command}.done", **data)
        self._say_next(done.commit)
        return 0

    def _keep_proofs(self, branch: str, files: Files) -> int:
        """Commit what proves a yes to the private repository, first: later it may be lost."""
        kept, self.writer.proofs = self.writer.proofs, {}
        # Their addresses name who joins now; all else is judged in public alone.
        joining = {path: data for path, data in files.items() if path.startswith("members/")}
        seeing = self.session.with_private(joining)
        beside = Writing(seeing, "carry-proof", self.opens, self.writer.asked)
        return beside.submit(branch, kept, {"n": len(kept)})

    def submit_act(self, draft: ActDraft, tell: Callable[[], None] = lambda: None) -> int:
        """Do as `submit` does, with what a use case drafted; what is private first.

        So an amount is kept before its seal is anywhere, and each is judged with the other in place.
        """
        if draft.private:
            seeing = self.session.with_private(draft.files)
            beside = Writing(seeing, self.command, self.opens, self.writer.asked)
            code = beside.submit(
                draft.branch, draft.private, draft.data, tell=tell, agreeing=draft.agreeing
            )
            if code or not draft.files:
                return code
        return self.submit(
            draft.branch, draft.files, draft.data, tell=tell, agreeing=draft.agreeing
        )

    def _show(self, report: Report) -> None:
        print_report(self.session, report, "text")
        click.echo()

    def _say_next(self, commit: NewCommit) -> None:
        """Say in two lines what to do next, or do it."""
        main = self.writer.main_branch
        if commit.base not in (None, main, commit.branch):
            say(self.session, "cli.write.builds-on", base=commit.base, main=main)
        if self.opens:
            address = self.writer.open_request(commit.branch)
            say(self.session, "cli.write.opened", url=address)
            return
        place = f" -C {self.writer.home}" if self.session.sees_private else ""
        push = f"git{place} push -u origin {commit.branch}"
        # Unwrapped: a command or an address in two lines cannot be copied.
        t, address = self.session.texts, self.writer.request_address(commit.branch)
        click.echo(t("cli.write.push", command=paint(push, "strong")))
        click.echo(t("cli.write.request", url=address))
