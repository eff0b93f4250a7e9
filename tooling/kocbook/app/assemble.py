"""Checking and assembling for `koc build` and `koc assemble`; the memory spares what has not changed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.findings import Judged, judge_everything
from kocbook.app.session import Session
from kocbook.model.held import NOTHING_HELD, Impact
from kocbook.report.findings import Report

if TYPE_CHECKING:
    from kocbook.base.finding import Finding
    from kocbook.model.community import Community
    from kocbook.site.files.writer import AssembleResult
    from kocbook.site.views.context import Download


class Assembling:
    """One assembly of the site into `out`; check first, then assemble."""

    def __init__(
        self, session: Session, out: Path, extras: frozenset[Download] = frozenset()
    ) -> None:
        self.session = session
        self.out = out
        self.extras = extras
        self.judged = Judged((), (), 0)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What `check` found."""
        return self.judged.findings

    @property
    def community(self) -> Community:
        """What the pages are made of.

        Raises:
            FaultyCommunityError: its settings have faults.
        """
        from kocbook.insight.held import hold_back

        return hold_back(self.session.community, self.holding.held)

    @cached_property
    def holding(self) -> Impact:
        """What the errors cost that `check` found."""
        from kocbook.base.finding import Severity

        errors = tuple(one for one in self.findings if one.severity is Severity.ERROR)
        if not errors:
            return Impact(NOTHING_HELD)
        community = self.session.loaded.community
        if community is None:
            return Impact(NOTHING_HELD, errors)
        from kocbook.rules.impact import find_held

        return find_held(self.findings, community, self.session.day)

    def check(self) -> Report:
        """Return what is wrong with the files as they are now."""
        self.judged = judge_everything(self.session)
        unseen = self.judged.unseen
        if not self.findings:
            return Report((), self.judged.records, unseen)
        from kocbook.report.prepare import prepare_report

        return prepare_report(self.session.loaded, self.findings, self.session.texts, unseen)

    def assemble(self) -> AssembleResult:
        """Write the pages, touching only what changed.

        Raises:
            KocError: `out` holds something that we did not write.
        """
        from kocbook.site.assemble.assembly import find_ingredients, write_pages
        from kocbook.site.files.writer import own_folder

        session = self.session
        own_folder(self.out)
        ingredients = find_ingredients(session.folder, self.community, session.day, self.extras)
        return write_pages(ingredients, self.out)
