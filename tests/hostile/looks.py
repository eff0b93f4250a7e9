"""What sanitising costs legitimate Markdown: examples rendered, before and after, element by element.

`python -m tests.hostile FOLDER --looks` takes the payloads of the kind `markdown` that say what is
`expected`: the examples of CommonMark and GFM.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Sequence

import nh3

from kocbook.markdown.parser import render_markdown
from kocbook.markdown.sanitise import sanitise_html
from tests.hostile.corpus import Payload
from tests.site.test_sanitise import Shape

_ADDED = {"rel", "data-kb-away", "data-kb-leads"}
_TAG = re.compile(r"<([A-Za-z][^\s/>]*)")
_NAME = re.compile(r"[\s\"'/]([A-Za-z_:@][^\s=>/\"'<]*)(?=[\s=/>])")
_SCHEME = re.compile(r"[\"'=]\s*([A-Za-z][A-Za-z0-9+.-]*):")


def find_losses(text: str) -> tuple[str, ...]:
    """Return what the rendered text loses by sanitising, in words; nothing where it looks the same."""
    rendered = render_markdown(text)
    before, after = Shape(_parse(rendered)), Shape(sanitise_html(rendered))
    had, has = Counter(tag for tag, _ in before.elements), Counter(t for t, _ in after.elements)
    losses = [f"<{tag}> is dropped" for tag in had - has]
    if losses or has - had:
        return tuple(sorted(losses)) or ("elements are added",)
    if before.words != after.words:
        return ("words differ",)
    for (tag, old), (_, new) in zip(before.elements, after.elements, strict=True):
        kept = {name: value or "" for name, value in new.items() if name not in _ADDED}
        losses += [
            f"<{tag} {name}> is dropped"
            for name, value in old.items()
            if kept.get(name) != (value or "")
        ]
    return tuple(sorted(set(losses)))


def _parse(html: str) -> str:
    """Return the same document as a browser's parser writes it, with everything that stands in it."""
    tags = {tag.lower() for tag in _TAG.findall(html)} | {"tbody", "tr", "colgroup"}
    names = {name.lower() for name in _NAME.findall(html)}
    addresses = _SCHEME.findall(html)
    everything = nh3.Cleaner(
        tags=tags,
        clean_content_tags=set(),
        attributes={"*": names},
        strip_comments=True,
        link_rel=None,
        url_schemes={scheme.lower() for scheme in addresses},
    )
    return everything.clean(html)


def report_looks(payloads: Sequence[Payload]) -> int:
    """Print how many examples change, and why; and what sanitising costs."""
    texts = [payload for payload in payloads if payload.kind == "markdown"]
    why: Counter[str] = Counter()
    first: dict[str, str] = {}
    changed = 0
    for payload in texts:
        losses = find_losses(payload.text)
        changed += bool(losses)
        why.update(losses)
        for loss in losses:
            first.setdefault(loss, payload.id)
    say = sys.stdout.write
    for loss, count in why.most_common():
        say(f"{count} × {loss}, first in {first[loss]}\n")
    say(f"{len(texts)} examples, {changed} look different\n")
    say(f"sanitising: {_measure(texts) * 1000:.2f} ms for 4 kB\n")
    return 0


def _measure(payloads: Sequence[Payload]) -> float:
    """Return seconds for 4 kB, of pages of about as much: the best of five."""
    pages, page = [""], ""
    for payload in payloads:
        page += render_markdown(payload.text)
        if len(page.encode()) >= 4096:
            pages.append(page)
            page = ""
    times = []
    for _ in range(5):
        began = time.process_time()
        for html in pages:
            sanitise_html(html)
        times.append(time.process_time() - began)
    return min(times) / max(1, sum(len(html.encode()) for html in pages)) * 4096
