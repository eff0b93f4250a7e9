"""The tags, and the modules under each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kocbook.insight.state import ModuleFacts
from kocbook.site.outline.outline import module_url
from kocbook.site.outline.pagination import Sheets, cut, show_sheets
from kocbook.site.views.context import SiteContext

_HAN = re.compile(r"[\u3400-\u9fff]")
_NO_LETTER = re.compile(r"\W")

MANY = 24
"""A tag with more modules has a list of its own."""
SHOWN = 12
"""So many of them stand on the page of all tags."""


@dataclass(frozen=True, slots=True)
class TaggedModule:
    """A module in a list. `is_open` is true while it is not on the site."""

    url: str
    title: str
    language: str
    handbook: str
    form: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag with its modules: finished ones first, in reading order.

    `total` counts them all; where not all stand here, `url` leads to them.
    """

    name: str
    anchor: str
    modules: tuple[TaggedModule, ...]
    total: int
    url: str | None


@dataclass(frozen=True, slots=True)
class TagsView:
    """All tags that a module bears: Chinese words first, much used ones before others."""

    tags: tuple[TagView, ...]


def tag_anchor(tag: str) -> str:
    """Return where a tag stands on its page; no two tags share a place."""
    return "tag-" + _NO_LETTER.sub(lambda mark: f"-{ord(mark[0]):x}-", tag)


def tag_url(tag: str) -> str:
    """Return where the modules of a tag are listed, where there are many."""
    return f"tags/{tag_anchor(tag)}/"


def make_tags_view(context: SiteContext) -> TagsView:
    """Return the tags of all modules that have a page."""
    found = {tag: [context.facts[key] for key in keys] for tag, keys in context.tagged.items()}
    order = sorted(found, key=lambda tag: (_HAN.search(tag) is None, -len(found[tag]), tag))
    return TagsView(
        tuple(
            TagView(
                tag,
                tag_anchor(tag),
                _list(context, found[tag][:SHOWN] if len(found[tag]) > MANY else found[tag]),
                len(found[tag]),
                tag_url(tag) if len(found[tag]) > MANY else None,
            )
            for tag in order
        )
    )


@dataclass(frozen=True, slots=True)
class TagSheet:
    """A sheet of a tag's modules."""

    name: str
    modules: tuple[TaggedModule, ...]
    sheets: Sheets | None


def count_tag(context: SiteContext, tag: str) -> int:
    """Return how many sheets a tag's own list has."""
    return len(cut(_by_handbook(context, tag)))


def make_tag_view(context: SiteContext, tag: str, number: int) -> TagSheet:
    """Return a sheet of a tag's own list, handbook by handbook."""
    sheets = cut(_by_handbook(context, tag))
    shown = [facts for _, found in sheets[number - 1] for facts in found]
    labels = [sheet[0][0] for sheet in sheets]
    return TagSheet(tag, _list(context, shown), show_sheets(tag_url(tag), number, labels))


def list_long_tags(context: SiteContext) -> list[str]:
    """List the tags whose modules have a list of their own."""
    return sorted(tag for tag, keys in context.tagged.items() if len(keys) > MANY)


def _by_handbook(context: SiteContext, tag: str) -> list[tuple[str, list[ModuleFacts]]]:
    groups: dict[str, list[ModuleFacts]] = {}
    for key in context.tagged[tag]:
        facts = context.facts[key]
        groups.setdefault(facts.module.handbook, []).append(facts)
    return [(context.book_title(name)[0], found) for name, found in groups.items()]


def _list(context: SiteContext, modules: list[ModuleFacts]) -> tuple[TaggedModule, ...]:
    return tuple(
        TaggedModule(
            url=module_url(facts.module.key),
            title=facts.module.title_in(context.language)[0],
            language=facts.module.title_in(context.language)[1],
            handbook=context.book_title(facts.module.handbook)[0],
            form=facts.module.brief.form.value,
            is_open=not facts.state.is_on_site,
        )
        for facts in modules
    )
