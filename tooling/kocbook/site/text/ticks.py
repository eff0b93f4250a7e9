"""Lists to tick: every box gets the name of its line, for those who hear the page."""

from __future__ import annotations

import html
import re

_BOX = re.compile(
    r'<input type="checkbox"([^>]*)>(<span class="task-list-indicator"></span></label>)'
    r"(.*?)(?=</li>|</p>|<ul|<ol|<p>)",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
LONGEST = 120


def name_boxes(content: str) -> str:
    """Give every box of a rendered list the words of its line as its name."""
    if "task-list-indicator" not in content:
        return content
    return _BOX.sub(_name, content)


def _name(box: re.Match[str]) -> str:
    marks, end, line = box.groups()
    words = " ".join(html.unescape(_TAG.sub("", line)).split())[:LONGEST]
    name = html.escape(words)
    return f'<input type="checkbox"{marks} aria-label="{name}">{end}{line}'
