"""Write a change: check it, judge it as the request that it will be, and commit it on a branch."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from kocbook.app.private_place import MAIN
from kocbook.app.session import Session
from kocbook.base.errors import KocError, UsageError

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.git.identity import Committer
    from kocbook.git.repository import NewCommit
    from kocbook.insight.state import ModuleFacts
    from kocbook.intake.change import Trial
    from kocbook.model.people import Member
    from kocbook.report.findings import Report


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who joins, and so is no member yet."""

    name: str
    github: str
    github_id: int


@dataclass(frozen=True, slots=True)
class Submission:
    """A change that is to be committed: on which branch, under which title, by whom.

    `files` maps paths to their new bytes, or to None for those that go. `signer` commits, where that
    is not to be the author. `agreeing` are those whom the request will ask to approve it.
    """

    branch: str
    title: str
    files: Files
    author: Member | Newcomer
    signer: Committer | None = None
    agreeing: Sequence[Member] = ()


@dataclass(frozen=True, slots=True)
class ActDraft:
    """What an act writes, and on which branch; `data` is what sentences about it name.

    `agreeing` are those whom the request will ask to approve it. `private` goes into the private
    repository, first.
    """

    branch: str
    files: Files
    data: Mapping[str, object]
    agreeing: Sequence[Member] = ()
    private: Files = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a change: refused by the check, or committed; no commit where nothing changed."""

    is_refused: bool
    commit: NewCommit | None = None


class Writer:
    """A community's repository that is ready to be written to.

    Of a session that sees the private repository, that is where it writes. Use it as a context manager, or call `close`.
    """

    def __init__(self, session: Session, asked: str | None = None) -> None:
        """Open the repository. `asked` is who is at work, where Git does not tell.

        Raises:
            UsageError: it is none, or has changes that are not committed.
            KocError: there is no Git here, or the repository is another user's.
        """
        from kocbook.git.repository import Repository

        self.session, self.asked = session, asked
        self.proofs: dict[str, bytes] = {}
        """What the private repository keeps of a yes, before anything is written that relies on it."""
        self.home = session.private_folder if session.sees_private else session.folder
        self.repository = Repository(self.home)
        if self.repository.was_mended:
            session.read_again()  # a name on the command line was looked up in the half-done state
        try:
            self.repository.require_clean()
        except BaseException:
            self.repository.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the repository."""
        self.repository.close()

    @cached_property
    def member(self) -> Member:
        """Who is at work.

        Raises:
            UsageError: nobody on the roster is.
        """
        from contextlib import closing

        from kocbook.git.repository import Repository
        from kocbook.intake.identity import find_member

        # Whose laptop it is, is known to the public clone, wherever something is written.
        with closing(Repository(self.session.folder)) as public:
            return find_member(self.session.community, public, self.asked)

    def facts(self, module: str) -> ModuleFacts:
        """Return the facts of the module that a person named.

        Raises:
            UsageError: there is none.
        """
        return self.session.facts[self.session.find_module(module).key]

    def submit(
        self, change: Submission, on_report: Callable[[Report], None] = lambda _: None
    ) -> Submitted:
        """Check and judge a change in memory, and commit it unless the check refuses it.

        `on_report` is given what was found, where that is anything, before the commit.

        Raises:
            UsageError: the repository is not ready to be written to.
            KocError: Git failed; then nothing has changed.
        """
        from kocbook.git.commit_draft import CommitDraft
        from kocbook.model.forges import PrivateMail

        who = change.author
        with self.repository.locked():
            self.repository.require_clean()
            trial = self._try(change)
            if trial.findings:
                on_report(self._report(trial))
            if trial.is_refused:
                return Submitted(True)
            mail = PrivateMail.of(self.session.community.settings.site.repository)
            own = self.repository.identity.person(who.name, mail.write(who.github, who.github_id))
            files = _without_modelines(change.files) if self._is_private else change.files
            draft = CommitDraft(change.branch, change.title, files)
            return Submitted(False, self.repository.commit(draft, change.signer or own))

    def would_refuse(self, change: Submission) -> bool:
        """True for what `submit` will refuse: nothing of it is kept anywhere.

        Raises:
            KocError: Git failed.
        """
        return self._try(change).is_refused

    def _report(self, trial: Trial) -> Report:
        from kocbook.report.prepare import prepare_report

        return prepare_report(trial.loaded, trial.findings, self.session.texts)

    def _try(self, change: Submission) -> Trial:
        """See what check and policy say: what a request's judge will refuse is never committed."""
        from kocbook.intake.change import Fork, try_change
        from kocbook.policy.actor import Account
        from kocbook.records.beside import TreeBeside

        who, tree = change.author, self.session.tree
        public = tree.public if isinstance(tree, TreeBeside) else None
        start = self.repository.find_fork(change.branch, self.main_branch)
        fork = Fork(self.home, start, public) if start else None
        account = Account(who.github, who.github_id)
        asked = [Account(one.github, one.github_id) for one in change.agreeing]
        standing, day, pending = self.session.loaded, self.session.day, self.session.pending
        return try_change(standing, change.files, day, account, fork, asked, pending)

    @property
    def _is_private(self) -> bool:
        return self.session.sees_private

    @property
    def main_branch(self) -> str:
        """The branch that everything is merged into."""
        if self._is_private:
            return MAIN
        return str(self.session.settings.get("site", {}).get("branch", "main"))

    def request_address(self, branch: str) -> str:
        """Return the page of the hosting service on which a request for a branch is opened."""
        from kocbook.model.forges import ForgeLinks

        settings = self.session.settings
        public = settings.get("site", {}).get("repository", "")
        home = str(settings.get("private", "") if self._is_private else public)
        return ForgeLinks.of(home).new_request(self.main_branch, branch)

    def open_request(self, branch: str) -> str:
        """Push a branch, open its pull request with `gh`, and return the request's address.

        Raises:
            KocError: it was not possible; Git or `gh` says why.
        """
        self.repository.push(branch)
        command = ["gh", "pr", "create", "--fill", "--head", branch]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, check=False)
        if done.returncode:
            raise KocError("errors.gh-failed", detail=done.stderr.strip())
        return done.stdout.strip()


def _without_modelines(files: Files) -> Files:
    """Return records as the private repository has them: there are no schemas in it."""
    from kocbook.records.record_text import drop_modeline

    return {
        path: drop_modeline(data.decode()).encode() if data and path.endswith(".yml") else data
        for path, data in files.items()
    }


def require_gh() -> None:
    """Refuse where `gh`, which opens pull requests, is missing.

    Raises:
        UsageError: it is.
    """
    if shutil.which("gh") is None:
        raise UsageError("errors.no-gh")
