"""What Git remembers: every commit with its author, its co-authors and the paths it touched."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO

from kocbook.base.errors import KocError
from kocbook.git.pipe import GitPipe
from kocbook.git.revision_tree import decode_name, resolve_revision
from kocbook.git.run import git_command, git_environment, is_shallow, run_git

_FIELDS = ("%H", "%P", "%cs", "%aN", "%aE", "%B")
# `-c` shows of a merge only what differs from all its parents; those paths are asked again.
_ORDERED = ("--topo-order", "--reverse")
_LOG = (
    *("log", "-c", "--combined-all-paths", "--use-mailmap"),
    *("--raw", "-z", "-M", "-l0", "--no-abbrev", "--no-color", "--encoding=UTF-8"),
    "--format=" + "%x00".join((*_FIELDS, "")),
)
_TRAILER = re.compile(
    r"^co-authored-by:[ \t]*(?P<name>[^<>\n]{0,200}?)[ \t]*<(?P<email>[^<>\s]{1,320})>[ \t\r]*$",
    re.IGNORECASE | re.MULTILINE,
)
_CONTACT = re.compile(r"(?:(?P<name>[^\n]*) )?<(?P<email>[^<>\n]*)>\n")
_CHUNK = 1 << 18
_MOST_IDS = 2000


@dataclass(frozen=True, slots=True)
class Signature:
    """How a commit names a person: a name and an e-mail address, as .mailmap maps them."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PathChange:
    """One path that a commit touched.

    `status` is A (added), M (changed), D (deleted), R (renamed) or T (another kind of file).
    `sources` are the old paths of a rename, one for each parent that had another. `blob` is the
    id of the new bytes, `before` those of the parents.
    """

    status: str
    path: str
    sources: tuple[str, ...]
    before: tuple[str, ...]
    blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. `people` are its author and its co-authors, `day` is the committer's."""

    id: str
    parents: tuple[str, ...]
    day: date
    people: tuple[Signature, ...]
    changes: tuple[PathChange, ...]

    @property
    def is_merge(self) -> bool:
        """True for a commit that joins branches; its changes differ from all its parents."""
        return len(self.parents) > 1


def require_whole_history(root: Path) -> None:
    """Refuse a shallow clone: who is missing from it cannot be known.

    Raises:
        KocError: the clone is shallow, or this is no Git repository.
    """
    if is_shallow(root):
        raise KocError("errors.git-shallow")


def iter_history(root: Path, revision: str = "HEAD") -> Iterator[Commit]:
    """Yield every commit that `revision` contains, parents first, in one pass of `git log`.

    Paths are relative to `root`, and those outside are left out. A merge that Git would have made
    by itself has no changes.

    Raises:
        UsageError: there is no such commit.
        KocError: there is no Git here, or it failed.
    """
    return _read_log(root, *_ORDERED, resolve_revision(root, revision))


def iter_commits(root: Path, ids: Iterable[str]) -> Iterator[Commit]:
    """Yield these commits alone, in their order, as `iter_history` does.

    Raises:
        KocError: Git failed.
    """
    listed = list(ids)
    for start in range(0, len(listed), _MOST_IDS):  # a command line has an end
        yield from _read_log(root, "--no-walk=unsorted", *listed[start : start + _MOST_IDS])


