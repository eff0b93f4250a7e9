"""What may stand in a contributed text's part of a page: the allow-list, and what the tool adds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kocbook.markdown.sanitise import ATTRIBUTES, TAGS, is_id
from kocbook.site.text import formulas
from kocbook.site.text.figures import svg

ADDED = {
    "a": {"rel", "data-kb-away", "data-kb-leads", "data-kb-site", "aria-label"},
    "img": {"width", "height", "loading", "decoding", "fetchpriority", "srcset", "sizes"},
    "input": {"aria-label"},
    "video": {"aria-label", "width", "height"},
    "math": {"alttext", "aria-label"},
    "figure": {"data-kb-figure"},
    "td": {"data-kb-column", "data-kb-value"},
    "th": {"data-kb-value"},
    "span": {"data-kb-column"},
    "div": {"lang", "aria-hidden"},
    "summary": {"aria-label", "data-kb-says"},
    "table": {"data-kb-calculator", "data-kb-result"},
}
"""Attributes that the tool adds to what the allow-list lets through."""
_CLASS = re.compile(
    r"kb-(?:draw(?:n|--line|--route|--sign|n--\w+|n-body|n-table)?|tone-[0-3]|keys?|spots|spotted|pin(?:-words)?)"
    r"|kb-(?:text|notice|figure|film-link(?:--bare)?|photos|zoom|formula(?:--\w+)?)|admonition(?:-title)?"
    r"|note|tip|info|warning|danger"
    r"|task-list(?:-\w+)?|footnote(?:-\w+)?|headerlink|highlight|language-[\w+#.-]+|[a-z][a-z0-9]{0,2}"
)


def find_outside(tag: str, attributes: Mapping[str, str | None]) -> list[str]:
    """Return what of one element stands outside, as `<tag name>`; nothing where all is allowed."""
    allowed: set[str] | frozenset[str]
    if tag in formulas.TAGS:
        allowed = formulas.ATTRIBUTES | ADDED.get(tag, set())
    elif tag in svg.TAGS:
        allowed = svg.ATTRIBUTES
    elif tag in TAGS | {"label"}:
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | ADDED.get(tag, set()) | {"class"}
    else:
        return [f"<{tag}>"]
    outside = [f"<{tag} {name}>" for name in attributes if name not in allowed]
    words = (attributes.get("class") or "").split()
    outside += [f'<{tag} class="{word}">' for word in words if not _CLASS.fullmatch(word)]
    name = attributes.get("id")
    if name is not None and not is_id(name):
        outside.append(f'<{tag} id="{name}">')
    return outside
