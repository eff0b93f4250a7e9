"""Places in a text: offsets, and 1-based lines and columns in code points."""

from __future__ import annotations

import re
from bisect import bisect_right


class Lines:
    """Where the lines of a text begin, found once."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.length = len(text)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return where a place stands; the end of the text for a line that it does not have."""
        if not 1 <= line <= len(self.starts):
            return self.length
        return self.starts[line - 1] + max(column - 1, 0)
