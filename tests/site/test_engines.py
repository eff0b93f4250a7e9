"""One site, byte for byte: by our engine, by plain `mkdocs build`, and by both over ProperDocs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.assemble.assembly import assemble_site
from kocbook.site.publish.build import build_environment
from tests.bench.communities import iter_files
from tests.site.built import AS_OF, ROOT

GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
LANGUAGES = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}


def find_sample(folder: Path) -> Path:
    del folder
    return ROOT


def write_generated(folder: Path) -> Path:
    for path, text in iter_files(30, languages=("zh", "en"), in_a_handbook=10):
        target = folder / "root" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder / "root"


@pytest.fixture(scope="module", params=[find_sample, write_generated])
def docs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of assembled pages of a community in both languages."""
    find_root: Callable[[Path], Path] = request.param
    folder = tmp_path_factory.mktemp("community")
    root = find_root(folder)
    community = load_community(WorkingTree(root)).community
    assert community is not None
    assemble_site(root, community, AS_OF, folder / "docs")
    return folder / "docs"


def build(docs: Path, language: str, site: Path, engine: str, plain: bool) -> dict[str, bytes]:
    """Build a language's site by `engine`, plainly or as `koc build` does; return its files."""
    words: list[str | Path] = [engine, "build", "-q", "-d", site]
    if plain:
        # Plain MkDocs takes the folder of pages from the configuration alone.
        config = docs.parent / f"plain-{LANGUAGES[language]}"
        text = (ROOT / LANGUAGES[language]).read_text("utf-8")
        text = re.sub(r"^INHERIT: .*", f"INHERIT: {ROOT}/mkdocs.yml", text, flags=re.MULTILINE)
        text = re.sub(r"^docs_dir:.*", f"docs_dir: {docs}/{language}", text, flags=re.MULTILINE)
        config.write_text(text, "utf-8")
        words += ["-f", config]
    else:
        config = ROOT / LANGUAGES[language]
        words = ["kocbook.site.engine.mkdocs_build", config, docs / language, site]
    done = subprocess.run(
        [sys.executable, "-m", *words],
        env={**build_environment(AS_OF), "KOC_ENGINE": engine},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if not plain:
        assert done.stdout == '{"warnings": []}'
    return {str(path.relative_to(site)): path.read_bytes() for path in _files_below(site)}


def _files_below(folder: Path) -> list[Path]:
    return [Path(place, name) for place, _, names in os.walk(folder) for name in names]


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """List the files that stand in one site alone, or differ."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_engine_writes_what_mkdocs_and_properdocs_write(
    docs: Path, language: str, tmp_path: Path
) -> None:
    plain = build(docs, language, tmp_path / "plain", "mkdocs", plain=True)
    assert len(plain) > 100
    assert differences(plain, build(docs, language, tmp_path / "ours", "mkdocs", plain=False)) == []

    # The fork names itself in every page, and that is all in which its site differs.
    fork = build(docs, language, tmp_path / "fork", "properdocs", plain=True)
    ours = build(docs, language, tmp_path / "ours-fork", "properdocs", plain=False)
    assert differences(fork, ours) == []
    assert b"ProperDocs" in fork["index.html"]
    unnamed = [
        {name: GENERATOR.sub(b"", data) for name, data in one.items()} for one in (plain, fork)
    ]
    assert differences(*unnamed) == []
