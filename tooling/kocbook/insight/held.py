"""A community as its site may show it: what is held back is taken out before any page is made of it.

States, credits and points are computed of everything that can be read, so that a fault in one page
changes none of them; then the pieces that may be at fault are taken away. What no view can reach,
no page, feed, index or file can tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from kocbook.insight.agreement import Agreement
from kocbook.insight.state import ModuleFacts
from kocbook.model.brief import Brief, Reward, Scope, Terms
from kocbook.model.community import Community, Content, Module
from kocbook.model.enums import Access, ModuleForm, Size, State, TaskType, Visibility
from kocbook.model.handbook import Handbook
from kocbook.model.held import Held
from kocbook.model.paths import parse_record_path
from kocbook.model.people import Member

Facts = Mapping[str, ModuleFacts]


def hold_back(community: Community, held: Held) -> Community:
    """Return the community with the pages that its site holds back.

    In place of members and handbooks that cannot be read or must not be shown stand others of the
    same id that tell nothing: everything that names them goes on.
    """
    members = {**community.members, **_hide_members(community, held)}
    plain = {
        name: _blank_handbook(name, community.handbooks.get(name))
        for name, page in held.handbooks.items()
        if not page.is_named and parse_record_path(f"modules/{name}/handbook.yml")
    }
    covers = {path: file for path, file in community.covers.items() if not _is_dropped(path, held)}
    handbooks = dict(sorted({**community.handbooks, **plain}.items()))
    unread = _unread_texts(community)
    modules = {
        key: _fill_in(module, unread[key]) if key in unread else module
        for key, module in community.modules.items()
    }
    return replace(
        community,
        modules=modules,
        members=dict(sorted(members.items())),
        handbooks=handbooks,
        covers=covers,
        held=held,
    )


def _unread_texts(community: Community) -> dict[str, dict[str, str]]:
    """Return an empty text for each that stands there and cannot be read, by module and part."""
    found: dict[str, dict[str, str]] = {}
    for path in community.unreadable:
        if path.startswith("content/") and path.endswith("/index.md") and path.count("/") > 2:
            _, handbook, module, *part = path.split("/")[:-1]
            found.setdefault(f"{handbook}/{module}", {})["/".join(part)] = ""
    return found


def _fill_in(module: Module, texts: Mapping[str, str]) -> Module:
    """Let a text that cannot be read count as one that is there: its author delivered it, if as a draft."""
    old = module.content or Content(f"content/{module.key}", {}, {})
    return replace(module, content=replace(old, texts={**texts, **old.texts}))


def keep_states(community: Community, facts: Facts) -> dict[str, ModuleFacts]:
    """Return the facts with the state of modules as it was before their text could not be read.

    Nobody's signature holds for a text that nobody can read, and so accepted work would not be
    published any more: its author would lose a place in every list for a fault of a file.
    """
    unread = _unread_texts(community).keys() & community.held.modules.keys()
    return {
        key: replace(fact, state=State.REUSED if fact.module.reuse else State.PUBLISHED)
        if key in unread and fact.state is State.ACCEPTED and not _lacks_signature(fact)
        else fact
        for key, fact in facts.items()
    }


def _lacks_signature(facts: ModuleFacts) -> bool:
    return any(author.agreement is Agreement.MISSING for author in facts.agreements)


def strip_held(community: Community, facts: Facts) -> tuple[Community, dict[str, ModuleFacts]]:
    """Return the community and its facts without what is held back, for views to be made of."""
    held, shown = community.held, dict(facts)
    if not held:
        return community, shown
    for key, page in held.modules.items():
        if key in shown:
            bare = _strip_named if page.is_named else _strip_whole
            shown[key] = bare(shown[key], held)
    modules = {key: fact.module for key, fact in shown.items()}
    kept = tuple(one for one in community.recognitions if not _is_dropped(one.path, held))
    campaigns = {
        name: one for name, one in community.campaigns.items() if not _is_dropped(one.path, held)
    }
    proposals = {
        name: one for name, one in community.proposals.items() if not _is_dropped(one.path, held)
    }
    advice = tuple(one for one in community.advice if not _is_dropped(one.path, held))
    planned = {"campaigns": campaigns, "proposals": proposals, "advice": advice}
    return replace(community, modules=modules, recognitions=kept, **planned), shown  # type: ignore[arg-type]  # fields of Community


def _is_dropped(path: str, held: Held) -> bool:
    return path in held.dropped or f"{path.rsplit('/', 1)[0]}/" in held.dropped


def _hide_members(community: Community, held: Held) -> dict[str, Member]:
    """Return those whose record does not say whether their name may be shown: it may not."""
    found: dict[str, Member] = {}
    for name in held.hidden:
        known = community.members.get(name)
        path = f"members/{name}.yml"
        if known is None and parse_record_path(path) and name not in community.aliases:
            found[name] = Member(name, path, date.max, visibility=Visibility.ANONYMOUS)
        elif known is not None:
            found[name] = replace(
                known,
                visibility=Visibility.ANONYMOUS,
                names=None,
                sort=None,
                city=None,
                product=None,
                intro=None,
                links=(),
            )
    return found


def _blank_handbook(name: str, known: Handbook | None) -> Handbook:
    """Return a handbook of which nothing is told but its address."""
    blank = Handbook(name, f"modules/{name}/handbook.yml", name, "", "", "", "", ())
    if known is None:
        return blank
    return replace(blank, opened=known.opened, archived=known.archived, language=known.language)


def _strip_named(facts: ModuleFacts, held: Held) -> ModuleFacts:
    """Take away the text, the media and the records at fault; the brief is sound.

    Where a record is at fault, nobody knows which seats are taken.
    """
    module = facts.module
    lacks_records = any(path.startswith(f"{module.folder}/") for path in held.dropped)
    kept = {field.name: _without(getattr(module, field.name), held) for field in fields(Module)}
    bare = Module(**{**kept, "content": None})
    return replace(facts, module=bare, seats=() if lacks_records else facts.seats)


def _without(value: Any, held: Held) -> Any:
    """Leave out the records at fault among what a module holds."""
    if isinstance(value, Mapping):
        return {name: one for name, one in value.items() if one.path not in held.dropped}
    if isinstance(value, tuple):
        return tuple(one for one in value if one.path not in held.dropped)
    return None if getattr(value, "path", None) in held.dropped else value


def _strip_whole(facts: ModuleFacts, held: Held) -> ModuleFacts:
    """Take away everything: what is left has its address for a title, and stands in no list."""
    del held
    old = facts.module
    brief = Brief(
        title=old.id,
        type=TaskType.FOUNDATION,
        form=ModuleForm.ARTICLE,
        size=Size.S,
        access=Access.OPEN,
        background="",
        goals=(),
        scope=Scope(()),
        contact="",
        reply_within_days=0,
        reward=Reward(0),
        terms=Terms("", (), old.brief.terms.byline),
        days=0,
        seats=tuple(replace(seat, duty="") for seat in old.brief.seats[:1]),
        language=old.brief.language,
    )
    return replace(facts, module=Module(old.handbook, old.id, brief), state=State.DRAFT, seats=())
