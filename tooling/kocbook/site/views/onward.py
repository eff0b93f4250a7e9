"""What stands at the end of an article for those who read on, and where its words lead."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.insight.reading import Onward
from kocbook.site.outline.outline import module_url
from kocbook.site.views.context import SiteContext

Cited = tuple[tuple[tuple[str, str], str], ...]
"""Titles and sections that words name, each with its address."""


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
    found = context.onward.get(key) or Onward()
    related = [one for one in found.related if one != found.next]
    citing = [one for one in found.citing if one not in related and one != found.next]
    return OnwardView(
        _link(context, found.next) if found.next else None,
        tuple(_link(context, one) for one in related),
        tuple(_link(context, one) for one in citing),
    )


def _link(context: SiteContext, key: str) -> OnwardLink:
    module = context.facts[key].module
    title, language = module.title_in(context.language)
    return OnwardLink(module_url(key), title, language, module.brief.form.value)


def find_cited(context: SiteContext, key: str) -> Cited:
    """Return the addresses of what the words of an article name for sure, by title and section."""
    found = context.onward.get(key) or Onward()
    return tuple(
        ((one.title, one.section), module_url(one.key) + (f"#{one.anchor}" if one.anchor else ""))
        for one in found.named
    )
