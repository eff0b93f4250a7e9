"""Checking and assembling for `koc build` and `koc assemble`: everything, or the words that are new."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.gates import GATES, Matter, ask_gates
from kocbook.app.session import Session
from kocbook.model.held import NOTHING_HELD

if TYPE_CHECKING:
    from kocbook.base.finding import Finding
    from kocbook.git.index_state import TreeState
    from kocbook.model.community import Community
    from kocbook.records.loader import LoadResult
    from kocbook.report.findings import Report
    from kocbook.rules.impact import Impact
    from kocbook.site.assemble.assembly import AssembleResult
    from kocbook.site.assemble.incremental import NewWords
    from kocbook.site.assemble.snapshot import KeptSite, SiteMemory
    from kocbook.site.views.context import Download


class Assembling:
    """One assembly of the site into `out`; check first, then assemble.

    Where no more than the words of texts changed since the last one, which Git tells, the rest is
    neither read nor checked nor made again.
    """

    def __init__(
        self, session: Session, out: Path, extras: frozenset[Download] = frozenset()
    ) -> None:
        self.session = session
        self.out = out
        self.extras = extras
        self.findings: list[Finding] = []
        self.unseen: tuple[str, ...] = ()
        self.news = self._recall()

    @property
    def community(self) -> Community:
        """What the pages are made of.

        Raises:
            FaultyCommunityError: its settings have faults.
        """
        if self.news:
            return self.news[1].community
        from kocbook.insight.held import hold_back

        return hold_back(self.session.community, self.holding.held)

    @cached_property
    def holding(self) -> Impact:
        """What the errors cost that `check` found."""
        from kocbook.base.finding import Severity
        from kocbook.rules.impact import Impact, find_held

        community = self.news[1].community if self.news else self.session.loaded.community
        if community is None:
            errors = (one for one in self.findings if one.severity is Severity.ERROR)
            return Impact(NOTHING_HELD, tuple(errors))
        return find_held(self.findings, community, self.session.day)

    def check(self) -> Report:
        """Return what is wrong with the files as they are now."""
        from kocbook.report.prepare import prepare_report

        if self.news:
            loaded = self._check_words(*self.news)
            if not self.holding.held and not self.holding.stopping:
                return prepare_report(loaded, self.findings, self.session.texts, self.unseen)
            # What a held page may not show, every page may have: all of them are made anew.
            self.news = None
            del self.holding
        loaded = self.session.loaded
        passed = ask_gates(Matter(self.session, loaded))
        self.findings, self.unseen = list(passed.findings), passed.unseen
        return prepare_report(loaded, self.findings, self.session.texts, self.unseen)

    def assemble(self) -> AssembleResult:
        """Write the pages, touching only what changed.

        Raises:
            KocError: `out` holds something that we did not write.
        """
        if self.news:
            return self._write_words(*self.news)
        from kocbook.site.assemble.assembly import find_ingredients, write_pages
        from kocbook.site.assemble.snapshot import KeptSite
        from kocbook.site.files.writer import own_folder

        session = self.session
        own_folder(self.out)
        ingredients = find_ingredients(session.folder, self.community, session.day, self.extras)
        result = write_pages(ingredients, self.out)
        is_whole = not self.holding.held
        if is_whole and self._memory and self._state and self._state == self._find_state():
            # Otherwise a file changed while the others were read: this is the site of no state.
            findings, records = tuple(self.findings), session.loaded.records
            kept = KeptSite(self._state, findings, records, ingredients, result, head=self._head)
            self._memory.remember(kept)
        return result

    def _check_words(self, kept: KeptSite, words: NewWords) -> LoadResult:
        from kocbook.records.loader import LoadResult
        from kocbook.records.tree import WorkingTree
        from kocbook.rules.engine import check_words

        now, day = words.community, self.session.day
        self.findings = check_words(kept.findings, kept.community, now, words.facts, day)
        loaded = LoadResult(now, (), kept.records, WorkingTree(self.session.folder))
        if self._head != kept.head:  # words alone are nobody's yet; a commit says whose they are
            asked = [gate for gate in GATES if gate.reads_history]
            passed = ask_gates(Matter(self.session, loaded), asked)
            others = [one for one in self.findings if not one.rule.startswith("audit-")]
            self.findings, self.unseen = [*others, *passed.findings], passed.unseen
        return loaded

    def _write_words(self, kept: KeptSite, words: NewWords) -> AssembleResult:
        from kocbook.site.assemble.assembly import AssembleResult
        from kocbook.site.assemble.incremental import write_words

        _, written = write_words(kept.ingredients, words, self.out)
        if self._memory:
            self._memory.follow(kept, words.paths, written)
        whole, count = kept.result, len(written)
        return AssembleResult(whole.pages, count, whole.written + whole.unchanged - count, 0)

    @cached_property
    def _memory(self) -> SiteMemory | None:
        from kocbook.site.assemble.snapshot import find_memory

        session = self.session
        return find_memory(session.folder, self.out, session.day, self.extras)

    @cached_property
    def _head(self) -> bytes:
        from kocbook.git.run import read_git

        return read_git(self.session.folder, "rev-parse", "HEAD") or b""

    @cached_property
    def _state(self) -> TreeState | None:
        return self._find_state() if self._memory else None

    def _find_state(self) -> TreeState | None:
        from kocbook.git.index_state import find_tree_state

        return find_tree_state(self.session.folder)

    def _recall(self) -> tuple[KeptSite, NewWords] | None:
        """Return the last assembly and the words that are new since; None where more may be new."""
        from kocbook.site.assemble.incremental import take_words

        kept = self._memory.recall() if self._memory and self._state else None
        if kept is None or self._state is None:
            return None
        changes = self._state.find_changes(self.session.folder, kept.state)
        words = None if changes is None else take_words(kept.ingredients, changes | kept.followed)
        return (kept, words) if words else None
