"""What stands at the end of an article for those who read on, and where its words lead."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.markdown.citations import find_citations
from kocbook.markdown.document import read_document
from kocbook.markdown.visible import visible_words
from kocbook.model.community import Module
from kocbook.site.outline.outline import module_url
from kocbook.site.views.context import SiteContext

Cited = tuple[tuple[tuple[str, str], str], ...]


@dataclass(frozen=True, slots=True)
class OnwardLink:
    """Another article: its address, title and the form of its work."""

    url: str
    title: str
    language: str
    form: str


@dataclass(frozen=True, slots=True)
class OnwardView:
    """The next article of the chapter, those like this one, and those that name it."""

    next: OnwardLink | None
    related: tuple[OnwardLink, ...]
    citing: tuple[OnwardLink, ...]


def show_onward(context: SiteContext, key: str) -> OnwardView:
    """Return where a reader of an article goes on; nothing stands twice."""
    reading = context.reading
    following, citing = reading.find_next(key), reading.list_citing(key)
    related = [one for one in reading.list_related(key) if one != following]
    return OnwardView(
        _link(context, following) if following else None,
        tuple(_link(context, one) for one in related),
        tuple(_link(context, one) for one in citing if one not in related and one != following),
    )


def _link(context: SiteContext, key: str) -> OnwardLink:
    module = context.community.modules[key]
    title, language = module.title_in(context.language)
    return OnwardLink(module_url(key), title, language, module.brief.form.value)


def find_cited(context: SiteContext, module: Module, text: str) -> Cited:
    """Return the addresses of what a text names for sure, by title and section."""
    if "《" not in text and "” in “" not in text and "节" not in text:
        return ()
    reading, found = context.reading, dict[tuple[str, str], str]()
    for one in find_citations(visible_words(read_document(text))):
        key = reading.find_title(one.title) if one.title else module.key
        if key is None or (one.title and key == module.key):
            continue
        if one.title:
            found[one.title, ""] = module_url(key)
        heading = reading.find_heading(key, one.section) if one.section else None
        if heading:
            found[one.title, one.section] = f"{module_url(key)}#{heading.anchor}"
    return tuple(sorted(found.items()))
