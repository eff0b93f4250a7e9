"""`python -m tests.hostile FOLDER`: every payload of a folder, against the real site in a browser.

Prints `N tried, E executed, R outside requests` and what stands outside the allow-list; exits 1
unless the last three are none. `--control` builds without the sanitiser: thousands must run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.hostile.building import build_poisoned
from tests.hostile.corpus import Payload, read_corpora
from tests.hostile.opening import Seen, open_pages
from tests.hostile.poisoned import SHARED_BY, make_body, module_key

AT_ONCE = 240
"""So many payloads make one site; each of them meets all the others' names in lists and menus."""
PLAIN = {"ticks": "- [ ] plain words", "none": "plain \a words", "hard": "plain " + "[a" * 5000}


def main() -> int:
    """Run what was asked and print what was found."""
    options = _read_options()
    payloads = read_corpora(options.folder)[:: options.every]
    if options.records:
        from tests.hostile.records import report_events, try_records

        return max(try_records(payloads), report_events(payloads))
    return _try_pages(payloads, options)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of *.jsonl payload sets")
    parser.add_argument("--control", action="store_true", help="build without the sanitiser")
    parser.add_argument("--shielded", action="store_true", help="leave the security policy on")
    parser.add_argument(
        "--records", action="store_true", help="payloads as files and forms, no browser"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each N-th payload only")
    return parser.parse_args()


def _try_pages(payloads: list[Payload], options: argparse.Namespace) -> int:
    # A payload of no words shows which parts the pages have by themselves: finished ones, those
    # without a text (no file holds a bell), with a list to tick, and those that cannot be rendered.
    plain = [Payload(f"plain-{n}", "text", "plain words", b"") for n in range(SHARED_BY * 5)]
    plain += [Payload(f"plain-{name}", "text", text, b"") for name, text in PLAIN.items()]
    usual: set[str] = set()
    found: list[tuple[Payload | None, Seen]] = []
    with tempfile.TemporaryDirectory(prefix="koc-hostile-") as folder:
        for _, seen in _open_site(plain, Path(folder), options):
            usual |= seen.frame
        for start in range(0, len(payloads), AT_ONCE):
            part = payloads[start : start + AT_ONCE]
            began = time.monotonic()
            fresh = _open_site(part, Path(folder), options)
            found += fresh
            took = time.monotonic() - began
            ran = [f"{seen.path} {seen.executed[0]}" for _, seen in fresh if seen.executed]
            first = f" (first: {ran[0]})" if ran else ""
            _say(f"{start + len(part)}/{len(payloads)}: {len(ran)} executed{first}, {took:.0f} s")
    return _sum_up(payloads, found, usual)


def _open_site(
    payloads: list[Payload], folder: Path, options: argparse.Namespace
) -> list[tuple[Payload | None, Seen]]:
    """Build one site and open all its pages; each module's page is told with its payload."""
    site = build_poisoned(payloads, folder / "site", control=options.control)
    own = {f"{module_key(number)}/": payload for number, payload in enumerate(payloads)}
    paths = sorted(
        path.parent.relative_to(site).as_posix() + "/" for path in site.rglob("index.html")
    )
    paths = ["" if path == "./" else path for path in paths]
    return [
        (own.get(seen.path), seen) for seen in open_pages(site, paths, shielded=options.shielded)
    ]


def _sum_up(
    payloads: list[Payload], found: list[tuple[Payload | None, Seen]], usual: set[str]
) -> int:
    executed = [(p, seen) for p, seen in found if seen.executed]
    requests = Counter(host for _, seen in found for host in seen.requests)
    strange = Counter(part for _, seen in found for part in seen.outside)
    strange.update(part for _, seen in found for part in seen.frame - usual)
    failed = [seen for _, seen in found if seen.failed]
    bodies = sum(make_body(payload) is not None for payload in payloads)
    for payload, seen in executed[:20]:
        _say(f"executed: {payload.id if payload else '-'} {seen.path} {seen.executed[0]}")
    for part, count in requests.most_common(20):
        first = next(seen for _, seen in found if part in seen.requests)
        _say(f"request: {part} ({count}), first on {first.path}")
    for part, count in strange.most_common(20):
        first = next(seen for _, seen in found if part in seen.frame or part in seen.outside)
        _say(f"outside the allow-list: {part} ({count}), first on {first.path}")
    for seen in failed[:20]:
        _say(f"not opened: {seen.path} {seen.failed}")
    _say(f"{len(payloads)} payloads, {bodies} of them as text too, on {len(found)} pages")
    _say(f"{len(failed)} pages not opened, {sum(strange.values())} parts outside the allow-list")
    asked, ran = sum(requests.values()), sum(len(seen.executed) for _, seen in executed)
    _say(f"scripts ran on {len(executed)} pages")
    _say(f"{len(payloads)} tried, {ran} executed, {asked} outside requests")
    return int(bool(executed or asked or strange or failed))


def _say(text: str) -> None:
    sys.stdout.write(f"{text.encode('utf-8', 'replace').decode()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
