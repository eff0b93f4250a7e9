"""The one memory: answers that are kept between runs, each with a trace of what it was found from.

A question has a name. Its answer is a cache entry: a value, and the trace, which maps the name of
each input to the fingerprint that it had. Whoever asks compares the trace with the inputs as they
are now (a verifying trace, as in Shake or Salsa): equal inputs, equal answer. The key of all of them
is the tool's own stamp: what another version found is no answer.

Who may trust it: each entry is sealed with a secret that stands in Git's own folder, where no branch
can bring a file, and a trusted job (CI) neither recalls nor keeps anything. An entry holds MessagePack
of a declared type, never code. The folder may be deleted at any time, and its size is bounded.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from kocbook.base.atomic_file import write_whole
from kocbook.base.tool_key import digest, tool_stamp

FOLDER = ".koc/memory"
SEAL_FILE = "koc-memory-seal"
MOST_BYTES = 512 << 20
_SEAL = 32

T = TypeVar("T")
Trace = Mapping[str, str]
"""The fingerprint of each input that was read, by the input's name."""


class _Entry(msgspec.Struct, array_like=True):
    """What a file holds after its seal; the value stays packed until its trace is verified."""

    stamp: str
    trace: dict[str, str]
    value: msgspec.Raw


@dataclass(frozen=True, slots=True)
class StoredAnswer(Generic[T]):
    """An answer of an earlier run: what it was found from is to be compared by whoever asks."""

    trace: Trace
    _packed: bytes
    _kind: Any

    def value(self) -> T | None:
        """Return the value; None where it is none of the type that was asked for."""
        try:
            found: T = msgspec.msgpack.decode(self._packed, type=self._kind)
        except (msgspec.MsgspecError, ValueError, TypeError):
            return None
        return found


@dataclass(frozen=True)
class Memory:
    """The answers below `folder`, sealed with the secret in the folder `vault`; none without it."""

    folder: Path
    vault: Path | None

    @property
    def is_open(self) -> bool:
        """True where answers can be recalled and kept."""
        return self._secret is not None

    def recall(self, question: str, kind: Any) -> StoredAnswer[Any] | None:
        """Return the last answer to a question, of the type `kind`, where it is this tool's own."""
        if self._secret is None:
            return None
        try:
            data = self._file(question).read_bytes()
            if not hmac.compare_digest(data[:_SEAL], self._seal(question, data[_SEAL:])):
                return None
            entry = msgspec.msgpack.decode(memoryview(data)[_SEAL:], type=_Entry)
        except (OSError, msgspec.MsgspecError):
            return None
        return (
            StoredAnswer(entry.trace, bytes(entry.value), kind)
            if entry.stamp == self._stamp
            else None
        )

    def keep(self, question: str, trace: Trace, value: object) -> bool:
        """Keep an answer for the next run; False where it cannot be written down, and nothing is lost."""
        if self._secret is None:
            return False
        try:
            packed = msgspec.Raw(msgspec.msgpack.encode(value))
            body = msgspec.msgpack.encode(_Entry(self._stamp, dict(trace), packed))
            file = self._file(question)
            self._make_folder()
            write_whole(file, self._seal(question, body) + body)
        except (OSError, UnicodeEncodeError, TypeError, OverflowError, ValueError):
            return False
        self._make_room(file)
        return True

    def clear(self) -> None:
        """Drop all answers: somebody who left is named in them."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def forget(self, question: str) -> None:
        """Drop an answer."""
        with contextlib.suppress(OSError):
            self._file(question).unlink(missing_ok=True)

    @cached_property
    def _stamp(self) -> str:
        return tool_stamp()

    @cached_property
    def _secret(self) -> bytes | None:
        """The secret of this clone, made at the first asking; None where nothing may be trusted."""
        if self.vault is None:
            return None
        file = self.vault / SEAL_FILE
        try:
            if not file.exists():
                write_whole(file, secrets.token_bytes(_SEAL))
                file.chmod(0o600)
            found = file.read_bytes()
        except OSError:
            return None
        return found if len(found) == _SEAL else None

    def _seal(self, question: str, body: bytes | memoryview) -> bytes:
        whole = hashlib.blake2b(key=self._secret or b"", digest_size=_SEAL)
        whole.update(question.encode() + b"\0")
        whole.update(body)
        return whole.digest()

    def _file(self, question: str) -> Path:
        return self.folder / question

    def _make_folder(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True)
            # The folder says itself that Git has nothing to do with it.
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")

    def _make_room(self, newest: Path) -> None:
        """Remove the oldest answers where all of them take too much room."""
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            found = [(one.stat(), one.path) for one in entries if not one.name.startswith(".")]
            left = sum(status.st_size for status, _ in found)
            for status, path in sorted(found, key=lambda one: one[0].st_mtime_ns):
                if left <= MOST_BYTES:
                    return
                if path != str(newest):
                    Path(path).unlink(missing_ok=True)
                    left -= status.st_size


def fingerprint(value: object) -> str:
    """Return a short fingerprint of a value that MessagePack can hold.

    Raises:
        TypeError, ValueError, OverflowError: it cannot.
    """
    return hashlib.blake2b(msgspec.msgpack.encode(value), digest_size=16).hexdigest()


def name_question(name: str, *about: object) -> str:
    """Return the name of one of several questions of a kind, as that of a file."""
    return f"{name}-{digest(*map(str, about))[:16]}" if about else name


def look(status: os.stat_result) -> str:
    """Return the fingerprint of a file that this tool or an author wrote: its size and its time."""
    return f"{status.st_size} {status.st_mtime_ns}"
