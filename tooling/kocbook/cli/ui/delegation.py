"""`--for MEMBER --said WORDS --through PLACE --proof FILE`: what staff do for a member who said yes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from kocbook.cli.ui.options import MEMBER, DeliveredFile

F = TypeVar("F", bound=Callable[..., Any])


def delegation_options(function: F) -> F:
    """Add the options; the command gets them as one value, `delegation`."""

    @click.option("--for", "named", type=MEMBER, metavar="MEMBER")
    @click.option("--said", metavar="TEXT")
    @click.option("--through", metavar="TEXT")
    @click.option("--proof", type=DeliveredFile(), metavar="FILE")
    @wraps(function)
    def command(
        *args: Any,
        named: str | None,
        said: str | None,
        through: str | None,
        proof: Path | None,
        **more: Any,
    ) -> Any:
        from kocbook.app.delegation import Delegation

        agreed = Delegation(named, _clean(said), _clean(through), proof)
        return function(*args, delegation=agreed, **more)

    return command  # type: ignore[return-value]  # click reads the options off the function


def _clean(words: str | None) -> str | None:
    return (words or "").strip() or None
