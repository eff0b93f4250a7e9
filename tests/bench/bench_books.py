"""Real Markdown books through check and build, beside GitHub's own rendering of the same files.

`python -m tests.bench.bench_books [--keep DIR] BOOK…`: each BOOK is a folder of Markdown files, such as
a clone of a public repository. For each: pages, false errors, pages that differ in words, lists,
pictures or links, and seconds of CPU. 1 where an error is false or a page differs.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.bench.book_errors import is_true
from tests.bench.books import HANDBOOK, Book, Page
from tests.bench.comparing import (
    MEANT,
    compare_lists,
    compare_targets,
    compare_words,
    is_in_formula,
    take_apart_definitions,
)
from tests.bench.measure import Cost, measure
from tests.bench.reading import View, read_fragment, read_text_of_page
from tests.bench.workshop import KOC, ROOT, Workshop


@dataclass
class Outcome:
    """What was found of one book."""

    pages: int
    check: Cost
    build: Cost
    errors: list[tuple[dict[str, Any], bool]]
    meant: Counter[str]
    different: dict[str, list[str]] = field(default_factory=dict)


def try_book(root: Path, workshop: Workshop) -> Outcome:
    """Publish a book and compare each page with GitHub's rendering."""
    book, community = Book(root), workshop.folder / f"book-{root.name}"
    book.write(community)
    meant: Counter[str] = Counter()
    views = _ask_github(book, workshop, meant)
    check = workshop.koc(community, "check", codes=(0, 1))
    findings = _find_errors(community)
    site = workshop.folder / "book-site"
    build = measure([sys.executable, "-m", "tests.bench.book_site", community, site], ROOT)
    errors = [(one, is_true(one, book, views)) for one in findings]
    outcome = Outcome(len(book.pages), check, build, errors, meant)
    shown = {
        page.module: read_text_of_page(
            (site / HANDBOOK / page.module / "index.html").read_text("utf-8")
        )
        for page in book.pages.values()
    }
    # A text with such a sign is not read, so that its page waits until it is gone: one error, said above.
    unread = {
        one["path"].split("/")[2] for one in findings if one["rule"] == "text-control-character"
    }
    for name, page in book.pages.items():
        if page.module in unread:
            continue
        found = list(_compare_page(page, views, shown, meant))
        if found:
            outcome.different[name] = found
    return outcome


def _ask_github(
    book: Book, workshop: Workshop, meant: Counter[str]
) -> dict[str, tuple[View, View]]:
    """Return GitHub's view of each page's file, and that where a strike takes two tildes."""
    program = [workshop.install_python_peers(), ROOT / "tests/bench/github_peer.py"]
    texts = [take_apart_definitions(page.delivered) for page in book.pages.values()]
    meant["definition"] += sum(times for _, times in texts)
    asked = json.dumps([text for text, _ in texts])
    said = subprocess.run(program, input=asked, capture_output=True, text=True, check=True).stdout
    return {
        name: (read_fragment(one), read_fragment(other))
        for name, (one, other) in zip(book.modules, json.loads(said), strict=True)
    }


def _find_errors(community: Path) -> list[dict[str, Any]]:
    command = [KOC, "--lang", "en", "--root", community, "check", "--format", "json"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [one for one in json.loads(said)["findings"] if one["severity"] == "error"]


def _compare_page(
    page: Page, views: dict[str, tuple[View, View]], shown: dict[str, View], meant: Counter[str]
) -> Iterator[str]:
    (github, plain), site = views[page.module], shown[page.module]
    yield from compare_words(github, plain, site, meant)
    yield from compare_lists(plain, site)
    films = [one for one in plain.pictures if one[0].lower().endswith((".mp4", ".webm", ".mov"))]
    meant["film"] += len(films)
    theirs = [
        (_place(page, source), alt) for source, alt in plain.pictures if (source, alt) not in films
    ]
    ours = [(_place(page, source), alt) for source, alt in site.pictures]
    yield from compare_targets("picture", theirs, ours, meant)
    links = [
        (words, _place(page, target))
        for words, target in plain.links
        if not is_in_formula(page.delivered, words, target)
    ]
    meant["formula"] += len(plain.links) - len(links)
    ours = [(words, _place(page, target)) for words, target in site.links]
    yield from compare_targets("link", links, ours, meant)
    for _, (module, anchor) in links:
        if module in shown and anchor in _anchors(views[module][1]) - shown[module].ids:
            yield f"link: {module}#{anchor} is no place of the site's page"


def _place(page: Page, target: str) -> tuple[str, str]:
    """Return where a link leads and its anchor: the module's name for a page, on GitHub or the site."""
    path, _, anchor = target.partition("#")
    if target.startswith("#"):
        return page.module, unquote(anchor)
    other = re.fullmatch(r"\.\./([^/]+)/(?:index\.md)?", path)
    return (other[1], unquote(anchor)) if other else (unquote(target), "")


def _anchors(view: View) -> set[str]:
    """Return the ids that GitHub makes of headings: their letters, digits and hyphens."""
    found: Counter[str] = Counter()
    names = set()
    for words in view.headings:
        name = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        names.add(f"{name}-{found[name]}" if found[name] else name)
        found[name] += 1
    return names


def _print(root: Path, outcome: Outcome, most: int) -> bool:
    """Print what was found; True where all is as it should be."""
    false = [one for one, true in outcome.errors if not true]
    head = (
        f"\n{root.name}: {outcome.pages} pages, {len(false)} false errors, "
        f"{len(outcome.different)} pages that differ; check {outcome.check.cpu:.2f} s, "
        f"build {outcome.build.cpu:.1f} s"
    )
    lines = [head]
    for one, true in outcome.errors:
        says = "true " if true else "FALSE"
        lines.append(f"  {says} {one['rule']} {one['path']}:{one.get('line')}: {one['message']}")
    for name, times in sorted(outcome.meant.items()):
        if times:
            lines.append(f"  meant, {times}x {name}: {MEANT[name]}")
    for name, found in list(outcome.different.items())[:most]:
        lines.append(f"  {name}")
        lines += [f"    {line[:300]}" for line in "\n".join(found).split("\n")[:most]]
    sys.stdout.write("\n".join([*lines, ""]))
    sys.stdout.flush()
    return not false and not outcome.different


def main() -> int:
    """Try each book."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("books", nargs="+", type=Path, metavar="BOOK")
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench", help="of the peers")
    parser.add_argument("--most", type=int, default=20, help="pages and lines of differences shown")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder.absolute())
    good = True
    for root in asked.books:
        good &= _print(root, try_book(root.absolute(), workshop), asked.most)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
