"""The documentation, built as `make docs` does it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.console import DOCS


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of both languages, in a folder of its own."""
    folder = tmp_path_factory.mktemp("docs-site")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    for config, where in (("mkdocs.yml", folder), ("mkdocs.en.yml", folder / "en")):
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
        done = subprocess.run(
            [*command, "-f", str(DOCS / config), "-d", str(where)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder
