"""A judged request turned into answers: what it brings about, whom it waits for, what else is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from kocbook.app.check import JudgedRequest, judge_request
from kocbook.app.gates import GATES, Matter, ask_gates
from kocbook.app.session import Session
from kocbook.base.finding import Finding, Severity
from kocbook.base.languages import DEFAULT_LANGUAGE, LANGUAGES
from kocbook.base.texts import Texts
from kocbook.report.prepare import prepare_report

if TYPE_CHECKING:
    from kocbook.model.community import Module
    from kocbook.model.people import Member
    from kocbook.report.answer import RequestAnswer, RequestAuthor, TaskOffer

_TAKEN = {"policy-claim-taken", "policy-claim-closed"}
_MOST_OFFERS = 4


@dataclass(frozen=True, slots=True)
class _Findings:
    """What a request brings about itself, how many errors there were before, and whose it is."""

    own: tuple[Finding, ...]
    older: int
    author: Member | None


def compose_answers(
    session: Session,
    base: str,
    head: str,
    actor: str,
    approved: Sequence[str],
    edit_base: str | None,
) -> list[RequestAnswer]:
    """Judge a request and return the answer to it in each language, the first to be read first.

    `actor` and those who `approved` are accounts, each as LOGIN or LOGIN:NUMBER; `edit_base` is where
    the editor of the author's branch begins. The settings are those of the base.

    Raises:
        UsageError: there is no such revision, or an account is none.
        KocError: Git failed, the two share no history, or the base is no community.
    """
    session = session.at(base)
    with judge_request(session, base, head, actor, approved) as judged:
        sorted_out = _sort_out(session, judged)
        offers = _offers(session, base, sorted_out)
        return [
            _compose(session, judged, sorted_out, session.texts_in(language), edit_base, offers)
            for language in _languages(session)
        ]


def _languages(session: Session) -> list[str]:
    """List what was asked for, or the community's languages; each reader finds theirs."""
    if session.lang in LANGUAGES:
        return [session.lang]
    listed = session.settings.get("languages")
    known = [one for one in listed if one in LANGUAGES] if isinstance(listed, list) else []
    return known or [DEFAULT_LANGUAGE, *(one for one in LANGUAGES if one != DEFAULT_LANGUAGE)]


def _sort_out(session: Session, judged: JudgedRequest) -> _Findings:
    """Leave out the faults that were there before: their mending is the staff's task."""
    from kocbook.policy.actor import resolve_actor

    base = judged.request.base
    older: set[tuple[str, str, str]] = set()
    if not all(finding.rule.startswith("policy-") for finding in judged.findings):
        older = _find_older(session, judged)
    own = tuple(one for one in judged.findings if _identity(one) not in older)
    errors = {_identity(one) for one in judged.findings if one.severity is Severity.ERROR}
    author = resolve_actor(base.community, judged.account).member if base.community else None
    return _Findings(own, len(errors & older), author)


def _find_older(session: Session, judged: JudgedRequest) -> set[tuple[str, str, str]]:
    """Return the faults of the base; of a whole one, once for all requests that are compared with it."""
    from kocbook.git.revision_cache import remembered
    from kocbook.git.revision_tree import GitTree

    base = judged.request.base
    # Credits compare both sides themselves, and media look at what the request brings.
    apart = {"credits", "media"} if judged.request.is_whole else {"credits", "media", "generated"}

    def find() -> set[tuple[str, str, str]]:
        gates = [gate for gate in GATES if gate.id not in apart]
        return {_identity(one) for one in ask_gates(Matter(session, base), gates).findings}

    known = isinstance(base.tree, GitTree) and remembered(base.tree.root, base.tree.revision)
    return known.recall("older", find) if known and judged.request.is_whole else find()


def _identity(finding: Finding) -> tuple[str, str, str]:
    """Tell a fault by what it says, not by its line: lines move."""
    return finding.rule, finding.location.path, repr(sorted(finding.data.items()))


