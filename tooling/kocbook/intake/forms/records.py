"""What a form becomes: the same records that the commands write, ready to be checked.

Everything here is data of somebody else's; what is unclear is asked back, never guessed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.base.fold import fold_name
from kocbook.base.languages import LANGUAGES
from kocbook.git.commit_draft import Files
from kocbook.insight.claim_record import claim_path
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.parts import part_folder
from kocbook.insight.state import ModuleFacts
from kocbook.insight.team import is_team
from kocbook.intake.acts.delivery import Delivery, Parcel, prepare_delivery
from kocbook.intake.acts.join import member_files, require_new_member, suggest_id
from kocbook.intake.acts.questions import question_files
from kocbook.intake.acts.response import (
    ResponseDraft,
    place_of_issue,
    prepare_response,
    require_open,
)
from kocbook.intake.acts.seats import (
    SeatHeldError,
    choose_claim,
    claim_files,
    find_free_seat,
    find_own_claims,
)
from kocbook.intake.forms.answers import Ask, FormAnswers
from kocbook.intake.forms.event import IssueEvent
from kocbook.intake.forms.pending import Pending, read_draft
from kocbook.intake.forms.pictures import Album, PictureDesk
from kocbook.intake.remote.attachments import (
    find_attachments,
    find_unfinished_uploads,
    without_attachments,
)
from kocbook.intake.remote.fetch import Fetch
from kocbook.model.community import Community, Module
from kocbook.model.forms import FORMS, FormName, choice_label
from kocbook.model.people import Member
from kocbook.policy.actor import resolve_actor

_BETWEEN = re.compile(r"[\n,，、;；]+")


class AskError(Exception):
    """The form cannot be used as it is; `asks` says what to ask back."""

    def __init__(self, *asks: Ask) -> None:
        """Keep what to ask."""
        super().__init__(asks)
        self.asks = asks


class TakenError(AskError):
    """Somebody else has the seat that was wanted, or asked for it before."""

    def __init__(self, ask: Ask, facts: ModuleFacts, seat: str) -> None:
        """Keep the seat too, so that similar ones can be told."""
        super().__init__(ask)
        self.facts, self.seat = facts, seat


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written: files on a branch, and the values that its sentences need.

    `web` are the addresses of pictures that were fetched from other sites.
    """

    form: FormName
    branch: str
    files: Files
    data: Mapping[str, object]
    delivery: Delivery | None = None
    web: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormContext:
    """Where forms are worked on: the community in `root` on a day, and what else is on its way."""

    root: Path
    community: Community
    facts: Mapping[str, ModuleFacts]
    day: date
    pending: Pending = field(default_factory=Pending)
    fetch: Fetch | None = None

    def draft(
        self,
        form: FormName,
        event: IssueEvent,
        answers: FormAnswers,
        speaker: Member | None = None,
    ) -> Draft | None:
        """Return what a form becomes; None for a word to the staff that no record holds.

        It is the act of the account that sent it, or of a `speaker` without one.

        Raises:
            AskError: something has to be asked back.
            UsageError: it cannot be written.
        """
        if answers.asks:
            raise AskError(*answers.asks)
        branch = f"issue/{event.number}"
        if event.comment is not None and form is not FormName.DELIVER:
            branch = f"{branch}-{form}"
        member = speaker or resolve_actor(self.community, event.author).member
        if form is FormName.JOIN:
            return self._join(event, answers, branch)
        newcomer: Files = {}
        if form is FormName.CLAIM and member is None and answers.line("name"):
            member, newcomer = self._newcomer(event, answers)
        if form is FormName.FEEDBACK:
            return self._feedback(answers, branch, member)
        if member is None or member.has_left:
            mine = {event.author.number}
            asked = {self.pending.account(path) for path in self.pending.values}
            raise AskError(Ask("join-pending" if mine & asked else "join-first"))
        if FORMS[form].for_staff and not member.is_staff:
            raise AskError(Ask("staff-only"))
        from kocbook.intake.forms.acts import ACTS

        if act := ACTS.get(form):
            return act(self, answers, member, branch)
        module = self.find_module(answers)
        drafts: dict[FormName, Callable[[], Draft]] = {
            FormName.CLAIM: lambda: self._claim(answers, member, module, newcomer),
            FormName.DELIVER: lambda: self._deliver(
                answers, member, module, branch, is_more=event.comment is not None
            ),
            FormName.RESPOND: lambda: self._respond(answers, member, module, event.number),
        }
        return drafts[form]()

    def find_module(self, answers: FormAnswers) -> Module:
        """Return the module that somebody named: by key, id, title or the address of its page.

        Raises:
            AskError: there is none, or several.
        """
        named = answers.line("module") or ""
        plain = named.strip("/ “”《》`").casefold()
        known = self.community.modules
        found = [
            module
            for key, module in known.items()
            if re.search(rf"(?:^|/){re.escape(key)}(?:/|$)", plain)
        ]
        found = found or [
            module
            for module in known.values()
            if plain in (module.id, module.brief.title.casefold())
        ]
        if len(found) != 1:
            raise AskError(Ask("no-module", {"module": named[:80]}))
        return found[0]

    def find_member(self, answers: FormAnswers) -> Member:
        """Return the member that somebody named, by name, id or login.

        Raises:
            AskError: there is none, or several.
        """
        named = (answers.line("member") or "").removeprefix("@").strip()
        present = [one for one in self.community.members.values() if not one.has_left]
        by_id = [one for one in present if named.casefold() in (one.id, one.github.casefold())]
        found = by_id or [one for one in present if fold_name(one.name) == fold_name(named)]
        if len(found) != 1:
            raise AskError(Ask("no-member", {"member": named[:80]}))
        return found[0]

    def find_role(self, answers: FormAnswers) -> str:
        """Return the role that somebody named, by id or in words.

        Raises:
            AskError: there is none.
        """
        named = (answers.line("role") or "").casefold()
        for role in self.community.settings.roles:
            called = (role.name.in_language(language).casefold() for language in LANGUAGES)
            if named in (role.id, *called):
                return role.id
        roles = [role.name.in_language("zh") for role in self.community.settings.roles]
        raise AskError(Ask("no-role", {"role": named[:80], "roles": roles}))

    def _join(self, event: IssueEvent, answers: FormAnswers, branch: str) -> Draft:
        member, files = self._newcomer(event, answers)
        return Draft(FormName.JOIN, branch, files, {"id": member.id, "name": member.name})

    def _newcomer(self, event: IssueEvent, answers: FormAnswers) -> tuple[Member, Files]:
        """Return somebody who joins, and their record.

        Raises:
            AskError: they have to choose an id.
            UsageError: the id is taken, or the account is a member's already.
        """
        account = event.author
        number = account.number or 0
        wanted = answers.line("id")
        member = wanted.lower() if wanted else suggest_id(account.login)
        if member is None:
            raise AskError(Ask("which-id"))
        require_new_member(self.community, member, number)
        if self.pending.account(f"members/{member}.yml") not in (None, number):
            raise UsageError("errors.id-taken", id=member)
        skills = {choice_label(skill): skill.id for skill in self.community.settings.skills}
        name = answers.line("name") or ""
        values: dict[str, Any] = {
            "name": name,
            "github": account.login,
            "github_id": number,
            "joined": self.day,
            **{key: answers.line(key) for key in ("city", "product", "intro")},
            **{
                key: [skills[label] for label in answers.chosen.get(key, ()) if label in skills]
                for key in ("skills", "wants")
            },
        }
        files = member_files(member, values)
        made = Member(
            member, f"members/{member}.yml", self.day, name, account.login, github_id=number
        )
        return made, files

    def _claim(
        self, answers: FormAnswers, member: Member, module: Module, newcomer: Files
    ) -> Draft:
        facts, wanted = self.facts[module.key], answers.line("seat")
        try:
            seat = find_free_seat(facts, wanted.lower() if wanted else None, member)
        except SeatHeldError as error:
            held = error.seat.claim.member if error.seat.claim else "-"
            data = {"seat": error.seat.seat.id, "holder": held}
            raise TakenError(Ask("seat-held", data), facts, error.seat.seat.id) from None
        if seat is None:
            free = [one.seat.id for one in facts.seats if one.state.is_claimable]
            raise AskError(Ask("which-seat", {"seats": free}))
        path = claim_path(module, seat.seat.id)
        before = self.pending.holder(path)
        if before not in (None, member.id):
            data = {"seat": seat.seat.id, "holder": before}
            raise TakenError(Ask("seat-asked", data), facts, seat.seat.id)
        agreed = answers.line("terms")
        if agreed and agreed.lower() != terms_fingerprint(module.brief):
            raise AskError(Ask("terms-changed", {"module": module.key}))
        note = (answers.words.get("note") or "").strip() or None
        files = claim_files(self.root, module, seat.seat.id, member, self.day, note)
        branch = f"claim/{module.key}/{seat.seat.id}"
        told = _names(module, seat=seat.seat.id, name=member.name, new=bool(newcomer))
        return Draft(FormName.CLAIM, branch, {**newcomer, **files}, told)

    def _deliver(
        self, answers: FormAnswers, member: Member, module: Module, branch: str, *, is_more: bool
    ) -> Draft:
        """Return a delivery; what `is_more` is added to what the branch holds already."""
        facts, seat = self.facts[module.key], answers.line("seat")
        # A delivery on its way changes the claim that stands here; only another one is waited for.
        held = (seat.claim for seat in facts.seats if seat.claim)
        own = {claim.path for claim in held if claim.member == member.id}
        asked = self.pending.claims_of(member.id).keys() - own
        if any(path.startswith(f"{module.folder}/") for path in asked):
            raise AskError(Ask("claim-pending"))
        if len(find_own_claims(facts, member)) > 1 and is_team(module) and not seat:
            seats = [claim.seat for claim in find_own_claims(facts, member)]
            raise AskError(Ask("which-seat", {"seats": seats}))
        claim = choose_claim(facts, member, seat.lower() if seat else None)
        part = part_folder(module, claim.seat)
        texts = {key: answers.words.get(key) or "" for key in ("text", "photos")}
        if not any(text.strip() for text in texts.values()):
            raise AskError(Ask("nothing-delivered"))
        limits = self.community.settings.limits
        place = "/".join(filter(None, ("content", module.key, part)))
        adds = is_more and not texts["text"].strip()
        drafted = read_draft(self.root, branch, place) if adds else {}
        with tempfile.TemporaryDirectory(prefix="koc-") as name:
            folder = Path(name)
            known = [*(module.content.media if module.content else ()), *_placed(part, drafted)]
            first = 1 if texts["text"].strip() else _next_number(known, member, part)
            album = self._album(folder, texts, answers, member, module, first)
            before = module.content.texts.get(part, "") if module.content else ""
            if "index.md" in drafted:
                before = drafted["index.md"].decode()
            for file in drafted.keys() - {"index.md"}:
                (folder / file).write_bytes(drafted[file])
            words = _with_pictures(texts["text"], album, texts["photos"], before)
            # What a form shows keeps its line breaks: it is read like a text from a phone.
            (folder / "index.txt").write_text(words, encoding="utf-8")
            parcel = Parcel([folder / "index.txt"], claim.seat)
            delivery = prepare_delivery(self.root, facts, member, parcel, self.day, limits)
        web = tuple(album.web)
        return Draft(FormName.DELIVER, branch, delivery.files, _names(module), delivery, web)

    def _respond(self, answers: FormAnswers, member: Member, module: Module, number: int) -> Draft:
        facts = self.facts[module.key]
        require_open(facts)
        texts = {key: answers.words.get(key) or "" for key in ("text", "photos")}
        choice = find_options(module, answers.words.get("choice") or "")
        reason = (answers.words.get("reason") or "").strip() or None
        with tempfile.TemporaryDirectory(prefix="koc-") as name:
            album = self._album(Path(name), texts, answers, member, module)
            words = "\n".join(filter(None, (without_attachments(text) for text in texts.values())))
            if not (choice or reason or words or album.files):
                raise AskError(Ask("nothing-said"))
            answer = ResponseDraft(choice, reason, words or None, album.files, album.alt)
            limits = self.community.settings.limits
            place = place_of_issue(module, member, number)
            response = prepare_response(self.root, facts, member, answer, self.day, limits, place)
        branch = f"issue/{number}"
        web = tuple(album.web)
        return Draft(FormName.RESPOND, branch, response.files, _names(module), response, web)

    def _feedback(self, answers: FormAnswers, branch: str, member: Member | None) -> Draft | None:
        if member is None or member.has_left or not answers.line("module"):
            return None
        module = self.find_module(answers)
        files = question_files(module, member, self.day, answers.words.get("text") or "")
        return Draft(FormName.FEEDBACK, branch, files, _names(module))

    def _album(
        self,
        folder: Path,
        texts: dict[str, str],
        answers: FormAnswers,
        member: Member,
        module: Module,
        first: int = 1,
    ) -> Album:
        """Fetch what is attached; files are numbered from `first`.

        Raises:
            AskError: something had not arrived, cannot be used, or nobody said that it may be shown.
        """
        unfinished = [name for text in texts.values() for name in find_unfinished_uploads(text)]
        if unfinished:
            raise AskError(*(Ask("photo-uploading", {"name": name}) for name in unfinished))
        if not any(find_attachments(text) for text in texts.values()):
            return Album(dict(texts))
        if not answers.chosen.get("careful"):
            raise AskError(Ask("careful"))
        if self.fetch is None:
            raise AskError(Ask("fetch-off"))
        lines = [line for line in (answers.words.get("alt") or "").split("\n") if line.strip()]
        plain = [line.strip().removeprefix("- ").strip() for line in lines]
        limits = self.community.settings.limits
        language = module.brief.language
        pictures = PictureDesk(folder, self.fetch, limits, member.id, language, first)
        album = pictures.collect(texts, plain)
        if album.asks:
            raise AskError(*album.asks)
        return album


