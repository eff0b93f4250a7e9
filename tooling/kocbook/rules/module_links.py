"""Links from one module's text to a part of another's.

This is the one rule that looks at two texts. Which texts it compares follows from how the links are
written (`find_linked`), so that whoever reads a community only in part knows what else to read: all
that a changed text links to, and all that links to a changed text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from kocbook.base.finding import Severity
from kocbook.model.community import Community
from kocbook.rules.content import MADE_ANCHORS, find_heading, find_other_module, local_target
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("content")

_LINK = re.compile(r"\.\./(?:\.\./([a-z0-9-]+)/)?([a-z0-9-]+)/index\.md#")


def find_linked(text: str, key: str) -> set[str]:
    """Return the modules, as HANDBOOK/MODULE, to whose parts a text of the module `key` links.

    Some of them may not exist. A link that is written in another way (`.././a/index.md#b`) leads
    there too, but is not judged.
    """
    handbook = key.partition("/")[0]
    found = _LINK.finditer(text) if "/index.md#" in text else ()
    return {f"{match[1] or handbook}/{match[2]}" for match in found}


def linking_words(key: str) -> str:
    """Return words that stand in each text that links to a part of the module `key`."""
    return f"/{key.partition('/')[2]}/index.md#"


def find_linking(community: Community, keys: Collection[str]) -> set[str]:
    """Return the modules of a community whose texts link to parts of the modules `keys`."""
    wanted = frozenset(keys)
    return {
        key
        for key, module in community.modules.items()
        if module.text and not wanted.isdisjoint(find_linked(module.text, key))
    }


@rule("link-unknown-part", Severity.WARNING)
def link_unknown_part(context: Context) -> Iterator[Hit]:
    """A link leads to a heading of another module's text that is not there."""
    for key, page in context.pages.items():
        linked = find_linked(page.text, key)
        for link in page.links if linked else ():
            name = unquote(link.target.strip().partition("#")[2])
            target = local_target(link)
            if not target or not name or name.startswith(MADE_ANCHORS):
                continue
            other = find_other_module(context, context.community.modules[key], target)
            there = context.find_page(other) if other and other in linked else None
            if there is not None and find_heading(name, there) is None:
                yield link.where, {"name": name, "module": other}
