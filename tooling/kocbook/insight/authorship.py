"""Who had a hand in each file, followed through the history: across renames, merges and reverts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kocbook.git.history import Commit, PathChange, Signature

Hands = Mapping[Signature, tuple[str, ...]]
"""People, each with the ids of the commits in which they had a hand, oldest first."""


@dataclass(slots=True, eq=False)
class _Strand:
    """One file through all its names: who changed it, and which bytes it has ever had."""

    hands: dict[Signature, list[str]] = field(default_factory=dict)
    blobs: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Follower:
    """Follows files from the oldest commit to the newest.

    A name that was renamed away still leads to its file until a new one takes the name: a branch
    that does not know of the rename goes on writing to the old name. A deleted file that comes
    back is the same file. Both can name somebody too many, and never somebody too few.
    """

    strands: dict[str, _Strand] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)

    def follow(self, commit: Commit, counts: bool) -> None:
        """Take in one commit; it names its people where it `counts`."""
        # Looked up before anything is changed: files may take each other's names.
        held = {c.before[0]: c.path for c in commit.changes if c.status == "M"}
        found = {change.path: self._strand_before(change, held) for change in commit.changes}
        _join_folders(commit.changes, self.strands, found)
        for change in commit.changes:
            if change.status == "R":
                self.moved.update(change.sources)
        for change in commit.changes:
            if change.status != "D":
                self._take(change, found[change.path], commit, counts)

    def _strand_before(self, change: PathChange, held: Mapping[str, str]) -> _Strand:
        """Return the file that a change is about, a new one where there was none.

        `held` says which of the changed paths had which bytes before: Git does not call it a
        rename where two files swap their names.
        """
        strands = self.strands
        if change.status == "M" and held.get(change.blob) in strands:
            return strands[held[change.blob]]
        known = [strands[name] for name in change.sources if name in strands]
        is_taken_anew = change.status == "A" and change.path in self.moved
        if change.path in strands and change.status != "R" and not is_taken_anew:
            known.append(strands[change.path])
        whole = known[0] if known else _Strand()
        for other in known[1:]:
            _merge(whole, other)
        return whole

    def _take(self, change: PathChange, strand: _Strand, commit: Commit, counts: bool) -> None:
        self.strands[change.path] = strand
        if change.status in "AR":
            self.moved.discard(change.path)
        # Bytes that the file had before are nobody's new work: a pure rename, or a revert.
        if change.blob not in strand.blobs and counts:
            for person in commit.people:
                strand.hands.setdefault(person, []).append(commit.id)
        strand.blobs.add(change.blob)


def _merge(whole: _Strand, other: _Strand) -> None:
    if whole is other:
        return
    for person, commits in other.hands.items():
        mine = whole.hands.setdefault(person, [])
        mine += [commit for commit in commits if commit not in mine]
    whole.blobs |= other.blobs


def _join_folders(
    changes: Iterable[PathChange], strands: Mapping[str, _Strand], found: dict[str, _Strand]
) -> None:
    """Follow a file that moved with its folder, and was written anew on the way.

    Git sees such a text as deleted and added; that other files of the folder were renamed tells.
    """
    folders: dict[str, str] = {}
    gone: dict[str, _Strand] = {}
    for change in changes:
        for source in change.sources:
            folders[_folder(change.path)] = _folder(source)
        if change.status == "D" and change.path in strands:
            gone[change.path] = strands[change.path]
    for change in changes:
        folder, _, name = change.path.rpartition("/")
        old = f"{folders[folder]}/{name}" if folder in folders else ""
        if change.status == "A" and old in gone:
            found[change.path] = gone[old]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def find_hands(history: Iterable[tuple[Commit, bool]]) -> dict[str, Hands]:
    """Return who had a hand in each file, by every path that it has or had.

    `history` is in the order of `iter_history`; its second part says whether the commit names
    its people, or only brings in what others made.
    """
    follower = _Follower()
    for commit, counts in history:
        follower.follow(commit, counts)
    return {
        path: {person: tuple(commits) for person, commits in strand.hands.items()}
        for path, strand in sorted(follower.strands.items())
    }
