"""Search beside Material's own and Pagefind: bytes and time to the first result, build time, recall.

`python -m tests.bench.bench_search [--modules N] [--folder DIR]` builds the same assembled pages with
each, asks in Chromium, and prints a table. Pages are those of a generated community, of which some
name a part number that stands nowhere else; recall is also taken on the sample, with
`tests/site/queries.yml` and, by kind, `tests/site/questions.yml` (`--questions` measures these alone).
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

import yaml
from playwright.sync_api import Browser

from tests.bench.communities import module_id
from tests.bench.hosting import NEAR, PHONE, Distance, serve
from tests.bench.search_engines import ENGINES, ONE_DICTIONARY, Answer, Built, Reader, build_sites
from tests.bench.workshop import ROOT, Workshop, environment
from tests.browser.chromium import start_chromium

ASKED = ["胎压", "压", "冬季胎压", "充电口 雨刮", "0W-20", "方向盘怎么调", "安全带", "CR2032"]
"""Queries whose bytes and time are measured."""
WORTH_SHOWING = 3
PARTS = {
    "0W-20": "机油用的是 0W-20。",
    "P0420": "读码器报 P0420。",
    "CR2032": "钥匙里是CR2032纽扣电池。",
    "ETC": "过收费站走ETC通道。",
    "255/45R19": "轮胎是 255/45R19。",
    "氙": "老款大灯是氙气的。",
    "蘑菇石": "停在蘑菇石观景台。",
    "乌尔禾": "开到乌尔禾过夜。",
    "G217国道": "走的是G217国道。",
    "12V电瓶": "12V电瓶没电了。",
}


def parts_pages() -> dict[str, str]:
    """Return rare words and the address of the page that names them."""
    return {words: f"book-000/{module_id(10 * at + 1)}/" for at, words in enumerate(PARTS)}


def plant_parts(docs: Path) -> None:
    """Let some finished pages name a thing that no other names."""
    for words, place in parts_pages().items():
        page = docs / place / "index.md"
        text = page.read_text("utf-8")
        page.write_text(text.replace("## 最后\n", f"## 最后\n\n{PARTS[words]}\n", 1), "utf-8")


def first_queries(browser: Browser, engine: str, site: Path, distance: Distance) -> list[Answer]:
    """Ask each query in a browser of its own, as soon as the page has loaded."""
    found = []
    with serve(site, distance) as host:
        for words in ASKED:
            reader = Reader(browser, engine, host)
            found.append(reader.ask(words))
            reader.leave()
    return found


def later_queries(browser: Browser, engine: str, site: Path, distance: Distance) -> list[Answer]:
    """Ask each query after another one, in the same page."""
    with serve(site, distance) as host:
        reader = Reader(browser, engine, host)
        reader.ask("电池")
        found = [reader.ask(words) for words in ASKED]
        reader.leave()
    return found


def missed(browser: Browser, engine: str, site: Path, queries: dict[str, list[str]]) -> list[str]:
    """Return the queries whose page is not among the first three."""
    lost = []
    with serve(site) as host:
        for words, wanted in queries.items():
            reader = Reader(browser, engine, host)
            if not set(reader.ask(words).urls[:WORTH_SHOWING]) & set(wanted):
                lost.append(words)
            reader.leave()
    return lost


Questions = dict[str, dict[str, list[str]]]
"""By kind: questions, and the pages of which one must be among the first three."""


def read_questions() -> Questions:
    """Return what owners ask on the Chinese site."""
    kinds = yaml.safe_load((ROOT / "tests/site/questions.yml").read_text("utf-8"))["zh"]
    return {
        kind: {words: [url] if isinstance(url, str) else url for words, url in asked.items()}
        for kind, asked in kinds.items()
    }


def answered(browser: Browser, engine: str, site: Path, questions: Questions) -> dict[str, int]:
    """Return how many questions of each kind find their page, asked one after the other."""
    with serve(site) as host:
        reader = Reader(browser, engine, host)
        found = {
            kind: sum(
                bool(set(reader.ask(words).urls[:WORTH_SHOWING]) & set(wanted))
                for words, wanted in asked.items()
            )
            for kind, asked in questions.items()
        }
        reader.leave()
    return found


def compare_answers(browser: Browser, sample: dict[str, Built]) -> str:
    """Return a table: of the questions of each kind, how many each engine answers."""
    questions = read_questions()
    found = {
        engine: answered(browser, engine, sample[engine].site, questions) for engine in ENGINES
    }
    rows = [["questions", "asked", *ENGINES], ["---"] * (2 + len(ENGINES))]
    for kind, asked in questions.items():
        rows.append([kind, str(len(asked)), *(str(found[engine][kind]) for engine in ENGINES)])
    count = sum(map(len, questions.values()))
    sums = [sum(found[engine].values()) for engine in ENGINES]
    rows.append(["all", str(count), *(f"{one} ({one / count:.0%})" for one in sums)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def milliseconds(answers: list[Answer]) -> str:
    """Write the median and the worst time, and how many queries found nothing."""
    times = [one.seconds * 1000 for one in answers if one.seconds is not None]
    if not times:
        return "nothing found"
    empty = len(answers) - len(times)
    said = f"{statistics.median(times):,.0f} (worst {max(times):,.0f})"
    return f"{said}; {empty} found nothing" if empty else said


def kilobytes(answers: list[Answer]) -> str:
    """Write the median of what the queries loaded, as sent and as files are."""
    wire = statistics.median(sum(one.wire for one in answer.sent) for answer in answers)
    plain = statistics.median(sum(one.plain for one in answer.sent) for answer in answers)
    return f"{wire / 1000:,.0f} ({plain / 1000:,.0f})"


def list_missed(words: list[str], count: int) -> str:
    """Write how many of `count` queries were missed, and which."""
    return f"{len(words)} of {count}" + (f": {'、'.join(words)}" if words else "")


def measure_engine(
    browser: Browser,
    engine: str,
    large: Built,
    sample: Built,
    queries: dict[str, dict[str, list[str]]],
) -> list[str]:
    """Return one engine's line of the table."""
    row = [engine]
    if engine == ONE_DICTIONARY:
        row += ["", "", "", "", "", ""]
    else:
        near = first_queries(browser, engine, large.site, NEAR)
        row += [kilobytes(near), milliseconds(near)]
        row += [milliseconds(later_queries(browser, engine, large.site, NEAR))]
        row += [milliseconds(first_queries(browser, engine, large.site, PHONE))]
        row += [milliseconds(later_queries(browser, engine, large.site, PHONE))]
        row += [f"{large.cost.cpu:.1f}"]
    for site, asked in ((large.site, queries["parts"]), (sample.site, queries["sample"])):
        row.append(list_missed(missed(browser, engine, site, asked), len(asked)))
    return row


