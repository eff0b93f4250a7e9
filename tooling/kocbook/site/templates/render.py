"""Templates: views in, Markdown out. Everything that is put in is escaped for Markdown and HTML."""

from __future__ import annotations

import functools
import html
import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel.dates import format_date, format_skeleton, get_day_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Undefined
from markupsafe import Markup

from kocbook.base.languages import LANGUAGE_TABLE
from kocbook.base.texts import Texts, join_words
from kocbook.model.settings import GlossaryTerm
from kocbook.site.outline.addresses import relative_url
from kocbook.site.outline.outline import PageRef
from kocbook.site.pictures.widths import Picture, dress_pictures
from kocbook.site.text.article import ArticleFrame, make_article
from kocbook.site.text.citations import link_citations
from kocbook.site.text.terms import explain_terms
from kocbook.site.text.ticks import name_boxes
from kocbook.site.views.book import BookView
from kocbook.site.views.module import ContributedText
from kocbook.site.views.people import language_of
from kocbook.site.views.structured_data import script_json
from kocbook.site.views.tags import tag_anchor

LOG = logging.getLogger("kocbook")
TEMPLATES = Path(__file__).parent

_ACTIVE: dict[int, str | None] = {
    ord(mark): f"&#{ord(mark)};" for mark in "&<>\"'`*_[](){}#!|~^=\\$"
}
_ACTIVE |= {ord("\n"): " ", ord("\r"): " ", ord("\t"): " ", 2: None, 3: None}
_NOT_IN_YAML = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
}
_PHRASE = re.compile("[^：，。？！；]*[：，。？！；]+[”’」』）》]*|[^：，。？！；]+")
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)
# Browsers skip line breaks in an address; Markdown would read the next line as its own.
_IN_ADDRESS: dict[int, str | None] = dict.fromkeys((*range(32), 0x7F)) | {32: "%20", 96: "%60"}
_CHART = "data-kb-chart"


def escape_markdown(value: object) -> Markup:
    """Write every character that Markdown or HTML gives a meaning as a numeric reference.

    Such a reference means the character itself in a heading, in running text, inside an HTML
    element and inside a quoted attribute, so one function serves all places.
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, Undefined):
        return Markup(str(value))  # noqa: S704 (StrictUndefined raises here)
    if value is None:
        return Markup("")
    return Markup(str(value).translate(_ACTIVE))  # noqa: S704 (escaped in this line)


def escape_lines(value: str) -> Markup:
    """Escape a text of several lines, with line breaks where its author made them."""
    return Markup("<br>").join(escape_markdown(line) for line in value.strip().splitlines())


def split_phrases(title: str) -> Markup:
    """Escape a title whose lines may end where it pauses: a phrase that fits on a line is not cut."""
    phrases = _PHRASE.findall(title)
    if len(phrases) < 2:
        return escape_markdown(title)
    spans = (Markup("<span>{}</span>").format(escape_markdown(phrase)) for phrase in phrases)
    return Markup("").join(spans)


def escape_address(value: str) -> Markup:
    """Escape an address for a quoted attribute; one that could run a script leads nowhere."""
    address = value.strip().translate(_IN_ADDRESS)
    if not _SAFE_ADDRESS.match(address):
        return Markup("#")
    return Markup(html.escape(address))  # noqa: S704 (escaped in this line)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=escape_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"lines": escape_lines, "href": escape_address}
    environment.filters["phrases"] = split_phrases
    environment.filters["data"] = lambda value: Markup(script_json(value))  # noqa: S704 (no "<" in it)
    environment.filters["drawn"] = Markup  # our own, escaped already
    return environment


def finish_text(
    glossary: Sequence[GlossaryTerm],
    texts: Texts,
    address: Callable[[str], str],
    text: ContributedText,
) -> Markup:
    """Return a contributor's words as finished HTML; one that breaks costs itself alone."""
    try:
        body = make_article(text.markdown, ArticleFrame(texts, text.media, dict(text.makers)))
    except (ValueError, RecursionError) as error:
        LOG.warning("%s: %s", type(error).__name__, error)
        notice = escape_markdown(texts("site.module.unrenderable"))
        return Markup('<p class="kb-notice">{}</p>').format(notice)
    meanings = {
        word: term.meaning.in_language(text.language)
        for term in glossary
        for word in term.spellings
    }
    cited = {names: address(target) for names, target in text.cited}
    explained = name_boxes(explain_terms(link_citations(body, cited), meanings))
    frame = f'<div class="kb-text" lang="{text.language}">\n{explained}\n</div>'
    return Markup(frame)  # noqa: S704 (sanitised, see `markdown/sanitise.py`)


