"""axe-core finds nothing on any kind of page, in the light and in the dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_pages import PAGES

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
MORE = {
    "guide with screens": "contribute/five-minutes/",
    "tags": "tags/",
    "glossary": "glossary/",
    "library": "library/",
    "desk": "desk/",
    "photos": "new-owner-guide/hidden-storage/",
    "bug hunt": "new-owner-guide/ota-bug-hunt/",
}
KINDS = {**PAGES, **MORE}
RUN = "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations)"


def find_violations(visit: Visit, path: str) -> list[str]:
    """Open a page and return what axe has against it: rule, element, what to do."""
    page = visit.go(path)
    page.wait_for_function("document.fonts.status === 'loaded'")
    # The theme's script chooses the scheme, and colours fade into each other.
    page.wait_for_timeout(400)
    page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("visit", ["phone-light", "phone-dark"], indirect=True)
@pytest.mark.parametrize("name", KINDS)
def test_a_page_can_be_used_by_everybody(visit: Visit, name: str) -> None:
    assert find_violations(visit, KINDS[name]) == []


@pytest.mark.parametrize("visit", ["desktop-light"], indirect=True)
@pytest.mark.parametrize("name", ["home", "cover", "article", "board"])
def test_on_a_desk_in_english_too(visit: Visit, name: str) -> None:
    assert find_violations(visit, f"en/{KINDS[name]}") == []


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
def test_the_harness_sees_what_is_wrong(visit: Visit) -> None:
    page = visit.go("")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"x\">')")
    page.evaluate(AXE.read_text("utf-8"))
    assert "image-alt" in [one["id"] for one in page.evaluate(RUN)]
