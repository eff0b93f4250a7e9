"""Results of pure functions of a text, remembered by what the functions were given.

Their inputs are their key (content-addressed), so no trace has to be verified. A process that has no
memory, and each that nobody opened, computes them every time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from kocbook.base.memory import Memory

T = TypeVar("T")
_QUESTION = "texts"
_SPARE = 1_000
"""So many results that nobody asked for are kept beside as many as somebody did."""


class PureResults:
    """What pure functions found in this run and in earlier ones."""

    def __init__(self) -> None:
        """Know nothing, and keep nothing."""
        self._memory: Memory | None = None
        self._known: dict[bytes, bytes] | None = None
        self._asked: set[bytes] = set()
        self._is_grown = False

    def open(self, memory: Memory) -> None:
        """Recall from this memory from now on, and keep new results in it when asked to `save`."""
        self.__init__()  # type: ignore[misc]  # as new
        self._memory = memory if memory.is_open else None

    def ask(self, name: str, given: object, kind: type[T], find: Callable[[], T]) -> T:
        """Return what `find` makes of `given`, from an earlier run where it was found there.

        `name` is that of the function. Where either cannot be written down it is found each time.
        """
        if self._memory is None:
            return find()
        try:
            key = hashlib.blake2b(msgspec.msgpack.encode((name, given)), digest_size=16).digest()
        except UnicodeEncodeError:
            return find()
        if self._known is None:
            kept = self._memory.recall(_QUESTION, dict[bytes, bytes])
            self._known = (kept.value() if kept else None) or {}
        self._asked.add(key)
        packed = self._known.get(key)
        if packed is not None:
            return msgspec.msgpack.decode(packed, type=kind)
        found = find()
        self._known[key] = msgspec.msgpack.encode(found)
        self._is_grown = True
        return found

    def save(self) -> None:
        """Keep what is new for the next run, and end; results that nobody asks for any more go in the end."""
        if self._memory is not None and self._known is not None and self._is_grown:
            known: dict[bytes, Any] = self._known
            if len(known) > 2 * len(self._asked) + _SPARE:
                known = {key: known[key] for key in self._asked}
            self._memory.keep(_QUESTION, {}, known)
        self.__init__()  # type: ignore[misc]  # the next command says again whom it trusts


PURE = PureResults()
"""Those of this process."""
