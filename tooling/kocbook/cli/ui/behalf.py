"""`--for MEMBER --said WORDS --through PLACE`: what staff do for a member who said yes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kocbook.base.errors import UsageError
from kocbook.cli.ui.options import MEMBER
from kocbook.cli.ui.writing import Writing

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.intake.acts.consent import Act
    from kocbook.model.community import Module
    from kocbook.model.people import Member

F = TypeVar("F", bound=Callable[..., Any])


class Behalf:
    """For whom a command works, and the yes of that member."""

    def __init__(self, named: str | None, said: str | None, through: str | None) -> None:
        """Keep what was given.

        Raises:
            UsageError: words are given, and nobody who said them.
        """
        if named is None and (said or through):
            raise UsageError("errors.behalf-who")
        self.named, self.said, self.through = named, _clean(said), _clean(through)

    def owner(self, writing: Writing) -> Member:
        """Return the member for whom the command works: the one at work, unless another is named."""
        from kocbook.intake.acts.consent import find_owner

        return find_owner(writing.session.community, writing.member, self.named)

    def files(self, writing: Writing, module: Module, act: Act) -> Files:
        """Return the record of the yes, where there is one to write."""
        from kocbook.intake.acts.consent import SpokenYes, consent_files

        session, owner = writing.session, self.owner(writing)
        yes = SpokenYes(self.said, self.through)
        return consent_files(session.folder, module, owner, writing.member, session.day, act, yes)

    def agreeing(self, writing: Writing) -> Sequence[Member]:
        """Return whom the request will ask to approve it: the member, where no yes is written down."""
        owner = self.owner(writing)
        return () if self.said or owner.id == writing.member.id else (owner,)


def behalf_options(function: F) -> F:
    """Add the three options; the command gets them as one value, `behalf`."""

    @click.option("--for", "named", type=MEMBER, metavar="MEMBER")
    @click.option("--said", metavar="TEXT")
    @click.option("--through", metavar="TEXT")
    @wraps(function)
    def command(
        *args: Any, named: str | None, said: str | None, through: str | None, **more: Any
    ) -> Any:
        return function(*args, behalf=Behalf(named, said, through), **more)

    return command  # type: ignore[return-value]  # click reads the options off the function


def _clean(words: str | None) -> str | None:
    return (words or "").strip() or None
