"""What a view reads, recorded while it is made: the trace by which its page is known again.

The context that views are given is an ordinary one whose fields note that they were read: a mapping
notes each key that was looked up, or that all of it was gone through. An input is named
`community.members/lin-xiaoman`, or `community.members` for the whole; its fingerprint is that of the
value, so that a record that says the same after an edit makes no page anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from kocbook.base.memory import fingerprint
from kocbook.base.tool_key import digest
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.site.views.context import SiteContext

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")
_MISSING = ""
_UNRECORDED = frozenset({"community", "texts"})
"""Fields of a context that note their own reads, or hold the tool's sentences alone."""
_OF_CONTEXT = frozenset(field.name for field in fields(SiteContext)) - _UNRECORDED
_OF_COMMUNITY = frozenset(field.name for field in fields(Community))


class Recorder:
    """The inputs of one language's views, and which of them were read since `begin`."""

    def __init__(self, context: SiteContext, **beside: object) -> None:
        """Take the inputs: the context's fields, its community's, and those `beside` it."""
        whole = {name: getattr(context, name) for name in _OF_CONTEXT}
        community = {
            f"community.{name}": getattr(context.community, name) for name in _OF_COMMUNITY
        }
        self.inputs: dict[str, Any] = {**whole, **community, **beside}
        self.reads: set[str] = set()
        self._found: dict[str, str] = {}
        self._context = context

    @cached_property
    def context(self) -> SiteContext:
        """The context as a view is given it."""
        inner = {name: self.lend(f"community.{name}") for name in _OF_COMMUNITY}
        outer = {name: self.lend(name) for name in _OF_CONTEXT}
        lend_community = _recording(Community, _OF_COMMUNITY, "community.", self.reads)
        lend_context = _recording(SiteContext, _OF_CONTEXT, "", self.reads)
        return lend_context(community=lend_community(**inner), texts=self._context.texts, **outer)

    def lend(self, name: str) -> Any:
        """Return an input that notes what is looked up in it, where it is a mapping."""
        value = self.inputs[name]
        return RecordedMapping(name, value, self.reads) if isinstance(value, Mapping) else value

    def begin(self) -> None:
        """Forget what was read so far."""
        self.reads.clear()

    def find(self, name: str) -> str:
        """Return the fingerprint of an input; "" for a key that is not there."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> str:
        field, is_key, key = name.partition("/")
        value = self.inputs.get(field)
        if isinstance(value, Mapping):
            if not is_key:  # the parts are asked for elsewhere as well
                return digest(
                    *(part for one in value for part in (str(one), self.find(f"{field}/{one}")))
                )
            if key not in value:
                return _MISSING
            value = value[key]
        if isinstance(value, ModuleFacts):  # a set has another order in each process
            value = sorted(value.accepted), replace(value, accepted=frozenset())
        elif isinstance(value, frozenset):
            value = sorted(value)
        try:
            return fingerprint(value)
        except (TypeError, ValueError, OverflowError):
            return secrets.token_hex(16)  # what cannot be written down is never the same


class RecordedMapping(Mapping[K, V], Generic[K, V]):
    """A mapping by strings that notes which keys were looked up, or that all was gone through."""

    __slots__ = ("_name", "_reads", "_values")

    def __init__(self, name: str, values: Mapping[K, V], reads: set[str]) -> None:
        """Note reads of `values` in `reads`, as those of the input `name`."""
        self._name, self._values, self._reads = name, values, reads

    def __getitem__(self, key: K) -> V:
        self._reads.add(f"{self._name}/{key}")
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        self._reads.add(f"{self._name}/{key}")
        return key in self._values

    def get(self, key: K, default: Any = None) -> Any:
        """Return the value of a key, as a mapping does."""
        self._reads.add(f"{self._name}/{key}")
        return self._values.get(key, default)

    def __iter__(self) -> Iterator[K]:
        self._reads.add(self._name)
        return iter(self._values)

    def __len__(self) -> int:
        self._reads.add(self._name)
        return len(self._values)

    def items(self) -> Any:
        """Return all keys with their values."""
        self._reads.add(self._name)
        return self._values.items()

    def values(self) -> Any:
        """Return all values."""
        self._reads.add(self._name)
        return self._values.values()


def _recording(kind: type[T], names: frozenset[str], prefix: str, reads: set[str]) -> type[T]:
    """Return a class like `kind` whose instances note in `reads` which of these fields were read.

    A copy with other values (`dataclasses.replace`) is of the same class, and so notes as well.
    """

    class Recording(kind):  # type: ignore[misc, valid-type]  # made for one recorder
        __slots__ = ()

        def __getattribute__(self, name: str) -> Any:
            value = object.__getattribute__(self, name)
            if name in names and type(value) is not RecordedMapping:
                reads.add(prefix + name)
            return value

    return Recording
