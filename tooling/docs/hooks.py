"""What MkDocs asks while it builds the documentation: the page and the links that lead out of its folder."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

DOCS = Path(__file__).parent
TOOLING = DOCS.parent
_ARCHITECTURE = "architecture.md"
_OUTWARD = re.compile(r"\[([^\]\n]+)\]\(((?:\.\./)+[\w./-]+\.md)\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add tooling/ARCHITECTURE.md, which stands beside the code, to the English pages."""
    if Path(config.docs_dir).name == "en":
        text = (TOOLING / "ARCHITECTURE.md").read_text(encoding="utf-8")
        page = text.replace("](docs/en/", "](")  # its links begin in tooling/
        files.append(File.generated(config, _ARCHITECTURE, content=page))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead to the other language, or to the architecture, where a link works on GitHub already.

    MkDocs knows the files of one language alone. `tests/docs` follows all links of both.
    """
    del files  # MkDocs gives it to every hook of a page
    folder = (Path(config.docs_dir) / page.file.src_uri).parent

    def turn(link: re.Match[str]) -> str:
        target = Path(posixpath.normpath(folder / link[2]))
        if target.is_relative_to(config.docs_dir):
            return link[0]
        if target == TOOLING / "ARCHITECTURE.md":
            target = DOCS / "en" / _ARCHITECTURE
        built = target.relative_to(DOCS).with_suffix(".html").as_posix().removeprefix("zh/")
        here = page.url if Path(config.docs_dir).name == "zh" else f"en/{page.url}"
        return f'<a href="{posixpath.relpath(built, posixpath.dirname(here) or ".")}">{link[1]}</a>'

    return _OUTWARD.sub(turn, markdown)
