"""What a page shows of the navigation: enough to go on from there, and no more in a large community."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from kocbook.base.texts import load_texts
from kocbook.site.engine.nav_key import NavKeys
from kocbook.site.engine.sidebar import REACH, Branch, find_sidebars

MOST = 3 * (2 * REACH + 3) + 8
"""What stands above and beside a page on three levels, and at the top."""

sizes = st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=40), min_size=1, max_size=6)


def make_nav(books: list[list[int]], titles: dict[str, str]) -> tuple[Navigation, MkDocsConfig]:
    """Return a shelf of books with so many pages in each of their chapters, read by MkDocs."""
    shelf: list[Any] = ["handbooks/index.md"]
    for book, chapters in enumerate(books):
        entries: list[Any] = [f"{book}/index.md"]
        for chapter, pages in enumerate(chapters):
            named = [f"{book}/{chapter}-{page}/index.md" for page in range(pages)]
            entries.append({f"Chapter {chapter}": named})
        shelf.append({f"Book {book}": entries})
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "a",
            "docs_dir": str(Path(__file__).parent),
            "plugins": [],
            "nav": ["index.md", {"Books": shelf}, "board/index.md"],
            "theme": {"name": "material", "features": ["navigation.tabs", "navigation.prune"]},
            "extra": {"t": load_texts("zh")},
        }
    )
    assert config.validate() == ([], [])
    paths = ["index.md", "board/index.md", *_iter_paths(shelf)]
    files = Files([File(path, None, "site", use_directory_urls=True) for path in paths])
    nav = get_navigation(files, config)
    for page in nav.pages:
        page.title = titles.get(page.file.src_uri, page.file.src_uri)
    return nav, config


def _iter_paths(entries: list[Any]) -> list[str]:
    return [
        path
        for entry in entries
        for path in ([entry] if isinstance(entry, str) else _iter_paths(next(iter(entry.values()))))
    ]


def list_shown(items: Any) -> list[Any]:
    return [one for item in items for one in (item, *list_shown(item.children or ()))]


@given(sizes, st.data())
def test_a_page_shows_itself_its_way_up_and_no_more_than_a_bounded_number(
    books: list[list[int]], data: st.DataObject
) -> None:
    nav, config = make_nav(books, {})
    sidebars = find_sidebars(nav, config)
    assert sidebars is not None
    page = data.draw(st.sampled_from(nav.pages))
    shown = list_shown(sidebars.of(page).items)
    assert shown.count(page) == 1
    assert len(shown) <= MOST
    opened = [one.title for one in shown if isinstance(one, Branch) and one.active]
    assert opened == [above.title for above in list(page.ancestors)[::-1]]
    for one in shown:
        if isinstance(one, Branch) and not one.active:
            assert len(one.children) == 1
    # Whoever misses what is left out finds the page that lists all of it.
    if page.parent is not None:
        assert "handbooks/" in {getattr(one, "url", None) for one in shown}


@given(sizes, st.data())
def test_a_new_title_changes_the_keys_of_the_pages_that_show_it_and_of_no_others(
    books: list[list[int]], data: st.DataObject
) -> None:
    before, config = make_nav(books, {})
    path = data.draw(st.sampled_from([page.file.src_uri for page in before.pages]))
    after, _ = make_nav(books, {path: "Another title"})
    keys = NavKeys(before, config, {}), NavKeys(after, config, {})
    sidebars = find_sidebars(before, config)
    assert sidebars is not None
    for old, new in zip(before.pages, after.pages, strict=True):
        assert old.file.src_uri == new.file.src_uri
        beside = [old.previous_page, old.next_page, before.homepage]
        listed = _list_titles(sidebars.of(old).items)
        shows = path in listed or path in {one.file.src_uri for one in beside if one}
        assert (keys[0].key(old) != keys[1].key(new)) is shows


def _list_titles(items: Any) -> list[str]:
    """List the pages whose titles the theme prints: of a closed section it prints its own alone."""
    found: list[str] = []
    for item in items:
        if isinstance(item, Page):
            found.append(item.file.src_uri)
        elif getattr(item, "children", None) and item.active:
            found += _list_titles(item.children)
    return found


def test_where_settings_open_sections_pages_show_what_the_theme_shows() -> None:
    nav, config = make_nav([[3, 3]], {})
    config.theme["features"].append("navigation.sections")
    assert find_sidebars(nav, config) is None
    assert len({NavKeys(nav, config, {}).key(page) for page in nav.pages}) == 1
