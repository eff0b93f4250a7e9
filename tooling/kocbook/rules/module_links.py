"""Links from one module's text to a part of another's.

Which texts it compares follows from how the links are written (`find_linked`), so that whoever reads
a community only in part knows what else to read (`find_related`): all that a changed text links to, and
all that links to a part that is gone from it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from posixpath import dirname, normpath
from urllib.parse import unquote

from kocbook.base.finding import Severity
from kocbook.rules.content import (
    MADE_ANCHORS,
    find_heading,
    find_other_module,
    find_part,
    local_target,
)
from kocbook.rules.context import Context
from kocbook.rules.page import find_anchors
from kocbook.rules.registry import Hit, Reach, Texts, rules_for

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


def find_related(before: Texts, after: Texts, keys: Collection[str]) -> set[str]:
    """Return the modules that texts of `keys` link to a part of, or that link to a part that is gone."""
    changed = set(keys)
    found: set[str] = set()
    broken: set[str] = set()
    for path in before.keys() | after.keys():
        key, folder = module_of(path), dirname(path).removeprefix("content/")
        if key in changed:
            old, new = before.get(path, ""), after.get(path, "")
            found |= find_linked(new, folder)
            # What is new in a text breaks no link to it, and most texts change without a heading.
            if old != new and not find_anchors(old) <= find_anchors(new):
                broken.add(key)
    if broken:
        for path, text in after.items():
            if not broken.isdisjoint(find_linked(text, dirname(path).removeprefix("content/"))):
                found.add(module_of(path))
    return found


def module_of(path: str) -> str:
    """Return the key of the module below whose folder in content/ a file lies."""
    return "/".join(path.split("/")[1:3])


@rule(
    "link-unknown-part",
    Severity.WARNING,
    Reach.COMMUNITY,
    words=True,
    moved_by={},
    find_related=find_related,
)
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
                there = context.module_pages.get(other, ()) if other and other in linked else ()
                if there and all(find_heading(name, one) is None for one in there):
                    yield link.where, {"name": name, "module": other}
