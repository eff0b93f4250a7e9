"""Records that name a text by an old fingerprint, or by that of its old forms: the same words by today's.

Nobody signs again for words that did not change, and nothing is signed that nobody saw: a mark is
written anew only where Git knows the very text that it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kocbook.insight.fingerprint import (
    earlier_terms_fingerprint,
    page_fingerprint,
    terms_fingerprint,
)
from kocbook.insight.old_fingerprint import old_fingerprint
from kocbook.insight.parts import part_fingerprints
from kocbook.markdown.moved_text import move_text
from kocbook.model.community import Content, Module
from kocbook.model.work import Claim
from kocbook.records.record_history import RecordHistory


@dataclass(frozen=True, slots=True)
class MovedModule:
    """A module as it stands, and as it will stand once its old forms are moved."""

    before: Module
    after: Module

    @property
    def keys(self) -> tuple[str, ...]:
        """All names that the module ever had."""
        return (self.before.key, *self.before.brief.formerly)


def move_content(content: Content) -> Content:
    """Return a module's content with the old forms moved in each text where no word changes by it."""
    texts = {part: move_text(text) or text for part, text in content.texts.items()}
    return content if texts == content.texts else replace(content, texts=texts)


def renew_mark(
    history: RecordHistory, record: str, mark: str | None, standing: MovedModule
) -> str | None:
    """Return what the record at the path `record` is to name instead of `mark`; None if nobody knows.

    Without a mark (older reviews have none) it is the text beside the record when it was added.
    """
    if mark is not None and mark == page_fingerprint(standing.after):
        return mark
    meant = _meant(history, record, mark, standing)
    return None if meant is None else _today(meant, standing)


def renew_parts(parts: Mapping[str, str], standing: MovedModule) -> dict[str, str]:
    """Return the fingerprints of a team's judged parts: those of parts that were moved follow."""
    before, after = part_fingerprints(standing.before), part_fingerprints(standing.after)
    return {
        seat: after.get(seat, mark) if mark == before.get(seat) else mark
        for seat, mark in parts.items()
    }


def _meant(
    history: RecordHistory, record: str, mark: str | None, standing: MovedModule
) -> Content | None:
    """Return the content that a record names: as its writer had it, where several have one mark."""
    if mark is None:
        return history.added_with(record, standing.keys)
    for content in history.contents(record, standing.keys):
        if _has_mark(content, mark, standing):
            return content
    here = standing.before.content
    return here if here is not None and _has_mark(here, mark, standing) else None


def _has_mark(content: Content, mark: str, standing: MovedModule) -> bool:
    if content.text is not None and old_fingerprint(content.text) == mark:
        return True
    return page_fingerprint(replace(standing.before, content=content)) == mark


def _today(meant: Content, standing: MovedModule) -> str | None:
    """Return the fingerprint of a content, or of what became of it by moving its old forms alone."""
    moved = page_fingerprint(replace(standing.before, content=move_content(meant)))
    if moved == page_fingerprint(standing.after):
        return moved
    return page_fingerprint(replace(standing.before, content=meant))


def renew_terms(history: RecordHistory, claim: Claim, module: Module) -> str | None:
    """Return the fingerprint of today for what a claim of an older release agrees to.

    The claim keeps its own where the brief says something else than when the claim was written:
    nobody is put to days or goals that they did not see. None where nobody can tell.
    """
    wanted = terms_fingerprint(module.brief)
    if claim.terms == wanted or claim.terms != earlier_terms_fingerprint(module.brief):
        return claim.terms
    then = next(history.briefs(claim.path, module.path), None)
    if then is None:
        return None
    return wanted if terms_fingerprint(then) == wanted else claim.terms
