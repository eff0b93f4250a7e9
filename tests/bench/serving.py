"""How long a saved text takes to reach a reader's eyes on the page of `koc serve`."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.browser.chromium import start_chromium

_PATIENCE = 180.0


@contextmanager
def serving(koc: Path, root: Path) -> Iterator[str]:
    """Run `koc serve` on `root`, and yield its address once pages are there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [koc, "--root", root, "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_for(address, "")
        time.sleep(1)  # until the watcher watches
        yield address
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, word: str) -> None:
    """Wait until a page says a word.

    Raises:
        TimeoutError: it never does.
    """
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


def seconds_to_page(
    koc: Path, root: Path, page: str, saves: Mapping[str, Callable[[], None]]
) -> list[float]:
    """Let each of `saves` write its word into the text of `page`, which is open in Chromium.

    Returns for each the wall seconds from the save until the browser, which reloads by itself, shows
    the word.
    """
    found = []
    with serving(koc, root) as address, start_chromium() as browser:
        tab = browser.new_page()
        tab.goto(address + page)
        for word, save in saves.items():
            started = time.monotonic()
            save()
            shows = f"document.body.innerText.includes({json.dumps(word)})"
            tab.wait_for_function(shows, timeout=_PATIENCE * 1000)
            found.append(time.monotonic() - started)
            time.sleep(2)  # an author looks at it
    return found
