"""What MkDocs asks while it builds the documentation: pages that are kept elsewhere."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section

TOOLING = Path(__file__).parents[1]
ARCHITECTURE = "architecture.md"
_DECISIONS = "decisions/"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add tooling/ARCHITECTURE.md to the English pages: on GitHub it stands beside the code."""
    if Path(config.docs_dir).name == "en":
        text = (TOOLING / "ARCHITECTURE.md").read_text(encoding="utf-8")
        page = text.replace("](docs/en/", "](")  # its links begin in tooling/
        files.append(File.generated(config, ARCHITECTURE, content=page))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Say that the decisions are in the navigation: their list is a page, not a menu."""
    return nav
