"""A generated community, and its site built by our engine and by plain `mkdocs build`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.assemble.assembly import assemble_site
from kocbook.site.publish.build import build_environment
from tests.bench.communities import AS_OF, iter_files, module_id
from tests.site.kitchen_sink import KITCHEN_SINK

ROOT = Path(__file__).parents[2]
MODULES = 14


class Workshop:
    """A community, and its site built by our engine and by plain `mkdocs build`."""

    def __init__(self, folder: Path) -> None:
        self.root, self.folder = folder / "community", folder
        for path, text in iter_files(MODULES):
            self.write(path, text)
        self.text(1).write_text(KITCHEN_SINK, encoding="utf-8")
        self.config = ROOT.joinpath("mkdocs.yml").read_text("utf-8")
        self.as_of = AS_OF
        self.builds = 0

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def text(self, number: int) -> Path:
        return self.root / f"content/book-000/{module_id(number)}/index.md"

    def brief(self, number: int) -> Path:
        return self.root / f"modules/book-000/{module_id(number)}/module.yml"

    def change_record(self, path: Path, **values: Any) -> None:
        record = yaml.safe_load(path.read_text("utf-8"))
        record.update(values)
        path.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")

    def build(self, with_engine: bool, keep: Path | None = None) -> dict[str, bytes]:
        """Assemble and build; return every file of the site, which is left at `keep`."""
        self.builds += 1
        # What is compared with was assembled anew as well.
        docs = self.folder / ("docs" if with_engine else f"docs-{self.builds}")
        community = load_community(WorkingTree(self.root)).community
        assert community is not None
        assemble_site(self.root, community, self.as_of, docs)
        config = self.folder / "mkdocs.yml"
        written = re.sub(r"^docs_dir:.*", f"docs_dir: {docs}/zh", self.config, flags=re.MULTILINE)
        config.write_text(written, "utf-8")
        site = self.folder / f"site-{self.builds}"
        ours = ["kocbook.site.engine.mkdocs_build", config, docs / "zh", site]
        plain = ["mkdocs", "build", "-q", "-f", config, "-d", site]
        subprocess.run(
            [sys.executable, "-m", *(ours if with_engine else plain)],
            env=build_environment(self.as_of),
            check=True,
            capture_output=True,
        )
        files = {
            str(path.relative_to(site)): path.read_bytes()
            for path in site.rglob("*")
            if path.is_file()
        }
        if keep:
            site.rename(keep)
        else:
            shutil.rmtree(site)
        return files

    def assert_alike(self) -> dict[str, bytes]:
        ours, plain = self.build(with_engine=True), self.build(with_engine=False)
        assert sorted(ours) == sorted(plain)
        different = [name for name in plain if ours[name] != plain[name]]
        assert different == []
        return ours
