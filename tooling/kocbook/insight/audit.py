"""Is everybody credited? Who had a hand in each page, against its credits and waivers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kocbook.git.history import Signature
from kocbook.insight.accounts import AccountBook, CreditCandidate
from kocbook.insight.authorship import Hands
from kocbook.insight.credits import CreditState, all_credits
from kocbook.insight.robots import Robots
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community, Module

Evidence = dict[CreditCandidate, list[str]]
"""Candidates, each with what speaks for them: paths of records, ids of commits."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody who had a hand in a page and is neither credited nor waived there.

    `page` is HANDBOOK/MODULE, or HANDBOOK for its cover. `proposal` is the path of a credit that
    nobody has confirmed yet, if there is one.
    """

    page: str
    candidate: CreditCandidate
    evidence: tuple[str, ...]
    proposal: str | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit looked at, and who is missing, sorted by page and person."""

    pages: int
    people: int
    gaps: tuple[Gap, ...]


def audit_credits(
    community: Community, facts: Mapping[str, ModuleFacts], hands: Mapping[str, Hands]
) -> Audit:
    """Hold everybody who had a hand in a finished page against its credits and waivers.

    `hands` says who changed which file; it may be empty where history is not asked.
    """
    signatures = {signature for named in hands.values() for signature in named}
    book = AccountBook(community, signatures)
    hands = _without_robots(hands, Robots(community.settings.audit.bots), book)
    lines = all_credits(community, facts)
    credited: dict[str, set[str]] = {}
    for line in lines:
        if line.state is not CreditState.PROPOSED:
            for page in (line.key, line.handbook):
                credited.setdefault(page, set()).add(line.member)
    for name, handbook in community.handbooks.items():
        credited.setdefault(name, set()).add(handbook.lead)
    found = dict(_iter_pages(community, facts, hands, book))
    gaps = [
        Gap(page, person, tuple(dict.fromkeys(evidence)), _find_proposal(community, page, person))
        for page in sorted(found)
        for person, evidence in sorted(found[page].items(), key=lambda item: item[0].key)
        if person.member not in credited.get(page, ())
        and not _is_waived(community, page, person)
        and not _only_took_down(community, page, person, evidence)
    ]
    people = {person.key for evidence in found.values() for person in evidence}
    return Audit(len(found), len(people), tuple(gaps))


def _without_robots(
    hands: Mapping[str, Hands], robots: Robots, book: AccountBook
) -> dict[str, Hands]:
    """Leave out programs. A member is none: nobody's credit is taken by the choice of a name."""
    people: dict[Signature, bool] = {}
    for signature in {signature for named in hands.values() for signature in named}:
        people[signature] = signature not in robots or book.find(signature).member is not None
    return {
        path: {signature: commits for signature, commits in named.items() if people[signature]}
        for path, named in hands.items()
    }


def _iter_pages(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    hands: Mapping[str, Hands],
    book: AccountBook,
) -> Iterator[tuple[str, Evidence]]:
    """Yield each page with its candidates: finished modules, collections, and covers."""
    for key, fact in facts.items():
        if fact.state.counts_as_work or fact.module.responses:
            evidence = _record_evidence(fact, book)
            content = fact.module.content
            if content and fact.state.counts_as_work:
                files = [content.text_path(part) for part in content.texts]
                files += [media.path for media in content.media.values()]
                _add_hands(evidence, files, hands, book)
            yield key, evidence
    covers: dict[str, Evidence] = {}
    for path in community.covers:
        _add_hands(covers.setdefault(path.split("/")[1], {}), [path], hands, book)
    yield from covers.items()


def _record_evidence(facts: ModuleFacts, book: AccountBook) -> Evidence:
    """Return who took part by a record: claims, responses, reviews, services."""
    module = facts.module
    named = [(item.member, item.path) for item in module.responses.values()]
    named += [(item.reviewer, item.path) for item in module.reviews]
    named += [(item.member, item.path) for item in module.past_claims if item.delivered]
    named += [(item.by, item.path) for item in module.triage.values()]
    named += [(item.member, item.path) for item in module.services if item.confirmed_by]
    named += [(item.judge, item.path) for item in module.judgings]
    if facts.state.counts_as_work:
        named += [(item.member, item.path) for item in module.claims.values()]
    evidence: Evidence = {}
    for member, path in named:
        evidence.setdefault(book.member(member), []).append(path)
    return evidence


def _add_hands(
    evidence: Evidence, files: Iterable[str], hands: Mapping[str, Hands], book: AccountBook
) -> None:
    for path in files:
        for signature, commits in hands.get(path, {}).items():
            evidence.setdefault(book.find(signature), []).extend(commits)


def _find_proposal(community: Community, page: str, person: CreditCandidate) -> str | None:
    module = community.modules.get(page)
    proposals = module.credits if module and person.member else ()
    return next((item.path for item in proposals if item.member == person.member), None)


def _is_waived(community: Community, page: str, person: CreditCandidate) -> bool:
    """Say whether staff wrote down why this person is not credited here."""
    names = {person.key.casefold()}
    if person.login is not None:
        names.add(person.login.casefold())
    if person.member is None:
        # Only of strangers: nobody's credit may be taken by somebody else's choice of name.
        names.add(person.name.casefold())
    waived = (item for module in _modules_of(community, page) for item in module.waivers)
    return any(item.candidate.strip().casefold() in names for item in waived)


def _only_took_down(
    community: Community, page: str, person: CreditCandidate, evidence: Iterable[str]
) -> bool:
    """True where a takedown accounts for each commit: who takes words away has written none."""
    done = [one for module in _modules_of(community, page) for one in module.takedowns]
    own = sum(one.by == person.member for one in done)
    return 0 < len({*evidence}) <= own


def _modules_of(community: Community, page: str) -> list[Module]:
    """Return the page's module; of a cover, all modules of its handbook."""
    if page in community.modules:
        return [community.modules[page]]
    return [module for module in community.modules.values() if module.handbook == page]
