"""The asset library: who may use what, where and until when, with filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kocbook.insight.assets import Asset, AssetKind, all_assets
from kocbook.site.outline.outline import module_url
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import Person, language_of, show_person

SHOWN = 60
"""So many stand in the page itself; the script brings the others from the published table."""
MOST = 100
"""A choice of more authors is typed, not picked from a list."""


@dataclass(frozen=True, slots=True)
class AssetCard:
    """One asset. `picture` is the address of what can be shown in small, or None."""

    title: str
    language: str
    url: str
    name: str
    kind: str
    form: str
    tags: tuple[str, ...]
    authors: tuple[Person, ...]
    licence: str
    channels: tuple[str, ...]
    until: date | None
    used: tuple[str, ...]
    picture: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice: its key in the table, and each value with its words; without any, it is typed."""

    key: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The page: how many assets there are, the first of them, and what they can be chosen by."""

    total: int
    cards: tuple[AssetCard, ...]
    filters: tuple[Filter, ...]


def make_library_view(context: SiteContext) -> LibraryView:
    """Return the page of the asset library, newest first."""
    assets = sort_assets(all_assets(context.community, context.facts, context.as_of))
    cards = tuple(make_card(context, asset) for asset in assets)
    return LibraryView(len(cards), cards[:SHOWN], _filters(context, assets, cards))


def sort_assets(assets: Iterable[Asset]) -> list[Asset]:
    """Sort assets by the day they were published, newest first, then by path."""
    listed = sorted(assets, key=lambda asset: asset.path)
    return sorted(listed, key=lambda asset: asset.published or date.min, reverse=True)


def make_card(context: SiteContext, asset: Asset) -> AssetCard:
    """Return one asset as the page shows it."""
    brief = context.community.modules[asset.key].brief
    url = module_url(asset.key)
    return AssetCard(
        title=asset.title,
        language=brief.language,
        url=url,
        name=asset.name,
        kind=asset.kind.value,
        form=asset.form.value,
        tags=asset.tags,
        authors=tuple(show_person(context, member) for member in asset.members),
        licence=asset.licence,
        channels=asset.channels,
        until=asset.until,
        used=tuple(dict.fromkeys(use.channel for use in asset.reused)),
        picture=asset.path.removeprefix("content/") if asset.kind is AssetKind.PICTURE else None,
        sha256=context.digests.get(asset.path),
    )


def _filters(
    context: SiteContext, assets: list[Asset], cards: tuple[AssetCard, ...]
) -> tuple[Filter, ...]:
    say = context.texts
    kinds = sorted({asset.kind.value for asset in assets})
    forms = sorted({asset.form.value for asset in assets})
    tags = [tag for tag in context.community.settings.tags if any(tag in a.tags for a in assets)]
    licences = sorted({asset.licence for asset in assets})
    authors = sorted({person.name for card in cards for person in card.authors})
    return (
        Filter("kind", tuple((kind, say(f"words.asset.{kind}")) for kind in kinds)),
        Filter("form", tuple((form, say(f"words.form.{form}")) for form in forms)),
        Filter("tag", tuple((tag, tag) for tag in tags)),
        Filter("licence", tuple((licence, licence) for licence in licences)),
        Filter("author", tuple((name, name) for name in authors) if len(authors) <= MOST else ()),
        Filter(
            "reuse",
            tuple((word, say(f"site.library.{word}")) for word in ("reused", "unused")),
        ),
    )


def table_row(card: AssetCard) -> dict[str, object]:
    """Return a card as the published table holds it; people have a name and perhaps a page."""
    return {
        "title": card.title,
        "lang": card.language if card.language != "zh" else language_of(card.title),
        "url": card.url,
        "name": card.name,
        "kind": card.kind,
        "form": card.form,
        "tag": list(card.tags),
        "author": [person.name for person in card.authors],
        "licence": card.licence,
        "channels": list(card.channels),
        "until": card.until.isoformat() if card.until else None,
        "used": list(card.used),
        "reuse": "reused" if card.used else "unused",
        "picture": card.picture,
        "sha256": card.sha256,
    }
