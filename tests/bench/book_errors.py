"""Whether an error that the check finds in a book is one: GitHub's rendering is asked, not our code."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from tests.bench.books import Book
from tests.bench.reading import View

_NUMBERED = re.compile(r"^[ >]*(?:[-*+] +)*(\d{1,9})[.)] ", re.MULTILINE)


def is_true(finding: dict[str, Any], book: Book, views: dict[str, tuple[View, View]]) -> bool:
    """True where GitHub's rendering loses something there as well, or what is named is not there."""
    page = book.modules.get(finding["path"].split("/")[2])
    if page is None:
        return False
    view = views[page.module][0]
    line = page.delivered.split("\n")[(finding.get("line") or 1) - 1]
    match finding["rule"]:
        case "image-without-alt":
            return view.undescribed > 0
        case "link-missing-file" | "link-leaves-folder" | "link-wrong-case":
            targets = [target for _, target in [*view.links, *_turned(view.pictures)]]
            paths = (book.locate(page.path, target) for target in targets)
            return any(path and not (book.root / path).exists() for path in paths)
        case "content-unused-definition":
            return _squeeze(line) not in _squeeze(" ".join(view.blocks))
        case "content-lost-tag":
            tag = re.search(r"<[^<>]*>?", line[(finding.get("column") or 1) - 1 :])
            return tag is not None and _squeeze(tag[0]) not in _squeeze(" ".join(view.blocks))
        case "content-list-number":
            return _loses_number(page.delivered, view)
        case "content-not-shown":
            words = re.search(r"“(.*)”", finding["message"], re.DOTALL)
            return words is not None and _is_lost(words[1], page.delivered, view)
        case "content-unsafe":
            return "<script" in finding["message"]  # which GitHub's pages have no more than ours
        case "text-control-character":
            return any(unicodedata.category(sign) in ("Cc", "Cf") for sign in line)
        case _:
            return False


def _loses_number(source: str, view: View) -> bool:
    """True where GitHub shows other numbers of lists than the source's lines begin with."""
    typed = [int(one) for one in re.findall(_NUMBERED, source)]
    shown = [int(sign[:-1]) for _, sign in view.items if sign != "-"]
    return shown != typed


def _turned(pictures: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(alt, source) for source, alt in pictures]


def _is_lost(words: str, source: str, view: View) -> bool:
    """True where GitHub shows words less often than the source has them."""
    bare, shown = _bare(words), _bare(" ".join(view.blocks))
    return shown.count(bare) < _bare(source).count(bare)


def _bare(words: str) -> str:
    """Return words without the signs that Markdown may have taken."""
    return re.sub(r"[\s`*_|\\\[\]]+", "", words)


def _squeeze(words: str) -> str:
    return re.sub(r"\s+", "", words)
