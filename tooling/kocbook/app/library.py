"""Every published text, picture and video, and who may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kocbook.app.session import Session

if TYPE_CHECKING:
    from kocbook.insight.assets import Asset


def list_assets(
    session: Session,
    handbook: str | None = None,
    member: str | None = None,
    form: str | None = None,
    tag: str | None = None,
) -> tuple[Asset, ...]:
    """List the assets of a handbook, a member, a form of module or a tag; None stands for all.

    Raises:
        UsageError: there is no such handbook or member.
        FaultyCommunityError: the settings have faults.
    """
    from kocbook.insight.assets import all_assets

    session.check_names(handbook, member)
    return tuple(
        asset
        for asset in all_assets(session.community, session.facts, session.day)
        if handbook in (None, asset.handbook)
        and form in (None, asset.form)
        and (member is None or member in asset.members)
        and (tag is None or tag in asset.tags)
    )
