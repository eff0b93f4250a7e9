"""Files that are replaced as a whole: a reader, or a kill, meets the old bytes or the new ones."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Lend a path to write to; it takes the place of `file` in one step, unless an error comes between.

    The folder must exist. The path is the thread's own, so that two who write the same do not meet there.

    Raises:
        OSError: it cannot be written; `file` is as it was.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        yield part
        part.replace(file)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == str(part):
            error.filename = str(file)  # what people know it by
        raise


def write_whole(file: Path, data: bytes) -> None:
    """Put `data` in place of a file's bytes in one step, making its folder; it keeps its permissions.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as part:
        part.write_bytes(data)
        with contextlib.suppress(FileNotFoundError):
            part.chmod(file.stat().st_mode & 0o777)
