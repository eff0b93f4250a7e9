"""What is worked out once a build is what MkDocs and Material work out on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import url_filter

from kocbook.site.engine.quick_theme import QuickLoader, RelativeAddresses, hasten
from tests.site.workshop import ROOT

parts = st.sampled_from(["", ".", "..", "a", "b", "book", "%E8%BD%A6", "a.b", "index.html", ".x"])
addresses = st.one_of(
    st.lists(parts, max_size=4).map("/".join),
    st.sampled_from(["https://a.example/b", "//a.example", "#top", "a?b", "a#b", "mailto:a@b"]),
)
places = st.lists(st.sampled_from(["a", "b", "book", "%E8%BD%A6"]), max_size=3).map(
    lambda names: "".join(f"{name}/" for name in names)
)


@given(st.lists(st.tuples(places, addresses), min_size=1, max_size=30))
def test_addresses_are_those_of_mkdocs(asked: list[tuple[str, str]]) -> None:
    quick: Any = RelativeAddresses(url_filter).filter
    plain: Any = url_filter
    for place, address in asked:
        page = SimpleNamespace(url=place)
        context = {"page": page, "base_url": get_relative_url(".", place)}
        assert quick(context, address) == plain(context, address)
    here = {"page": None, "base_url": "/club/"}
    assert [quick(here, address) for _, address in asked] == [
        plain(here, address) for _, address in asked
    ]


def make_environments() -> tuple[Environment, Environment, Any]:
    """Return Material's environment as MkDocs makes it, ours, and the settings of templates."""
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(ROOT / "content"))
    plain = config.theme.get_env()
    quick = config.theme.get_env().overlay(loader=QuickLoader(config.theme.dirs))
    hasten(quick, config)
    return plain, quick, config


def test_words_are_those_of_the_theme() -> None:
    plain, quick, config = make_environments()
    text = (
        '{% import "partials/language.html" as lang with context %}'
        "{% for key in keys %}{{ lang.t(key) }}|{% endfor %}"
    )
    keys = ["language", "nav", "toc", "search.result.more.other", "direction", "no-such-word"]
    said = [one.from_string(text).render(config=config, keys=keys) for one in (plain, quick)]
    assert said[0] == said[1]
    assert said[0].startswith("zh|导航栏|目录|")


def item(title: str, url: str, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(
        **{"title": title, "url": url, "children": None, "active": False, "meta": {}, **more}
    )


def test_lines_of_the_sidebar_are_those_of_the_theme() -> None:
    plain, quick, config = make_environments()
    text = (
        '{% import "partials/nav-item.html" as item with context %}'
        '{% for one in items %}{{ item.render(one, "__nav_" ~ loop.index, 1) }}{% endfor %}'
    )
    leaves = [
        item("一", "a/b/"),
        item("二 & 3", "c/"),
        item("标", "d/", meta={"icon": "material/menu"}),
    ]
    pages = [item("家", ""), item("此", "a/", toc=[], active=True), item("深", "a/b/c/d/", toc=[])]
    closed = item("合", "x/", children=[item("里", "x/y/")])
    opened = item("开", "x/", children=[leaves[0], pages[1]], active=True)
    for page in (*pages, *pages):
        items = [*leaves, *pages, closed, opened]
        context = {
            "config": config,
            "features": config.theme["features"],
            "page": page,
            "base_url": get_relative_url(".", page.url),
            "items": items,
            "lang": SimpleNamespace(t=str),
        }
        said = [one.from_string(text).render(context) for one in (plain, quick)]
        assert said[0] == said[1]
        assert "二 & 3" in said[0]


def test_a_theme_that_differs_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials/nav-item.html").write_text("{% macro draw(item) %}-{% endmacro %}")
    environment = Environment(loader=QuickLoader(str(tmp_path)))
    source = environment.get_template("partials/nav-item.html").module
    draw: Callable[[str], str] = source.draw  # type: ignore[attr-defined]
    assert draw("a") == "-"


@pytest.mark.parametrize("name", ["partials/toc.html", "base.html"])
def test_other_templates_are_the_theme_s(name: str) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(ROOT / "content"))
    environment = Environment()
    ours = QuickLoader(config.theme.dirs).get_source(environment, name)[0]
    assert ours == FileSystemLoader(config.theme.dirs).get_source(environment, name)[0]
