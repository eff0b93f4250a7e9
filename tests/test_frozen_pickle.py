"""Frozen dataclasses come back from a pickle as they were, shared parts shared."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass
from pathlib import Path

import pytest

from kocbook.base import frozen_pickle
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.views.context import Download


@dataclass(frozen=True, slots=True)
class Base:
    name: str


@dataclass(frozen=True, slots=True)
class Derived(Base):
    others: tuple[Base, ...] = ()
    extra: Download = Download.PDF


@dataclass
class Open:
    value: object


def test_a_whole_community_comes_back() -> None:
    community = load_community(WorkingTree(Path(__file__).parents[1])).community
    again = pickle.loads(frozen_pickle.dump(community))
    assert again == community
    assert repr(again) == repr(community)


def test_what_is_shared_stays_shared_and_frozen() -> None:
    one = Base("一")
    first, second, other = pickle.loads(
        frozen_pickle.dump(
            (Derived("二", (one,)), Derived("三", (one,), Download.ZIP), Open([one]))
        )
    )
    assert (first, second) == (Derived("二", (one,)), Derived("三", (one,), Download.ZIP))
    assert first.others[0] is second.others[0] is other.value[0]
    with pytest.raises(FrozenInstanceError):
        first.name = "四"
