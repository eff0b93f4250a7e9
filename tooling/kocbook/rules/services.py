"""Rules about services: mentors, hosts and ambassadors for a day."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.model.activity import Service
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm, ServiceKind
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("service")


def _all(context: Context) -> Iterator[tuple[Module, Service]]:
    for module in context.modules:
        for service in module.services:
            yield module, service


@rule("service-not-wanted", Severity.ERROR, Reach.MODULE)
def service_not_wanted(context: Context) -> Iterator[Hit]:
    """A service stands in a module of another form, where nobody looks for it."""
    for module, service in _all(context):
        if module.brief.form is not ModuleForm.SERVICE:
            yield at(service.path), {"title": module.brief.title}


@rule("service-for-whom", Severity.ERROR, Reach.MODULE)
def service_for_whom(context: Context) -> Iterator[Hit]:
    """A mentor names nobody who was helped, or another service names no event."""
    for _, service in _all(context):
        if service.kind is ServiceKind.MENTOR and not service.helped:
            yield at(service.path, "kind"), {"variant": "mentor"}
        if service.kind is not ServiceKind.MENTOR and not service.event:
            yield at(service.path, "kind"), {}


@rule("service-of-oneself", Severity.ERROR, Reach.MODULE)
def service_of_oneself(context: Context) -> Iterator[Hit]:
    """Somebody counts as helped by, or confirms, a service of their own."""
    for _, service in _all(context):
        if service.member in service.helped:
            index = service.helped.index(service.member)
            yield at(service.path, "helped", index), {"member": service.member}
        if service.confirmed_by == service.member:
            data = {"member": service.member, "variant": "confirmed"}
            yield at(service.path, "confirmed_by"), data
