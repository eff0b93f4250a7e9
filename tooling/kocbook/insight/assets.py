"""The asset library (用户内容资产库): what is published, by whom, and who may use it where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kocbook.insight.credits import CreditState, module_credits
from kocbook.insight.parts import find_maker, part_of
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community, Module
from kocbook.model.enums import ModuleForm
from kocbook.model.work import Reuse


class AssetKind(StrEnum):
    """What an asset is by its bytes."""

    TEXT = "text"
    PICTURE = "picture"
    VIDEO = "video"


_KINDS = {
    "jpg": AssetKind.PICTURE,
    "png": AssetKind.PICTURE,
    "webp": AssetKind.PICTURE,
    "mp4": AssetKind.VIDEO,
    "webm": AssetKind.VIDEO,
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One published text, picture or video.

    `members` made it, in byline order. `channels` and `until` are what they agreed to; `reused`
    lists the uses so far, oldest first. `published` is the day of the acceptance.
    """

    path: str
    handbook: str
    module: str
    title: str
    kind: AssetKind
    form: ModuleForm
    tags: tuple[str, ...]
    members: tuple[str, ...]
    licence: str
    channels: tuple[str, ...]
    until: date | None
    reused: tuple[Reuse, ...]
    published: date | None

    @property
    def key(self) -> str:
        """The module's key."""
        return f"{self.handbook}/{self.module}"

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.rsplit("/", 1)[-1]


def all_assets(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date
) -> tuple[Asset, ...]:
    """List every asset that readers can see on the day `as_of`, sorted by path."""
    found = [
        asset
        for fact in facts.values()
        if fact.state.is_on_site
        for asset in _module_assets(community, fact, as_of)
    ]
    return tuple(sorted(found, key=lambda asset: asset.path))


def may_use(asset: Asset, channel: str, on: date) -> bool:
    """True where the authors agreed to a use on `channel` on that day."""
    return channel in asset.channels and (asset.until is None or on <= asset.until)


def asset_names(module: Module) -> set[str]:
    """Return the names by which a reuse may name a module's texts and files: paths in its folder."""
    if module.content is None:
        return set()
    texts = {module.content.text_path(part) for part in module.content.texts}
    files = {file.path for file in module.content.media.values()}
    return {path.removeprefix(f"{module.content.folder}/") for path in texts | files}


def uses_of(module: Module, path: str, as_of: date) -> tuple[Reuse, ...]:
    """List the uses of one file up to a day: those that name it, and those of the whole work."""
    name = path.removeprefix(f"content/{module.key}/")
    return tuple(
        use for use in module.reuse if use.date <= as_of and (not use.files or name in use.files)
    )


def _module_assets(community: Community, facts: ModuleFacts, as_of: date) -> list[Asset]:
    module, brief = facts.module, facts.module.brief
    content = module.content
    if content is None:
        return []
    makers = _makers(community, facts)
    senders = {
        name: response.member for response in module.responses.values() for name in response.media
    }

    def asset(path: str, kind: AssetKind, members: Sequence[str]) -> Asset:
        return Asset(
            path,
            module.handbook,
            module.id,
            brief.title,
            kind,
            brief.form,
            brief.tags,
            tuple(members),
            brief.terms.licence,
            brief.terms.channels,
            brief.terms.until,
            uses_of(module, path, as_of),
            facts.finished,
        )

    def makers_of(name: str) -> Sequence[str]:
        """Who sent a picture with a response, or made a part, made it alone."""
        part = part_of(module, name)
        maker = senders.get(name) or (find_maker(module, part) if part else None)
        return (maker,) if maker else makers

    found = [
        asset(content.text_path(part), AssetKind.TEXT, makers_of(f"{part}/" if part else ""))
        for part, text in content.texts.items()
        if text
    ]
    for name, file in content.media.items():
        kind = _KINDS.get(file.kind or "")
        if kind is not None:
            found.append(asset(file.path, kind, makers_of(name)))
    return found


def _makers(community: Community, facts: ModuleFacts) -> tuple[str, ...]:
    """Return who made a module: those who hold its seats, else everybody who is credited."""
    lines = [
        line for line in module_credits(community, facts) if line.state is not CreditState.PROPOSED
    ]
    seated = [line.member for line in lines if line.seat]
    return tuple(dict.fromkeys(seated or [line.member for line in lines]))