def _names(module: Module, **more: object) -> dict[str, object]:
    return {"module": module.key, "title": module.brief.title, **more}


def _placed(part: str, names: Iterable[str]) -> list[str]:
    """Return names within a part as those within its module."""
    return [f"{part}/{name}" if part else name for name in names]


def _next_number(known: Iterable[str], member: Member, part: str) -> int:
    """Return a number that no picture of a member has yet: the words that stay show those."""
    start = f"{part}/{member.id}" if part else member.id
    pattern = re.compile(rf"{re.escape(start)}-(\d{{1,6}})\..*")
    return 1 + max((int(found[1]) for found in map(pattern.fullmatch, known) if found), default=0)


def _with_pictures(text: str, album: Album, photos: str, before: str) -> str:
    """Return the text, followed by what was put into the field for photos, a paragraph each.

    Where only photos came, they follow the words that stand there already.
    """
    words = album.texts["text"] if text.strip() else before
    lines = [line.strip() for line in album.texts["photos"].split("\n")] if photos.strip() else []
    return "\n\n".join([words.rstrip(), *filter(None, lines)]).strip("\n") + "\n"


def find_options(module: Module, text: str) -> list[str]:
    """Return the ids of the options that somebody named by id or words, one or several.

    Raises:
        AskError: one of them is none.
    """
    ids = {option.id: option.id for option in module.brief.options}
    known = {**{option.text.casefold(): option.id for option in module.brief.options}, **ids}
    whole = " ".join(text.split()).casefold()
    parts = (
        [whole] if whole in known else [part.strip().casefold() for part in _BETWEEN.split(text)]
    )
    named = [part for part in parts if part]
    unknown = [part for part in named if part not in known]
    if unknown:
        options = [option.text for option in module.brief.options]
        raise AskError(Ask("unknown-choice", {"choice": unknown[0][:80], "options": options}))
    return list(dict.fromkeys(known[part] for part in named))
