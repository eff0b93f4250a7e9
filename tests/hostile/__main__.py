"""`python -m tests.hostile FOLDER`: every payload of a folder, against the real site in a browser.

Prints `N tried, E executed, R outside requests` and what stands outside the allow-list; exits 1
unless the last three are none. E counts every script that ran, a payload that runs in five places
of its page five times. `--control` builds without the sanitiser: thousands must run.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
    if options.looks:
        from tests.hostile.looks import report_looks

        return report_looks(payloads)
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
        "--bare",
        action="store_true",
        help="pages without the theme's scripts and styles: a third of the time",
    )
    parser.add_argument(
        "--records", action="store_true", help="payloads as files and forms, no browser"
    )
    parser.add_argument(
        "--looks", action="store_true", help="what legitimate Markdown loses, no browser"
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
    parts = [payloads[start : start + AT_ONCE] for start in range(0, len(payloads), AT_ONCE)]
    began, tried = time.monotonic(), 0
    for part, seen in _iter_sites([plain, *parts], options):
        if part is plain:
            usual = {name for _, page in seen for name in page.frame}
            continue
        found += seen
        tried += len(part)
        ran = [f"{page.path} {page.executed[0]}" for _, page in seen if page.executed]
        first = f" (first: {ran[0]})" if ran else ""
        minutes = (time.monotonic() - began) / 60
        times = sum(len(page.executed) for _, page in found)
        _say(
            f"{tried}/{len(payloads)}: {times} executed in all, "
            f"now on {len(ran)} pages{first}, {minutes:.1f} minutes"
        )
    return _sum_up(payloads, found, usual)


def _iter_sites(
    parts: list[list[Payload]], options: argparse.Namespace
) -> Iterator[tuple[list[Payload], list[tuple[Payload | None, Seen]]]]:
    """Build a site of each part and open all its pages, while the next site is being built."""
    with (
        tempfile.TemporaryDirectory(prefix="koc-hostile-") as folder,
        ThreadPoolExecutor(max_workers=1) as builder,
    ):
        sites = [
            builder.submit(build_poisoned, part, Path(folder) / str(n), control=options.control)
            for n, part in enumerate(parts)
        ]
        for number, part in enumerate(parts):
            yield part, _open_site(part, sites[number].result(), options)
            shutil.rmtree(Path(folder) / str(number))


def _open_site(
    payloads: list[Payload], site: Path, options: argparse.Namespace
) -> list[tuple[Payload | None, Seen]]:
    """Open all pages of a site; each module's page is told with its payload."""
    own = {f"{module_key(number)}/": payload for number, payload in enumerate(payloads)}
    paths = sorted(
        path.parent.relative_to(site).as_posix() + "/" for path in site.rglob("index.html")
    )
    paths = ["" if path == "./" else path for path in paths]
    opened = open_pages(site, paths, shielded=options.shielded, is_bare=options.bare)
    return [(own.get(seen.path), seen) for seen in opened]


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
    alive = len({payload.id for payload, _ in executed if payload})
    _say(f"scripts of {alive} payloads ran, on {len(executed)} pages")
    _say(f"{len(payloads)} tried, {ran} executed, {asked} outside requests")
    return int(bool(executed or asked or strange or failed))


def _say(text: str) -> None:
    sys.stdout.write(f"{text.encode('utf-8', 'replace').decode()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
