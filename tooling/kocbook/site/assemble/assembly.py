"""Assembling the Markdown of every language, touching only what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from PIL import Image

from kocbook.git.open_memory import open_memory
from kocbook.insight.assets import all_assets
from kocbook.model.community import Community
from kocbook.records.release_lock import list_locks
from kocbook.site.assemble.digests import find_digests
from kocbook.site.assemble.pages import iter_media, list_elsewhere, make_files, site_settings
from kocbook.site.assemble.render_cache import KnownPages
from kocbook.site.editor.backend import find_backend
from kocbook.site.editor.files import make_editor_files
from kocbook.site.files.writer import (
    AssembleResult,
    WriteStats,
    own_folder,
    write_bytes,
    write_files,
)
from kocbook.site.outline.outline import Outline
from kocbook.site.outline.shard import SHARDS, Shard
from kocbook.site.pictures.share import ADDRESS as SHARES
from kocbook.site.pictures.share import prepare_share_images
from kocbook.site.pictures.store import PicturesElsewhere, PictureShelf, prepare_pictures
from kocbook.site.views.charts import ChartLibrary, find_chart_library
from kocbook.site.views.context import NOTHING_MORE, Download, SiteContext, make_contexts
from kocbook.site.views.cover import CoverArt
from kocbook.site.views.share import share_cards


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What the pages of a site are made of, by language where it matters; nothing of it is written yet.

    `outlines` says which pages a language has, once they are written.
    """

    root: Path
    contexts: Mapping[str, SiteContext]
    arts: Mapping[str, CoverArt]
    charts: ChartLibrary | None
    shelf: PictureShelf
    outlines: dict[str, Outline] = field(default_factory=dict)


def assemble_site(
    root: Path,
    community: Community,
    as_of: date,
    out: Path,
    extras: frozenset[Download] = NOTHING_MORE,
    shard: Shard | None = None,
) -> AssembleResult:
    """Write the Markdown of every language below `out`, touching only what changed.

    `extras` are what covers may lead to, since the build will make it. Of a shard only its own
    pages are written; where the others stand is noted beside them.

    Raises:
        KocError: `out` holds something that we did not write.
    """
    own_folder(out)
    return write_pages(find_ingredients(root, community, as_of, extras, shard), out, shard)


def write_pages(ingredients: Ingredients, out: Path, shard: Shard | None = None) -> AssembleResult:
    """Write the Markdown of every language below `out`."""
    written = unchanged = removed = 0
    for language in ingredients.contexts:
        tally = _write_language(ingredients, language, out, shard)
        written += tally.written
        unchanged += tally.unchanged
        removed += tally.removed
    outlines = ingredients.outlines.values()
    pages = sum(shard is None or shard.holds(page) for each in outlines for page in each.pages)
    return AssembleResult(pages, written, unchanged, removed)


def find_ingredients(
    root: Path,
    community: Community,
    as_of: date,
    extras: frozenset[Download] = NOTHING_MORE,
    shard: Shard | None = None,
) -> Ingredients:
    """Compute what the pages of all languages are made of, and draw the pictures.

    Raises:
        KocError: there is no configuration of the site.
    """
    languages = {name: community.settings.texts(name) for name in community.settings.languages}
    arts = find_arts(root, community)
    contexts = make_contexts(community, as_of, languages, extras)
    first = contexts[community.settings.languages[0]]
    if shard is None or shard.is_shared:  # only the library and the credits tell them
        releases = list_locks(root)
        assets = all_assets(community, first.facts, as_of)
        digests = find_digests(root, (asset.path for asset in assets))
        contexts = {
            name: replace(context, digests=digests, releases=releases)
            for name, context in contexts.items()
        }
    shelf = _fill_shelf(root, first, arts, shard)
    return Ingredients(root, contexts, arts, find_chart_library(), shelf)


def _write_language(
    ingredients: Ingredients, language: str, out: Path, shard: Shard | None = None
) -> WriteStats:
    """Write the pages of one language below `out`, and what the build must know beside them."""
    context, arts, shelf = ingredients.contexts[language], ingredients.arts, ingredients.shelf
    charts, settings = ingredients.charts, context.community.settings
    known = _find_known(out / language, ingredients, context, charts) if shard is None else None
    files, outline = make_files(context, arts, charts, shelf, shard, known)
    ingredients.outlines[language] = outline
    if shard is None or shard.is_shared:
        backend, is_first = find_backend(settings.site), language == settings.languages[0]
        community, facts = context.community, context.facts
        files |= make_editor_files(community, facts, context.texts, backend, is_first)
    tally = write_files(ingredients.root, out / language, files)
    if known:
        known.save()
    elsewhere = list_elsewhere(context, outline, arts, shard) if shard else []
    write_bytes(out / f"{language}.json", site_settings(context, outline, shard, elsewhere))
    return tally


def _find_known(
    folder: Path, ingredients: Ingredients, context: SiteContext, charts: ChartLibrary | None
) -> KnownPages | None:
    """Return what is known of a language's pages; what they have in common is their basis."""
    memory = open_memory(ingredients.root)
    if not memory.is_open:
        return None
    beside = {"arts": ingredients.arts, "shares": ingredients.shelf.shares}
    basis = {
        "languages": (context.language, context.community.settings.languages),
        "charts": charts.address if charts else None,
        "pictures": dict(ingredients.shelf.pictures),
        "glossary": context.community.settings.glossary,
        "words": context.community.settings.words,
        "tags": context.community.settings.tag_names.get(context.language, {}),
    }
    return KnownPages(memory, folder, context, beside, basis)


def _fill_shelf(
    root: Path, context: SiteContext, arts: Mapping[str, CoverArt], shard: Shard | None
) -> PictureShelf:
    """Draw the pictures of the site, or those that a shard holds; look at the others it shows."""
    media = {address: file.path for address, file in iter_media(context, arts)}
    if shard is None:
        shelf = prepare_pictures(root, media)
    else:
        own = {address: path for address, path in media.items() if shard.holds_media(address)}
        shelf = prepare_pictures(root, own, f"{SHARDS}/{shard.name}/pictures")
        shelf = replace(shelf, pictures=PicturesElsewhere(root, shelf.pictures, media))
    return shelf.with_shares(prepare_share_images(root, share_cards(context, shard)), SHARES)


def find_arts(root: Path, community: Community) -> dict[str, CoverArt]:
    """Measure the cover pictures: their size keeps pages still while they load."""
    arts: dict[str, CoverArt] = {}
    for name, handbook in sorted(community.handbooks.items()):
        media = community.covers.get(f"content/{name}/{handbook.cover}")
        if media is None or media.kind not in ("jpg", "png", "webp"):
            continue
        try:
            with Image.open(root / media.path) as image:
                arts[name] = CoverArt(media.name, image.width, image.height)
        except (OSError, Image.DecompressionBombError):
            continue
    return arts
