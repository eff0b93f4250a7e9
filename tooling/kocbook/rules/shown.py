"""Rules about what of a text readers would not see, or would not see as its author wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kocbook.base.finding import Location, Severity
from kocbook.markdown.film_pages import find_film_site
from kocbook.markdown.html_names import OTHER_FLAGS, OTHER_HTML
from kocbook.markdown.html_tree import FLAGS, VOID
from kocbook.markdown.lines import Lines
from kocbook.markdown.old_forms import find_old_forms
from kocbook.markdown.raw_tags import RawTag
from kocbook.markdown.sanitise import TAGS
from kocbook.rules.content import UNSAFE_TAGS, find_scheme
from kocbook.rules.page import Page
from kocbook.rules.registry import Hit, page_rule

_MAY_STAY_OPEN = frozenset(
    ["p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "option"]
)
_DEFINITION = re.compile(r" {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*\S")
_SPACED = re.compile(
    r"(?<!\\)!\[(?P<words>[^\[\]\n]{0,300})\]\([ \t]*(?P<target>[^\s()<>\"'][^()<>\n\"']{0,300}"
    r"[ \t][^()<>\n\"']{0,300}\.(?:jpe?g|png|webp|gif|heic|heif|mp4|mov|webm))[ \t]*\)",
    re.IGNORECASE,
)
"""A picture whose target holds a space: CommonMark takes the whole of it for words."""
_SEEN = 20
_MARK = re.compile(r"\[([^\[\]\n]{1,200})\]")


@page_rule("content-lost-tag", Severity.ERROR)
def content_lost_tag(page: Page) -> Iterator[Hit]:
    """Words between `<` and `>` read as an HTML tag, so that readers do not see them."""
    for tag in page.tags:
        if is_no_html(tag):
            yield _place(page, tag), {"tag": tag.written, "typed": f"\\{tag.written}"}


def is_no_html(tag: RawTag) -> bool:
    """True for what was hardly meant as HTML: an unknown name, or words where attributes stand."""
    if tag.name not in TAGS | UNSAFE_TAGS | OTHER_HTML:
        return True
    return any(
        value is None
        and name not in FLAGS | OTHER_FLAGS
        and not name.startswith(("data-", "aria-"))
        for name, value in tag.attributes.items()
    )


@page_rule("content-unclosed-tag", Severity.WARNING)
def content_unclosed_tag(page: Page) -> Iterator[Hit]:
    """An HTML tag is opened and never closed, so that it reaches to the end of the page."""
    for tag in _iter_unclosed(page.tags):
        yield _place(page, tag), {"tag": tag.written, "name": tag.name}


def _iter_unclosed(tags: list[RawTag]) -> Iterator[RawTag]:
    waiting: dict[str, list[RawTag]] = {}
    for tag in tags:
        if tag.name in VOID | _MAY_STAY_OPEN or tag.name not in TAGS or is_no_html(tag):
            continue
        opened = waiting.setdefault(tag.name, [])
        if not tag.is_closing:
            opened.append(tag)
        elif opened:
            opened.pop()
    yield from (tag for opened in waiting.values() for tag in opened)


def _place(page: Page, tag: RawTag) -> Location:
    return Location(page.path, tag.line, tag.column)


@page_rule("content-unused-definition", Severity.ERROR)
def content_unused_definition(page: Page) -> Iterator[Hit]:
    """A line reads as the address of a link that no words lead to, so that readers do not see it."""
    if "]:" not in page.text:
        return
    lines = page.prose.split("\n")
    on_lines = Counter(label for line in lines for label in set(map(_fold, _MARK.findall(line))))
    for number, line in enumerate(lines, 1):
        found = _DEFINITION.match(line)
        if found and number not in page.shown_lines and on_lines[_fold(found[1])] < 2:
            yield Location(page.path, number, 1), {"line": line.strip()[:60]}


@page_rule("content-old-form", Severity.WARNING)
def content_old_form(page: Page) -> Iterator[Hit]:
    """A form of Markdown that GitHub does not know: readers see its signs as they were typed."""
    lines = page.text.split("\n")
    for form in find_old_forms(page.text):
        seen = lines[form.line - 1][form.column - 1 :].strip()[:_SEEN]
        yield Location(page.path, form.line, form.column), {"seen": seen, "variant": form.kind}


def _fold(label: str) -> str:
    """Return a label as CommonMark compares it."""
    return " ".join(label.casefold().split())


@page_rule("image-uploading", Severity.ERROR)
def image_uploading(page: Page) -> Iterator[Hit]:
    """A photo had not arrived when the text was sent: what is left is its placeholder."""
    for name, where in page.uploads:
        yield where, {"name": name}


@page_rule("image-name-spaced", Severity.ERROR)
def image_name_spaced(page: Page) -> Iterator[Hit]:
    """The name of a picture holds a space, so that Markdown takes its sign for words."""
    if "![" not in page.text:
        return
    for match in _SPACED.finditer(page.prose):
        where = Location(page.path, *Lines(page.prose).place(match.start()))
        typed = f"![{match['words']}](<{match['target']}>)"
        yield where, {"target": match["target"], "typed": typed}


@page_rule("image-remote", Severity.WARNING)
def image_remote(page: Page) -> Iterator[Hit]:
    """A picture lies on another host: the site shows a link to it."""
    for link in page.links:
        if link.alt is not None and (
            find_scheme(link.target) in ("http", "https") or link.target.startswith("//")
        ):
            site = find_film_site(link.target)
            yield link.where, {"target": link.target, **({"variant": "film"} if site else {})}