def _compose(
    session: Session,
    judged: JudgedRequest,
    found: _Findings,
    texts: Texts,
    edit_base: str | None,
    offers: tuple[TaskOffer, ...],
) -> RequestAnswer:
    from kocbook.policy.base_and_head import Side
    from kocbook.report.answer import RequestAnswer

    site = session.settings.get("site")
    address = site if isinstance(site, dict) else {}
    return RequestAnswer(
        report=prepare_report(judged.merged, found.own, texts),
        texts=texts,
        author=_author(judged, found.author, texts),
        repository=str(address.get("repository", "")).rstrip("/"),
        branch=str(address.get("branch", "main")),
        older=found.older,
        waits_for=_waits_for(judged, found.own, texts),
        offers=offers,
        edit_base=edit_base,
        files=Side(judged.request.head.tree).paths,
        delivered=_delivered(judged),
    )


def _delivered(judged: JudgedRequest) -> tuple[tuple[Module, str, str], ...]:
    """List the texts that the request brings or changes: module, path and text of each."""
    community = judged.merged.community
    changed = {change.path for change in judged.request.changes}
    modules = community.modules.values() if community else ()
    return tuple(
        (module, path, text)
        for module in modules
        if module.content
        for part, text in module.content.texts.items()
        if (path := module.content.text_path(part)) in changed
    )


def _author(judged: JudgedRequest, member: Member | None, texts: Texts) -> RequestAuthor:
    """Call the author by name, or by the login that everybody sees where the name is hidden."""
    from kocbook.report.answer import RequestAuthor

    account = judged.account
    name = _public_name(member, texts) if member else account.login
    return RequestAuthor(name, account.login, account.number, member.id if member else None)


def _waits_for(judged: JudgedRequest, own: Sequence[Finding], texts: Texts) -> tuple[str, ...]:
    """Name those whose yes is all that is missing; nobody where something else is wrong too."""
    needs, base = judged.judgement.needs, judged.request.base.community
    waiting = {(need.path, need.rule) for need in needs}
    errors = {(one.location.path, one.rule) for one in own if one.severity is Severity.ERROR}
    if base is None or not errors <= waiting:
        return ()
    names = [_public_name(base.members[need.member], texts) for need in needs]
    return tuple(dict.fromkeys(names))


def _public_name(member: Member, texts: Texts) -> str:
    from kocbook.insight.names import member_name

    hides = member.visibility.hides_name and member.github
    return member.github if hides else member_name(member, texts)


def _offers(session: Session, revision: str, found: _Findings) -> tuple[TaskOffer, ...]:
    """Offer open modules of the whole base to a member who wanted a seat that is not to be had."""
    wanted = sorted({one.location.path for one in found.own if one.rule in _TAKEN})
    if found.author is None or not wanted:
        return ()
    from kocbook.git.revision_tree import GitTree
    from kocbook.records.loader import load_community

    with GitTree(session.folder, revision) as tree:
        base = load_community(tree).community
    if base is None:
        return ()
    from kocbook.insight.state import all_facts
    from kocbook.intake.acts.similar import find_similar
    from kocbook.model.paths import parse_record_path
    from kocbook.report.answer import TaskOffer
    from kocbook.report.markdown import Ready

    facts = all_facts(base, session.day)
    near: dict[str, Module] = {}
    for where in filter(None, map(parse_record_path, wanted)):
        module = base.modules.get(where.module_key or "")
        seat = module.brief.find_seat(where.parts.get("seat") or "") if module else None
        if module and seat:
            listed = find_similar(base, facts, module, seat, found.author, session.day)
            near |= {one.key: one for one in listed}
    site = base.settings.site.url.rstrip("/")
    return tuple(
        TaskOffer(one.brief.title, one.key, Ready(f"{site}/{quote(one.key)}/"))
        for one in list(near.values())[:_MOST_OFFERS]
    )