def render_moved(way: str, address: str, title: str, texts: Texts, script: str) -> bytes:
    """Return a page for an old address: it leads on by `way`, and names the whole new `address`."""
    template = _environment().get_template("moved.html.j2")
    page: str = template.render(way=way, address=address, title=title, t=texts, script=script)
    return page.encode()


def render_book(book: BookView, bodies: Mapping[str, str], texts: Texts) -> str:
    """Return a handbook as one document; `bodies` are its texts, sanitised, by page address."""
    names = {
        part.person.name: None
        for chapter in book.chapters
        for page in chapter.pages
        for part in page.thanks
    }
    rendered: str = (
        _environment()
        .get_template("book.html.j2")
        .render(
            book=book,
            texts={url: Markup(body) for url, body in bodies.items()},  # noqa: S704 (sanitised)
            style=Markup((TEMPLATES / "book.css").read_text("utf-8")),  # noqa: S704 (our own)
            thanks=list(names),
            t=texts,
            day=functools.partial(_write_day, texts.language),
            listed=lambda words: join_words(texts.language, list(words)),
        )
    )
    return rendered


def book_shapes(texts: Texts) -> tuple[Environment, dict[str, Any]]:
    """Return the templates, and what those of books use: words, days and lists in their language."""
    shared = {
        "t": texts,
        "day": functools.partial(_write_day, texts.language),
        "listed": lambda words: join_words(texts.language, list(words)),
    }
    return _environment(), shared


def render_page(
    page: PageRef,
    view: object,
    front_matter: Mapping[str, Any],
    texts: Texts,
    data_url: str = "",
    charts: str | None = None,
    pictures: Mapping[str, Picture] = MappingProxyType({}),
    glossary: Sequence[GlossaryTerm] = (),
    tag_names: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return a page's Markdown with its front matter, as UTF-8.

    `data_url` leads from the root of the page's language to the root of the whole site, and
    `charts` from there to the script that draws charts, where there is one: a page with a chart
    names it in its front matter, so that no other page loads it. `pictures` are those of the site.
    `tag_names` say what tags are called in the page's language.
    """
    template = _environment().get_template(f"{page.kind}.md.j2")
    body = template.render(
        page=view,
        kind=page.kind.value,
        t=texts,
        language=texts.language,
        link=lambda target: escape_address(relative_url(target, page.url)),
        day=functools.partial(_write_day, texts.language),
        iso=date.isoformat,
        month_name=lambda day: format_skeleton(
            "yMMMM", day, locale=LANGUAGE_TABLE[texts.language].locale
        ),
        weekdays=_weekdays(texts.language),
        listed=lambda words: join_words(texts.language, list(words)),
        tongue_of=language_of,
        anchor_of=tag_anchor,
        tag_name=lambda tag: tag_names.get(tag, tag),
        data_url=data_url,
        has_charts=charts is not None,
        finished=functools.partial(
            finish_text, glossary, texts, lambda target: relative_url(target, page.url)
        ),
    )
    if charts is not None and _CHART in body:
        address = relative_url(f"{data_url}{charts}", page.url)
        front_matter = {**front_matter, "charts": address}
    body = dress_pictures(body, page.url, pictures, data_url)
    return f"---\n{dump_front_matter(front_matter)}---\n{body}".encode()


@cache
def _write_day(language: str, day: date) -> str:
    """Return a day in words; every page says the same few hundred."""
    written: str = format_date(day, "medium", locale=LANGUAGE_TABLE[language].locale)
    return written


@cache
def _weekdays(language: str) -> tuple[str, ...]:
    """Return short names of the days from Monday on."""
    names = get_day_names("narrow", "stand-alone", locale=LANGUAGE_TABLE[language].locale)
    return tuple(str(names[day]) for day in range(7))


def dump_front_matter(values: Mapping[str, Any]) -> str:
    """Write front matter as JSON, a key a line: every value is quoted, so that none can end it early.

    JSON is YAML but for a few characters that YAML takes for line breaks or refuses.
    """
    lines = (
        f"{key}: {json.dumps(values[key], ensure_ascii=False, sort_keys=True)}\n"
        for key in sorted(values)
    )
    return "".join(lines).translate(_NOT_IN_YAML)
