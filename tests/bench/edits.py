"""Edits as authors make them, and how they are taken back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kocbook.insight.fingerprint import text_fingerprint
from tests.bench.communities import module_id

TEXT = f"content/book-000/{module_id(2)}/index.md"


@dataclass(frozen=True)
class Edit:
    """One exchange of words in a file of a community."""

    path: str
    before: str
    after: str

    def make(self, root: Path) -> None:
        """Make the edit."""
        self._exchange(root, self.before, self.after)

    def undo(self, root: Path) -> None:
        """Take it back."""
        self._exchange(root, self.after, self.before)

    def _exchange(self, root: Path, before: str, after: str) -> None:
        """Exchange the words; who signed the text signs it again, or it would leave the site."""
        path = root / self.path
        old = path.read_text("utf-8")
        new = old.replace(before, after, 1)
        path.write_text(new, "utf-8")
        handbook, module = path.parts[-3:-1]
        for signed in (root / "modules" / handbook / module).glob("signoffs/*.yml"):
            record = signed.read_text("utf-8")
            signed.write_text(record.replace(text_fingerprint(old), text_fingerprint(new)), "utf-8")


A_TEXT = Edit(TEXT, "## 最后", "## 到最后")
A_TITLE = Edit(f"modules/book-000/{module_id(3)}/module.yml", "title: ", "title: 新")
