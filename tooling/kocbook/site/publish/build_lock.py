"""One build at a time in a community's folder; a second one waits until the first has come to its end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from kocbook.base.file_lock import locked

_FILE = ".koc/build.lock"


@contextlib.contextmanager
def building(root: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Keep other builds, assemblies and previews of the community at `root` from writing meanwhile.

    `on_wait` is called where another one has to be waited for. A folder that nothing can be written to
    needs no lock.
    """
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            (root / _FILE).parent.mkdir(exist_ok=True)
            stack.enter_context(locked(root / _FILE, on_wait))
        yield
