"""Assembling the Markdown of every language, and building the site from it."""

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
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from PIL import Image

from kocbook.base.errors import KocError
from kocbook.base.texts import load_texts
from kocbook.insight.assets import all_assets
from kocbook.model.community import Community
from kocbook.site.charts import ChartLibrary, find_chart_library
from kocbook.site.context import DOWNLOADS, NOTHING_MORE, Extra, SiteContext, make_contexts
from kocbook.site.dead_links import DeadLink, part_warnings
from kocbook.site.digests import find_digests
from kocbook.site.editor.backend import find_backend
from kocbook.site.editor.files import make_editor_files
from kocbook.site.exchange import exchange_folders
from kocbook.site.known_pages import KnownPages
from kocbook.site.pages import iter_media, list_elsewhere, make_files, site_settings
from kocbook.site.parts import Portion
from kocbook.site.picture_store import PicturesElsewhere, PictureShelf, prepare_pictures
from kocbook.site.release_lock import list_locks
from kocbook.site.share_images import ADDRESS as SHARES
from kocbook.site.share_images import prepare_share_images
from kocbook.site.trial import find_hard_texts
from kocbook.site.views.cover import CoverArt
from kocbook.site.views.share import share_cards
from kocbook.site.writer import MARKER, own_folder, write_bytes, write_files

ASSEMBLED = ".koc/docs"
PARTS = ".koc/parts"
"""Where each part of the site is assembled, in a folder of its own: several may be at once."""
_DRAFT, _NOTE = ".koc-build-", "koc"
_LONGEST_BUILD = 6 * 3600.0
"""Seconds after which a folder that is being built in belongs to nobody any more."""
_OWN_CONFIG = Path(__file__).parents[3]
"""Where mkdocs.yml stands for communities that have none of their own: beside the tool."""


@dataclass(frozen=True, slots=True)
class AssembleResult:
    """How many pages there are, and how many files were written, left alone and removed."""

    pages: int
    written: int
    unchanged: int
    removed: int


@dataclass(frozen=True, slots=True)
class BuildResult:
    """How many pages there are, how many assembled files changed, and where the site stands.

    `dead_links` are those of contributed texts that lead nowhere.
    """

    pages: int
    written: int
    site_dir: Path
    dead_links: tuple[DeadLink, ...] = ()


def assemble_site(
    root: Path,
    community: Community,
    as_of: date,
    out: Path,
    extras: frozenset[Extra] = NOTHING_MORE,
    portion: Portion | None = None,
) -> AssembleResult:
    """Write the Markdown of every language below `out`, touching only what changed.

    `extras` are what covers may lead to, since the build will make it. Of a portion only its own
    pages are written; where the others stand is noted beside them.

    Raises:
        KocError: `out` holds something that we did not write.
    """
    own_folder(out)
    languages = {name: load_texts(name) for name in community.settings.languages}
    arts = find_arts(root, community)
    pages = written = unchanged = removed = 0
    hard = find_hard_pages(root, community, portion)
    contexts = make_contexts(community, as_of, languages, hard, extras)
    first = contexts[community.settings.languages[0]]
    is_shared = portion is None or portion.is_shared
    if is_shared:  # only the library and the credits tell them
        releases = list_locks(root)
        assets = all_assets(community, first.facts, as_of)
        digests = find_digests(root, (asset.path for asset in assets))
        contexts = {
            name: replace(context, digests=digests, releases=releases)
            for name, context in contexts.items()
        }
    shelf = _fill_shelf(root, first, arts, portion)
    backend = find_backend(community.settings.site)
    for language, context in contexts.items():
        is_first = language == community.settings.languages[0]
        charts = find_chart_library()
        known = _find_known(out / language, context, charts, shelf) if portion is None else None
        files, outline = make_files(context, arts, charts, shelf, portion, known)
        if is_shared:
            files |= make_editor_files(community, context.facts, context.texts, backend, is_first)
        tally = write_files(root, out / language, files)
        if known:
            known.save()
        elsewhere = list_elsewhere(context, outline, arts, portion) if portion else []
        settings = site_settings(context, outline, portion, elsewhere)
        write_bytes(out / f"{language}.json", settings)
        pages += sum(portion is None or portion.holds(page) for page in outline.pages)
        written += tally.written
        unchanged += tally.unchanged
        removed += tally.removed
    return AssembleResult(pages, written, unchanged, removed)


def _find_known(
    folder: Path, context: SiteContext, charts: ChartLibrary | None, shelf: PictureShelf
) -> KnownPages:
    """Return what is known of a language's pages; what they have in common is their basis."""
    languages = context.community.settings.languages
    address = charts.address if charts else None
    return KnownPages(folder, context.language, languages, address, dict(shelf.pictures))


def _fill_shelf(
    root: Path, context: SiteContext, arts: Mapping[str, CoverArt], portion: Portion | None
) -> PictureShelf:
    """Draw the pictures of the site, or those that a portion holds; look at the others it shows."""
    media = {address: file.path for address, file in iter_media(context, arts)}
    if portion is None:
        shelf = prepare_pictures(root, media)
    else:
        own = {address: path for address, path in media.items() if portion.holds_media(address)}
        shelf = prepare_pictures(root, own, f"{PARTS}/{portion.name}/pictures")
        shelf = replace(shelf, pictures=PicturesElsewhere(root, shelf.pictures, media))
    return shelf.with_shares(prepare_share_images(root, share_cards(context, portion)), SHARES)


