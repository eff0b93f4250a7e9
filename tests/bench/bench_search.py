"""Search beside Material's own and Pagefind: bytes and time to the first result, build time, recall.

`python -m tests.bench.bench_search [--modules N] [--folder DIR]` builds the same assembled pages with
each, asks in Chromium, and prints a table. Pages are those of a generated community, of which some
name a part number that stands nowhere else; recall is also taken on `tests/site/queries.yml`.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import re
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.bench.communities import AS_OF, module_id
from tests.bench.measure import Cost, measure
from tests.bench.workshop import ROOT, Workshop, environment

ENGINES = ("kocbook", "Material", "Pagefind")
ASKED = ["胎压", "压", "冬季胎压", "充电口 雨刮", "0W-20", "方向盘怎么调", "安全带", "CR2032"]
"""First queries whose bytes and time are measured, each in a browser that knows nothing yet."""
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
_MATERIAL = r"""search:
    lang: [zh, en]
    separator: '[\s\u200b\u3000\-、。，．？！；：（）《》“”·…,.?!;:()\[\]"]+'"""
_COMPRESSED = (".js", ".json", ".css", ".html", ".svg")
"""What common hosts compress on the way."""


@dataclass
class Found:
    """What one query cost, and what it found."""

    urls: list[str]
    seconds: float
    sizes: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def plain(self) -> int:
        """Bytes from a host that compresses nothing."""
        return sum(size for _, size, _ in self.sizes)

    @property
    def sent(self) -> int:
        """Bytes from a host that compresses texts."""
        return sum(size for _, _, size in self.sizes)


def build(workshop: Workshop, docs: Path, name: str) -> dict[str, tuple[Path, Cost]]:
    """Build the assembled pages with each search; return the sites and what building them cost."""
    written = (ROOT / "mkdocs.yml").read_text("utf-8")
    sites = {}
    for engine in ("kocbook", "Material"):
        config = workshop.folder / f"mkdocs-{engine}.yml"
        search = _MATERIAL if engine == "Material" else "kocbook-search: {}"
        config.write_text(re.sub(r"kocbook-search: \{\}", lambda _, s=search: s, written), "utf-8")
        site = workshop.folder / f"{name}-{engine}"
        shutil.rmtree(docs.with_name(f"{docs.name}.cache"), ignore_errors=True)
        command = [sys.executable, "-m", "tests.bench.material_search", config, docs, site]
        settings = {"SOURCE_DATE_EPOCH": str(int(AS_OF.strftime("%s"))), "PYTHONHASHSEED": "0"}
        settings["PYTHONPATH"] = f"{ROOT}:{ROOT / 'tooling'}"
        sites[engine] = (site, measure(command, workshop.folder, settings))
    pagefind = [
        workshop.folder / "peers/bin/python",
        "-m",
        "pagefind",
        "--site",
        sites["kocbook"][0],
    ]
    pagefind += ["--root-selector", ".kb-page article", "--output-subdir", "pagefind"]
    sites["Pagefind"] = (sites["kocbook"][0], measure(pagefind, workshop.folder))
    (sites["Pagefind"][0] / "blank.html").write_text("<!doctype html><title>Pagefind</title>")
    return sites


def plant_parts(docs: Path) -> dict[str, str]:
    """Let some finished pages name a thing that no other names; return words and the page's address."""
    planted = {}
    for number, (words, sentence) in enumerate(PARTS.items()):
        place = f"book-000/{module_id(10 * number + 1)}"
        page = docs / place / "index.md"
        text = page.read_text("utf-8")
        page.write_text(text.replace("## 最后\n", f"## 最后\n\n{sentence}\n", 1), "utf-8")
        planted[words] = f"{place}/"
    return planted


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve a folder and yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as inherited)
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Reader:
    """Somebody who asks one engine; `fresh` readers have loaded nothing of it yet."""

    def __init__(self, browser: Browser, engine: str, address: str) -> None:
        self.engine, self.address = engine, address
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 800},
            bypass_csp=True,  # for waiting; what is measured runs under it too
        )
        self.page: Page = self.context.new_page()
        self.got: list[Response] = []
        self.page.on("response", self._note)
        # They type as soon as the page stands: Material begins to load its index with the page.
        start = "blank.html" if engine == "Pagefind" else "contribute/"
        self.page.goto(address + start, wait_until="domcontentloaded")

    def _note(self, got: Response) -> None:
        if re.search("/search/|/search[.]|/pagefind/|/workers/|/lunr/", got.url):
            self.got.append(got)

    def ask(self, words: str) -> Found:
        """Type a query and wait for its first result."""
        started = time.monotonic()
        urls = self._pagefind(words) if self.engine == "Pagefind" else self._box(words)
        seconds = time.monotonic() - started
        return Found(urls, seconds, [self._size(one) for one in self.got])

    def _box(self, words: str) -> list[str]:
        box = self.page.locator(".md-search__input")
        box.click()
        box.fill(words)
        if self.engine == "Material":
            shown = ".md-search-result__item > a"
            for _ in range(300):
                self.page.keyboard.press("End")  # it listens to released keys, once it has started
                if self.page.evaluate(_MATERIAL_ANSWERED):
                    break
                self.page.wait_for_timeout(50)
        else:
            shown = ".kb-found"
            self.page.wait_for_selector(".kb-search__list[aria-busy=false]", state="attached")
        found = self.page.evaluate(
            "shown => [...document.querySelectorAll(shown)].map(one => one.href)", shown
        )
        return [self._place(url) for url in found]

    def _pagefind(self, words: str) -> list[str]:
        found = self.page.evaluate(_ASK_PAGEFIND, words)
        return [self._place(url) for url in found]

    def _place(self, url: str) -> str:
        return urlsplit(url).path.lstrip("/")

    def _size(self, got: Response) -> tuple[str, int, int]:
        body = got.body()
        path = urlsplit(got.url).path
        squeezed = len(gzip.compress(body)) if path.endswith(_COMPRESSED) else len(body)
        return path, len(body), min(squeezed, len(body))


