"""Are the published words those that the authors delivered?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.insight.state import ModuleFacts
    from kocbook.report.words_table import Comparison


def compare_words(session: Session, module: str | None = None) -> list[Comparison]:
    """Compare the words of one module, or of all with accepted work, with what was delivered.

    Raises:
        UsageError: there is no such module.
        FaultyCommunityError: the settings have faults.
    """
    if module is not None:
        return [_compare(session, session.facts[session.find_module(module).key])]
    settled = (one for one in session.facts.values() if one.state.counts_as_work and one.authors)
    return [_compare(session, facts) for facts in settled]


def _compare(session: Session, facts: ModuleFacts) -> Comparison:
    """Find what was delivered; the history is asked only where the words are others by now."""
    from kocbook.base.errors import KocError
    from kocbook.insight.authors_words import accepted_text, compare_texts, find_delivered
    from kocbook.insight.fingerprint import page_fingerprint, signed_text
    from kocbook.records.content_history import iter_contents
    from kocbook.report.words_table import Comparison

    accepted = accepted_text(facts.module, session.day)
    if facts.module.text is None:
        return Comparison(facts, None, None, None)
    told = signed_text(facts.module)
    if accepted == page_fingerprint(facts.module):
        return Comparison(facts, compare_texts(told, told), "review", None)
    try:
        module = facts.module
        versions = iter_contents(session.folder, (module.key, *module.brief.formerly))
        found = find_delivered(module, versions, accepted, facts.delivered)
    except KocError:
        found = None  # no Git, or nothing committed yet: the records alone cannot tell
    if found is None:
        return Comparison(facts, None, None, None)
    source = "review" if accepted else "history"
    pieces = compare_texts(found.told, told)
    is_same = found.fingerprint == page_fingerprint(facts.module)
    return Comparison(facts, pieces, source, found.commit, is_same)
