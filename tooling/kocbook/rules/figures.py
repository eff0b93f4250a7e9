"""Rules about the pictures that the tool draws from a text's own figures."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Location, Severity
from kocbook.rules.page import Page
from kocbook.rules.registry import Hit, page_rule


@page_rule("figure-not-drawn", Severity.ERROR)
def figure_not_drawn(page: Page) -> Iterator[Hit]:
    """A block names a kind of picture, and what stands in it cannot be drawn."""
    for fault in page.faults:
        where = Location(page.path, fault.line, fault.column or 1)
        yield where, {"variant": fault.reason, **fault.data}