_MATERIAL_ANSWERED = """() => {
  const said = document.querySelector(".md-search-result__meta").textContent
  return document.querySelector(".md-search-result__item") !== null || /没有|0/.test(said)
}"""
_ASK_PAGEFIND = """async words => {
  window.pagefind ??= await import("/pagefind/pagefind.js")
  const answer = await window.pagefind.search(words)
  return Promise.all(answer.results.slice(0, 10).map(async one => (await one.data()).url))
}"""


def recall(browser: Browser, engine: str, site: Path, queries: dict[str, list[str]]) -> list[str]:
    """Return the queries whose page is not among the first three."""
    missed = []
    with serve(site) as address:
        for words, wanted in queries.items():
            reader = Reader(browser, engine, address)
            if not set(reader.ask(words).urls[:3]) & set(wanted):
                missed.append(words)
            reader.context.close()
    return missed


def first_queries(browser: Browser, engine: str, site: Path) -> list[Found]:
    """Ask each query in a browser of its own."""
    found = []
    with serve(site) as address:
        for words in ASKED:
            reader = Reader(browser, engine, address)
            found.append(reader.ask(words))
            reader.context.close()
    return found


def main() -> None:
    """Build, ask, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=int, default=3_000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".koc/bench")
    asked = parser.parse_args()
    workshop = Workshop(asked.folder.absolute())
    workshop.install_peers()
    out = sys.stdout

    root = workshop.community(asked.modules)
    workshop.assemble(root)
    docs = root / ".koc/docs/zh"
    planted = plant_parts(docs)
    large = build(workshop, docs, "search-large")
    sample_docs = workshop.folder / "sample-docs"
    workshop.koc(ROOT, "assemble", "--out", str(sample_docs))
    sample = build(workshop, sample_docs / "zh", "search-sample")
    written = yaml.safe_load((ROOT / "tests/site/queries.yml").read_text("utf-8"))["zh"]
    queries = {words: [url] if isinstance(url, str) else url for words, url in written.items()}

    pages = sum(1 for _ in large["kocbook"][0].rglob("index.html"))
    out.write(f"{environment()}; {asked.modules:,} modules, {pages:,} pages\n\n")
    head = ("search", "first query, kB: as files", "texts gzipped", "first result, ms: median")
    head += (
        "worst",
        "build, CPU s",
        f"missed of {len(planted)} parts",
        f"missed of {len(queries)}",
    )
    out.write(f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n")
    executable = shutil.which("chromium")
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=switches)
        for engine in ENGINES:
            found = first_queries(browser, engine, large[engine][0])
            parts = {words: [url] for words, url in planted.items()}
            lost = recall(browser, engine, large[engine][0], parts)
            missed = recall(browser, engine, sample[engine][0], queries)
            row = [
                engine,
                f"{statistics.median(one.plain for one in found) / 1000:,.0f}",
                f"{statistics.median(one.sent for one in found) / 1000:,.0f}",
                f"{statistics.median(one.seconds for one in found) * 1000:,.0f}",
                f"{max(one.seconds for one in found) * 1000:,.0f}",
                f"{large[engine][1].cpu:.1f}"
                + (" after the pages" if engine == "Pagefind" else ""),
                f"{len(lost)}: {' '.join(lost)}" if lost else "0",
                f"{len(missed)}: {' '.join(missed)}" if missed else "0",
            ]
            out.write(f"| {' | '.join(row)} |\n")
            out.flush()
        browser.close()


if __name__ == "__main__":
    main()
