"""Rules about responses: poll answers, bug reports, check-ins and gallery entries."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.model.community import Module
from kocbook.model.work import Response
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("response")


def _all(context: Context) -> Iterator[tuple[Module, Response]]:
    for module in context.modules:
        for response in module.responses.values():
            yield module, response


@rule("response-not-wanted", Severity.ERROR)
def response_not_wanted(context: Context) -> Iterator[Hit]:
    """A response stands in a module with seats, which collects none."""
    for module, response in _all(context):
        if module.brief.seats and not module.brief.form.collects_responses:
            yield at(response.path), {"title": module.brief.title}


@rule("response-unknown-option", Severity.ERROR)
def response_unknown_option(context: Context) -> Iterator[Hit]:
    """A response chooses an option that the brief does not offer."""
    for module, response in _all(context):
        options = [option.id for option in module.brief.options]
        for choice in response.choice:
            if choice not in options:
                data = {"choice": choice, "options": options}
                yield at(response.path, "choice"), data


@rule("response-too-late", Severity.ERROR)
def response_too_late(context: Context) -> Iterator[Hit]:
    """A response is dated after the day on which the module closed."""
    for module, response in _all(context):
        closes = module.brief.closes
        if closes and response.date > closes:
            data = {"title": module.brief.title, "closes": closes, "date": response.date}
            yield at(response.path, "date"), data


@rule("response-alt-count", Severity.ERROR)
def response_alt_count(context: Context) -> Iterator[Hit]:
    """A response has more or fewer descriptions than pictures."""
    for _, response in _all(context):
        pictures, descriptions = len(response.media), len(response.alt)
        if pictures != descriptions:
            key = "alt" if descriptions else "media"
            yield at(response.path, key), {"pictures": pictures, "descriptions": descriptions}


@rule("response-media-missing", Severity.ERROR)
def response_media_missing(context: Context) -> Iterator[Hit]:
    """A response names a picture that is not there."""
    for module, response in _all(context):
        media = module.content.media if module.content else {}
        for index, name in enumerate(response.media):
            path = f"content/{module.key}/{name}"
            if name not in media and path not in context.community.unreadable:
                yield at(response.path, "media", index), {"name": name, "path": path}


@rule("response-duplicate-unknown", Severity.ERROR)
def response_duplicate_unknown(context: Context) -> Iterator[Hit]:
    """A report is called a duplicate of a report that does not exist, or of itself."""
    for module, response in _all(context):
        other = response.duplicate_of
        path = f"{module.folder}/responses/{other}.yml"
        exists = other in module.responses or path in context.community.unreadable
        if other and (other == response.member or not exists):
            data = {"other": other, "near": near(other, set(module.responses) - {response.member})}
            yield at(response.path, "duplicate_of"), data