def main() -> None:
    """Build, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=int, default=3_000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    parser.add_argument("--again", action="store_true", help="ask what an earlier run built")
    parser.add_argument("--questions", action="store_true", help="ask the sample's questions alone")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder.absolute())
    workshop.install_peers()
    out = sys.stdout

    if asked.questions:
        sample = build_sample(workshop, reuse=asked.again)
        with start_chromium() as browser:
            out.write(compare_answers(browser, sample))
        return

    docs = workshop.folder / f"community-{asked.modules}/.koc/docs/zh"
    if not asked.again:
        root = workshop.community(asked.modules)
        workshop.assemble(root)
        plant_parts(docs)
    name = f"search-{asked.modules}"
    large = build_sites(workshop, docs, name, reuse=asked.again)
    sample = build_sample(workshop, reuse=asked.again)
    written = yaml.safe_load((ROOT / "tests/site/queries.yml").read_text("utf-8"))["zh"]
    queries = {
        "parts": {words: [url] for words, url in parts_pages().items()},
        "sample": {words: [url] if isinstance(url, str) else url for words, url in written.items()},
    }

    pages = sum(1 for _ in large[ENGINES[0]].site.rglob("index.html"))
    out.write(f"{environment()}; {asked.modules:,} modules, {pages:,} pages\n\n")
    head = [
        "search",
        "first query: kB sent (as files)",
        f"first result, ms, {NEAR.name}: first query",
    ]
    head += ["a later query", f"{PHONE.name}: first query", "a later query", "build, CPU s"]
    head += ["rare terms missed", "queries missed"]
    out.write(f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n")
    with start_chromium() as browser:
        for engine in ENGINES:
            row = measure_engine(browser, engine, large[engine], sample[engine], queries)
            out.write(f"| {' | '.join(row)} |\n")
            out.flush()
        out.write(f"\n{compare_answers(browser, sample)}")


def build_sample(workshop: Workshop, *, reuse: bool) -> dict[str, Built]:
    """Build the sample community's pages with each search."""
    if not reuse:
        workshop.koc(ROOT, "assemble", "--out", str(workshop.folder / "sample-docs"))
    return build_sites(workshop, workshop.folder / "sample-docs/zh", "search-sample", reuse=reuse)


if __name__ == "__main__":
    main()
