"""Who may write what contributors deliver: texts, pictures, videos and captions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kocbook.base.finding import Finding
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.load.loader import MEDIA_SUFFIXES
from kocbook.model.community import Module
from kocbook.model.paths import parse_content_path
from kocbook.model.work import Response, Signoff
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need

TEXT_NAME = "index.md"


@dataclass(frozen=True, slots=True)
class ContentPath:
    """A contribution's place: HANDBOOK/MODULE and the file's name."""

    module_key: str
    name: str

    @property
    def is_text(self) -> bool:
        """True for the module's text."""
        return self.name == TEXT_NAME


def parse_contribution(path: str) -> ContentPath | None:
    """Return where a contribution stands, or None for any other file, also below content/."""
    parts = parse_content_path(path)
    if parts is None or parts["module"] is None:
        return None
    name = str(parts["name"])
    suffix = name.rpartition(".")[2]
    if name != TEXT_NAME and (suffix not in MEDIA_SUFFIXES or name.startswith(".")):
        return None
    return ContentPath(f"{parts['handbook']}/{parts['module']}", name)


def judge_content(case: Case, place: ContentPath) -> Iterator[Finding | Need]:
    """Content is for those who hold a claim; responders add pictures; staff lay out."""
    actor = case.actor
    module = case.situation.base.modules.get(place.module_key)
    if module is not None and actor.id in {claim.member for claim in module.claims.values()}:
        return
    if module is not None and _is_responders(case, place, module):
        return
    if not actor.is_staff:
        title = module.brief.title if module else place.module_key
        yield case.refuse("policy-content-no-claim", title=title, variant=_variant(module))
    elif place.is_text:
        yield from _judge_words(case, place, module)
    else:
        yield from _judge_media(case, place, module)


def _variant(module: Module | None) -> str:
    if module is None:
        return "none"
    return "responses" if module.brief.form.collects_responses else ""


def _is_responders(case: Case, place: ContentPath, module: Module) -> bool:
    """True for a new file that the actor's own response, of this very change, names."""
    if place.is_text or not case.is_new or case.is_gone:
        return False
    path = f"{module.folder}/responses/{case.actor.id}.yml"
    if not module.brief.form.collects_responses or path not in case.situation.changes:
        return False
    response = case.situation.outcome.record(path)
    return isinstance(response, Response) and place.name in response.media


def _judge_words(case: Case, place: ContentPath, module: Module | None) -> Iterator[Finding | Need]:
    """Staff may change layout; other words need the sign-off of every author."""
    before = case.situation.base_side.text(case.path)
    after = None if case.is_gone else case.situation.head_side.text(case.path)
    if after is None and not case.is_gone:
        yield case.refuse("policy-unreadable")
        return
    wanted = text_fingerprint(after) if after is not None else None
    if before is not None and wanted == text_fingerprint(before):
        return
    authors = _text_authors(module) if module else []
    if case.actor.is_lead:
        # Who left cannot sign any more: the lead answers for words that change afterwards.
        members = case.situation.base.members
        authors = [name for name in authors if name not in members or not members[name].has_left]
    unsigned = [name for name in authors if not _has_signed(case, place, name, wanted)]
    data = {"wanted": wanted, "variant": "" if wanted else "gone"}
    for author in unsigned:
        yield case.need(author, "policy-words-changed", by_signoff=True, **data)


def _text_authors(module: Module) -> list[str]:
    """List whose words a module's text is: its claimants, else those who delivered before them."""
    live = [claim.member for claim in module.claims.values()]
    past = [claim.member for claim in module.past_claims if claim.delivered]
    return list(dict.fromkeys(live or past))


def _has_signed(case: Case, place: ContentPath, author: str, wanted: str | None) -> bool:
    path = f"modules/{place.module_key}/signoffs/{author}.yml"
    signoff = case.situation.outcome.record(path)
    return isinstance(signoff, Signoff) and signoff.member == author and signoff.text == wanted


def _judge_media(case: Case, place: ContentPath, module: Module | None) -> Iterator[Need]:
    """Staff may add files; to replace or remove one, its authors have to agree."""
    if case.is_new or module is None:
        return
    responders = [item.member for item in module.responses.values() if place.name in item.media]
    authors = responders or _text_authors(module)
    for author in authors:
        yield case.need(author, "policy-media-changed", name=place.name)
