"""The page of a module: what readers see once it is finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.insight.authors_words import accepted_text
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.parts import find_maker
from kocbook.insight.reach import latest_reach
from kocbook.insight.reading_time import reading_minutes
from kocbook.insight.state import ModuleFacts
from kocbook.insight.summary import summary_in
from kocbook.insight.timeline import module_story
from kocbook.insight.translations import find_translation
from kocbook.markdown.document import read_document
from kocbook.markdown.visible import has_ticks
from kocbook.model.enums import State
from kocbook.model.forges import ForgeLinks
from kocbook.model.forms import FormName
from kocbook.model.named import find_title
from kocbook.model.people import Link
from kocbook.model.work import ReachFigures
from kocbook.site.outline.outline import cover_url
from kocbook.site.views.cards import only_seat
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link
from kocbook.site.views.onward import OnwardView, find_cited, show_onward
from kocbook.site.views.people import CreditedPerson, Person, show_person, split_byline
from kocbook.site.views.questions import Exchange, show_exchanges
from kocbook.site.views.responses import Responses, show_responses


@dataclass(frozen=True, slots=True)
class ContributedText:
    """A contributor's own words with the names of the files beside them.

    `makers` pairs the folders of a team's parts with the names of who made what lies there.
    `cited` pairs the title and the section that words name with the address of it.
    """

    markdown: str
    language: str
    media: tuple[str, ...]
    makers: tuple[tuple[str, str], ...] = ()
    cited: tuple[tuple[tuple[str, str], str], ...] = ()


@dataclass(frozen=True, slots=True)
class GoalView:
    """What the brief asked for, and how one tells."""

    text: str
    measure: str | None
    must: bool
    safety: bool


@dataclass(frozen=True, slots=True)
class ReuseView:
    """Another place where the work was used."""

    date: date
    channel: str
    title: str
    url: str | None
    note: str | None
    authors: tuple[Person, ...]
    reach: ReachFigures | None


@dataclass(frozen=True, slots=True)
class HelpView:
    """Help that is no seat: who gave it, as what, and what shows it."""

    person: Person
    role: str
    evidence: str
    url: str | None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step in the making of a page. `step` is the id of words."""

    date: date
    step: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class LicenceView:
    """The licence of the text: its id, name and address."""

    id: str
    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a text comes from that was written elsewhere."""

    name: str
    date: date
    url: str | None
    authors: str | None


@dataclass(frozen=True, slots=True)
class ModulePlace:
    """Where the module stands: its handbook and its chapter."""

    handbook: str
    handbook_url: str
    chapter: str | None


@dataclass(frozen=True, slots=True)
class TranslationView:
    """Who translated the page, and whether its source has changed since."""

    translator: Person
    date: date
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A finished module. `language` is that of its source."""

    title: str
    title_language: str
    language: str
    translation: TranslationView | None
    place: ModulePlace
    state: str
    form: str
    type: str
    tags: tuple[str, ...]
    byline: tuple[CreditedPerson, ...]
    thanks: tuple[CreditedPerson, ...]
    help: tuple[HelpView, ...]
    text: ContributedText | None
    onward: OnwardView
    has_ticks: bool
    minutes: int | None
    mistake_link: str
    withdraw_link: str
    story: tuple[StoryLine, ...]
    exchanges: tuple[Exchange, ...]
    words_kept: bool | None
    finished: date | None
    closed: date | None
    applies_to: tuple[str, ...]
    check_again: date | None
    background: str
    summary: str
    goals: tuple[GoalView, ...]
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    resources: tuple[Link, ...]
    responses: Responses
    reuse: tuple[ReuseView, ...]
    licence: LicenceView
    taken_from: SourceView | None
    channels: tuple[str, ...]
    source_url: str
    brand: str
    community: str


def make_module_view(context: SiteContext, facts: ModuleFacts) -> ModuleView:
    """Return what stands on the page of a finished module."""
    module, brief = facts.module, facts.module.brief
    lines = context.credits.get(module.key, ())
    byline, thanks = split_byline(context, lines, only_seat(facts))
    settings = context.community.settings
    return ModuleView(
        title=module.title_in(context.language)[0],
        title_language=module.title_in(context.language)[1],
        language=brief.language,
        translation=show_translation(context, facts),
        place=find_place(context, facts),
        state=facts.state.value,
        form=brief.form.value,
        type=brief.type.value,
        tags=brief.tags,
        byline=byline,
        thanks=thanks,
        help=show_help(context, facts),
        text=contributed_text(context, facts),
        onward=show_onward(context, module.key),
        has_ticks=bool(module.text) and has_ticks(read_document(module.text)),
        words_kept=are_words_kept(facts, context.as_of),
        minutes=reading_minutes(module.text) if module.text else None,
        mistake_link=form_link(context, FormName.FEEDBACK, module),
        withdraw_link=form_link(context, FormName.WITHDRAW, module),
        story=show_story(context, facts),
        exchanges=show_exchanges(context, module),
        finished=facts.finished,
        closed=brief.closes,
        applies_to=brief.applies_to,
        check_again=brief.check_again
        if brief.check_again and brief.check_again <= context.as_of
        else None,
        background=brief.background,
        summary=summary_in(module, context.language)[0],
        goals=show_goals(facts),
        includes=brief.scope.includes,
        excludes=brief.scope.excludes,
        resources=brief.resources,
        responses=show_responses(context, facts),
        reuse=show_reuse(context, facts),
        licence=show_licence(context, facts),
        taken_from=show_source(facts),
        channels=brief.terms.channels,
        source_url=ForgeLinks.of(settings.site.repository).folder(
            settings.site.branch, module.folder
        ),
        brand=context.say(settings.brand),
        community=context.say(settings.name),
    )


