"""Rules about responses: poll answers, bug reports, check-ins and gallery entries."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at, at_key
from kocbook.model.community import Module
from kocbook.model.enums import ModuleForm
from kocbook.model.work import Response
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("response")


def _all(context: Context) -> Iterator[tuple[Module, Response]]:
    for module in context.modules:
        for response in module.responses.values():
            yield module, response


@rule("response-not-wanted", Severity.ERROR, Reach.MODULE)
def response_not_wanted(context: Context) -> Iterator[Hit]:
    """A response stands in a module with seats, which collects none."""
    for module, response in _all(context):
        if module.brief.seats and not module.brief.form.collects_responses:
            yield at(response.path), {"title": module.brief.title}


@rule("response-one-each", Severity.ERROR, Reach.MODULE)
def response_one_each(context: Context) -> Iterator[Hit]:
    """Somebody has a second response where each person has one: only reports may be several."""
    for module, response in _all(context):
        if "--" in response.path and module.brief.form is not ModuleForm.BUG_HUNT:
            yield at(response.path), {"title": module.brief.title}


@rule("response-unknown-option", Severity.ERROR, Reach.MODULE)
def response_unknown_option(context: Context) -> Iterator[Hit]:
    """A response chooses an option that the brief does not offer."""
    for module, response in _all(context):
        options = [option.id for option in module.brief.options]
        for choice in response.choice:
            if choice not in options:
                data = {"choice": choice, "options": options}
                yield at(response.path, "choice"), data


@rule("response-too-late", Severity.ERROR, Reach.MODULE)
def response_too_late(context: Context) -> Iterator[Hit]:
    """A response is dated after the day on which the module closed."""
    for module, response in _all(context):
        closes = module.brief.closes
        if closes and response.date > closes:
            data = {"title": module.brief.title, "closes": closes, "date": response.date}
            yield at(response.path, "date"), data


@rule("response-alt-count", Severity.ERROR, Reach.MODULE)
def response_alt_count(context: Context) -> Iterator[Hit]:
    """A response has more or fewer descriptions than pictures."""
    for _, response in _all(context):
        pictures, descriptions = len(response.media), len(response.alt)
        if pictures != descriptions:
            key = "alt" if descriptions else "media"
            yield at(response.path, key), {"pictures": pictures, "descriptions": descriptions}


@rule("response-media-missing", Severity.ERROR, Reach.MODULE)
def response_media_missing(context: Context) -> Iterator[Hit]:
    """A response names a picture that is not there."""
    for module, response in _all(context):
        media = module.content.media if module.content else {}
        for index, name in enumerate(response.media):
            path = f"content/{module.key}/{name}"
            if name not in media and path not in context.community.unreadable:
                yield at(response.path, "media", index), {"name": name, "path": path}


@rule("response-too-many-choices", Severity.ERROR, Reach.MODULE)
def response_too_many_choices(context: Context) -> Iterator[Hit]:
    """A poll answer chooses more options than each person may."""
    for module, response in _all(context):
        most = module.brief.choices
        if len(response.choice) > most:
            data = {"count": len(response.choice), "most": most}
            yield at(response.path, "choice"), data


@rule("response-without-answer", Severity.ERROR, Reach.MODULE)
def response_without_answer(context: Context) -> Iterator[Hit]:
    """A response lacks what the activity asks for: a choice, a picture or a text."""
    for module, response in _all(context):
        form = module.brief.form
        given = response.choice if form is ModuleForm.POLL else response.text
        if form in (ModuleForm.GALLERY, ModuleForm.CHECK_IN):
            given = given or response.media
        if form.collects_responses and not given:
            yield at(response.path), {"title": module.brief.title, "variant": form.value}


@rule("check-in-days", Severity.ERROR, Reach.MODULE)
def check_in_days(context: Context) -> Iterator[Hit]:
    """An earlier check-in is not before the latest one, or before the module opened."""
    for module, response in _all(context):
        opened = module.brief.opened
        if response.earlier and module.brief.form is not ModuleForm.CHECK_IN:
            yield at_key(response.path, "earlier"), {"variant": "form"}
            continue
        for day in response.earlier:
            where = at_key(response.path, "earlier", day.isoformat())
            if day >= response.date:
                yield where, {"day": day, "date": response.date}
            elif opened and day < opened:
                yield where, {"day": day, "opened": opened, "variant": "opened"}
