"""Who may write what contributors deliver: texts, pictures, videos and captions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kocbook.base.finding import Finding
from kocbook.base.languages import LANGUAGES
from kocbook.insight.fingerprint import page_fingerprint, text_fingerprint
from kocbook.insight.parts import find_maker, part_folder
from kocbook.insight.team import is_team
from kocbook.model.community import Module
from kocbook.model.enums import State
from kocbook.model.paths import move_to_member, parse_content_path
from kocbook.model.work import Claim, Response, Signoff
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need
from kocbook.policy.pin_rows import judge_pins
from kocbook.policy.renewal import is_moved_text
from kocbook.policy.translation_rows import judge_translated_text
from kocbook.records.loader import MEDIA_SUFFIXES

TEXT_NAME = "index.md"


@dataclass(frozen=True, slots=True)
class ContentPath:
    """A contribution's place: HANDBOOK/MODULE, the file's name there, and the seat whose part it is.

    `seat` is "" beside a module's own text; `name` begins with the seat, as `MediaFile.name` does.
    """

    module_key: str
    name: str
    seat: str = ""

    @property
    def is_text(self) -> bool:
        """True for a text."""
        return self.name.rpartition("/")[2] == TEXT_NAME


def parse_contribution(path: str) -> ContentPath | None:
    """Return where a contribution stands, or None for any other file, also below content/."""
    parts = parse_content_path(path)
    if parts is None or parts["module"] is None:
        return None
    name, seat = str(parts["name"]), parts["seat"] or ""
    suffix = name.rpartition(".")[2]
    if name != TEXT_NAME and (suffix not in MEDIA_SUFFIXES or name.startswith(".")):
        return None
    key = f"{parts['handbook']}/{parts['module']}"
    return ContentPath(key, f"{seat}/{name}" if seat else name, seat)


def judge_content(case: Case, place: ContentPath) -> Iterator[Finding | Need]:
    """Content is for those who hold a claim; responders add pictures; staff lay out."""
    actor = case.actor
    module = case.situation.base.modules.get(place.module_key)
    if module is not None and place.name in module.relied_on:
        yield from judge_pins(case, place.module_key)
    if module is not None and _is_translated(place, module):
        yield from judge_translated_text(case, place.module_key, place.seat)
        return
    if module is not None and _is_astray(case, place, module):
        if not (case.is_gone and actor.is_lead):  # the lead clears nobody's folder away
            yield case.refuse("policy-part-place", **_right_place(case, module))
        return
    own = _own_seats(module, actor.id) if module else set()
    if module is not None and (place.seat in own or (own and not is_team(module))):
        seat = place.seat or next(iter(own))
        if _is_late(case, place, seat):
            title = module.brief.title
            yield case.refuse("policy-content-no-claim", title=title, variant="lapsed")
        return
    if module is not None and _is_responders(case, place, module):
        yield from _judge_entry(case, module)
        return
    if not (actor.is_staff or own):
        title = module.brief.title if module else place.module_key
        yield case.refuse("policy-content-no-claim", title=title, variant=_variant(module))
    elif module is not None and case.is_new and not actor.is_staff:
        yield case.refuse("policy-part-not-yours", **_right_place(case, module))
    elif place.is_text:
        yield from _judge_words(case, place, module)
    else:
        yield from _judge_media(case, place, module)


def _is_translated(place: ContentPath, module: Module) -> bool:
    return place.is_text and place.seat in LANGUAGES and not module.brief.find_seat(place.seat)


def _is_late(case: Case, place: ContentPath, seat: str) -> bool:
    """True for what is changed under a lapsed claim without being delivered, on a day of its own.

    A touched text would otherwise bring the claim back to life, in front of those who wait for it.
    """
    facts = case.situation.facts(place.module_key)
    found = [one for one in facts.seats if one.seat.id == seat] if facts else []
    if not found or found[0].state is not State.LAPSED:
        return False
    path = f"modules/{place.module_key}/claims/{seat}.yml"
    claim = case.situation.outcome.record(path)
    return path not in case.situation.changes or not isinstance(claim, Claim) or not claim.delivered


def _own_seats(module: Module, member: str | None) -> set[str]:
    return {claim.seat for claim in module.claims.values() if claim.member == member}


def _is_astray(case: Case, place: ContentPath, module: Module) -> bool:
    """True for a file in a folder that is no seat's, and for a new text that would be a whole team's."""
    if place.seat:
        return not is_team(module) or module.brief.find_seat(place.seat) is None
    return is_team(module) and place.is_text and case.is_new and not case.actor.is_lead


def _right_place(case: Case, module: Module) -> dict[str, object]:
    """Return what a refusal says of the folder in which the actor's own files belong."""
    own = sorted(_own_seats(module, case.actor.id)) or [seat.id for seat in module.brief.seats]
    folders = [f"content/{module.key}/{part_folder(module, seat)}".rstrip("/") for seat in own]
    return {"title": module.brief.title, "folders": list(dict.fromkeys(folders))}


def _variant(module: Module | None) -> str:
    if module is None:
        return "none"
    return "responses" if module.brief.form.collects_responses else ""


