"""The guides: every section has its words, and each guide is reached from the navigation."""

from __future__ import annotations

import pytest

from kocbook.base.texts import LANGUAGES, load_texts
from kocbook.site.outline import GUIDES
from kocbook.site.views.guides import make_guide_view


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", GUIDES)
def test_every_section_has_its_words(slug: str, language: str) -> None:
    texts, guide = load_texts(language), make_guide_view(slug)
    words = f"site.guides.{slug}"
    shown = [texts(f"{words}.{part}{end}") for part in guide.parts for end in ("", "-text")]
    shown += [texts(f"{words}.{key}") for key in ("title", "nav", "lead", "description")]
    assert all(shown)
    # No text stands in the files that no page shows.
    held = [key for key in texts.entries if key.startswith(f"{words}.")]
    assert len(held) == len(shown)
    assert slug not in guide.siblings
