"""Links from one module's text to a part of another's.

This is the one rule that looks at two texts. Which texts it compares follows from how the links are
written (`find_linked`), so that whoever reads a community only in part knows what else to read: all
that a changed text links to, and all that links to a changed text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from posixpath import dirname, normpath
from urllib.parse import unquote

from kocbook.base.finding import Severity
from kocbook.model.community import Community, Content
from kocbook.rules.content import (
    MADE_ANCHORS,
    find_heading,
    find_other_module,
    find_part,
    local_target,
)
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("content")

_LINK = re.compile(r"(?:\.\./){1,3}(?:[a-z0-9-]+/){1,3}index\.md(?=#)")


def find_linked(text: str, folder: str) -> set[str]:
    """Return the modules, as HANDBOOK/MODULE, to whose parts a text links.

    `folder` is the text's own below content/, HANDBOOK/MODULE or HANDBOOK/MODULE/SEAT. Some of the
    modules may not exist. A link that is written in another way (`.././a/index.md#b`) leads there
    too, but is not judged.
    """
    found = _LINK.findall(text) if "/index.md#" in text else ()
    places = {normpath(f"{folder}/{target}") for target in found}
    return {"/".join(place.split("/")[:2]) for place in places if place.count("/") > 1}


def linking_words(key: str) -> str:
    """Return words that stand in each text that links to a part of the module `key`."""
    return f"/{key.partition('/')[2]}/"


def find_linking(community: Community, keys: Collection[str]) -> set[str]:
    """Return the modules of a community whose texts link to parts of the modules `keys`."""
    wanted = frozenset(keys)
    return {
        key
        for key, module in community.modules.items()
        if module.content and not wanted.isdisjoint(_find_all_linked(module.content))
    }


def _find_all_linked(content: Content) -> set[str]:
    linked: set[str] = set()
    for part, text in content.texts.items():
        linked |= find_linked(text, dirname(content.text_path(part)).removeprefix("content/"))
    return linked


@rule("link-unknown-part", Severity.WARNING)
def link_unknown_part(context: Context) -> Iterator[Hit]:
    """A link leads to a heading of another module's text that is not there."""
    for module in context.modules:
        for page in context.module_pages[module.key]:
            linked = find_linked(page.text, dirname(page.path).removeprefix("content/"))
            for link in page.links if linked else ():
                name = unquote(link.target.strip().partition("#")[2])
                target = local_target(link)
                if not target or not name or name.startswith(MADE_ANCHORS):
                    continue
                other = find_other_module(context, module, find_part(module, page), target)
                there = context.find_pages(other) if other and other in linked else ()
                if there and all(find_heading(name, one) is None for one in there):
                    yield link.where, {"name": name, "module": other}
