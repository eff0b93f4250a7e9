"""Findings about a release that was built again: is it what its lock says?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kocbook.base.finding import Finding, at
from kocbook.model.community import Community
from kocbook.records.departure import NEW_ID
from kocbook.rules.registry import severity_of

Lock = Mapping[str, Any]
"""A lock as plain values, keyed like its file."""


def iter_release_findings(
    path: str, lock: Lock, again: Lock, today: Community
) -> Iterator[Finding]:
    """Yield how `again`, the lock of the rebuild, differs from `lock`, which stands at `path`.

    `today` says who hides the name now: an old release must not bring it back.
    """

    def finding(rule: str, **data: object) -> Finding:
        return Finding(rule, severity_of(rule), at(path), {"tag": lock["tag"], **data})

    hidden = {item.id for item in today.members.values() if item.visibility.hides_name}
    shown = {member for names in lock["names"].values() for member in names}
    for member in sorted(shown & hidden):
        yield finding("release-hidden-name", member=member)
    if left := _departed(lock) - _departed(again):
        # Locks tell those who left by their new ids: all else that differs may come of that.
        for member in sorted(left):
            yield finding("release-hidden-name", variant="left", member=member)
        return
    pages, built = lock["pages"], again["pages"]
    for page in sorted(pages.keys() | built.keys()):
        if page not in built or page not in pages:
            variant = "gone" if page in pages else "more"
            yield finding("release-differs", page=page, variant=variant)
            continue
        for part in ("text", "credits", "media"):
            if pages[page][part] != built[page][part]:
                yield finding("release-differs", page=page, variant=part)
    if lock["names"] != again["names"]:
        yield finding("release-differs", variant="names")
    if lock["tool"] != again["tool"]:
        # Another version may lay pages out in another way: that alone is no fault.
        yield finding("release-other-tool", tool=lock["tool"], here=again["tool"])
    elif lock["assembled"] != again["assembled"]:
        yield finding("release-differs", variant="pages")


def _departed(lock: Lock) -> set[str]:
    """Return the ids of those who left since, as far as pages of a lock credit them."""
    lines = (line for page in lock["pages"].values() for line in page["credits"])
    return {line["member"] for line in lines if NEW_ID.fullmatch(line["member"])}
