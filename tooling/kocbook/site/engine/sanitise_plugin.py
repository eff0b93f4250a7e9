"""The MkDocs plugin `kocbook-sanitise`: MkDocs gets finished pages, and no Markdown of strangers.

Contributed text was parsed, sanitised and laid out when the pages were assembled (`site/text/article.py`).
Here a page's HTML is handed to MkDocs with its table of contents; Python-Markdown never sees it.
"""

from __future__ import annotations

import functools

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from kocbook.site.engine.finished_page import take_html


class SanitisePlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]  # MkDocs' own typing
    """Lets pages that assembly finished pass by Python-Markdown."""

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Give an assembled page its own way of being rendered."""
        del config, files
        render = functools.partial(take_html, page, page.render)
        page.render = render  # type: ignore[method-assign]  # MkDocs offers no event for this
        return page
