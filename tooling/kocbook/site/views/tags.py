"""The tags, and the modules under each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kocbook.insight.state import ModuleFacts
from kocbook.site.context import SiteContext
from kocbook.site.outline import has_page, is_settled, module_url, sort_handbooks

_HAN = re.compile(r"[\u3400-\u9fff]")
_NO_LETTER = re.compile(r"\W")


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
    """A tag with its modules: finished ones first, in reading order."""

    name: str
    anchor: str
    modules: tuple[TaggedModule, ...]


@dataclass(frozen=True, slots=True)
class TagsView:
    """All tags that a module bears: Chinese words first, much used ones before others."""

    tags: tuple[TagView, ...]


def tag_anchor(tag: str) -> str:
    """Return where a tag stands on its page; no two tags share a place."""
    return "tag-" + _NO_LETTER.sub(lambda mark: f"-{ord(mark[0]):x}-", tag)


def make_tags_view(context: SiteContext) -> TagsView:
    """Return the tags of all modules that have a page."""
    found: dict[str, list[ModuleFacts]] = {}
    for handbook in sort_handbooks(context.community):
        for module in context.community.iter_chapter_modules(handbook):
            facts = context.facts[module.key]
            if has_page(facts) and not is_settled(facts):
                for tag in dict.fromkeys(module.brief.tags):
                    found.setdefault(tag, []).append(facts)
    order = sorted(found, key=lambda tag: (_HAN.search(tag) is None, -len(found[tag]), tag))
    return TagsView(
        tuple(TagView(tag, tag_anchor(tag), _list(context, found[tag])) for tag in order)
    )


def _list(context: SiteContext, modules: list[ModuleFacts]) -> tuple[TaggedModule, ...]:
    finished_first = sorted(modules, key=lambda facts: not facts.state.is_on_site)
    return tuple(
        TaggedModule(
            url=module_url(facts.module.key),
            title=facts.module.brief.title,
            language=facts.module.brief.language,
            handbook=context.community.handbooks[facts.module.handbook].title,
            form=facts.module.brief.form.value,
            is_open=not facts.state.is_on_site,
        )
        for facts in finished_first
    )
