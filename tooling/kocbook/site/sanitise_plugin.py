"""The MkDocs plugin `kocbook-sanitise`: contributed text reaches readers only through it."""

from __future__ import annotations

import functools
import html
import logging
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from kocbook.base.texts import load_texts
from kocbook.site.patience import limit_seconds
from kocbook.site.pictures import dress_pictures
from kocbook.site.sanitise import is_name, sanitise_html
from kocbook.site.terms import explain_terms
from kocbook.site.ticks import name_boxes

LOG = logging.getLogger("mkdocs.plugins.kocbook")
PATIENCE = 20
"""Seconds for one page: assembly has set aside what is known to take long (`trial.py`)."""
_OPENING = re.compile(r"<!-- kocbook:text ([0-9a-f]{64}) ([a-z]{2,3}) -->")

# No template of ours writes this, so whatever stands from here on was contributed.
_FOOTNOTES = '<div class="footnote">'
_NO_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({})
_FOOTNOTES_MARKER = "<p>///Footnotes Go Here///</p>"


class SanitisePlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]  # MkDocs' own typing
    """Sanitises the rendered HTML between the marks that assembly set around contributed text."""

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let a page that cannot be rendered become a notice instead of ending the build."""
        del files
        render = functools.partial(
            _render_guarded, page, page.render, str(config.theme["language"])
        )
        page.render = render  # type: ignore[method-assign]  # MkDocs offers no event for this
        return page

    @event_priority(-50)
    def on_page_content(
        self, content: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Sanitise the contributed part, escape the table of contents' labels again, add widths."""
        del files
        escape_labels(page.toc)
        glossary = config.extra.get("kocbook", {}).get("glossary", {})
        return name_boxes(dress_pictures(sanitise_region(content, glossary)))


def sanitise_region(content: str, glossary: Mapping[str, Mapping[str, str]] = _NO_WORDS) -> str:
    """Sanitise what stands between the marks, and put it into an element with its language.

    `glossary` says by language what words mean: they are explained where the text first uses them.

    Where the closing mark is missing or out of place, everything after the opening one counts as
    contributed.
    """
    opening = _OPENING.search(content)
    if opening is None:
        return content
    before, rest = content[: opening.start()], content[opening.end() :]
    closing = f"<!-- kocbook:end {opening[1]} -->"
    text, found, after = rest.partition(closing)
    if not found or closing in after or closing in before:
        text, after = rest, ""
    # Where an unclosed element swallowed the footnotes' marker, they come at the end of the page.
    after, footnotes, loose = after.partition(_FOOTNOTES)
    text += footnotes + loose
    # The marker for footnotes stays where there are none.
    text = text.strip().removesuffix(_FOOTNOTES_MARKER)
    clean = explain_terms(sanitise_html(text), glossary.get(opening[2], {}))
    return f'{before}<div class="kb-text" lang="{opening[2]}">{clean}</div>{after}'


def escape_labels(toc: TableOfContents | list[AnchorLink]) -> None:
    """Escape labels and addresses of a table of contents: the theme prints them as they are.

    An id that no heading may keep (`{: #x"><plaintext/ }`) leads nowhere, and so to the top.
    """
    for link in toc:
        link.title = html.escape(html.unescape(link.title))
        if not is_name(link.id):
            link.id = ""
        escape_labels(link.children)


def _render_guarded(
    page: Page,
    render: Callable[[MkDocsConfig, Files], None],
    language: str,
    config: MkDocsConfig,
    files: Files,
) -> None:
    """Render a page; whatever its text makes Markdown raise costs this page alone."""
    try:
        with limit_seconds(PATIENCE):
            render(config, files)
    except Exception as error:  # noqa: BLE001 (any fault of a contributed text ends here)
        LOG.info("%s: %s", page.file.src_uri, type(error).__name__)
        texts = load_texts(language)
        title = page.meta.get("title", "")
        notice = html.escape(texts("site.module.unrenderable"))
        page.content = f'<h1>{title}</h1><p class="kb-notice">{notice}</p>'
        page.toc = TableOfContents([])
