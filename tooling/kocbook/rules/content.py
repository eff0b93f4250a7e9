"""Rules about the texts that contributors deliver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, normpath
from urllib.parse import unquote

from kocbook.base.finding import Location, Severity, at
from kocbook.insight.parts import has_part, is_joint, part_folder
from kocbook.insight.team import is_team
from kocbook.markdown.film_pages import find_framed_page
from kocbook.markdown.parser import has_front_matter
from kocbook.markdown.raw_tags import RawTag
from kocbook.markdown.sanitise import SCHEMES
from kocbook.model.community import Community, Module
from kocbook.model.enums import ModuleForm
from kocbook.rules.context import Context
from kocbook.rules.page import Page, PageLink, fold_anchor
from kocbook.rules.registry import Hit, Reach, page_rule, rules_for

rule = rules_for("content")

UNSAFE_TAGS = frozenset(
    [
        "applet",
        "base",
        "button",
        "dialog",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "link",
        "math",
        "meta",
        "noscript",
        "object",
        "option",
        "param",
        "portal",
        "script",
        "select",
        "slot",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
    ]
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
MADE_ANCHORS = ("fn", "kb-")
"""What anchors begin with that the page makes by itself: footnotes, its own parts."""


def _pages(context: Context) -> Iterator[tuple[Module, Page]]:
    for module in context.modules:
        for page in context.module_pages[module.key]:
            yield module, page


def find_part(module: Module, page: Page) -> str:
    """Return the folder of the part whose text a page is, "" for the module's own."""
    return dirname(page.path).removeprefix(f"content/{module.key}").removeprefix("/")


def find_place(part: str, target: str) -> str | None:
    """Return where a path in a part's text leads, below the module's folder; None for out of it."""
    if not part:
        return None if leaves_folder(target) else target
    place = normpath(f"{part}/{target}")
    return None if target.startswith(("/", "\\")) or place.startswith("..") else place


def find_scheme(target: str) -> str | None:
    """Return the scheme of an address as a browser reads it: without white space and controls."""
    match = _SCHEME.match("".join(char for char in target if ord(char) > 32))
    return match[1].lower() if match else None


def local_target(link: PageLink) -> str | None:
    """Return the path that a link within the repository leads to; None for the web and `#…`."""
    target = link.target.strip()
    if target.startswith(("#", "//")) or find_scheme(target):
        return None
    return unquote(re.split(r"[?#]", target, maxsplit=1)[0]).removeprefix("./")


def leaves_folder(target: str) -> bool:
    """True for a path that is absolute or climbs out of its folder."""
    return target.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", target)


def file_names(module: Module) -> set[str]:
    """Return the names of all files of a module's texts and media, as `MediaFile` names them."""
    if module.content is None:
        return set()
    texts = {f"{part}/index.md" if part else "index.md" for part in module.content.texts}
    return {*module.content.media, *texts}


@rule("content-missing", Severity.ERROR, Reach.MODULE, words=True)
def content_missing(context: Context) -> Iterator[Hit]:
    """A claim says that the work was delivered, but nothing of it is there, or the text is empty."""
    for module in context.modules:
        if module.brief.form is ModuleForm.SERVICE:
            continue
        folder = f"content/{module.key}"
        for claim in module.claims.values():
            if claim.delivered and _misses_part(context, module, claim.seat):
                part = part_folder(module, claim.seat) if not is_joint(module) else ""
                path = f"{folder}/{part}/index.md" if part else f"{folder}/index.md"
                yield at(claim.path, "delivered"), {"date": claim.delivered, "path": path}


def _misses_part(context: Context, module: Module, seat: str) -> bool:
    """True where nothing of a seat's own is there, not even what could not be read."""
    if not is_team(module) or is_joint(module):
        return context.misses_text(module)
    unread = context.has_unreadable_words(module.key)
    return not has_part(module, seat) and not unread


@page_rule("content-front-matter", Severity.ERROR)
def content_front_matter(page: Page) -> Iterator[Hit]:
    """A text starts with front matter, which sets what operators own."""
    if has_front_matter(page.text):
        yield Location(page.path, 1, 1), {}


@rule("content-title", Severity.WARNING, Reach.MODULE, words=True)
def content_title(context: Context) -> Iterator[Hit]:
    """A text has a first-level heading, though its title comes from the brief."""
    for module, page in _pages(context):
        for where in page.titles:
            yield where, {"title": module.brief.title}


