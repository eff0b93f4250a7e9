"""The pages of prose: how to contribute, the guides, and the rules of attribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kocbook.insight.codes import MOST_CODES
from kocbook.model.forms import FormName
from kocbook.site.editor.backend import Backend, find_backend
from kocbook.site.outline.outline import GUIDES
from kocbook.site.views.board import list_open
from kocbook.site.views.context import SiteContext
from kocbook.site.views.form_links import form_link
from kocbook.site.views.module import LicenceView

_PARTS = {
    "five-minutes": ("join", "pick", "write", "photos", "after", "late"),
    "privacy": ("plates", "faces", "place", "papers", "public", "leave", "mistake"),
    "first-week": ("day-1", "day-2", "day-3", "day-4", "day-5", "day-6", "day-7"),
    "publishing": ("check", "sign", "look", "publish", "lock", "reuse", "fix"),
}
"""The sections of each guide, by the keys of their texts."""
_SCREENS = {
    ("five-minutes", "pick"): "board",
    ("five-minutes", "write"): "claim",
    ("five-minutes", "after"): "feedback",
    ("first-week", "day-4"): "board",
    ("first-week", "day-5"): "questions",
    ("first-week", "day-6"): "desk",
    ("publishing", "look"): "byline",
}
"""Which sections show a screen; the pictures are taken by `tooling/samples/screenshots.py`."""


@dataclass(frozen=True, slots=True)
class GuideView:
    """One guide: the keys of its sections, the screens that some of them show, the other guides."""

    slug: str
    parts: tuple[str, ...]
    screens: Mapping[str, str]
    siblings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierView:
    """A step of standing, the points it asks (none if it is `named`), and its tasks at once."""

    name: str
    points: int
    claims: int
    named: bool


@dataclass(frozen=True, slots=True)
class ContributeView:
    """How to contribute."""

    name: str
    repository: str
    join_link: str
    open: int
    tiers: tuple[TierView, ...]
    window_days: int
    review_days: int
    revision_days: int
    grace_days: int
    has_editor: bool
    codes: int | None


@dataclass(frozen=True, slots=True)
class AttributionView:
    """The rules of attribution."""

    brand: str
    repository: str
    roles: tuple[str, ...]
    licences: tuple[LicenceView, ...]


def make_guide_view(slug: str) -> GuideView:
    """Return a guide's sections in reading order."""
    screens = {part: screen for (guide, part), screen in _SCREENS.items() if guide == slug}
    siblings = tuple(guide for guide in GUIDES if guide != slug)
    return GuideView(slug, _PARTS[slug], screens, siblings)


def make_contribute_view(context: SiteContext) -> ContributeView:
    """Return the figures that the page for contributors names."""
    settings = context.community.settings
    return ContributeView(
        name=context.say(settings.name),
        join_link=form_link(context, FormName.JOIN),
        repository=settings.site.repository,
        open=len(list_open(context)),
        tiers=tuple(
            TierView(context.say(tier.name), tier.points, tier.claims, tier.named)
            for tier in settings.tiers
        ),
        window_days=settings.points.window_days,
        review_days=settings.limits.review_days,
        revision_days=settings.limits.revision_days,
        grace_days=settings.limits.grace_days,
        has_editor=isinstance(find_backend(settings.site), Backend),
        codes=MOST_CODES if settings.private else None,
    )


def make_attribution_view(context: SiteContext) -> AttributionView:
    """Return the roles in byline order and the licences in use."""
    settings = context.community.settings
    return AttributionView(
        brand=context.say(settings.brand),
        repository=settings.site.repository,
        roles=tuple(context.say(role.name) for role in settings.roles),
        licences=tuple(
            LicenceView(licence.id, context.say(licence.name), licence.url)
            for licence in settings.licences
        ),
    )
