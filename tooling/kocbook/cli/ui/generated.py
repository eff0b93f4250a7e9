"""What commands that write generated files say of each, and how they end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.cli.ui.output import remark

if TYPE_CHECKING:
    from kocbook.app.generated import GeneratedFile


def tell_generated(session: Session, command: str, made: Iterable[GeneratedFile]) -> int:
    """Say of each file how it is; return the exit code, 1 where one is outdated."""
    listed = list(made)
    for file in listed:
        remark(session, f"cli.{command}.{file.state}", path=file.path)
    return int(any(file.state == "outdated" for file in listed))
