"""Texts that Markdown chokes on: found in a few seconds, shown as a notice, the rest published."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import markdown
import pytest

from kocbook.base.errors import KocError
from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.site.context import make_contexts
from kocbook.site.pages import make_files
from kocbook.site.patience import TooHardError, limit_seconds
from kocbook.site.trial import find_hard_texts, looks_hard
from tests.conftest import Koc
from tests.hostile.building import build_poisoned
from tests.hostile.corpus import Payload
from tests.hostile.poisoned import module_key
from tests.site.built import AS_OF, ROOT
from tests.site.kitchen_sink import EXTENSIONS, KITCHEN_SINK, OPTIONS

_RULE = re.compile(r"\(([a-z-]+)\)$", re.MULTILINE)
CONFIG = ROOT / "mkdocs.yml"
HARD = {
    "brackets": "[a" * 5_000,
    "pictures": "![a" * 8_000,
    "lists": "".join("    " * depth + "- a\n" for depth in range(600)),
    "abbreviations": "".join(f"*[a{n}]: b\n" for n in range(2_000)) + "a1 " * 2_000,
    "address": "[x](http://[::1)",
}
ODD = {
    "stars": "*a **a" * 2_000,
    "quotes": ">" * 600 + " a",
    "declaration": "<![x",
    "backticks": "".join("`" * n + " " for n in range(1, 400)),
    "emphasis": "*" * 3_000 + "a",
    "table": "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|b" * 200 + "|\n",
    "tags": "<a " * 3_000,
    "callouts": "".join("    " * depth + "!!! note\n" for depth in range(200)),
    "attributes": "a{: " * 3_000,
    "definitions": "a\n: " * 2_000,
    "elements": "<div markdown>\n" * 300,
}


ISSUE = {
    **{name: HARD[name] for name in ("brackets", "lists", "address")},
    **{name: ODD[name] for name in ("stars", "declaration")},
    "bytes": "## 轮胎\n\n冷车时对照门框上的标牌。\n".encode("gbk"),
}
"""What is known to choke Markdown, or to be no text at all."""


def test_each_pathological_text_is_found_in_five_seconds_and_the_site_is_built(koc: Koc) -> None:
    pages = sorted((koc.folder / "content").rglob("index.md"))
    assert pages
    for name, text in ISSUE.items():
        page = pages[0]
        before = page.read_bytes()
        page.write_bytes(text if isinstance(text, bytes) else f"## 开头\n\n{text}\n".encode())
        began = _spent()
        checked = koc("check", "--format", "github", "--lang", "en")
        assert _spent() - began < 5, name
        found = {"content-too-hard", "file-encoding", "file-too-large"} & set(
            _RULE.findall(checked.out)
        )
        # What renders in time is no fault: it is shown as it is.
        assert bool(found) == (name in HARD or name == "bytes"), (name, checked.out)
        if name in ("bytes", "lists", "declaration", "address"):
            built = koc.process("build", "--lang", "en", "--site-dir", f"site-{name}")
            assert built.code == 0, (name, built.err)
            assert len(list((koc.folder / f"site-{name}").rglob("index.html"))) > 20
        page.write_bytes(before)


def test_a_published_text_cannot_end_the_build(tmp_path: Path) -> None:
    texts = [text for text in ISSUE.values() if isinstance(text, str) and len(text) < 100]
    # MkDocs gathers `None` among the ids, which cannot be sorted.
    texts.append('<p id>x</p>\n\n<p id="y">y</p>\n\n<a name>z</a>')
    payloads = [Payload(str(n), "text", text, b"") for n, text in enumerate(texts)]
    site = build_poisoned(payloads, tmp_path)
    for number in range(len(payloads)):
        assert (site / module_key(number) / "index.html").is_file()


def _spent() -> float:
    """Seconds of computing, the trial's own process included; a busy machine is no fault."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("name", HARD)
def test_a_hard_text_is_found_within_its_time(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    texts = {name: HARD[name], "plain": KITCHEN_SINK}
    assert find_hard_texts(tmp_path, CONFIG, texts) == {name}
    # The verdict is known from now on: nothing is tried again.
    monkeypatch.setattr("subprocess.run", None)
    assert find_hard_texts(tmp_path, CONFIG, texts) == {name}


def test_one_hard_text_costs_no_other(tmp_path: Path) -> None:
    long = "胎压怎么看？先看门框上的标牌。\n\n" * 8_000
    texts = {"address": HARD["address"], "long": long, "emphasis": ODD["emphasis"]}
    assert all(map(looks_hard, texts.values()))
    assert find_hard_texts(tmp_path, CONFIG, texts) == {"address"}


def test_a_broken_configuration_is_no_fault_of_a_text(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text("markdown_extensions: [no_such_extension]\n", encoding="utf-8")
    with pytest.raises(KocError):
        find_hard_texts(tmp_path, config, {"address": HARD["address"]})


def test_ordinary_texts_are_not_tried() -> None:
    assert not looks_hard(KITCHEN_SINK * 10)
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("index.md")]
    assert pages
    assert not any(map(looks_hard, pages))


@pytest.mark.parametrize("text", [*HARD.values(), *ODD.values()])
def test_looking_is_quick(text: str) -> None:
    whole = text * max(1, 250_000 // len(text))
    began = time.process_time()
    looks_hard(whole)
    assert time.process_time() - began < 0.2


def test_what_looks_plain_is_rendered_in_time() -> None:
    for text in {**HARD, **ODD}.values():
        for size in (len(text) // 4, len(text) // 16, len(text) // 64):
            if not looks_hard(text[:size]):
                with limit_seconds(3):
                    markdown.markdown(text[:size], extensions=EXTENSIONS, extension_configs=OPTIONS)


def test_patience_ends() -> None:
    with pytest.raises(TooHardError):
        _compute_for_ever()


def _compute_for_ever() -> None:
    with limit_seconds(0.05):
        while True:
            pass


def test_a_notice_stands_in_place_of_a_hard_text(living: Community) -> None:
    texts = {"zh": load_texts("zh")}
    facts = make_contexts(living, AS_OF, texts)["zh"].facts
    key = next(key for key, fact in facts.items() if fact.state.is_on_site and fact.module.text)
    context = make_contexts(living, AS_OF, texts, frozenset({key}))["zh"]
    page = make_files(context, {})[0][f"{key}/index.md"]
    assert isinstance(page, bytes)
    assert "这一页的正文暂时无法显示" in page.decode()
    assert str(living.modules[key].text) not in page.decode()


def test_the_check_finds_it_and_the_build_goes_on(koc: Koc) -> None:
    page = min((koc.folder / "content").rglob("index.md"))
    page.write_text("## 开头\n\n" + HARD["brackets"] + "\n", encoding="utf-8")
    checked = koc("check", "--format", "github", "--lang", "en")
    assert checked.code == 1
    assert "content-too-hard" in checked.out
    assert str(page.relative_to(koc.folder)) in checked.out
    built = koc.process("build", "--lang", "en")
    assert built.code == 0, built.err
    assert "shows a notice" in built.err
    for built_page in (koc.folder / "site").rglob("index.html"):
        assert "[a[a[a" not in built_page.read_text("utf-8")
