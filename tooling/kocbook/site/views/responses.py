"""What many people answered: the counts of a poll, the pictures of a gallery, a list of bugs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kocbook.insight.responses import list_reports
from kocbook.insight.state import ModuleFacts
from kocbook.model.enums import Form
from kocbook.model.work import Response
from kocbook.site.context import SiteContext
from kocbook.site.views.people import Person, show_person


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer of a poll: how many chose it, and the part of all votes in whole percent."""

    text: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that somebody sent, with its description."""

    file: str
    alt: str
    is_video: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's response. `state` is set on bug reports."""

    person: Person
    date: date
    text: str | None
    choices: tuple[str, ...]
    pictures: tuple[Picture, ...]
    state: str | None


@dataclass(frozen=True, slots=True)
class Responses:
    """The responses of a module. Votes are counted in public only once the poll has closed."""

    form: str
    bars: tuple[Bar, ...]
    voices: tuple[Voice, ...]
    votes: int
    total: int
    is_open: bool


def show_responses(context: SiteContext, facts: ModuleFacts) -> Responses:
    """Return the responses of a module, by date and member."""
    module, brief = facts.module, facts.module.brief
    found = sorted(module.responses.values(), key=lambda item: (item.date, item.member))
    is_open = facts.state.is_claimable
    options = {option.id: option.text for option in brief.options}
    counts = Counter(choice for response in found for choice in response.choice)
    votes = sum(counts.values())
    bars = tuple(
        Bar(text, counts[option], round(100 * counts[option] / votes) if votes else 0)
        for option, text in options.items()
    )
    hidden = brief.form is Form.POLL and is_open
    return Responses(
        form=brief.form.value,
        bars=() if hidden else bars,
        voices=() if hidden else tuple(_voice(context, facts, item, options) for item in found),
        votes=votes,
        total=len(found),
        is_open=is_open,
    )


def _voice(
    context: SiteContext, facts: ModuleFacts, response: Response, options: dict[str, str]
) -> Voice:
    content = facts.module.content
    media = content.media if content else {}
    alts = (*response.alt, *([""] * len(response.media)))
    pictures = tuple(
        Picture(name, alt, media[name].kind in ("mp4", "webm"))
        for name, alt in zip(response.media, alts, strict=False)
        if name in media
    )
    return Voice(
        person=show_person(context, response.member),
        date=response.date,
        text=response.text or response.reason,
        choices=tuple(options.get(choice, choice) for choice in response.choice),
        pictures=pictures,
        state=_report_state(context, facts, response),
    )


def _report_state(context: SiteContext, facts: ModuleFacts, response: Response) -> str | None:
    if facts.module.brief.form is not Form.BUG_HUNT:
        return None
    reports = list_reports(facts.module, context.as_of)
    return next(item.state.value for item in reports if item.response is response)
