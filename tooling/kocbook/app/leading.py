"""What staff decide: reports, waivers, who does what, budgets, and the end of a module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files


def draft_triage(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft how far a bug report has come, from the answers of `koc new triage`."""
    from kocbook.intake.acts.triage import triage_files

    session, report = writer.session, values["report"]
    found = session.find_module(values["module"])
    record = {name.replace("-", "_"): value for name, value in values.items()}
    files = triage_files(found, writer.member, session.day, report, record)
    state = session.texts(f"words.report.{values['state']}")
    data = {"module": found.key, "title": found.brief.title, "report": report, "state": state}
    return ActDraft(f"triage/{found.handbook}-{found.id}-{report}", files, data)


def draft_waiver(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft why somebody is not credited; a member of the club will be asked to agree.

    Raises:
        UsageError: it is nobody of the staff who asks, or one stands there for the same person.
    """
    from kocbook.intake.acts.leading import waiver_files

    session, candidate = writer.session, values["candidate"]
    found = session.find_module(values["module"])
    files = waiver_files(found, writer.member, session.day, candidate, values["reason"])
    number = next(iter(files)).rpartition("/")[2].removesuffix(".yml")
    data = {"module": found.key, "title": found.brief.title, "candidate": candidate}
    known = session.community.members.get(candidate)
    agreeing = [known] if known is not None and known.id != writer.member.id else []
    return ActDraft(f"waiver/{found.handbook}-{found.id}-{number}", files, data, agreeing)


def draft_staff(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft the roles of a member; with none, they are no staff any more.

    Raises:
        UsageError: it is no project lead who asks, or nothing would change.
    """
    from kocbook.base.texts import join_words
    from kocbook.intake.acts.leading import staff_files

    session, t, listed = writer.session, writer.session.texts, values["role"] or []
    person = session.community.members[values["person"]]
    files = staff_files(session.folder, writer.member, person, listed)
    said = join_words(t.language, [t(f"words.staff.{role}") for role in listed])
    data = {"member": person.id, "name": person.name, "roles": said or t("cli.new.staff.none")}
    return ActDraft(f"staff/{person.id}", files, data)


def draft_budget(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft the budget that a project lead approves for a handbook, in whole units.

    Raises:
        UsageError: it is no project lead who asks, or there is no private repository for an amount
            that is not public.
    """
    from kocbook.base.money import show_money, to_minor
    from kocbook.intake.acts.leading import approve_budget, budget_files
    from kocbook.intake.acts.private import budget_files as private_budget_files

    session, cash = writer.session, values["cash"]
    book = session.community.handbooks[values["handbook"]]
    currency = session.community.settings.currency
    files: Files = {}
    private: Files = {}
    budget = approve_budget(writer.member, cash, currency, session.day)
    if session.community.settings.shows("budgets"):
        files = budget_files(session.folder, book, budget)
    else:
        session.private_folder  # noqa: B018 (refuses before anything is written)
        private = private_budget_files(book.id, budget)
    total = show_money(to_minor(cash, currency), currency, session.language)
    data = {"handbook": book.id, "title": book.title, "total": total}
    return ActDraft(f"budget/{book.id}", files, data, private=private)


def retire_module(writer: Writer, module: str, reason: str) -> ActDraft:
    """Draft that a module is taken back, with the reason that its page will tell.

    Raises:
        UsageError: there is no reason or no such module, it is nobody of the staff who asks, or it
            is taken back already.
    """
    from kocbook.intake.acts.leading import retire_files

    if not reason.strip():
        raise UsageError("errors.missing", name="--reason")
    session = writer.session
    found = session.find_module(module)
    files = retire_files(session.folder, writer.member, found, session.day, reason.strip())
    data = {"module": found.key, "title": found.brief.title}
    return ActDraft(f"withdraw/module-{found.handbook}-{found.id}", files, data)


def supersede_module(writer: Writer, module: str, successor: str) -> ActDraft:
    """Draft that another module takes the place of one.

    Raises:
        UsageError: there is no such module, both are the same, or it is nobody of the staff who asks.
    """
    from kocbook.intake.acts.leading import supersede_files

    session = writer.session
    found, other = session.find_module(module), session.find_module(successor)
    files = supersede_files(session.folder, writer.member, found, other)
    data = {"module": found.key, "title": found.brief.title, "successor": other.key}
    return ActDraft(f"supersede/{found.handbook}-{found.id}", files, data)
