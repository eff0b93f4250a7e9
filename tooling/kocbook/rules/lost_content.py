"""Rules about what the comparison of source and page finds: nothing of an author's may be lost."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Location, Severity
from kocbook.markdown.replay import Loss
from kocbook.rules.content import UNSAFE_TAGS
from kocbook.rules.page import Page
from kocbook.rules.registry import Hit, page_rule
from kocbook.rules.shown import content_unused_definition, is_no_html


@page_rule("content-not-shown", Severity.ERROR)
def content_not_shown(page: Page) -> Iterator[Hit]:
    """Words of the text are not on its page, or not where they were written."""
    for where, loss in _of_kind(page, "words"):
        if not _is_told_of(page, where):
            yield where, {"written": loss.written, "shown": loss.shown or "—"}


@page_rule("content-lost-target", Severity.ERROR)
def content_lost_target(page: Page) -> Iterator[Hit]:
    """A link, a picture or a film lost its address on the page."""
    for where, loss in _of_kind(page, "target"):
        if not _is_told_of(page, where):
            yield where, {"written": loss.written}


@page_rule("content-list-number", Severity.ERROR)
def content_list_number(page: Page) -> Iterator[Hit]:
    """An item of a list has another number on the page than in the text."""
    for where, loss in _of_kind(page, "number"):
        yield where, {"written": loss.written, "shown": loss.shown}


@page_rule("content-list-level", Severity.WARNING)
def content_list_level(page: Page) -> Iterator[Hit]:
    """An item of a list is indented in the text and stands on the level above on the page."""
    # A warning: all words are there, and that an indent of two spaces means a level is a guess.
    for where, loss in _of_kind(page, "level"):
        yield where, {"written": loss.written}


def _of_kind(page: Page, kind: str) -> Iterator[tuple[Location, Loss]]:
    """Yield losses of a kind; behind a tag that the site removes, nothing can be told."""
    if page.losses and not any(tag.name in UNSAFE_TAGS for tag in page.tags):
        yield from ((where, loss) for where, loss in page.losses if loss.kind == kind)


def _is_told_of(page: Page, where: Location) -> bool:
    """True for what a rule of its own tells of, and better."""
    if any(
        tag.line == where.line and tag.column == where.column and is_no_html(tag)
        for tag in page.tags
    ):
        return True
    return any(place.line == where.line for place, _ in content_unused_definition(page))
