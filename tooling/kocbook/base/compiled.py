"""What is made from files of this package alone, kept beside them as Python keeps its bytecode."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

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
    part = kept.with_name(f".{kept.name}.{os.getpid()}.part")
    try:
        kept.parent.mkdir(exist_ok=True)
        part.write_text(json.dumps([key, value], ensure_ascii=False), encoding="utf-8")
        part.replace(kept)
    except OSError:
        pass
    return value


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
