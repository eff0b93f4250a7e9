"""Building one shard of a site, as any machine can: what `join.py` makes the whole site of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kocbook.base.errors import UsageError
from kocbook.base.tool_key import TOOL, tree_key
from kocbook.model.community import Community
from kocbook.site.assemble.assembly import assemble_site
from kocbook.site.files.writer import BuildResult
from kocbook.site.outline.shard import SHARDS, Shard, Shards
from kocbook.site.publish.build import (
    drafting,
    place_site,
    put_together,
    run_builds,
)

NOTE = "shard.json"


class ShardNote(msgspec.Struct, frozen=True):
    """What a shard says of itself, beside its pages.

    `shards` are all that the site has; `tool` is the fingerprint of this tool's files, and `base` the
    path that the site stands at on its host.
    """

    shard: str
    shards: tuple[str, ...]
    languages: tuple[str, ...]
    as_of: date
    tool: str
    base: str

    def agrees_with(self, other: ShardNote) -> bool:
        """True for shards that can stand in one site."""
        own, others = ((note.languages, note.as_of, note.tool, note.base) for note in (self, other))
        return own == others


def build_shard(
    root: Path,
    community: Community,
    as_of: date,
    name: str,
    site_dir: Path,
    report_progress: Callable[[str], None] = lambda _: None,
) -> BuildResult:
    """Build the pages of one shard into `site_dir`, as they are in the whole site.

    Raises:
        UsageError: there is no such shard.
        KocError: the build failed, or `site_dir` is not a site of ours.
    """
    shards = Shards.of(community)
    if name not in shards.names:
        raise UsageError("errors.no-shard", shard=name, shards=shards.names)
    assembled = f"{SHARDS}/{name}"
    languages = community.settings.languages
    report_progress("assemble")
    shard = Shard(shards, name)
    done = assemble_site(root, community, as_of, root / assembled, shard=shard)
    report_progress("build")
    with drafting(site_dir) as work:
        targets = {language: work / language for language in languages}
        run_builds(root, targets, as_of, assembled)
        built = put_together(work, languages)
        base = urlsplit(community.settings.site.url).path.rstrip("/") + "/"
        note = ShardNote(name, shards.names, tuple(languages), as_of, tree_key(TOOL), base)
        (built / NOTE).write_bytes(msgspec.json.encode(note))
        report_progress("place")
        place_site(built, site_dir, work / "old")
    return BuildResult(done.pages, done.written, site_dir)
