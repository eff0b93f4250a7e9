"""The asset library says of each file what its bytes are: the same as `koc assets` says."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from kocbook.base.memory import FOLDER
from kocbook.site.assemble import digests
from kocbook.site.assemble.digests import find_digests
from tests.site.built import ROOT


def test_every_asset_has_the_hash_of_its_file(site: Path) -> None:
    rows = json.loads((site / "data/library.json").read_text("utf-8"))["rows"]
    assert len(rows) > 40
    for row in rows:
        name = row["name"] if row["kind"] != "text" else "index.md"
        file = ROOT / "content" / row["url"] / name
        if not file.is_file():  # of a team: the part of one of its seats
            parts = (ROOT / "content" / row["url"]).glob(f"*/{Path(name).name}")
            hashes = {hashlib.sha256(part.read_bytes()).hexdigest() for part in parts}
            assert row["sha256"] in hashes or row["kind"] == "text", row
            continue
        assert row["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    page = (site / "library/index.html").read_text("utf-8")
    assert f"SHA-256 {rows[0]['sha256'][:12]}" in page


def test_a_file_is_read_once_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    file = tmp_path / "a.webp"
    file.write_bytes(b"one")
    first = find_digests(tmp_path, ["a.webp", "gone.webp"])
    assert first == {"a.webp": hashlib.sha256(b"one").hexdigest()}
    monkeypatch.setattr(digests, "hash_file", lambda *_: pytest.fail("it was read again"))
    assert find_digests(tmp_path, ["a.webp"]) == first
    monkeypatch.undo()
    monkeypatch.delenv("CI", raising=False)
    before = file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert find_digests(tmp_path, ["a.webp"]) == {"a.webp": hashlib.sha256(b"two").hexdigest()}
    (tmp_path / FOLDER / "digests").write_text("broken", "utf-8")
    assert find_digests(tmp_path, ["a.webp"]) == {"a.webp": hashlib.sha256(b"two").hexdigest()}
