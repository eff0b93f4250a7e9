"""Rules about recognition."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.tiers import gives_titles
from kocbook.model.enums import RecognitionKind, StaffRole
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("recognition")


@rule("recognition-of-oneself", Severity.ERROR, Reach.MODULE)
def recognition_of_oneself(context: Context) -> Iterator[Hit]:
    """A member of the staff gives recognition to themselves."""
    for recognition in context.community.recognitions:
        if recognition.member == recognition.by:
            yield at(recognition.path, "by"), {"member": recognition.member}


@rule("title-unknown", Severity.ERROR, Reach.MODULE)
def title_unknown(context: Context) -> Iterator[Hit]:
    """An honour gives a title that is no named tier of community.yml."""
    named = sorted(tier.id for tier in context.community.settings.tiers if tier.named)
    for given in context.community.recognitions:
        if given.title is not None and given.title not in named:
            yield at(given.path, "title"), {"title": given.title, "titles": named}


@rule("title-incomplete", Severity.ERROR, Reach.MODULE)
def title_incomplete(context: Context) -> Iterator[Hit]:
    """A title stands on something else than an honour, without its year, or a year without it."""
    for given in context.community.recognitions:
        if given.title is None:
            if given.year is not None:
                yield at(given.path, "year"), {"variant": "year", "year": given.year}
        elif given.kind is not RecognitionKind.HONOUR:
            yield at(given.path, "kind"), {"variant": "honour", "title": given.title}
        elif given.year is None:
            yield at(given.path, "title"), {"title": given.title}
        elif not given.year - 1 <= given.date.year <= given.year:
            data = {"variant": "date", "year": given.year, "date": given.date}
            yield at(given.path, "year"), data


@rule("title-not-by-lead", Severity.ERROR, Reach.MODULE, tells=True)
def title_not_by_lead(context: Context) -> Iterator[Hit]:
    """A title is given by somebody who is no project lead."""
    for given in context.community.recognitions:
        if given.title is not None and not gives_titles(context.community, given):
            leads = context.community.find_staff(StaffRole.PROJECT_LEAD)
            yield at(given.path, "by"), {"member": given.by, "leads": leads}


@rule("session-incomplete", Severity.ERROR, Reach.MODULE)
def session_incomplete(context: Context) -> Iterator[Hit]:
    """An event stands on something else than access, or its day without it."""
    for given in context.community.recognitions:
        if given.event is not None and given.kind is not RecognitionKind.ACCESS:
            yield at(given.path, "event"), {"event": given.event}
        elif given.held is not None and given.event is None:
            yield at(given.path, "held"), {"variant": "held", "held": given.held}