def find_hard_pages(
    root: Path, community: Community, portion: Portion | None = None
) -> frozenset[str]:
    """Return the keys of the modules whose text no renderer may meet (see `trial.py`).

    Raises:
        KocError: there is no configuration of the site.
    """
    modules = community.modules.items()
    texts = {
        key: module.text
        for key, module in modules
        if module.text and (portion is None or portion.holds_media(key))
    }
    return find_hard_texts(root, find_config(root, "zh"), texts)


def find_arts(root: Path, community: Community) -> dict[str, CoverArt]:
    """Measure the cover pictures: their size keeps pages still while they load."""
    arts: dict[str, CoverArt] = {}
    for name, handbook in sorted(community.handbooks.items()):
        media = community.covers.get(f"content/{name}/{handbook.cover}")
        if media is None or media.kind not in ("jpg", "png", "webp"):
            continue
        try:
            with Image.open(root / media.path) as image:
                arts[name] = CoverArt(media.name, image.width, image.height)
        except (OSError, Image.DecompressionBombError):
            continue
    return arts


def build_site(
    root: Path,
    community: Community,
    as_of: date,
    site_dir: Path,
    report_progress: Callable[[str], None] = lambda _: None,
    extras: frozenset[Extra] = NOTHING_MORE,
) -> BuildResult:
    """Assemble, build every language at the same time, and put the whole site in place at once.

    `report_progress` is told "assemble", "build", "pdf", "zip" and "place" as the work reaches them. A
    build that fails leaves the site that was there.

    Raises:
        KocError: the build failed, or warned of more than dead links, or `site_dir` is not a site of ours.
    """
    report_progress("assemble")
    assembled = assemble_site(root, community, as_of, root / ASSEMBLED, extras)
    report_progress("build")
    with drafting(site_dir) as work:
        languages = community.settings.languages
        dead = run_builds(root, {name: work / name for name in languages}, as_of)
        whole = put_together(work, languages)
        _make_extras(whole, root, community, as_of, extras, report_progress)
        report_progress("place")
        place_site(whole, site_dir, work / "old")
    return BuildResult(assembled.pages, assembled.written, site_dir, dead)


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
    extras: frozenset[Extra],
    report_progress: Callable[[str], None],
) -> None:
    """Write what stands beside the pages; the ZIP comes last, since it holds the rest."""
    if extras:
        (whole / DOWNLOADS).mkdir()
    if Extra.PDF in extras:
        from kocbook.site.book.pdf import write_pdfs

        report_progress("pdf")
        write_pdfs(whole, community, as_of, find_arts(root, community))
    if Extra.ZIP in extras:
        from kocbook.site.offline import NAME, write_offline

        report_progress("zip")
        name = community.settings.name.in_language(community.settings.languages[0])
        write_offline(whole, whole / DOWNLOADS / NAME, folder_name(name))


def folder_name(name: str) -> str:
    """Return a community's name as that of a folder, on any system."""
    kept = "".join(letter for letter in name if letter.isalnum() or letter in " -_")
    return kept.strip()[:60] or "kocbook"


def run_builds(
    root: Path, targets: Mapping[str, Path], as_of: date, assembled: str = ASSEMBLED
) -> tuple[DeadLink, ...]:
    """Run MkDocs once for each language, in processes of their own, side by side.

    `assembled` is the folder below `root` with the languages' Markdown. Returns the links of contributed texts that lead nowhere.

    Raises:
        KocError: a build failed; its warnings and errors are in the text.
    """
    processes = {
        language: subprocess.Popen(
            _command(root, language, target, assembled),
            env=_environment(as_of),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for language, target in targets.items()
    }
    outputs = {language: process.communicate() for language, process in processes.items()}
    problems: list[str] = []
    dead: set[DeadLink] = set()
    for language, (said, failed) in outputs.items():
        if processes[language].returncode:
            problems += [failed.strip()]
        elif said.strip():
            warnings = json.loads(said)["warnings"]
            own, links = part_warnings(warnings, root / assembled / language)
            problems += own
            dead.update(links)
    if problems:
        raise KocError("errors.site-build", detail="\n".join(dict.fromkeys(problems)))
    return tuple(sorted(dead))


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


def find_config(root: Path, language: str) -> Path:
    """Return the MkDocs configuration of a language: the community's own, else the tool's.

    Raises:
        KocError: there is none.
    """
    name = "mkdocs.yml" if language == "zh" else f"mkdocs.{language}.yml"
    for folder in (root, _OWN_CONFIG):
        if (folder / name).is_file():
            return folder / name
    raise KocError("errors.site-no-config", file=name)


def _command(root: Path, language: str, target: Path, assembled: str = ASSEMBLED) -> list[str]:
    docs = root / assembled / language
    config = find_config(root, language)
    return [sys.executable, "-m", "kocbook.site.mkdocs_build", str(config), str(docs), str(target)]


def _environment(as_of: date) -> dict[str, str]:
    """Return the environment of a build: the day is given, so that no clock is read."""
    midnight = datetime.combine(as_of, time(), UTC)
    given = {"SOURCE_DATE_EPOCH": str(int(midnight.timestamp())), "PYTHONHASHSEED": "0"}
    quiet = {"PYTHONIOENCODING": "utf-8", "NO_MKDOCS_2_WARNING": "1"}
    return {**os.environ, **given, **quiet}
