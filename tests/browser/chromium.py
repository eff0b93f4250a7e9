"""Debian's Chromium, started for tests."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

_SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_SWITCHES += ["--disable-component-update", "--disable-sync"]


@contextlib.contextmanager
def start_chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.fail("chromium is missing: run the tests with `make test`, which installs it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=_SWITCHES)
        yield started
        started.close()