def contributed_text(context: SiteContext, facts: ModuleFacts) -> ContributedText | None:
    """Return the delivered text, or None where there is none."""
    content, text = facts.module.content, facts.module.text
    if content is None or text is None:
        return None
    translated = find_translation(facts.module, context.language)
    makers = tuple(
        (seat.id, show_person(context, maker).name)
        for seat in facts.module.brief.seats
        if seat.id in content.texts and (maker := find_maker(facts.module, seat.id))
    )
    media = tuple(sorted(content.media))
    if translated:
        cited = find_cited(context, facts.module.key)
        return ContributedText(translated.text, context.language, media, makers, cited)
    cited = find_cited(context, facts.module.key)
    return ContributedText(text, facts.module.brief.language, media, makers, cited)


def show_translation(context: SiteContext, facts: ModuleFacts) -> TranslationView | None:
    """Return who made the translation that the page shows; None where it shows the source."""
    found = find_translation(facts.module, context.language)
    if found is None:
        return None
    record = found.record
    return TranslationView(show_person(context, record.translator), record.date, found.is_stale)


def are_words_kept(facts: ModuleFacts, as_of: date) -> bool | None:
    """Say whether the words are those that were accepted; None where no review names them."""
    accepted, shown = accepted_text(facts.module, as_of), page_fingerprint(facts.module)
    return None if accepted is None or shown is None else accepted == shown


def find_place(context: SiteContext, facts: ModuleFacts) -> ModulePlace:
    """Return the handbook and the chapter of a module."""
    module = facts.module
    blueprint = context.community.handbooks.get(module.handbook)
    chapters = blueprint.chapters if blueprint else ()
    chapter = next((item for item in chapters if module.id in item.modules), None)
    title, _ = context.book_title(module.handbook)
    named = None
    if blueprint and chapter:
        named, _ = find_title(chapter.title, blueprint.language, chapter.names, context.language)
    return ModulePlace(title, cover_url(module.handbook), named)


def show_goals(facts: ModuleFacts) -> tuple[GoalView, ...]:
    """Return what the brief asks for."""
    return tuple(
        GoalView(goal.text, goal.measure, goal.must, goal.safety)
        for goal in facts.module.brief.goals
    )


def show_story(context: SiteContext, facts: ModuleFacts) -> tuple[StoryLine, ...]:
    """Return how the page came about, earliest first."""
    return tuple(
        StoryLine(
            event.date,
            event.step.value,
            tuple(show_person(context, member) for member in event.members),
        )
        for event in module_story(facts, context.as_of, context.community.confirmations)
    )


def show_reuse(context: SiteContext, facts: ModuleFacts) -> tuple[ReuseView, ...]:
    """Return where else the work was used, earliest first."""
    past = [reuse for reuse in facts.module.reuse if reuse.date <= context.as_of]
    return tuple(
        ReuseView(
            reuse.date,
            reuse.channel,
            reuse.title,
            reuse.url,
            reuse.note,
            tuple(show_person(context, author) for author in reuse.authors),
            latest_reach(reuse, context.as_of),
        )
        for reuse in sorted(past, key=lambda reuse: (reuse.date, reuse.path))
    )


def show_help(context: SiteContext, facts: ModuleFacts) -> tuple[HelpView, ...]:
    """Return the confirmed credits with their evidence, earliest first."""
    confirmed = [
        one for one in facts.module.credits if one.confirmed_by and one.date <= context.as_of
    ]
    return tuple(
        HelpView(
            show_person(context, credit.member),
            context.role_name(credit.role),
            credit.evidence,
            credit.url,
        )
        for credit in sorted(confirmed, key=lambda one: (one.date, one.path))
    )


def show_source(facts: ModuleFacts) -> SourceView | None:
    """Return where the text comes from, None where it was written here."""
    source = facts.module.brief.inherited if facts.state is State.INHERITED else None
    return SourceView(source.source, source.date, source.url, source.authors) if source else None


def show_licence(context: SiteContext, facts: ModuleFacts) -> LicenceView:
    """Return the licence that the terms name."""
    licence = context.community.find_licence(facts.module.brief.terms.licence)
    if licence is None:
        name = facts.module.brief.terms.licence
        return LicenceView(name, name, None)
    return LicenceView(licence.id, context.say(licence.name), licence.url)
