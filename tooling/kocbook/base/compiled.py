"""What is made from files of this package alone, kept beside them as Python keeps its bytecode."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kocbook.base.atomic_file import write_whole

_FOLDER = "__pycache__"


def compile_once(name: str, sources: Sequence[Path], make: Callable[[], Any]) -> Any:
    """Return what `make` made of `sources`, from the last run where none has changed since.

    `name` is that of the kept file, which stands in the folder of the first source. What `make`
    returns must be the same after a way through JSON. As with bytecode, a file's size and time of
    change tell whether it is the same; where nothing can be kept, it is made each time.
    """
    key = [[path.name, *_state(path)] for path in sources]
    kept = sources[0].parent / _FOLDER / f"{name}.json"
    try:
        known = json.loads(kept.read_bytes())
        if known[0] == key:
            return known[1]
    except (OSError, ValueError, LookupError, TypeError):
        pass
    value = make()
    with contextlib.suppress(OSError):
        write_whole(kept, json.dumps([key, value], ensure_ascii=False).encode())
    return value


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
