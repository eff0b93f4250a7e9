"""Whether an error that the check finds in a book is one: GitHub's rendering is asked, not our code."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from tests.bench.books import Book
from tests.bench.reading import View


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
            return _loses_number(line, page.delivered, view)
        case "text-control-character":
            return any(unicodedata.category(sign) in ("Cc", "Cf") for sign in line)
        case _:
            return False


def _loses_number(line: str, source: str, view: View) -> bool:
    """True where GitHub shows a list's number less often than lines of the source begin with it."""
    number = re.match(r"[ >]*(?:[-*+] +)*0*(\d+)[.)]", line)
    if number is None:
        return False
    typed = re.findall(rf"^[ >]*(?:[-*+] +)*0*{number[1]}[.)] ", source, re.MULTILINE)
    shown = [sign for _, sign in view.items if sign == f"{number[1]}."]
    return len(shown) < len(typed)


def _turned(pictures: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(alt, source) for source, alt in pictures]


def _squeeze(words: str) -> str:
    return re.sub(r"\s+", "", words)
