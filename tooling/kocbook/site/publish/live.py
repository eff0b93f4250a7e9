"""A site that is kept up to date while its records are written: what an edit leaves alone is not made again."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kocbook.base.errors import KocError
from kocbook.base.tool_key import tool_key
from kocbook.model.tree import READ_FOLDERS
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.assemble.assembly import Ingredients, find_ingredients, write_pages
from kocbook.site.assemble.incremental import take_words, write_words
from kocbook.site.files.writer import ASSEMBLED, BuildResult, own_folder
from kocbook.site.publish.build import (
    build_command,
    build_environment,
    judge_builds,
)
from kocbook.site.publish.build_lock import building


class LiveSite:
    """The site of the community at `root`, in `site_dir`, as of one day.

    Close it, or its processes stay.
    """

    def __init__(self, root: Path, as_of: date, site_dir: Path) -> None:
        self.root = root
        self.as_of = as_of
        self.site_dir = site_dir
        self.out = root / ASSEMBLED
        self.ingredients: Ingredients | None = None
        self.builders: dict[str, _Builder] = {}

    def update(
        self,
        changed: Collection[str] | None = None,
        show_pages: Callable[[], None] = lambda: None,
    ) -> BuildResult:
        """Bring the site up to date; `changed` are the files that were saved, by their paths in `root`.

        Without them everything is looked at. `show_pages` is called once all pages are in place,
        while the search index is still being written.

        Raises:
            KocError: the records or the build have a fault, or `site_dir` is not a site of ours.
        """
        with building(self.root):
            return self._update(changed, show_pages)

    def _update(
        self, changed: Collection[str] | None, show_pages: Callable[[], None]
    ) -> BuildResult:
        if changed is None or not all(map(_is_record, changed)):
            # A setting of MkDocs, a template or the theme: what was made by the old one is no use.
            tool_key.cache_clear()
            self.close()
        before, self.ingredients = self.ingredients, None  # until all of it is known again
        words = take_words(before, changed) if before and changed else None
        if before and words is not None:
            now, files = write_words(before, words, self.out)
            written = len(files)
        else:
            now, written = self._assemble()
        self.ingredients = now
        pages = sum(len(outline.pages) for outline in now.outlines.values())
        answers = self._build(tuple(now.contexts), show_pages)
        judge_builds(answers)
        return BuildResult(pages, written, self.site_dir)

    @property
    def base(self) -> str:
        """The path that the site stands at on its host, "/" or "/handbook/", of the last update."""
        here = (
            next(iter(self.ingredients.contexts.values())).community if self.ingredients else None
        )
        return urlsplit(here.settings.site.url).path or "/" if here else "/"

    def close(self) -> None:
        """End the processes that build."""
        for builder in self.builders.values():
            builder.close()
        self.builders.clear()

    def _assemble(self) -> tuple[Ingredients, int]:
        community = load_community(WorkingTree(self.root)).community
        if community is None:
            raise KocError("errors.community-unreadable")
        own_folder(self.out)
        own_folder(self.site_dir)
        ingredients = find_ingredients(self.root, community, self.as_of)
        return ingredients, write_pages(ingredients, self.out).written

    def _build(
        self, languages: tuple[str, ...], show_pages: Callable[[], None]
    ) -> dict[str, dict[str, Any]]:
        """Let every language be built, side by side, and return what each process answers."""
        for language in languages:
            builder = self.builders.get(language)
            if builder and not builder.lives:
                builder.close()
                builder = None
            if builder is None:
                builder = self.builders[language] = self._start(language, languages[0])
            builder.ask()
        answers = {language: self.builders[language].hear() for language in languages}
        if all("pages" in answer for answer in answers.values()):
            show_pages()
        return {
            language: self.builders[language].hear() if "pages" in answer else answer
            for language, answer in answers.items()
        }

    def _start(self, language: str, first: str) -> _Builder:
        target = self.site_dir if language == first else self.site_dir / language
        command = build_command(self.root, language, target)
        return _Builder([*command, "--stay"], build_environment(self.as_of))


class _Builder:
    """A process that stays, and builds one language whenever it is asked (`mkdocs_build.py`)."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    @property
    def lives(self) -> bool:
        """False once the process has ended."""
        return self.process.poll() is None

    def ask(self) -> None:
        """Let it begin; `hear` waits for the answer."""
        assert self.process.stdin
        with contextlib.suppress(BrokenPipeError):  # it died: it will not answer either
            self.process.stdin.write("build\n")
            self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Return what the build says next."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            return {"failed": f"mkdocs: exit code {self.process.wait()}"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        with contextlib.suppress(BrokenPipeError):  # what it was asked and never read
            self.process.communicate()


def _is_record(path: str) -> bool:
    return path.split("/", 1)[0] in {*READ_FOLDERS, "community.yml"}
