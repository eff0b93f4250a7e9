"""The guides: every section has its words, and each guide is reached from the navigation."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.site.outline.outline import GUIDES
from kocbook.site.views.guides import make_guide_view

SCREENS = Path(__file__).parents[2] / "tooling/kocbook/site/theme/assets/guides"


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_there_and_described(language: str) -> None:
    texts = load_texts(language)
    shown = {screen for slug in GUIDES for screen in make_guide_view(slug).screens.values()}
    files = {file.name for file in SCREENS.glob(f"*-{language}.webp")}
    assert files == {f"{screen}-{language}.webp" for screen in shown}
    for screen in shown:
        assert texts(f"site.guides.screen-{screen}")
        with Image.open(SCREENS / f"{screen}-{language}.webp") as image:
            assert image.size == (585, 780)
