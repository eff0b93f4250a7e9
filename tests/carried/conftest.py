"""A community with its private repository, in which staff carry what members without an account do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kocbook.insight.codes import make_codes
from tests.conftest import Koc
from tests.private.conftest import found_club, merge, set_up

LOCK, CODES = make_codes(b"only she knows this")
YES = "同意，就用笔名"
JOIN = [
    *("carry", "join", "--name", "晴天", "--through", "wechat", "--member", "gu-heng"),
    *("--address", "wx qingtian-0917", "--said", YES, "--lock", LOCK),
]


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Koc:
    """A community with a private repository beside it (`private_of`)."""
    monkeypatch.setattr("kocbook.cli.ui.progress.QUIET_SECONDS", 600.0)
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: False)
    koc = found_club(tmp_path / "club")
    set_up(koc)
    return koc


def private_of(club: Koc) -> Path:
    return club.folder.parent / "club-private"


def merge_both(club: Koc) -> None:
    merge(private_of(club))
    merge(club.folder)
