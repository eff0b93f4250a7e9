"""Whose pictures are called after a member who leaves: nobody else's get another name."""

from __future__ import annotations

from kocbook.model.community import Community, Module
from kocbook.model.paths import RESERVED_MEMBERS
from kocbook.records.departure import replace_in_name


def name_afterwards(community: Community, key: str, name: str, old: str, new: str) -> str:
    """Return what a picture or video is called once the member `old` has become `new`.

    `key` is HANDBOOK/MODULE, or a handbook alone. A file keeps its name where the member had no part
    in the module, where somebody else's answer shows it, and where the id is an ordinary word.
    """
    if old in RESERVED_MEMBERS:
        return name
    module = community.modules.get(key)
    if module is not None and (old not in _people(module) or name in _shown_by_others(module, old)):
        return name
    return replace_in_name(name, old, new)


def _people(module: Module) -> set[str]:
    """Return who had a part in a module, whichever."""
    found = {claim.member for claim in (*module.claims.values(), *module.past_claims)}
    found |= {one.member for one in module.invitations} | {one.member for one in module.credits}
    found |= {one.member for one in module.services} | module.responses.keys()
    found |= {one.member for one in module.questions.values()} | module.signoffs.keys()
    staff = {review.reviewer for review in module.reviews} | {one.judge for one in module.judgings}
    return found | staff | {module.brief.contact}


def _shown_by_others(module: Module, old: str) -> set[str]:
    others = (item for item in module.responses.values() if item.member != old)
    return {name for item in others for name in item.media}
