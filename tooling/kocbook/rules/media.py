"""Rules about pictures, videos and captions."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Location, Severity
from kocbook.model.community import MediaFile, Module
from kocbook.rules.content import find_part, find_place, local_target
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("media")

VIDEOS = ("mp4", "webm")


def _all(context: Context) -> Iterator[MediaFile]:
    yield from context.community.covers.values()
    for module in context.modules:
        if module.content:
            yield from module.content.media.values()


def _suffix(file: MediaFile) -> str:
    return file.path.rsplit(".", 1)[-1]


@rule("media-wrong-kind", Severity.ERROR, Reach.MODULE)
def media_wrong_kind(context: Context) -> Iterator[Hit]:
    """A file's bytes are of another kind than its name says."""
    for file in _all(context):
        if file.kind != _suffix(file):
            data = {"name": file.name, "suffix": _suffix(file), "found": file.kind or "none"}
            yield Location(file.path, 1, 1), {**data, "variant": "known" if file.kind else ""}


@rule("media-too-large", Severity.ERROR, Reach.MODULE)
def media_too_large(context: Context) -> Iterator[Hit]:
    """A picture or video is larger than the community allows."""
    limits = context.community.settings.limits
    for file in _all(context):
        video = _suffix(file) in VIDEOS
        most = limits.video_kib if video else limits.image_kib
        if file.size > most * 1024:
            size = -(-file.size // 1024)
            data = {"size": size, "max": most, "variant": "video" if video else "image"}
            yield Location(file.path, 1, 1), {"name": file.name, **data}


@rule("media-unused", Severity.WARNING, Reach.MODULE, words=True)
def media_unused(context: Context) -> Iterator[Hit]:
    """A file is named by no text, response or blueprint."""
    covers = {f"content/{book.id}/{book.cover}" for book in context.community.handbooks.values()}
    for path, file in context.community.covers.items():
        if path not in covers and path.split("/")[1] in context.community.handbooks:
            yield Location(path, 1, 1), {"name": file.name}
    for module in context.modules:
        if module.content and not _has_unread_uses(context, module):
            used = _used_names(context, module)
            for name, file in module.content.media.items():
                if name not in used:
                    yield Location(file.path, 1, 1), {"name": name}


def _has_unread_uses(context: Context, module: Module) -> bool:
    folders = (module.folder, f"content/{module.key}")
    return any(context.is_unreadable_below(folder) for folder in folders)


def _used_names(context: Context, module: Module) -> set[str]:
    """Return the names of files in use; one with other capital letters is meant all the same."""
    used = {name for response in module.responses.values() for name in response.media}
    used.update(option.picture for option in module.brief.options if option.picture)
    for page in context.module_pages[module.key]:
        part = find_part(module, page)
        for link in page.links:
            used.add((find_place(part, local_target(link) or "") or "").lower())
    return used