def _read_log(root: Path, *words: str) -> Iterator[Commit]:
    prefix = decode_name(run_git(root, "rev-parse", "--show-prefix").strip(b"\n"))
    with subprocess.Popen(
        git_command(root, *_LOG, *words, "--"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=git_environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            with Mailmap(root) as mailmap:
                for commit in parse_log(_iter_tokens(process.stdout), prefix):
                    named = mailmap.map_coauthors(commit)
                    yield _without_automatic(root, named, prefix) if named.is_merge else named
        finally:
            process.stdout.close()  # a reader that stops early must not leave Git waiting
            detail = process.stderr.read().decode("utf-8", "replace").strip()
    if process.returncode:
        raise KocError("errors.git-failed", command="log", detail=detail)


def parse_log(tokens: Iterable[bytes], prefix: str = "") -> Iterator[Commit]:
    """Read the output of `git log` in the format above, split at its NUL bytes.

    A commit is its fields, then `:MODES IDS STATUS`, one path or several, again and again. Some
    tokens begin with a line break, and an empty one stands before a commit's first change.
    """
    stream = iter(tokens)
    head: list[bytes] = []
    changes: list[PathChange] = []
    for token in stream:
        if len(head) < len(_FIELDS):
            head.append(token)
            continue
        bare = token.lstrip(b"\n")
        if not bare:
            continue
        if bare.startswith(b":"):
            change = _read_change(bare, stream, prefix)
            if change is not None:
                changes.append(change)
            continue
        yield _to_commit(head, changes)
        head, changes = [bare], []
    if len(head) == len(_FIELDS):
        yield _to_commit(head, changes)


def _read_change(header: bytes, stream: Iterator[bytes], prefix: str) -> PathChange | None:
    """Read one change: N parents have N colons, N + 1 modes, N + 1 ids and a letter each."""
    colons = len(header) - len(header.lstrip(b":"))
    words = header[colons:].decode("ascii").split()
    ids, letters = words[colons + 1 : -1], words[-1]
    status = letters[0] if colons == 1 else _joint_status(letters)
    moved = letters[0] == "R"
    many = (2 if moved else 1) if colons == 1 else colons + 1
    paths = [decode_name(next(stream)) for _ in range(many)]
    path = paths[-1].removeprefix(prefix)
    if not paths[-1].startswith(prefix):
        return None
    old = (name.removeprefix(prefix) for name in paths[:-1] if name.startswith(prefix))
    sources = tuple(dict.fromkeys(name for name in old if name != path))
    return PathChange(status, path, sources if status == "R" else (), tuple(ids[:-1]), ids[-1])


def _joint_status(letters: str) -> str:
    """Return what a merge did to a path, from what it did to each parent's."""
    return next((letter for letter in "DRAT" if set(letters) == {letter}), "M")


def _to_commit(head: list[bytes], changes: list[PathChange]) -> Commit:
    fields = [field.decode("utf-8", "replace") for field in head]
    number, parents, day, name, email, message = fields
    people = [Signature(name, email), *find_coauthors(message)]
    return Commit(
        number.strip(),
        tuple(parents.split()),
        date.fromisoformat(day),
        tuple(dict.fromkeys(people)),
        tuple(changes),
    )


def find_coauthors(message: str) -> list[Signature]:
    """List whom `Co-authored-by:` lines name, wherever in the message they stand.

    Git reads trailers from the last paragraph only; a squash of several commits leaves some above.
    """
    return [Signature(found["name"], found["email"]) for found in _TRAILER.finditer(message)]


class Mailmap(GitPipe):
    """Asks Git whom the repository's .mailmap means: of authors, `git log` tells that by itself."""

    def __init__(self, root: Path) -> None:
        """Know the repository; Git is asked once there is a co-author."""
        super().__init__(root, "check-mailmap", "--stdin")
        self._known: dict[Signature, Signature] = {}

    def map_coauthors(self, commit: Commit) -> Commit:
        """Return the commit with its co-authors as .mailmap maps them."""
        if len(commit.people) < 2:
            return commit
        author, *others = commit.people
        people = dict.fromkeys((author, *map(self.find, others)))
        return replace(commit, people=tuple(people))

    def find(self, person: Signature) -> Signature:
        """Return the name and address that stand in .mailmap for a person, else their own."""
        if person not in self._known:
            self._known[person] = self._find(person)
        return self._known[person]

    def _find(self, person: Signature) -> Signature:
        name = f"{person.name} " if person.name else ""
        try:
            answers = self.ask(f"{name}<{person.email}>".encode())
        except BrokenPipeError:
            return person
        answer = answers.readline().decode("utf-8", "replace")
        found = _CONTACT.fullmatch(answer)
        return Signature(found["name"] or person.name, found["email"]) if found else person


def _without_automatic(root: Path, commit: Commit, prefix: str) -> Commit:
    """Drop what Git would have merged by itself: that is the work of neither side's merger."""
    if not commit.changes or len(commit.parents) != 2:
        return commit
    try:
        merged = run_git(root, "merge-tree", "--write-tree", *commit.parents)
        listing = run_git(root, "ls-tree", "-r", "-z", "--full-tree", merged.decode().strip())
    except KocError:
        return commit  # a conflict that somebody solved, or a Git that cannot tell
    made = {}
    for line in listing.split(b"\0")[:-1]:
        meta, _, name = line.partition(b"\t")
        made[decode_name(name)] = meta.split()[2].decode("ascii")
    kept = [change for change in commit.changes if made.get(prefix + change.path) != change.blob]
    return Commit(commit.id, commit.parents, commit.day, commit.people, tuple(kept))


def _iter_tokens(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands between NUL bytes, holding no more than one piece and one token."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest:
        yield rest
