"""What a whole check depends on, as the trace of its answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.base.memory import look
from kocbook.git.run import read_git

if TYPE_CHECKING:
    from kocbook.app.session import Session
    from kocbook.git.index_state import TreeState

_GENERATED = (".github/CODEOWNERS", ".github/ISSUE_TEMPLATE", "tooling/kocbook/records/schemas")
"""What is compared with the settings, though no record: files, or folders of them."""


def find_inputs(session: Session, state: TreeState | None) -> dict[str, str] | None:
    """Return the trace of what a check finds: the files, the history and the day.

    None where nothing can be recalled, or the files cannot be named quickly.
    """
    if state is None:
        return None
    # Whose work something is, Git's history says: equal files may have come from other hands.
    head = read_git(session.folder, "rev-parse", "HEAD") or b""
    generated = {f"generated:{path}": _name(session.folder / path) for path in _GENERATED}
    vault = session.memory.vault
    shallow = str(vault is not None and (vault / "shallow").exists())
    about = {"day": session.day.isoformat(), "head": head.decode(), "shallow": shallow}
    return {**state.trace, **generated, **about}


def _name(path: Path) -> str:
    """Return what tells whether a file, or one in a folder, was written since."""
    files = [path, *sorted(path.iterdir())] if path.is_dir() else [path]
    return repr([(file.name, look(file.stat())) for file in files if file.exists()])
