"""Sections that a text names in its own words: 《title》里“section”一节."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kocbook.base.finding import Location, Severity
from kocbook.insight.reading import Reading
from kocbook.markdown.citations import Citation, find_citations
from kocbook.markdown.lines import Lines
from kocbook.model.paths import RecordKind
from kocbook.rules.context import Context
from kocbook.rules.module_links import module_of
from kocbook.rules.page import find_anchors
from kocbook.rules.registry import Hit, Reach, Texts, rules_for

rule = rules_for("content")


def find_related(before: Texts, after: Texts, keys: Collection[str]) -> set[str]:
    """Return every module where a section that is named may have come or gone: titles name it."""
    changed = set(keys)
    names = lost = False
    for path in before.keys() | after.keys():
        if module_of(path) in changed:
            old, new = before.get(path, ""), after.get(path, "")
            names = names or _names_sections(new)
            begun = bool(new) and not old
            lost = lost or begun or (old != new and not find_anchors(old) <= find_anchors(new))
    if names or (lost and any(map(_names_sections, after.values()))):
        return {module_of(path) for path in after}
    return set()


def _names_sections(text: str) -> bool:
    return any(one.is_called and one.title for one in find_citations(text))


@rule(
    "citation-no-section",
    Severity.WARNING,
    Reach.COMMUNITY,
    words=True,
    moved_by={RecordKind.MODULE: Reach.COMMUNITY},
    find_related=find_related,
)
def citation_no_section(context: Context) -> Iterator[Hit]:
    """A text names a section, of its own or of another article, that is not there."""
    # A draft counts as well: whoever reviews it sees whether what it names stands there.
    written = {module.key for module in context.modules if module.text is not None}
    reading = Reading(context.community, written)
    for module in context.modules:
        for page in context.module_pages[module.key]:
            if "节" not in page.prose:
                continue
            for one in find_citations(page.prose):
                key = reading.find_title(one.title) if one.title else module.key
                if key is None or context.has_unreadable_words(key):
                    continue
                if one.is_called and not _stands(reading, key, one):
                    place = Lines(page.prose).place(one.section_start)
                    title = context.community.modules[key].brief.title
                    listed = [heading.words for heading in reading.headings(key)]
                    data = {"section": one.section, "title": title, "sections": listed}
                    yield Location(page.path, *place), data


def _stands(reading: Reading, key: str, one: Citation) -> bool:
    """True where a heading is called so, or holds these words."""
    return reading.find_heading(key, one.section) is not None or reading.holds(key, one.section)
