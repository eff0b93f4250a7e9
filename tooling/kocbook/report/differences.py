"""The page of the reference that lists where the site differs from GitHub; its rows are proven by a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kocbook.base.texts import Texts


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what is written, and the HTML that GitHub and the site make of it."""

    id: str
    text: str
    github: str
    site: str


def render_differences(texts: Texts, rows: Sequence[Difference]) -> tuple[str, str]:
    """Return the page in the language of `texts`: its path in the repository, and its Markdown."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("kocbook.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, not HTML, and only of our own texts
    )
    page = environment.get_template("differences.md.j2").render(rows=rows, texts=texts)
    return f"tooling/docs/{texts.language}/reference/markdown.md", page
