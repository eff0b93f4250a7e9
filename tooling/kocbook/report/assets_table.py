"""The table of `koc assets`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kocbook.base.texts import Texts, join_words
from kocbook.insight.assets import Asset
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

KEYS = (
    "path",
    "handbook",
    "module",
    "kind",
    "form",
    "tags",
    "members",
    "licence",
    "channels",
    "until",
    "sha256",
    "reused",
)


def assets_table(
    community: Community,
    assets: Sequence[Asset],
    as_of: date,
    texts: Texts,
    hash_of: Callable[[str], str | None],
) -> Table:
    """Return a row for each asset; `reused` lists `DATE CHANNEL` of each use."""
    words = Words(community, texts)
    rows: tuple[Row, ...] = tuple(_row(asset, hash_of(asset.path)) for asset in assets)
    return Table(
        as_of,
        KEYS,
        rows,
        (
            Column("path", plain("path"), least=16),
            Column("asset", lambda row: words.of("asset", str(row["kind"]))),
            Column("tags", _listed("tags", texts.language)),
            Column("members", lambda row: words.members(_items(row, "members")), least=8),
            Column("licence", plain("licence")),
            Column("until", plain("until")),
            Column("reused", _listed("reused", texts.language), least=8),
        ),
        sort=("path",),
    )


def _items(row: Row, key: str) -> list[str]:
    values = row[key]
    assert isinstance(values, list)
    return values


def _listed(key: str, language: str) -> Callable[[Row], str]:
    return lambda row: join_words(language, _items(row, key))


def _row(asset: Asset, sha256: str | None) -> Row:
    return {
        "path": asset.path,
        "handbook": asset.handbook,
        "module": asset.module,
        "kind": asset.kind.value,
        "form": asset.form.value,
        "tags": list(asset.tags),
        "members": list(asset.members),
        "licence": asset.licence,
        "channels": list(asset.channels),
        "until": asset.until,
        "sha256": sha256,
        "reused": [f"{use.date} {use.channel}" for use in asset.reused],
    }
