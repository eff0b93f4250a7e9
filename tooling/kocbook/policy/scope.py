"""What a small change concerns in a large community: some modules, and the people at work there.

Each rule says how far it looks, and how far a change of each kind of record is felt (`Sight`). Where
that is no further than a module or a member, the change is judged by its modules and those of the
people at work in them, each whole, by the modules with whose texts a rule compares those that change,
and by the names of all files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kocbook.base.fold import fold_name
from kocbook.git.changes import ChangedPath
from kocbook.git.revision_tree import GitTree
from kocbook.model.paths import RecordKind, fold_id, parse_content_path, parse_record_path
from kocbook.model.people import Member
from kocbook.model.tree import is_read
from kocbook.policy.actor import Account
from kocbook.policy.base_and_head import Side
from kocbook.records.loader import MAX_TEXT_BYTES, LoadResult
from kocbook.records.yaml_reader import MAX_BYTES, Fault, decode, read_yaml
from kocbook.rules.engine import find_related
from kocbook.rules.module_links import module_of
from kocbook.rules.registry import Reach, tree_rules

_MOST = 300
"""With more modules or members than this, reading everything is as quick."""

_WORK = ("modules/*", ":(exclude)modules/*/module.yml", "members/recognition")
"""Where people's work is recorded. A brief names whom it invites, which is not work yet: most of a
community's bytes are briefs, and none of them is unpacked.
"""

_HIDDEN = "\\"
"""A value that holds one may say something else than its letters, so its file is read too."""

Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadingScope:
    """The files and folders to read, and the people all of whose work stands in them."""

    within: frozenset[str]
    people: frozenset[str]


def find_scope(
    base: GitTree, head: GitTree, changes: Collection[ChangedPath], accounts: Collection[Account]
) -> ReadingScope | None:
    """Return what has to be read to judge `changes`, or None where that is everything.

    `accounts` are those of the author and of who approved. Nothing needs to be listed in the trees.
    """
    concern = _find_concern(changes)
    if concern is None:
        return None
    modules, changed = concern
    modules |= _related_modules(base, head, changes)
    roster = _read_roster(base, head, changed, accounts)
    if len(roster) > _MOST or len(modules) > _MOST:
        return None
    people = {_person(name, roster) for name in changed | _claimants(base, head, modules)}
    names = people | {name for name in roster if _person(name, roster) in people}
    files = base.find_text({*names, _HIDDEN}, *_WORK) if names else []
    records = [where for path in files if (where := parse_record_path(path))]
    modules |= {where.module_key for where in records if where.module_key}
    if len(modules) > _MOST:
        return None
    within = {f"members/{name}.yml" for name in people | roster.keys()}
    within |= {where.path for where in records if where.kind is RecordKind.RECOGNITION}
    within.update(_places(modules, base.names | head.names))
    return ReadingScope(frozenset(within), frozenset(people))


def _find_concern(changes: Iterable[ChangedPath]) -> tuple[set[str], set[str]] | None:
    """Return the modules and the members whose files change; None where more is concerned."""
    modules: set[str] = set()
    members: set[str] = set()
    for change in changes:
        where, content = parse_record_path(change.path), parse_content_path(change.path)
        if where is not None and where.kind is RecordKind.MEMBER and not change.is_deletion:
            members.add(where.parts["member"])
        elif where is not None and where.module_key and _is_felt_near(where.kind):
            modules.add(where.module_key)
        elif content is not None and content["module"]:
            modules.add(f"{content['handbook']}/{content['module']}")
        elif is_read(change.path):
            return None
    return modules, members


@cache
def _is_felt_near(kind: RecordKind) -> bool:
    """True for a kind of record whose change no rule feels beyond what is read for its sake."""
    felt = {rule.sight.felt(kind) for rule in tree_rules() if rule.sight.find_related is None}
    return felt.isdisjoint({Reach.HANDBOOK, Reach.COMMUNITY})


@cache
def _has_related(kind: RecordKind) -> bool:
    """True for a kind of record that moves what a rule finds in texts of other modules."""
    return any(r.sight.felt(kind).leaves_module for r in tree_rules() if r.sight.find_related)


def _related_modules(base: GitTree, head: GitTree, changes: Collection[ChangedPath]) -> set[str]:
    """Return the modules with whose texts a rule compares those that a change is about."""
    changed = {change.path for change in changes if is_text(change.path)}
    keys = {module_of(path) for path in changed}
    for change in changes:
        where = parse_record_path(change.path)
        if where is not None and where.module_key and _has_related(where.kind):
            keys.add(where.module_key)
    folders = tuple(f"content/{key}/" for key in keys)
    names = base.names | head.names if keys else ()
    if not any(name.startswith(folders) and is_text(name) for name in names):
        return set()
    paths = {path for path in base.names | head.names if is_text(path)}
    before = {path: _read_text(base, path) for path in paths & base.names}
    # What did not change is the same on both sides.
    anew = (paths & head.names) - (before.keys() - changed)
    after = {path: text for path, text in before.items() if path in head.names and path not in anew}
    after |= {path: _read_text(head, path) for path in anew}
    related = find_related(_known(before), _known(after), keys)
    return {key for key in related if f"modules/{key}/module.yml" in head.names}


def is_text(path: str) -> bool:
    """True for the path of a delivered text, a module's or a part's."""
    return path.startswith("content/") and path.endswith("/index.md") and path.count("/") > 2


def _known(texts: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in texts.items() if text}


def _read_text(tree: GitTree, path: str) -> str:
    """Return a delivered text, empty where there is none that can be read."""
    try:
        text = decode(tree.read(path, MAX_TEXT_BYTES))
    except OSError:
        return ""
    return "" if isinstance(text, Fault) else text


def _read_roster(
    base: GitTree, head: GitTree, changed: Collection[str], accounts: Collection[Account]
) -> dict[str, Value]:
    """Return the members, by id, whose names or accounts could be those that the change is about.

    With them come all that were merged into others, and those others.
    """
    values = {name: _read_value(head, f"members/{name}.yml") for name in changed}
    asked = {"same_as", _HIDDEN}
    for value in values.values():
        hashes = value.get("commit_emails")
        listed = hashes if isinstance(hashes, list) else []
        asked |= {str(item) for item in (value.get("github"), value.get("github_id"), *listed)}
    for account in accounts:
        asked |= {account.login} | ({str(account.number)} if account.number is not None else set())
    names = {_member_id(path) for path in base.find_text(asked - {"", "None"}, "members")}
    names |= _same_names(base, values)
    folds = {fold_id(name) for name in changed}
    if not all(f"members/{name}.yml" in base.names for name in changed):
        names |= {name for path in base.names if fold_id(name := _member_id(path) or "") in folds}
    roster: dict[str, Value] = {}
    waiting = {name for name in names if name} | set(changed)
    while waiting and len(roster) <= _MOST:
        name = waiting.pop()
        roster[name] = values.get(name) or _read_value(base, f"members/{name}.yml")
        target = roster[name].get("same_as")
        if isinstance(target, str) and target not in roster:
            waiting.add(target)
    return roster


def _same_names(base: GitTree, values: Mapping[str, Value]) -> set[str | None]:
    """Return the members who may be shown under a name that is new in a changed record."""
    wanted = set()
    for name, value in values.items():
        before = _read_value(base, f"members/{name}.yml")
        wanted |= _shown_names(value) - _shown_names(before)
    if not wanted:
        return set()
    lines = ((path, fold_name(line)) for path, line in base.find_lines("name", "members/*.yml"))
    return {_member_id(path) for path, line in lines if any(name in line for name in wanted)}


def _shown_names(value: Value) -> set[str]:
    names = value.get("names")
    english = names.get("en") if isinstance(names, Mapping) else None
    found = (value.get("name"), english)
    return {fold_name(name) for name in found if isinstance(name, str) and name.strip()}


def _member_id(path: str) -> str | None:
    folder, _, name = path.rpartition("/")
    return name.removesuffix(".yml") if folder == "members" and name.endswith(".yml") else None


def _person(name: str, roster: Mapping[str, Value]) -> str:
    """Return the id that a member's older id was merged into."""
    target = roster.get(name, {}).get("same_as")
    return target if isinstance(target, str) else name


