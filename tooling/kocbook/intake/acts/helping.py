"""Help that is no seat: credits and services, written by who helped or by staff, and their yes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.intake.acts.seats import edit_file
from kocbook.model.activity import Service
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.model.work import Credit
from kocbook.records.record_text import render_record

_CREDIT_ORDER = ("member", "role", "date", "evidence", "url", "confirmed_by")
_SERVICE_ORDER = (
    *("member", "date", "kind", "helped", "event", "hours", "evidence", "url", "skills"),
    *("note", "confirmed_by"),
)


def require_helper(actor: Member, member: str) -> None:
    """Refuse to write down somebody else's help without being of the staff.

    Raises:
        UsageError: it is so.
    """
    if member != actor.id and not actor.is_staff:
        raise UsageError("errors.help-of-others", member=member)


def credit_files(module: Module, actor: Member, values: Mapping[str, Any]) -> Files:
    """Return a credit: confirmed at once where staff write that of somebody else, else proposed.

    Raises:
        UsageError: it is another's, or stands there already.
    """
    require_helper(actor, values["member"])
    path = f"{module.folder}/credits/{values['member']}--{values['role']}.yml"
    if any(credit.path == path for credit in module.credits):
        raise UsageError("errors.credit-there", module=module.key, member=values["member"])
    record = {**values, "confirmed_by": _confirms(actor, values["member"])}
    ordered = {name: record.get(name) for name in _CREDIT_ORDER}
    return {path: render_record(RecordKind.CREDIT, path, ordered).encode()}


def service_files(module: Module, actor: Member, values: Mapping[str, Any]) -> Files:
    """Return a service of one day, confirmed at once where staff write that of somebody else.

    Raises:
        UsageError: the module collects none, it is another's, or that day is told already.
    """
    require_helper(actor, values["member"])
    require_services(module)
    path = f"{module.folder}/services/{values['date'].isoformat()}-{values['member']}.yml"
    if any(service.path == path for service in module.services):
        raise UsageError("errors.service-there", module=module.key, day=values["date"])
    record = {**values, "confirmed_by": _confirms(actor, values["member"])}
    ordered = {name: record.get(name) for name in _SERVICE_ORDER}
    return {path: render_record(RecordKind.SERVICE, path, ordered).encode()}


def require_services(module: Module) -> None:
    """Refuse services where nobody looks for them.

    Raises:
        UsageError: the module has another form.
    """
    if module.brief.form is not ModuleForm.SERVICE:
        raise UsageError("errors.service-not-wanted", module=module.key)


def _confirms(actor: Member, member: str) -> str | None:
    return actor.id if actor.is_staff and actor.id != member else None


def all_help(module: Module) -> list[Credit | Service]:
    """List a module's credits and services."""
    return [*module.credits, *module.services]


def find_unconfirmed_names(module: Module) -> dict[str, str]:
    """Return the paths of the credits and services without a yes, by what a command calls them."""
    open_ = [one.path for one in all_help(module) if one.confirmed_by is None]
    return {path.rpartition("/")[2].removesuffix(".yml"): path for path in sorted(open_)}


def confirm_files(root: Path, module: Module, actor: Member, name: str) -> Files:
    """Return a proposed credit or a service with the yes of a member of staff.

    Raises:
        UsageError: it is nobody of the staff, or their own help.
    """
    path = find_unconfirmed_names(module)[name]
    helped = next(one for one in all_help(module) if one.path == path)
    if not actor.is_staff:
        raise UsageError("errors.confirm-staff", member=actor.id)
    if helped.member == actor.id:
        raise UsageError("errors.confirm-own")
    return dict(edit_file(root, path, "confirmed_by", actor.id))
