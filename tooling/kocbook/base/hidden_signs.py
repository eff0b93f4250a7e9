"""Signs that nobody sees: those that no file of a community may hold, and what ends a line beside them."""

from __future__ import annotations

import re

# Control, bidirectional, invisible and odd line-break characters: they make a file read otherwise
# than it looks; U+FFFE and U+FFFF fit into no XML. U+200D stays: emoji are joined with it, and so do
# the tags that make a black flag that of a region.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u180e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001\U000e0020-\U000e007f]|\r(?!\n)"
)

LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""What ends a line for who typed it; a file has line feeds."""