def _is_responders(case: Case, place: ContentPath, module: Module) -> bool:
    """True for a picture that is the actor's alone: their responses name it, and nobody else's.

    A new one is named by a response of this very change; one that stands there, by theirs on the
    base. It goes only where none of theirs names it any more.
    """
    if place.is_text or not module.brief.form.collects_responses:
        return False
    if case.is_new:
        return not case.is_gone and place.name in _named_afterwards(case, module, changed=True)
    owners = {item.member for item in module.responses.values() if place.name in item.media}
    if owners != {case.actor.id}:
        return False
    return (place.name in _named_afterwards(case, module)) is not case.is_gone


def _named_afterwards(case: Case, module: Module, changed: bool = False) -> set[str]:
    """Return the pictures that the actor's responses will name; of `changed` ones alone, if asked."""
    situation = case.situation
    known = {item.path for item in module.responses.values() if item.member == case.actor.id}
    own = move_to_member(f"{module.folder}/responses/x.yml", str(case.actor.id)) or ""
    stem = own.removesuffix(".yml")
    new = {path for path in situation.changes if path == own or path.startswith(f"{stem}--")}
    paths = new if changed else known | new
    found = [situation.outcome.record(path) for path in paths]
    return {name for item in found if isinstance(item, Response) for name in item.media}


def _judge_entry(case: Case, module: Module) -> Iterator[Finding]:
    """What judges looked at, or still will, is not exchanged after the end; it may only go."""
    facts = case.situation.facts(module.key)
    is_over = facts is not None and not facts.state.is_claimable
    if module.brief.rubric and is_over and not case.is_gone and not case.is_new:
        title = module.brief.title
        yield case.refuse("policy-response-closed", title=title, variant="entry")


def _judge_words(case: Case, place: ContentPath, module: Module | None) -> Iterator[Finding | Need]:
    """Staff may change layout; other words need the sign-off of every author."""
    before = case.situation.base_side.text(case.path)
    after = None if case.is_gone else case.situation.head_side.text(case.path)
    if after is None and not case.is_gone:
        yield case.refuse("policy-unreadable")
        return
    if None not in (before, after) and text_fingerprint(str(after)) == text_fingerprint(
        str(before)
    ):
        return
    if is_moved_text(before, after):
        return
    page = case.situation.module_after(place.module_key)
    wanted = page_fingerprint(page) if page and after is not None else None
    authors = _authors_of(place, module) if module else []
    authors = [name for name in authors if name != case.actor.id or case.actor.is_staff]
    if case.actor.is_lead:
        # Who left cannot sign any more: the lead answers for words that change afterwards.
        members = case.situation.base.members
        authors = [name for name in authors if name not in members or not members[name].has_left]
    unsigned = [name for name in authors if not _signs(case, place.module_key, name, wanted)]
    data = {"wanted": wanted, "variant": "" if wanted else "gone"}
    for author in unsigned:
        if module and _is_delivered_now(case, module, author):
            continue  # staff deliver for them: their yes is asked for at the claim
        yield case.need(author, "policy-words-changed", by_signoff=True, **data)


def _is_delivered_now(case: Case, module: Module, author: str) -> bool:
    """True where this very change marks an author's unfinished work as delivered."""
    facts = case.situation.facts(module.key)
    if facts is None or facts.state.counts_as_work or case.is_gone:
        return False
    for claim in module.claims.values():
        after = case.situation.outcome.record(claim.path)
        if claim.member == author and isinstance(after, Claim):
            return after.delivered not in (None, claim.delivered)
    return False


def _authors_of(place: ContentPath, module: Module) -> list[str]:
    """List whose words a text is: a part's maker; else the claimants, or who delivered before them."""
    if place.seat:
        maker = find_maker(module, place.seat)
        return [maker] if maker else []
    live = [claim.member for claim in module.claims.values()]
    past = [claim.member for claim in module.past_claims if claim.delivered]
    return list(dict.fromkeys(live or past))


def _signs(case: Case, module_key: str, author: str, wanted: str | None) -> bool:
    """True where an author's sign-off of a page stands once the change is merged."""
    path = f"modules/{module_key}/signoffs/{author}.yml"
    signoff = case.situation.outcome.record(path)
    return isinstance(signoff, Signoff) and signoff.member == author and signoff.text == wanted


def _judge_media(case: Case, place: ContentPath, module: Module | None) -> Iterator[Need]:
    """Staff may add files; to replace or remove one, its authors have to agree."""
    if case.is_new or module is None:
        return
    responders = [item.member for item in module.responses.values() if place.name in item.media]
    for author in responders or _authors_of(place, module):
        yield case.need(author, "policy-media-changed", name=place.name)


def judge_arrangement(case: Case) -> Iterator[Finding | Need]:
    """Who holds the seat that arranges the page arranges it; who signed it has to sign it again."""
    module = case.module
    if module is None:
        yield case.refuse("policy-lead-only")
        return
    arranging = [seat.id for seat in module.brief.seats if seat.integrates]
    own = _own_seats(module, case.actor.id)
    if own.isdisjoint(arranging) and not case.actor.is_lead:
        variant = "" if arranging else "none"
        yield case.refuse(
            "policy-arrangement", title=module.brief.title, seats=arranging, variant=variant
        )
        return
    before, after = page_fingerprint(module), case.situation.module_after(module.key)
    wanted = page_fingerprint(after) if after else None
    for name, signoff in module.signoffs.items():
        if signoff.text == before != wanted and not _signs(case, module.key, name, wanted):
            yield case.need(
                name, "policy-words-changed", by_signoff=True, wanted=wanted, variant=""
            )
