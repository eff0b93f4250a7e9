"""Help that is no seat: write it down, and say yes to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.app.session import Session
    from kocbook.model.community import Module


def draft_credit(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a credit from the answers of `koc new credit`; staff confirm that of others at once.

    Raises:
        UsageError: it is another's, or stands there already.
    """
    from kocbook.intake.acts.helping import credit_files

    session, member = writer.session, values["to"]
    found = session.find_module(values["module"])
    files = credit_files(found, writer.member, {**values, "member": member})
    branch = f"credit/{found.handbook}-{found.id}-{member}-{values['role']}"
    return ActDraft(branch, files, _describe(session, found, member))


def draft_service(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a service from the answers of `koc new service`; staff confirm that of others at once.

    Raises:
        UsageError: the module collects none, it is another's, or that day is told already.
    """
    from kocbook.intake.acts.helping import service_files

    session, member = writer.session, values["to"]
    found = session.find_module(values["module"])
    files = service_files(found, writer.member, {**values, "member": member})
    branch = f"service/{found.handbook}-{found.id}-{values['date']}-{member}"
    return ActDraft(branch, files, _describe(session, found, member))


def _describe(session: Session, module: Module, member: str) -> dict[str, object]:
    name = session.community.members[member].name
    return {"module": module.key, "title": module.brief.title, "name": name}


def confirm_help(writer: Writer, module: str, name: str | None) -> ActDraft:
    """Draft the yes to a proposed credit or a service; `name` is needed where there are several.

    A name is that of the file, or of who helped.

    Raises:
        UsageError: nothing of that name waits, or it is not for this member to confirm.
    """
    from kocbook.insight.lookup import NamedThing, find_id, member_names
    from kocbook.intake.acts.helping import all_help, confirm_files, find_unconfirmed_names

    session = writer.session
    found = session.find_module(module)
    known = find_unconfirmed_names(found)
    if not known:
        raise UsageError("errors.confirm-nothing", module=found.key)
    which = UsageError("errors.confirm-which", module=found.key, known=list(known))
    if name is None and len(known) > 1:
        raise which
    helpers = {one.path: one.member for one in all_help(found)}
    people = {one.id: one for one in member_names(session.community)}
    named = [
        replace(people.get(helpers[path], NamedThing(one)), id=one) for one, path in known.items()
    ]
    chosen = find_id(name or next(iter(known)), named, lambda _: which)
    files = confirm_files(session.folder, found, writer.member, chosen)
    data = {"module": found.key, "title": found.brief.title, "name": chosen}
    return ActDraft(f"confirm/{found.handbook}-{found.id}-{chosen}", files, data)
