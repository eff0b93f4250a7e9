"""One MkDocs build in a process of its own: `python -m kocbook.site.mkdocs_build CONFIG DOCS SITE`.

Writes `{"warnings": [...]}` to the standard output; `dead_links.py` says which of them are errors.
"""

from __future__ import annotations

import json
import logging
import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config


class _Warnings(logging.Handler):
    """Keeps what MkDocs and its plugins warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


def run_build(config_file: str, docs_dir: str, site_dir: str) -> list[str]:
    """Build one language's site and return the warnings."""
    warnings = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.addHandler(warnings)
    config = load_config(config_file, docs_dir=docs_dir, site_dir=site_dir)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    return warnings.found


if __name__ == "__main__":
    found = run_build(*sys.argv[1:4])
    sys.stdout.write(json.dumps({"warnings": found}, ensure_ascii=False))
