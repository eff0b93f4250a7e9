"""Building the site of every language from its assembled Markdown, and putting it in place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time as clock
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from kocbook.base.errors import KocError
from kocbook.model.community import Community
from kocbook.site.assemble.assembly import assemble_site, find_arts
from kocbook.site.assemble.find_config import find_config
from kocbook.site.files.atomic_swap import exchange_folders
from kocbook.site.files.writer import ASSEMBLED, MARKER, AssembleResult, BuildResult
from kocbook.site.views.context import DOWNLOADS, NOTHING_MORE, Download

_DRAFT, _NOTE = ".koc-build-", "koc"
_LONGEST_BUILD = 6 * 3600.0
"""Seconds after which a folder that is being built in belongs to nobody any more."""


def build_site(
    root: Path,
    community: Community,
    as_of: date,
    site_dir: Path,
    report_progress: Callable[[str], None] = lambda _: None,
    extras: frozenset[Download] = NOTHING_MORE,
) -> BuildResult:
    """Assemble the site and build it; see `build_assembled`."""
    report_progress("assemble")
    assembled = assemble_site(root, community, as_of, root / ASSEMBLED, extras)
    return build_assembled(root, community, as_of, site_dir, assembled, report_progress, extras)


def build_assembled(
    root: Path,
    community: Community,
    as_of: date,
    site_dir: Path,
    assembled: AssembleResult,
    report_progress: Callable[[str], None] = lambda _: None,
    extras: frozenset[Download] = NOTHING_MORE,
) -> BuildResult:
    """Build every language of what was assembled at the same time, and put the whole site in place.

    `report_progress` is told "build", "pdf", "epub", "zip" and "place" as the work reaches them. A build
    that fails leaves the site that was there.

    Raises:
        KocError: the build failed, or warned, or `site_dir` is not a site of ours.
    """
    report_progress("build")
    with drafting(site_dir) as work:
        languages = community.settings.languages
        run_builds(root, {name: work / name for name in languages}, as_of)
        whole = put_together(work, languages)
        _make_extras(whole, root, community, as_of, extras, report_progress)
        report_progress("place")
        place_site(whole, site_dir, work / "old")
    return BuildResult(assembled.pages, assembled.written, site_dir)


@contextmanager
def drafting(site_dir: Path) -> Iterator[Path]:
    """Lend a folder to build in, beside the site that it will be exchanged with."""
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(site_dir.parent)
    with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=site_dir.parent) as folder:
        (Path(folder) / _NOTE).touch()
        yield Path(folder)


def put_together(work: Path, languages: Sequence[str]) -> Path:
    """Move the other languages below the first, and return its folder."""
    for language in languages[1:]:
        (work / language).rename(work / languages[0] / language)
    return work / languages[0]


def _make_extras(
    whole: Path,
    root: Path,
    community: Community,
    as_of: date,
    extras: frozenset[Download],
    report_progress: Callable[[str], None],
) -> None:
    """Write what stands beside the pages; the ZIP comes last, since it holds the rest."""
    if extras:
        (whole / DOWNLOADS).mkdir()
    if Download.PDF in extras:
        from kocbook.site.book.pdf import write_pdfs

        report_progress("pdf")
        write_pdfs(whole, community, as_of, find_arts(root, community))
    if Download.EPUB in extras:
        from kocbook.site.book.epub import write_epubs

        report_progress("epub")
        write_epubs(whole, community, as_of, find_arts(root, community))
    if Download.ZIP in extras:
        from kocbook.site.publish.offline import NAME, write_offline

        report_progress("zip")
        name = community.settings.name.in_language(community.settings.languages[0])
        write_offline(whole, whole / DOWNLOADS / NAME, folder_name(name))


def folder_name(name: str) -> str:
    """Return a community's name as that of a folder, on any system."""
    kept = "".join(letter for letter in name if letter.isalnum() or letter in " -_")
    return kept.strip()[:60] or "kocbook"


def run_builds(
    root: Path, targets: Mapping[str, Path], as_of: date, assembled: str = ASSEMBLED
) -> None:
    """Run MkDocs once for each language, in processes of their own, side by side.

    `assembled` is the folder below `root` with the languages' Markdown.

    Raises:
        KocError: a build failed; its warnings and errors are in the text.
    """
    processes = {
        language: subprocess.Popen(
            build_command(root, language, target, assembled),
            env=build_environment(as_of),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for language, target in targets.items()
    }
    outputs = {language: process.communicate() for language, process in processes.items()}
    answers = {
        language: {"failed": failed} if processes[language].returncode else json.loads(said)
        for language, (said, failed) in outputs.items()
    }
    judge_builds(answers)


def judge_builds(answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Look at what each language's build answered.

    Raises:
        KocError: a build failed, or warned; what it said is in the text.
    """
    problems: list[str] = []
    for answer in answers.values():
        problems += [answer["failed"].strip()] if "failed" in answer else answer["warnings"]
    if problems:
        raise KocError("errors.site-build", detail="\n".join(dict.fromkeys(problems)))


def _remove_leftovers(folder: Path) -> None:
    """Remove what builds left that were killed; one that may still be running is left alone."""
    for draft in folder.glob(f"{_DRAFT}*"):
        if (draft / _NOTE).is_file() and clock.time() - draft.stat().st_mtime > _LONGEST_BUILD:
            shutil.rmtree(draft, ignore_errors=True)


def place_site(built: Path, site_dir: Path, old: Path) -> None:
    """Exchange the site for the one just built.

    Raises:
        KocError: the folder holds something that is not a site of ours.
    """
    (built / ".nojekyll").touch()
    if site_dir.is_dir() and any(site_dir.iterdir()) and not (site_dir / MARKER).exists():
        raise KocError("errors.site-folder-not-ours", folder=site_dir)
    if site_dir.is_dir() and exchange_folders(built, site_dir):
        return  # what was there goes with the folder that it was built in
    if site_dir.exists():
        site_dir.rename(old)
    built.rename(site_dir)
    shutil.rmtree(old, ignore_errors=True)


def build_command(root: Path, language: str, target: Path, assembled: str = ASSEMBLED) -> list[str]:
    """Return how MkDocs is started for one language."""
    docs = root / assembled / language
    config = find_config(root, language)
    return [
        sys.executable,
        "-m",
        "kocbook.site.engine.mkdocs_build",
        str(config),
        str(docs),
        str(target),
    ]


def build_environment(as_of: date) -> dict[str, str]:
    """Return the environment of a build: the day is given, so that no clock is read."""
    midnight = datetime.combine(as_of, time(), UTC)
    given = {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "PYTHONHASHSEED": "0"}
    quiet = {"PYTHONIOENCODING": "utf-8", "NO_MKDOCS_2_WARNING": "1"}
    return {**os.environ, **given, **quiet}
