"""The files of one Git revision, read as objects: nothing is checked out, installed or run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, NoReturn, Self

from kocbook.base.errors import KocError, UsageError
from kocbook.git.pipe import GitPipe
from kocbook.git.revision_cache import can_match, match_texts, remembered
from kocbook.git.run import run_git
from kocbook.model.tree import Entry, is_read

SYMLINK_MODE, SUBMODULE_MODE, EXECUTABLE_MODE, PLAIN_MODE = "120000", "160000", "100755", "100644"

_KINDS = {SYMLINK_MODE: "symlink", SUBMODULE_MODE: "submodule"}
_OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_CHUNK = 1 << 20
# More than this is left in the pipe of an abandoned process rather than read to the end.
_MAX_DRAIN = 32 << 20
_MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class GitFile:
    """One file of a revision: its Git mode ("100644", "100755", "120000", "160000") and blob id."""

    path: str
    mode: str
    blob: str
    size: int

    @property
    def kind(self) -> str:
        """What the file is: "file", "symlink" or "submodule"."""
        return _KINDS.get(self.mode, "file")


class ObjectId(str):
    """The id of a commit or tree, as Git gave it: nobody needs to ask for it again."""

    __slots__ = ()


def resolve_revision(root: Path, revision: str, kind: str = "commit") -> ObjectId:
    """Return the id of the commit (or of its "tree") that `revision` names in the repository.

    What is an id already is returned as it is: Git takes a commit wherever it takes its tree.

    Raises:
        UsageError: there is none.
        KocError: there is no Git, or no repository here.
    """
    if isinstance(revision, ObjectId):
        return revision
    # A name that looks like an option is never handed to Git.
    if not revision or revision.startswith("-"):
        raise UsageError("errors.git-no-revision", revision=revision)
    try:
        found = run_git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{{kind}}}")
    except KocError as error:
        run_git(root, "rev-parse", "--git-dir")  # which fails where there is no repository at all
        raise UsageError("errors.git-no-revision", revision=revision) from error
    return ObjectId(found.decode("ascii").strip())


def decode_name(name: bytes) -> str:
    """Return a path for people and for rules; bytes that are no UTF-8 become U+FFFD.

    No rule accepts that character in a name, so that such a file is refused, and can be printed.
    """
    return name.decode("utf-8", "replace")


class GitTree:
    """The tree of `revision` (a commit or a tree), with one process for all reading.

    Use it as a context manager, or call `close`.
    """

    def __init__(self, root: Path, revision: str, within: Collection[str] | None = None) -> None:
        """Name the revision; files are listed, and the reading process starts, when asked for.

        With `within`, only the files and folders named there are listed; the others can be read.
        """
        self.root = root
        self.revision = resolve_revision(root, revision, "tree")
        self.within = within
        self._pipe = GitPipe(root, "cat-file", "--batch")
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process. A closed tree still knows its files, but reads none."""
        self._is_closed = True
        self._pipe.close()

    @cached_property
    def files(self) -> Mapping[str, GitFile]:
        """Every file of the revision that is listed, by path, in Git's order."""
        if self.within is not None and not self.within:
            return {}
        listing = self._list("-l", *sorted(self.within or ()))
        return {file.path: file for file in map(_parse_entry, listing)}

    def list_within(self, paths: Collection[str]) -> None:
        """List these files and folders from now on, and no others."""
        self.within = paths
        self.__dict__.pop("files", None)

    @cached_property
    def names(self) -> frozenset[str]:
        """The path of every file of the revision, of all folders, listed or not."""
        known = remembered(self.root, self.revision)
        return known.recall("names", self._read_names) if known else self._read_names()

    def _read_names(self) -> frozenset[str]:
        return frozenset(map(decode_name, self._list("--name-only")))

    def take_names(self, other: GitTree, gone: Collection[str], there: Iterable[str]) -> None:
        """Know the names from those of another revision: that is quicker than to list them again.

        `gone` are the paths that are not here any more, and `there` those that may be new.
        """
        self.__dict__["names"] = (other.names - frozenset(gone)).union(there)

    def _list(self, *words: str) -> list[bytes]:
        how = ("ls-tree", "-r", "-z", "--full-tree")
        options = [word for word in words if word.startswith("-")]
        paths = words[len(options) :]
        return run_git(self.root, *how, *options, self.revision, "--", *paths).split(b"\0")[:-1]

    def find_text(self, texts: Collection[str], *patterns: str) -> list[str]:
        """List the files in which one of the texts stands, whatever its case.

        `patterns` are Git's: folders, or paths with `*`, which also stands for what holds a slash.

        Raises:
            KocError: Git failed.
        """
        known = remembered(self.root, self.revision)
        if known and can_match(texts):
            files = known.recall(patterns, lambda: self._read_matching(*patterns))
            return match_texts(files, texts)
        return self._find_text(texts, *patterns)

    def _read_matching(self, *patterns: str) -> dict[str, bytes]:
        """Return every file that `patterns` mean, with small letters: each has a line, or no text in it."""
        names = self._find_text([""], *patterns)
        with GitTree(self.root, self.revision, within=()) as tree:
            tree.__dict__["names"] = self.names
            return {name: tree.read(name, _MOST_BYTES).lower() for name in names}

    def _find_text(self, texts: Collection[str], *patterns: str) -> list[str]:
        words = [word for text in sorted(texts) for word in ("-e", text)]
        # One thread: several wait for each other where objects are small.
        how = ("-z", "-l", "-i", "-F", "--text", "--full-name", "--threads=1", *words)
        found = self._grep(*how, "--", *patterns)
        prefix = len(self.revision) + 1
        return [decode_name(name)[prefix:] for name in found.split(b"\0")[:-1]]

    def find_lines(self, text: str, *patterns: str) -> list[tuple[str, str]]:
        """List the lines in which a text stands, whatever its case, each with its file.

        Raises:
            KocError: Git failed.
        """
        how = ("-z", "-i", "-F", "--text", "--full-name", "--threads=1", "-e", text)
        found = self._grep(*how, "--", *patterns)
        pairs = (line.partition(b"\0") for line in found.split(b"\n") if line)
        prefix = len(self.revision) + 1
        return [
            (decode_name(name)[prefix:], line.decode("utf-8", "replace")) for name, _, line in pairs
        ]

    def _grep(self, *words: str) -> bytes:
        """Return what `git grep` finds in this revision; nothing where it finds nothing."""
        options, patterns = words[: words.index("--")], words[words.index("--") :]
        command = ("--no-literal-pathspecs", "grep", "--no-recurse-submodules", *options)
        try:
            return run_git(self.root, *command, self.revision, *patterns)
        except KocError as error:
            if error.data.get("detail"):
                raise
            return b""

    def iter_entries(self) -> Iterator[Entry]:
        """Yield every file that a record or a contribution could be, sorted by path."""
        for path, file in sorted(self.files.items()):
            if is_read(path):
                yield Entry(path, file.kind, file.size)

    def read(self, path: str, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes of the file at `path`; of a symlink, its target's name.

        Raises:
            FileNotFoundError: the revision has no such file.
            KocError: Git does not give it.
        """
        file = self.files.get(path)
        if file is not None and file.mode != SUBMODULE_MODE:
            return self.read_blob(file.blob, limit)
        # Git asks for one object a line.
        if file is not None or self.within is None or path not in self.names or "\n" in path:
            raise FileNotFoundError(path)
        return self._read_object(f"{self.revision}:{path}", limit)

    def find_blob(self, path: str) -> str:
        """Return the id of the blob at `path`; "" where none is listed."""
        file = self.files.get(path)
        return file.blob if file else ""

    def read_blob(self, blob: str, limit: int) -> bytes:
        """Return at most `limit` + 1 bytes of a blob.

        Raises:
            KocError: there is no such blob, or Git failed.
        """
        if not _OBJECT_ID.fullmatch(blob):
            raise KocError("errors.git-failed", command="cat-file", detail=blob)
        return self._read_object(blob, limit)

    def _read_object(self, name: str, limit: int) -> bytes:
        if self._is_closed:
            raise ValueError("reading from a closed GitTree")
        try:
            answers = self._pipe.ask(name.encode())
        except BrokenPipeError:
            self._fail("")
        header = answers.readline()
        words = header.split()
        if len(words) != 3 or words[1] != b"blob":
            self._fail(header.decode("utf-8", "replace").strip())
        size = int(words[2])
        data = answers.read(min(size, limit + 1))
        self._drain(answers, size - len(data) + 1)
        return data

    def _drain(self, answers: IO[bytes], rest: int) -> None:
        if rest > _MAX_DRAIN:
            self._pipe.close()
            return
        while rest > 0:
            piece = answers.read(min(rest, _CHUNK))
            if not piece:
                self._fail("")
            rest -= len(piece)

    def _fail(self, detail: str) -> NoReturn:
        self._pipe.close()
        raise KocError("errors.git-failed", command="cat-file", detail=detail)


def _parse_entry(line: bytes) -> GitFile:
    """Read `MODE TYPE ID SIZE<tab>NAME`; the size of a submodule is `-`."""
    head, _, name = line.partition(b"\t")
    mode, _, blob, size = head.decode("ascii").split()
    return GitFile(decode_name(name), mode, blob, int(size) if size.isdigit() else 0)
