"""How long a saved text takes to reach the page of `koc serve`."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError

_PATIENCE = 180.0


def seconds_to_page(koc: Path, root: Path, page: str, word: str, save: Callable[[], None]) -> float:
    """Serve `root`, let `save` write `word` into the text of `page`, and wait until it is there.

    Wall seconds from the save to the first answer that holds the word; the browser's
    own reloading, which polls, is not in it.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = subprocess.Popen(
        [koc, "--root", root, "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/{page}"
        _wait_for(address, "")
        time.sleep(1)  # until the watcher watches
        started = time.monotonic()
        save()
        _wait_for(address, word)
        return time.monotonic() - started
    finally:
        serving.terminate()
        serving.wait()


def _wait_for(address: str, word: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                if word in answer.read().decode("utf-8"):
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{address} never said {word!r}")