@rule("link-leaves-folder", Severity.ERROR, Reach.MODULE, words=True)
def link_leaves_folder(context: Context) -> Iterator[Hit]:
    """A link or picture leads out of the module's own folder."""
    for module, page in _pages(context):
        for link in page.links:
            target = local_target(link)
            part = find_part(module, page)
            if not target or find_place(part, target) is not None:
                continue
            if link.alt is not None or find_other_module(context, module, part, target) is None:
                yield link.where, {"target": link.target}


def find_other_module(context: Context, module: Module, part: str, target: str) -> str | None:
    """Return the key of the module whose text a relative path leads to, as GitHub follows it."""
    if target.startswith(("/", "\\")):
        return None
    place = normpath(f"{module.key}/{part}/{target}").removesuffix("/index.md")
    place = "/".join(place.split("/")[:2])  # a team's text lies in a folder of its seat
    community = context.community
    known = place in community.modules or f"modules/{place}/module.yml" in community.elsewhere
    return place if known else None


@rule("link-missing-file", Severity.ERROR, Reach.MODULE, words=True)
def link_missing_file(context: Context) -> Iterator[Hit]:
    """A link or picture leads to a file that is not there."""
    for module, page in _pages(context):
        folder = dirname(page.path)
        for link, target, place in _own_links(context.community, module, page):
            if _find_case(place, module) is None:
                variant = "" if target else "empty"
                yield link.where, {"target": target, "folder": folder, "variant": variant}


@rule("link-wrong-case", Severity.ERROR, Reach.MODULE, words=True)
def link_wrong_case(context: Context) -> Iterator[Hit]:
    """A link writes a file's name with other capital letters than the file has."""
    for module, page in _pages(context):
        for link, target, place in _own_links(context.community, module, page):
            wanted = _find_case(place, module)
            if wanted is not None:
                yield (
                    link.where,
                    {
                        "target": target,
                        "wanted": wanted.removeprefix(f"{find_part(module, page)}/"),
                    },
                )


def _own_links(
    community: Community, module: Module, page: Page
) -> Iterator[tuple[PageLink, str, str]]:
    """Yield the links that stay with the module and lead to no file there, with that file's place."""
    names, part = file_names(module), find_part(module, page)
    for link in page.links:
        target = local_target(link)
        place = None if target is None else find_place(part, target)
        if target is None or place is None or place in names:
            continue
        if f"content/{module.key}/{place}" not in community.unreadable:
            yield link, target, place


def _find_case(target: str, module: Module) -> str | None:
    return next((n for n in sorted(file_names(module)) if n.lower() == target.lower()), None)


@page_rule("link-missing-anchor", Severity.WARNING)
def link_missing_anchor(page: Page) -> Iterator[Hit]:
    """A link leads to a heading of the same text that is not there."""
    for link in page.links:
        place, _, name = link.target.strip().partition("#")
        name = unquote(name)
        if not name or name.startswith(MADE_ANCHORS):
            continue
        if place in ("", "index.md", "./", "./index.md") and find_heading(name, page) is None:
            yield link.where, {"name": name}


def find_heading(name: str, page: Page) -> str | None:
    """Return the anchor that `name` means; a second heading of the same words has a number."""
    folded = fold_anchor(name)
    for wanted in (folded, folded.rstrip("0123456789")):
        if wanted in page.anchors:
            return wanted
    return None


@page_rule("image-without-alt", Severity.ERROR)
def image_without_alt(page: Page) -> Iterator[Hit]:
    """A picture has no description in words."""
    for link in page.links:
        if link.alt is not None and not link.alt.strip():
            yield link.where, {"name": link.target or "-"}


def _film_in(tag: RawTag) -> dict[str, str]:
    """Return the page of the film that a tag would play, and the sentence to use; or nothing."""
    page = find_framed_page(tag.attributes.get("src") or "") if tag.name == "iframe" else None
    return {"variant": "film", "page": page} if page else {}


@page_rule("content-unsafe", Severity.ERROR)
def content_unsafe(page: Page) -> Iterator[Hit]:
    """A text holds HTML or addresses that the site removes because they can run scripts."""
    for tag in page.tags:
        if tag.is_closing:
            continue
        where = Location(page.path, tag.line, tag.column)
        handlers = [name for name in tag.attributes if name.startswith("on")]
        if tag.name in UNSAFE_TAGS:
            yield where, {"part": f"<{tag.name}>", **_film_in(tag)}
        elif handlers:
            yield where, {"part": handlers[0]}
    for link in page.links:
        scheme = find_scheme(link.target)
        if scheme and scheme not in SCHEMES:
            yield link.where, {"part": f"{scheme}:"}