def _claimants(base: GitTree, head: GitTree, modules: Iterable[str]) -> set[str]:
    """Return who holds, or held, a seat of the modules on one of the sides."""
    found: set[str] = set()
    folders = tuple(f"modules/{key}/claims/" for key in modules)
    for tree in (base, head):
        for path in tree.names if folders else ():
            if path.startswith(folders):
                member = _read_value(tree, path).get("member")
                found |= {member} if isinstance(member, str) else set()
    return found


def _read_value(tree: GitTree, path: str) -> Value:
    """Return what a record says, empty where it cannot be read: a finding says so later."""
    try:
        text = decode(tree.read(path, MAX_BYTES))
    except OSError:
        return {}
    value = None if isinstance(text, Fault) else read_yaml(text)[0]
    return value if isinstance(value, dict) else {}


def _places(modules: Collection[str], names: Iterable[str]) -> Iterator[str]:
    """Yield the folders of the modules, the settings, and what belongs to their handbooks."""
    yield from ("community.yml", "mkdocs.yml", "events", "equipment")
    handbooks = {key.split("/")[0] for key in modules}
    for key in modules:
        yield from (f"modules/{key}", f"content/{key}")
    for handbook in handbooks:
        names_of = ("handbook.yml", "budget.yml", "payouts")
        yield from (f"modules/{handbook}/{name}" for name in names_of)
    covers = tuple(f"content/{handbook}/" for handbook in handbooks)
    yield from (path for path in names if path.startswith(covers) and path.count("/") == 2)


class Roster(Mapping[str, Member]):
    """The members of a scope. Any other is read when somebody asks for them by their id."""

    def __init__(self, listed: Mapping[str, Member], side: Side, older: Collection[str]) -> None:
        """List some members; `older` are the ids that were merged into others: nobody's now."""
        self._listed, self._side, self._older = listed, side, older

    def __getitem__(self, name: str) -> Member:
        if name in self._listed:
            return self._listed[name]
        member = None if name in self._older else self._side.record(f"members/{name}.yml")
        if not isinstance(member, Member):
            raise KeyError(name)
        return member

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)


def open_beyond(loaded: LoadResult, tree: GitTree, scope: ReadingScope) -> LoadResult:
    """Return what was read of a scope with a way to the members and names beyond it."""
    community = loaded.community
    if community is None:
        return loaded
    roster = Roster(community.members, Side(tree), community.aliases.keys())
    half_known = frozenset(community.members.keys() - scope.people)
    wider = replace(community, members=roster, elsewhere=tree.names, half_known=half_known)
    return replace(loaded, community=wider)
