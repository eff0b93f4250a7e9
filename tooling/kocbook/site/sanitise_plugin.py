"""The MkDocs plugin `kocbook-sanitise`: contributed text reaches readers only through it."""

from __future__ import annotations

import functools
import html
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from kocbook.base.texts import load_texts
from kocbook.site.patience import limit_seconds
from kocbook.site.pictures import dress_pictures
from kocbook.site.plain_html import find_ids
from kocbook.site.sanitise import is_name, sanitise_html
from kocbook.site.terms import explain_terms
from kocbook.site.ticks import name_boxes

LOG = logging.getLogger("mkdocs.plugins.kocbook")
PATIENCE = 20
"""Seconds for one page: assembly has set aside what is known to take long (`trial.py`)."""
_OPENING = re.compile(r"<!-- kocbook:text ([0-9a-f]{64}) ([a-z]{2,3}) -->\n")

_NO_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Framed:
    """A page's source: the contributed `text` and its language, and our HTML around it."""

    before: str
    text: str
    language: str
    after: str


class SanitisePlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]  # MkDocs' own typing
    """Sanitises what Markdown makes of the contributed text that assembly set between its marks."""

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let a page's text be rendered apart from the page, and fail, if it must, by itself."""
        del config, files
        render = functools.partial(_render_guarded, page, page.render)
        page.render = render  # type: ignore[method-assign]  # MkDocs offers no event for this
        return page

    @event_priority(-50)
    def on_page_content(
        self, content: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Give pictures their widths, boxes their names, and the contents' labels their escapes."""
        del config, files
        escape_labels(page.toc)
        return name_boxes(dress_pictures(content))


def split_frame(source: str) -> Framed | None:
    """Part a page's source at the marks of its contributed text; None where it has none.

    Where the closing mark is missing, everything after the opening one counts as contributed.
    """
    opening = _OPENING.search(source)
    if opening is None:
        return None
    text, _, after = source[opening.end() :].partition(f"<!-- kocbook:end {opening[1]} -->")
    return Framed(source[: opening.start()], text, opening[2], after)


def sanitise_text(
    html: str, language: str, glossary: Mapping[str, Mapping[str, str]] = _NO_WORDS
) -> str:
    """Sanitise a rendered text, and put it into an element with its language.

    `glossary` says by language what words mean: they are explained where the text first uses them.
    """
    clean = explain_terms(sanitise_html(html), glossary.get(language, {}))
    return f'<div class="kb-text" lang="{language}">\n{clean.strip()}\n</div>'


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
    config: MkDocsConfig,
    files: Files,
) -> None:
    """Render a page; whatever its text makes Markdown raise costs this page alone."""
    try:
        with limit_seconds(PATIENCE):
            _render_framed(page, render, config, files)
    except Exception as error:  # noqa: BLE001 (any fault of a contributed text ends here)
        LOG.info("%s: %s", page.file.src_uri, type(error).__name__)
        texts = load_texts(str(config.theme["language"]))
        title = page.meta.get("title", "")
        notice = html.escape(texts("site.module.unrenderable"))
        page.content = f'<h1>{title}</h1><p class="kb-notice">{notice}</p>'
        page.toc = TableOfContents([])


def _render_framed(
    page: Page,
    render: Callable[[MkDocsConfig, Files], None],
    config: MkDocsConfig,
    files: Files,
) -> None:
    """Let Markdown see the contributed text alone: what it moves about cannot leave its place.

    Python-Markdown can put a text's raw HTML behind all that follows it, marks included.
    """
    source = page.markdown
    framed = split_frame(source or "")
    if framed is None:
        render(config, files)
        return
    page.markdown = framed.text
    try:
        render(config, files)
    finally:
        page.markdown = source
    glossary = config.extra.get("kocbook", {}).get("glossary", {})
    text = sanitise_text(page.content or "", framed.language, glossary)
    page.content = f"{framed.before}{text}{framed.after}"
    page.present_anchor_ids = (page.present_anchor_ids or set()) | find_ids(
        framed.before + framed.after
    )
