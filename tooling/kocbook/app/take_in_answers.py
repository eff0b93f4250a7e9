"""The use case behind `koc import FILE MODULE`: rows of a questionnaire, each judged as a form would be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.app.write import Writer
from kocbook.base.atomic_file import write_whole
from kocbook.base.errors import UsageError
from kocbook.base.fold import fold_name
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.pins import entry_fingerprint
from kocbook.insight.state import ModuleFacts, module_facts
from kocbook.intake.acts.carrying import Joining, KeptProof, Proof, joining_files, keep_proof
from kocbook.intake.acts.consent import Act, SpokenYes, consent_files
from kocbook.intake.acts.spell_id import free_member_id
from kocbook.intake.change import check_change, try_change
from kocbook.intake.forms.answers import Ask
from kocbook.intake.forms.event import IssueEvent
from kocbook.intake.forms.likeness import is_like_another
from kocbook.intake.forms.records import AskError, Draft, FormContext
from kocbook.intake.imports.answers import AnswerRow, PhotoShelf, read_row, read_rows
from kocbook.intake.imports.headings import map_headings, questionnaire_files
from kocbook.intake.imports.tables import read_table
from kocbook.intake.imports.taken_answers import RowDone, RowOutcome, TakenAnswers
from kocbook.intake.remote.fetch import Fetch, FetchError
from kocbook.intake.remote.web_pictures import fetch_from_web
from kocbook.model.enums import Channel, ConsentAct
from kocbook.model.forms import FormName
from kocbook.model.people import Member, ReachedBy
from kocbook.policy.actor import Account

if TYPE_CHECKING:
    from kocbook.model.community import Community, Module

FORMS = (FormName.RESPOND, FormName.CLAIM)
"""The forms that a questionnaire may stand for."""
_MOST_SAID = 200


@dataclass(frozen=True, slots=True)
class AnswerSource:
    """A table and the module that it answers to; `said` maps headings, `photos` is the folder beside it."""

    file: Path
    place: str
    form: FormName | None = None
    said: Sequence[tuple[str, str]] = ()
    photos: Path | None = None


def take_in_answers(
    writer: Writer, source: AnswerSource, fetch: Fetch = fetch_from_web
) -> TakenAnswers:
    """Take in the rows that were not taken in before, each as if its person had sent a form.

    Raises:
        UsageError: the table cannot be read, a column that is needed is missing, the module is
            unknown, or there is no private repository here to keep the proof.
    """
    session = writer.session
    seeing = session.with_private()
    module = session.find_module(source.place)
    kept = module.questionnaire
    form = source.form or (FormName(kept.form) if kept else FormName.RESPOND)
    table = read_table(source.file)
    if len(table) < 2:
        raise UsageError("errors.import-table", name=source.file.name)
    cells = [cell.strip() for cell in table[0][1]]
    headings = map_headings(cells, form, kept, source.said)
    taken = TakenAnswers(module, headings)
    desk = _Desk(writer, module, form, PhotoShelf(source.photos, fetch), taken)
    desk.know(seeing.community, session.private_folder)
    for row in read_rows(table, headings):
        taken.rows.append(desk.take(row))
    if any(one.outcome is RowOutcome.TAKEN for one in taken.rows):
        mapped = questionnaire_files(module, form, headings, writer.member.id, session.day)
        taken.files.update(mapped)
    return taken


def keep_answers(session: Session, file: Path, words: bytes) -> str:
    """Leave the answers in the working folder, where no commit holds them; return where."""
    kept = session.folder / ".koc" / "answers" / f"{file.stem}.csv"
    write_whole(kept, words)
    return kept.relative_to(session.folder).as_posix()


class _Desk:
    """Works on one row after the other; what was taken stands there for those that follow."""

    def __init__(
        self, writer: Writer, module: Module, form: FormName, shelf: PhotoShelf, taken: TakenAnswers
    ) -> None:
        self.writer, self.session, self.form = writer, writer.session, form
        self.module, self.shelf, self.taken = module, shelf, taken
        self.community: Community = writer.session.community
        self.people: dict[str, str] = {}
        self.proofs: dict[str, str] = {}
        self.messages: set[str] = set()

    def know(self, seeing: Community, private: Path) -> None:
        """Learn from both repositories who is reached where, and which rows were taken in."""
        self.people = {_plain(one.address): one.member for one in seeing.contacts}
        for path in sorted((private / "proofs").glob("*.json")):
            try:
                said = json.loads(path.read_text(encoding="utf-8")).get("said")
            except (OSError, ValueError, AttributeError):
                continue  # whatever this is, it is no row of ours
            if isinstance(said, str):
                self.proofs[said] = path.stem
        consents = (one for module in self.community.modules.values() for one in module.consents)
        self.messages = {one.message for one in consents if one.message}

    def take(self, row: AnswerRow) -> RowDone:
        """Return what becomes of a row, and keep what it writes."""
        message = self.proofs.get(row.words)
        if message in self.messages:
            return RowDone(row, RowOutcome.KNOWN)
        try:
            return self._draft(row, self._keep(row, message))
        except AskError as error:
            return RowDone(row, RowOutcome.ASKED, error.asks)
        except (UsageError, FetchError) as error:
            return RowDone(row, RowOutcome.ASKED, (Ask(error.key, error.data),))

    def _keep(self, row: AnswerRow, message: str | None) -> KeptProof:
        """Return the proof of a row; one that is kept already, of an import not yet merged, stays."""
        shown = "\n".join(row.cells)  # the questionnaire's own questions are what they saw
        through = self.session.texts("answers.through")
        proof = keep_proof(Proof(shown, row.words, through, self.session.day))
        return replace(proof, message=message, files={}) if message else proof

    def _draft(self, row: AnswerRow, proof: KeptProof) -> RowDone:
        if not row.agrees:
            raise AskError(Ask("answers.no-yes"))
        speaker, joining, private = self._find_speaker(row, proof)
        answers = read_row(row, self.module, self.shelf, self._describe)
        draft = self._context().draft(self.form, self._event(row), answers, speaker)
        assert draft is not None  # of the two forms each writes something
        files = {**joining, **draft.files}
        files.update(self._consent(row, speaker, draft, proof, files))
        account = Account(self.writer.member.github, self.writer.member.github_id)
        together = {**self.taken.files, **files}
        trial = try_change(self.session.loaded, together, self.session.day, account)
        if trial.is_refused or trial.loaded.community is None:
            return RowDone(row, RowOutcome.ASKED, trial=trial)
        self.taken.files.update(files)
        self.taken.private.update({**private, **proof.files})
        self.community = trial.loaded.community
        self.people[_plain(row.said["contact"])] = speaker.id
        return RowDone(row, RowOutcome.TAKEN, trial=trial)

    def _find_speaker(
        self, row: AnswerRow, proof: KeptProof
    ) -> tuple[Member, Mapping[str, bytes | None], Mapping[str, bytes]]:
        """Return whose row it is, with the records by which they join, where they are new."""
        name, contact = row.said.get("who", ""), row.said.get("contact", "")
        missing = [key for key in ("who", "contact") if not row.said.get(key)]
        if missing:
            raise AskError(*(Ask(f"answers.no-{key}") for key in missing))
        known = self.community.members.get(self.people.get(_plain(contact), ""))
        if known is not None:
            if not known.is_carried or fold_name(known.name) != fold_name(name):
                raise AskError(Ask("answers.other-name"))
            return known, {}, {}
        if is_like_another(self.community, name, set()):
            raise AskError(Ask("answers.name-taken", {"name": name[:60]}))
        member = free_member_id(name, [*self.community.members, *self.community.aliases])
        joining = Joining(member, {"name": name}, _channel_of(contact), contact)
        day, by = self.session.day, self.writer.member
        public, private = joining_files(self.community, joining, by, day, proof)
        reached = ReachedBy(joining.through, by.id, day, proof.shown, proof.message)
        speaker = Member(member, f"members/{member}.yml", day, name, reached=reached)
        return speaker, public, {path: data for path, data in private.items() if data}

    def _context(self) -> FormContext:
        module, day = self.community.modules[self.module.key], self.session.day
        own: dict[str, ModuleFacts] = {module.key: module_facts(self.community, module, day)}
        facts = {**self.session.facts, **own}
        return FormContext(self.session.folder, self.community, facts, day, fetch=self.shelf.get)

    def _event(self, row: AnswerRow) -> IssueEvent:
        account = Account(self.writer.member.github, self.writer.member.github_id)
        now = datetime.combine(self.session.day, datetime.min.time(), UTC)
        return IssueEvent(row.number, "opened", account, account, "", (), now)

    def _consent(
        self,
        row: AnswerRow,
        speaker: Member,
        draft: Draft,
        proof: KeptProof,
        files: Mapping[str, bytes | None],
    ) -> Mapping[str, bytes | None]:
        texts, day = self.session.texts, self.session.day
        act = self._find_act(draft, files)
        said = " ".join(row.said["agree"].split())[:_MOST_SAID]
        yes = SpokenYes(texts("answers.said", words=said), texts("answers.through"), proof)
        folder, by = self.session.folder, self.writer.member
        return consent_files(
            folder, self.module, speaker, by, day, act, yes, self.taken.files.keys()
        )

    def _find_act(self, draft: Draft, files: Mapping[str, bytes | None]) -> Act:
        """Return what the row is a yes to, with the fingerprint of what was agreed or said."""
        if self.form is FormName.CLAIM:
            covers = terms_fingerprint(self.module.brief)
            return Act(ConsentAct.CLAIM, str(draft.data["seat"]), covers)
        together = {**self.taken.files, **files}
        after = check_change(self.session.loaded, together, self.session.day).loaded.community
        module = after.modules[self.module.key] if after else None
        folder = f"{self.module.folder}/responses/"
        path = next(path for path in draft.files if path.startswith(folder))
        answers = module.responses.values() if module else ()
        response = next((one for one in answers if one.path == path), None)
        said = entry_fingerprint(module, response) if module and response else None
        return Act(ConsentAct.RESPOND, covers=said)

    def _describe(self, number: int) -> str:
        return self.session.texts("import.alt", title=self.module.brief.title, n=number)


def _plain(contact: str) -> str:
    return "".join(contact.split()).casefold()


def _channel_of(contact: str) -> Channel:
    """Return what an address looks like: mail, a telephone number, else a name in a chat."""
    if "@" in contact.strip("@"):
        return Channel.MAIL
    digits = contact.replace(" ", "").replace("-", "").removeprefix("+")
    return (
        Channel.PHONE
        if digits.isascii() and digits.isdigit() and len(digits) > 6
        else Channel.WECHAT
    )
