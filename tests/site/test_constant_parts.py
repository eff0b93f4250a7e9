"""Parts of the theme that name nothing of a page are rendered once; no others are."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, pass_context
from jinja2.runtime import Context

from kocbook.site.engine.constant_partials import ConstantLoader

WORDS = (
    '{% import "partials/languages/" ~ config.language ~ ".html" as lang %}'
    "{% macro t(key) %}{{ lang.t(key) }}{% endmacro %}"
)
ZH = '{% macro t(key) %}{{ {"menu": "菜单"}[key] }}{% endmacro %}'


class Settings(dict[str, Any]):
    """Counts how often it is asked."""

    asked = 0

    def __getitem__(self, key: str) -> Any:
        self.asked += 1
        return super().__getitem__(key)


@pass_context
def from_here(context: Context, address: str) -> str:
    return f"{context['page']}/{address}"


def render(parts: dict[str, str], page: str) -> tuple[list[str], int]:
    """Render `page` for three pages; return what each says, and how often settings were asked."""
    environment = Environment(loader=DictLoader({**parts, "page.html": page}), autoescape=True)
    environment.filters["url"] = from_here
    assert environment.loader
    environment.loader = ConstantLoader(environment.loader)
    settings = Settings(language="zh", colours=["蓝"])
    pages = [
        environment.get_template("page.html").render(page=name, config=settings)
        for name in ("一", "二", "三")
    ]
    return pages, settings.asked


@pytest.mark.parametrize("name", [".icons/menu.svg", "partials/palette.html"])
def test_a_part_that_names_the_settings_alone_is_rendered_once(name: str) -> None:
    part = "{% for one in config.colours %}<i>{{ one }}</i>{% endfor %}"
    pages, asked = render({name: part}, f"{{{{ page }}}}{{% include '{name}' %}}{{{{ page }}}}")
    assert pages == ["一<i>蓝</i>一", "二<i>蓝</i>二", "三<i>蓝</i>三"]
    assert asked == 1


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        ("<i>{{ page }}</i>", "<i>二</i>"),
        ("{{ 'a.png' | url }}", "二/a.png"),
        ("{% include 'partials/other.html' %}", "[二]"),
        ("{% include ['partials/other.html', '.icons/x.svg'] %}", "[二]"),
        ("{% set name = 'partials/other.html' %}{% include name %}", "[二]"),
        ("{% for sign in page %}{{ sign }}{% endfor %}", "二"),
        ("{{ size }}", "12"),
    ],
)
def test_a_part_that_names_anything_of_a_page_is_rendered_on_each(part: str, shown: str) -> None:
    parts = {"partials/palette.html": part, "partials/other.html": "[{{ page }}]"}
    page = "{% set size = 12 %}{% include 'partials/palette.html' %}"
    assert render(parts, page)[0][1] == shown


def test_the_words_of_the_theme_are_looked_up_once() -> None:
    parts = {"partials/language.html": WORDS, "partials/languages/zh.html": ZH}
    page = (
        '{% import "partials/language.html" as lang with context %}'
        '{{ lang.t("menu") }}{{ page }}{{ lang.t("menu") }}'
    )
    pages, asked = render(parts, page)
    assert pages == ["菜单一菜单", "菜单二菜单", "菜单三菜单"]
    assert asked == 1
