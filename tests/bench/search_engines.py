"""The same pages with three searches, and a reader in Chromium who asks them."""

from __future__ import annotations

import html
import json
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import rjieba
from playwright.sync_api import Browser, Page

from kocbook.site.search.text import SearchPage
from tests.bench.communities import AS_OF
from tests.bench.hosting import Host, Sent
from tests.bench.measure import Cost, measure
from tests.bench.workshop import ROOT, Workshop
from tests.site.searched import read_index

OURS, MATERIAL, PAGEFIND = "kocbook", "Material", "Pagefind"
ONE_DICTIONARY = "Pagefind, one dictionary"
"""Pagefind whose queries are cut by the dictionary of its index: what its recall could be at best.

A reader's browser has no such dictionary; it cuts by another, and would have to load this one (megabytes).
"""
ENGINES = (OURS, MATERIAL, PAGEFIND, ONE_DICTIONARY)
_ASK = Path(__file__).with_name("ask.js").read_text("utf-8")
_MATERIAL = "search: {}"  # its own settings for a site in Chinese
_SEARCHING = re.compile("/search/|/search[.]|/pagefind/|/workers/|/lunr/")
_CHINESE = re.compile("[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Built:
    """A site with one search; `cost` is of its pages and index, for Pagefind of its index alone."""

    site: Path
    cost: Cost


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found, the seconds until the first result (None: nothing), and what it loaded."""

    urls: list[str]
    seconds: float | None
    sent: list[Sent]


def build_sites(workshop: Workshop, docs: Path, name: str, reuse: bool) -> dict[str, Built]:
    """Build the assembled pages with each search; with `reuse`, what an earlier run built."""
    noted = workshop.folder / f"{name}.json"
    if not (reuse and noted.exists()):
        built = _build_sites(workshop, docs, name)
        costs = {engine: asdict(one.cost) for engine, one in built.items()}
        noted.write_text(json.dumps(costs), "utf-8")
    kept = {engine: Cost(**cost) for engine, cost in json.loads(noted.read_text("utf-8")).items()}
    built = {engine: Built(_place(workshop, name, engine), cost) for engine, cost in kept.items()}
    return built | {ONE_DICTIONARY: built[PAGEFIND]}


def _place(workshop: Workshop, name: str, engine: str) -> Path:
    return workshop.folder / f"{name}-{engine}"


def _build_sites(workshop: Workshop, docs: Path, name: str) -> dict[str, Built]:
    written = (ROOT / "mkdocs.yml").read_text("utf-8")
    built = {}
    for engine, search in ((OURS, "kocbook-search: {}"), (MATERIAL, _MATERIAL)):
        config = workshop.folder / f"mkdocs-{engine}.yml"
        config.write_text(re.sub(r"kocbook-search: \{\}.*", search, written), "utf-8")
        site = _place(workshop, name, engine)
        shutil.rmtree(docs.with_name(f"{docs.name}.cache"), ignore_errors=True)
        command = [sys.executable, "-m", "tests.bench.material_search", config, docs, site]
        settings = {"SOURCE_DATE_EPOCH": str(int(AS_OF.strftime("%s"))), "PYTHONHASHSEED": "0"}
        settings["PYTHONPATH"] = f"{ROOT}:{ROOT / 'tooling'}"
        built[engine] = Built(site, measure(command, workshop.folder, settings))
    target = _place(workshop, name, PAGEFIND)
    return built | {PAGEFIND: _index_with_pagefind(workshop, built[OURS].site, target)}


def _index_with_pagefind(workshop: Workshop, ours: Path, target: Path) -> Built:
    """Give Pagefind exactly the titles, headings and texts that our own search is given."""
    shutil.rmtree(target, ignore_errors=True)
    for page in read_index(ours).pages:
        place = target / page.url / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_bare_page(page), "utf-8")
    target.joinpath("blank.html").write_text("<!doctype html><title>Pagefind</title>", "utf-8")
    command = [workshop.folder / "peers/bin/python", "-m", "pagefind", "--site", target]
    return Built(target, measure([*command, "--root-selector", "main"], workshop.folder))


def _bare_page(page: SearchPage) -> str:
    sections = "".join(
        f'<h2 id="{html.escape(one.anchor)}">{html.escape(one.heading)}</h2><p>{html.escape(one.text)}</p>'
        for one in page.sections
    )
    title = html.escape(page.title)
    head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
    return f"{head}<main><h1>{title}</h1>{sections}</main></html>"


class Reader:
    """Somebody who asks one engine, in a browser that has loaded nothing of the site before."""

    def __init__(self, browser: Browser, engine: str, host: Host) -> None:
        self.engine, self.host = engine, host
        self.seen = len(host.sent)
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 800}, service_workers="block"
        )
        if engine == ONE_DICTIONARY:
            self.context.add_init_script("delete Intl.Segmenter")
        self.page: Page = self.context.new_page()
        bare = engine.startswith(PAGEFIND)
        self.page.goto(host.address + ("blank.html" if bare else "contribute/"), wait_until="load")
        self.answers: Any = self.page.evaluate_handle(_ASK)

    def ask(self, words: str) -> Answer:
        """Type a query and wait for what it finds."""
        if self.engine == ONE_DICTIONARY:
            words = _CHINESE.sub(lambda run: f" {' '.join(rjieba.cut(run[0]))} ", words)
        call = "([engines, engine, words]) => engines[engine](words)"
        found = self.page.evaluate(call, [self.answers, self.engine, words])
        sent = [one for one in self.host.sent[self.seen :] if _SEARCHING.search(one.path)]
        self.seen = len(self.host.sent)
        seconds = found["first"] / 1000 if found["first"] is not None else None
        return Answer([urlsplit(url).path.lstrip("/") for url in found["urls"]], seconds, sent)

    def leave(self) -> None:
        """Close the browser's window, and what it kept."""
        self.context.close()
