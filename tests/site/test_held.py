"""A fault costs its own page: all others are made as if it were not there, and nothing of it leaks."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from kocbook.base.texts import load_texts
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.records.loader import read_content
from kocbook.records.tree import WorkingTree
from tests.conftest import Koc
from tests.site.built import ROOT, load_living

SECRET = "暗号七三一九"
LISTS = re.compile(
    r"(zh|en)/(assets/(share|pictures)/.*|admin/config\.yml|data/.*|([^/]+/)?feed\.xml|llms.*\.txt"
    r"|(library|glossary|desk|board|calendar)/index\.md|index\.md)"
)
"""What tells of many pages at once: it may leave out one that is held back."""

PUBLISHED = sorted(
    {
        str(path.parents[1].relative_to(ROOT / "modules"))
        for path in ROOT.glob("modules/*/*/signoffs/*.yml")
        if list(
            (ROOT / "content" / path.parents[1].relative_to(ROOT / "modules")).rglob("index.md")
        )
    }
)
"""Modules with a signed text; some of them may not be published yet."""


def text_of(root: Path, key: str) -> Path:
    """Return the file of a module's text, or of the first part of a team's."""
    return min((root / "content" / key).rglob("index.md"))


class Bench:
    """A copy of the living community, which is broken and mended again and again."""

    def __init__(self, root: Path) -> None:
        self.root, self.koc = root, Koc(root, {"CI": "true"})
        self.modules = load_living().modules
        self.pristine, said = self.assemble()
        assert "收起" not in said

    def assemble(self) -> tuple[dict[str, bytes], str]:
        out = self.root / ".koc/docs"
        done = self.koc("assemble", "--out", str(out))
        assert done.code == 0, done.out + done.err
        return read(out), done.err

    def sign_again(self, key: str) -> None:
        """Let those who agreed to a text agree to what it is now: its fault alone shall count."""
        module = self.modules[key]
        now = replace(module, content=read_content(WorkingTree(self.root), key))
        old, new = page_fingerprint(module), page_fingerprint(now)
        for record in (self.root / module.folder).rglob("*.yml") if old and new else ():
            words = record.read_bytes()
            if old.encode() in words:
                record.write_bytes(words.replace(old.encode(), new.encode()))

    def restore(self) -> None:
        for name in ("modules", "content", "members", "plan"):
            shutil.rmtree(self.root / name)
            shutil.copytree(ROOT / name, self.root / name)


def read(folder: Path) -> dict[str, bytes]:
    names = [path.stem for path in folder.glob("*.json")]
    found = [path for name in names for path in (folder / name).rglob("*") if path.is_file()]
    found += folder.glob("*.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


LEADS_ON = (
    (re.compile(rb'<nav class="kb-onward".*?</nav>\n', re.DOTALL), b""),
    (re.compile(rb'<a class="kb-card__picture".*?</a>\n', re.DOTALL), b""),
    (re.compile(rb'<a class="kb-cited" href="[^"]*">(.*?)</a>'), rb"\1"),
)
"""What leads readers to other articles, or shows of them: to none that is held back."""


def same(one: dict[str, bytes], other: dict[str, bytes], name: str) -> bool:
    first, second = one.get(name), other.get(name)
    if first is None or second is None:
        return first == second
    for pattern, kept in LEADS_ON:
        first, second = pattern.sub(kept, first), pattern.sub(kept, second)
    return first == second


def records_of(text: Path) -> Path:
    """Return the folder of a text's module, which may be a part of a team's."""
    content = next(folder for folder in text.parents if folder.name == "content")
    return content.parent / "modules" / Path(*text.relative_to(content).parts[:2])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    root = tmp_path_factory.mktemp("held") / "club"
    root.mkdir()
    for name in ("community.yml", "mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, root / name)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    for name in ("modules", "content", "members", "plan"):
        shutil.copytree(ROOT / name, root / name)
    return Bench(root)


def garble(text: Path, random: Random) -> None:
    text.write_bytes(text.read_bytes() + SECRET.encode() + b"\xff\n")


def tell_a_number(text: Path, random: Random) -> None:
    text.write_text(f"{text.read_text('utf-8')}\n{SECRET} 13812345678\n", "utf-8")


def lose_a_picture(text: Path, random: Random) -> None:
    text.write_text(f"{text.read_text('utf-8')}\n![{SECRET}](nowhere.webp)\n", "utf-8")


def run_a_script(text: Path, random: Random) -> None:
    text.write_text(f"{text.read_text('utf-8')}\n<script>{SECRET}</script>\n", "utf-8")


def spoil_a_record(text: Path, random: Random) -> None:
    folder = records_of(text)
    record = random.choice(sorted(path for path in folder.glob("*/*.yml")))
    record.write_text(f"{record.read_text('utf-8')}\nx: [{SECRET}\n", "utf-8")


def spoil_the_brief(text: Path, random: Random) -> None:
    brief = records_of(text) / "module.yml"
    brief.write_text(f"title: [{SECRET}\n{brief.read_text('utf-8')}", "utf-8")


def number_the_brief(text: Path, random: Random) -> None:
    brief = records_of(text) / "module.yml"
    words = brief.read_text("utf-8")
    brief.write_text(re.sub(r"(?m)^title: .*$", f"title: {SECRET} 13812345678", words), "utf-8")


IN_TEXTS = (garble, tell_a_number, lose_a_picture, run_a_script)
IN_RECORDS = (spoil_a_record, spoil_the_brief, number_the_brief)
Break = Callable[[Path, Random], None]
QUICK = (Phase.explicit, Phase.generate)
"""An example takes seconds, and four pages say enough without being made fewer."""


def is_notice(page: bytes, language: str) -> bool:
    return load_texts(language)("site.held.lead").encode() in page and b'kind: "held"' in page


@given(
    broken=st.dictionaries(st.sampled_from(PUBLISHED), st.sampled_from(IN_TEXTS), max_size=4),
    random=st.randoms(use_true_random=False),
)
@example(broken=dict.fromkeys(PUBLISHED, garble), random=Random(1))
@settings(max_examples=8, deadline=None, phases=QUICK)
def test_texts_at_fault_leave_all_other_pages_as_they_are(
    bench: Bench, broken: dict[str, Break], random: Random
) -> None:
    bench.restore()
    for key, harm in broken.items():
        harm(text_of(bench.root, key), random)
        if harm is not garble:
            bench.sign_again(key)
    site, said = bench.assemble()
    pristine = bench.pristine
    held = [key for key in broken if f"{key}/（" in said]
    folders = tuple(f"{language}/{key}/" for key in held for language in ("zh", "en"))
    assert not [name for name, data in site.items() if SECRET.encode() in data]
    for folder in folders:
        assert is_notice(site[f"{folder}index.md"], folder[:2])
        assert [name for name in site if name.startswith(folder)] == [f"{folder}index.md"]
    differing = {name for name in pristine.keys() | site.keys() if not same(pristine, site, name)}
    assert {n for n in differing if not LISTS.fullmatch(n) and not n.startswith(folders)} == set()
    # A draft shows nothing but its brief.
    unheld = [key for key in broken if key not in held]
    assert all(b'kind: "brief"' in bench.pristine[f"zh/{key}/index.md"] for key in unheld)


@given(
    broken=st.dictionaries(
        st.sampled_from(PUBLISHED), st.sampled_from(IN_RECORDS + IN_TEXTS), min_size=1, max_size=4
    ),
    member=st.sampled_from(sorted(path.stem for path in ROOT.glob("members/*.yml"))),
    handbook=st.sampled_from([None, *sorted(path.name for path in ROOT.glob("modules/*"))]),
    random=st.randoms(use_true_random=False),
)
@settings(max_examples=10, deadline=None, phases=QUICK)
def test_whatever_is_at_fault_the_rest_is_published_and_nothing_leaks(
    bench: Bench, broken: dict[str, Break], member: str, handbook: str | None, random: Random
) -> None:
    bench.restore()
    for key, harm in broken.items():
        harm(text_of(bench.root, key), random)
        if harm is not garble:
            bench.sign_again(key)
    record = bench.root / "members" / f"{member}.yml"
    record.write_text(f"{record.read_text('utf-8')}\nx: [{SECRET}\n", "utf-8")
    if handbook:
        blueprint = bench.root / "modules" / handbook / "handbook.yml"
        blueprint.write_text(f"title: [{SECRET}\n{blueprint.read_text('utf-8')}", "utf-8")
    site, _ = bench.assemble()
    assert not [name for name, data in site.items() if SECRET.encode() in data]
    pages = {name for name in bench.pristine if name.endswith("/index.md")}
    gone = {name for name in pages if name not in site}
    assert gone <= {f"{language}/people/{member}/index.md" for language in ("zh", "en")}
    for name in sorted(pages - gone):
        key = name.removesuffix("/index.md")[3:]
        if is_notice(site[name], name[:2]):
            assert key in broken or key == handbook
    for name in ("zh/data/credits.json", "zh/data/skills.json", "zh/data/board.json"):
        assert not [row for row in json.loads(site[name])["rows"] if row["member"] == member]
