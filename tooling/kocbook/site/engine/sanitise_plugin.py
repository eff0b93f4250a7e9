"""The MkDocs plugin `kocbook-sanitise`: MkDocs gets finished pages, and no Markdown of strangers.

Contributed text was parsed, sanitised and laid out when the pages were assembled (`site/text/article.py`).
Here Python-Markdown is handed nothing, and what it makes of that is replaced by the page.
"""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from kocbook.site.engine.finished_page import find_ids, make_contents


class SanitisePlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]  # MkDocs' own typing
    """Lets pages that assembly finished pass by Python-Markdown."""

    def __init__(self) -> None:
        self.passing: dict[str, str] = {}

    @event_priority(-100)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Keep an assembled page's HTML, and leave nothing of it to be rendered."""
        del config, files
        if "kind" not in page.meta:  # assembly did not write it: it goes its usual way
            return markdown
        self.passing[page.file.src_uri] = markdown.strip()
        return ""

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the page's HTML in place, with its table of contents and its anchors."""
        del config, files
        finished = self.passing.pop(page.file.src_uri, None)
        if finished is None:
            return html
        page.toc = make_contents(finished)
        page.present_anchor_ids = find_ids(finished)
        return finished
