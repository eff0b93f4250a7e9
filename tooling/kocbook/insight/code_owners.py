"""Who is asked to look at which path, from the staff's roles: the reading side of the policy's table."""

from __future__ import annotations

from kocbook.model.community import Community
from kocbook.model.enums import StaffRole

_LEAD, _PLANNER = StaffRole.PROJECT_LEAD, StaffRole.CONTENT_PLANNER
_EXPERT, _OPERATOR = StaffRole.PRODUCT_EXPERT, StaffRole.COMMUNITY_OPERATOR

_PATHS: tuple[tuple[str, tuple[StaffRole, ...]], ...] = (
    ("*", (_LEAD,)),
    ("/members/", (_OPERATOR, _LEAD)),
    ("/members/recognition/", (_OPERATOR, _PLANNER, _EXPERT, _LEAD)),
    ("/modules/", (_OPERATOR, _PLANNER)),
    ("/modules/*/handbook.yml", (_PLANNER, _LEAD)),
    ("/modules/*/*/module.yml", (_PLANNER, _LEAD)),
    ("/modules/*/*/reviews/", (_PLANNER, _EXPERT)),
    ("/content/", (_PLANNER, _EXPERT)),
    ("/events/", (_OPERATOR, _PLANNER)),
    ("/equipment/", (_OPERATOR, _PLANNER)),
)
"""Paths and roles. Of several that match, the last counts."""


def find_code_owners(community: Community) -> list[tuple[str, list[str]]]:
    """List each path with the accounts that are asked; the leads where nobody has the roles."""
    return [(path, _accounts(community, roles)) for path, roles in _PATHS]


def _accounts(community: Community, roles: tuple[StaffRole, ...]) -> list[str]:
    found = {
        member.github
        for member in community.members.values()
        if not set(roles).isdisjoint(member.staff)
    }
    if not found and roles != (_LEAD,):
        return _accounts(community, (_LEAD,))
    return sorted(found, key=str.casefold)
