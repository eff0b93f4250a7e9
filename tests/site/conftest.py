"""The built site, shared by all tests of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from kocbook.model.community import Community
from tests.site.built import build_once, load_living
from tests.site.workshop import Workshop


@pytest.fixture(scope="session")
def living() -> Community:
    return load_living()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(tmp_path_factory)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.delenv("CI", raising=False)  # where nothing would be taken from an earlier build
    return Workshop(tmp_path)
