"""Build the site, or assemble its Markdown: everything is checked first, and faulty pages are held back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.assemble import Assembling
from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.model.held import Impact
    from kocbook.report.findings import Report
    from kocbook.site.files.writer import AssembleResult, BuildResult


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What was found before a site is made, and which pages that costs."""

    report: Report
    holding: Impact
    is_strict: bool = False

    @property
    def is_stopped(self) -> bool:
        """True where no site is made: an error endangers every page, or no error is allowed."""
        return bool(self.holding.stopping) or (self.is_strict and bool(self.report.errors))


@dataclass(frozen=True, slots=True)
class BuildListener:
    """What a build calls while it works: where it waits for another build, and once it has checked."""

    waits: Callable[[], None] = lambda: None
    checked: Callable[[SiteCheck], None] = lambda _: None


NOBODY = BuildListener()


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """What was found, and the site that was built; None where the findings stopped it."""

    check: SiteCheck
    site: BuildResult | None


@dataclass(frozen=True, slots=True)
class AssembledSite:
    """What was found, and how many pages were written; None where the findings stopped it."""

    check: SiteCheck
    pages: AssembleResult | None


def build_site(
    session: Session,
    site_dir: Path | None = None,
    *,
    pdf: bool = False,
    epub: bool = False,
    offline: bool = False,
    strict: bool = False,
    listener: BuildListener = NOBODY,
) -> BuiltSite:
    """Check a community and build its site into `site_dir` (None: `site/` in its folder).

    With `pdf` a PDF of each handbook stands beside the pages, with `epub` an EPUB, with `offline` a ZIP of the whole site;
    with `strict` any error stops the build.

    Raises:
        MissingPartError: the extra `site` (or `pdf`, for books) is not installed.
        FaultyCommunityError: the settings have faults.
        KocError: the build failed, or `site_dir` holds something that is no site of ours.
    """
    from kocbook.app.last_site import LastSite
    from kocbook.base.extras import Extra, require
    from kocbook.site.files.writer import ASSEMBLED, BuildResult
    from kocbook.site.publish.build_lock import building
    from kocbook.site.views.context import Download

    require(Extra.SITE)
    if pdf:
        from kocbook.site.book.engine import require_engine

        require_engine()
    if epub:
        require(Extra.PDF)
    wanted = {Download.PDF: pdf, Download.EPUB: epub, Download.ZIP: offline}
    extras = frozenset(extra for extra, is_wanted in wanted.items() if is_wanted)
    with building(session.folder, listener.waits):
        assembling = Assembling(session, session.folder / ASSEMBLED, extras)
        found = _check(assembling, strict, listener)
        if found.is_stopped:
            return BuiltSite(found, None)
        target = (site_dir or session.folder / "site").absolute()
        last = LastSite(session, target, extras)
        known = last.recall()
        if known:
            return BuiltSite(found, BuildResult(known[0], 0, target))
        from kocbook.site.publish.build import build_assembled

        with session.progress() as progress:
            progress("assemble")
            done = assembling.assemble()
            here, day = assembling.community, session.day
            site = build_assembled(session.folder, here, day, target, done, progress, extras)
        last.keep(site.pages, 0, assembling.judged.is_of_one_state)
    return BuiltSite(found, site)


def assemble_pages(
    session: Session, out: Path, *, strict: bool = False, listener: BuildListener = NOBODY
) -> AssembledSite:
    """Check a community and write the pages of its site as Markdown into `out`, only where they changed.

    Raises:
        MissingPartError: the extra `site` is not installed.
        FaultyCommunityError: the settings have faults.
        KocError: `out` holds something that we did not write.
    """
    from kocbook.app.last_site import LastSite
    from kocbook.base.extras import Extra, require
    from kocbook.site.publish.build_lock import building

    require(Extra.SITE)
    with building(session.folder, listener.waits):
        assembling = Assembling(session, out.absolute())
        found = _check(assembling, strict, listener)
        if found.is_stopped:
            return AssembledSite(found, None)
        last = LastSite(session, assembling.out, frozenset())
        known = last.recall()
        if known:
            from kocbook.site.files.writer import AssembleResult

            return AssembledSite(found, AssembleResult(known[0], 0, known[1], 0))
        with session.progress() as progress:
            progress("assemble")
            done = assembling.assemble()
        last.keep(done.pages, done.written + done.unchanged, assembling.judged.is_of_one_state)
    return AssembledSite(found, done)


def _check(assembling: Assembling, strict: bool, listener: BuildListener) -> SiteCheck:
    # `holding` is asked for afterwards: the check decides it.
    report = assembling.check()
    found = SiteCheck(report, assembling.holding, strict)
    listener.checked(found)
    return found


def find_lacking() -> list[str]:
    """List what a site does without here: "charts" without the chart library, "font" without Chinese."""
    from kocbook.site.pictures.fonts import find_fonts
    from kocbook.site.views.charts import find_chart_library

    there = {"charts": find_chart_library(), "font": find_fonts()}
    return [name for name, found in there.items() if found is None]
