"""publish.yml, its steps run for real: a small site at once, a large one in shards; the same site is deployed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.flows.conftest import ROOT, Forge, Run

WORKFLOW = ".github/workflows/publish.yml"


def publish(forge: Forge) -> tuple[Run, dict[str, bytes]]:
    """Run the workflow as a push to main does; return the site that it deployed."""
    artefacts = forge.folder / "artefacts"
    for left in ("artefacts", "workflows"):
        shutil.rmtree(forge.folder / left, ignore_errors=True)
    run = forge.act("push", "publish.yml", {"ref": "refs/heads/main"})
    site = artefacts / "deployed"
    files = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    return run, files


def add_site_files(forge: Forge) -> None:
    """Put what a build needs beside what a check needs."""
    for name in ("package.json", "package-lock.json", "mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, forge.work / name)
    theme = Path("tooling/kocbook/site/theme")
    shutil.copytree(ROOT / theme, forge.work / theme)


@pytest.mark.slow
def test_a_large_site_is_built_in_shards_and_deployed_as_if_built_whole(forge: Forge) -> None:
    add_site_files(forge)
    workflow = (ROOT / WORKFLOW).read_text(encoding="utf-8")
    settings = (forge.work / "community.yml").read_text("utf-8")
    # The history here is that of this test.
    forge.publish({"community.yml": f"{settings}audit: {{history: records}}\n"})
    run, whole = publish(forge)
    assert run.code == 0, run.log
    assert {"index.html", "guide/first-day/index.html", "en/index.html"} <= whole.keys()
    assert "Build one shard" not in run.log
    assert not list((forge.folder / "artefacts").glob("shard-*"))

    shards = workflow.replace("--format json", "--format json --shards-from 1")
    assert shards != workflow
    forge.publish({WORKFLOW: shards})
    run, joined = publish(forge)
    assert run.code == 0, run.log
    kept = sorted(path.name for path in (forge.folder / "artefacts").glob("shard-*"))
    assert kept == ["shard-guide", "shard-shared", "shard-trip"]
    assert sorted(joined) == sorted(whole)
    assert [name for name in whole if whole[name] != joined[name]] == []

    broken = shards.replace("--shard $SHARD", "--shard ${SHARD/trip/nothing}")
    forge.publish({WORKFLOW: broken})
    run, nothing = publish(forge)
    assert run.code != 0
    assert nothing == {}  # the site that stands there stays
