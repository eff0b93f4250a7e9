"""`python -m tests.bench.bench_worst`: the records of 64 KiB that take longest to read, check and report.

Shapes that readers, schemas and patterns are slow at, and records of random tokens by number, each as
the record of a member and as a brief, with the settings of the sample community. Prints the slowest with the CPU seconds
that they add to a check with both reports, and ends with 1 if one takes more than a second.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from random import Random

from kocbook.base.texts import load_texts
from kocbook.records.loader import load_community
from kocbook.records.tree import MemoryTree
from kocbook.records.yaml_reader import MAX_BYTES
from kocbook.report.findings_json import render_json
from kocbook.report.findings_text import render_text
from kocbook.report.prepare import prepare_report
from kocbook.rules.engine import check_community
from tests.conftest import SAMPLE
from tests.hostile.mutate import TOKENS

GOAL = 1.0
_PLACES = ("members/old-he.yml", "modules/guide/tyre-check/module.yml")
_AROUND = ("community.yml", "modules/guide/handbook.yml", *_PLACES)
_DAY, _SHOWN = date(2026, 6, 30), 8
_REPEATED = {
    "open brackets": "[",
    "open braces": "{",
    "pairs in one line": "a: ",
    "dashes in one line": "- ",
    "one key again and again": "name: x\n",
    "empty lists": "- []\n",
    "numbers in a flow list": "1, ",
    "quotes": '"',
    "apostrophes": "'",
    "lines of spaces": " " * 60 + "\n",
    "comments": "# 字\n",
    "hashes": "# ",
    "anchors": "&a ",
    "aliases": "- *a\n",
    "questions": "? ",
    "documents": "---\n",
    "tabs": "\t",
    "returns": "\r\n",
    "telephone numbers": "138-0013-",
    "digits apart": "1 - ",
    "plates": "京A",
    "at signs": "@",
    "addresses": "a@b.c ",
    "back slashes": "\\",
    "emoji": "\U0001f469\u200d\U0001f527",
    "tags without a flag": "\U000e0061",
    "invisible": "\u200b",
    "colons": ":",
    "angle brackets": "<",
}
_STARTS = ("", "intro: ", "intro: |\n  ", "background: >-\n  ", "name: [", "seats:\n  - ")


def iter_texts(random_ones: int) -> Iterator[tuple[str, str]]:
    """Yield texts of at most 64 KiB with what they are."""
    for name, part in _REPEATED.items():
        for start in _STARTS:
            yield f"{name}, after {start!r}", _fill(start, part)
    stairs = "".join(f"{' ' * depth}a:\n" for depth in range(350))
    yield "stairs", stairs
    yield "keys nobody knows", "".join(f"k{number}: {number}\n" for number in range(5000))
    yield "seats nobody knows", "seats:\n" + "".join(f"  - {{id: s{n}}}\n" for n in range(4000))
    yield "one word of many lines", "intro: " + "字\n  " * 10_000
    for number in range(random_ones):
        random = Random(number)
        some = random.choices(TOKENS, k=random.randrange(1, 6))
        part = "".join(some) + random.choice(("", "\n", "\n  ", " "))
        yield f"tokens {number}", _fill(random.choice(_STARTS), part)


def _fill(start: str, part: str) -> str:
    """Repeat `part` behind `start` as often as a record may be long."""
    return start + part * (
        (MAX_BYTES - len(start.encode())) // len(part.encode("utf-8", "replace"))
    )


def seconds(files: dict[str, bytes]) -> float:
    """Return the CPU seconds of reading, checking and reporting these files."""
    texts = load_texts("zh")
    began = time.process_time()
    loaded = load_community(MemoryTree(files))
    findings = list(loaded.findings)
    if loaded.community is not None:
        findings += check_community(loaded.community, _DAY)
    report = prepare_report(loaded, findings, texts)
    render_json(report)
    render_text(report, texts, lambda text, _: text, 80)
    return time.process_time() - began


def main() -> int:
    """Try every text in every place, and print the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=500, help="so many records of random tokens")
    options = parser.parse_args()
    sample = {path: (SAMPLE / path).read_bytes() for path in _AROUND}
    usual = min(seconds(sample) for _ in range(5))
    found: list[tuple[float, str]] = []
    for name, text in iter_texts(options.random):
        for place in _PLACES:
            took = seconds({**sample, place: text.encode("utf-8", "surrogatepass")}) - usual
            found.append((took, f"{name}, as {place}"))
    found.sort(reverse=True)
    sys.stdout.write(f"{len(found)} records; without them: {usual:.2f} s\n")
    for took, name in found[:_SHOWN]:
        sys.stdout.write(f"{took:6.2f} s  {name}\n")
    return int(found[0][0] > GOAL)


if __name__ == "__main__":
    sys.exit(main())
