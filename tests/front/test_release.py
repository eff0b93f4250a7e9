"""A release of the tool: its packages do the main job elsewhere, and who can publish what."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import kocbook
from tests.conftest import AUTHOR, Koc

ROOT = Path(__file__).parents[2]
SETUP = ROOT / "tooling/setup"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CI = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
RELEASE = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))


# ------------------------------------------------------------------------------- packages


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheel and sdist of this checkout, as uv makes them: the wheel from the sdist."""
    return build(tmp_path_factory.mktemp("dist"))


def build(folder: Path, *words: str) -> Path:
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "build", "--quiet", "--no-config", "--offline", "--no-build-isolation"]
    where = ["--python", sys.executable, "--out-dir", folder]
    subprocess.run([*command, *words, *where, ROOT], check=True, timeout=120)
    return folder


def only(folder: Path, ending: str) -> Path:
    (found,) = folder.glob(f"*{ending}")
    return found


def run_main_job(package: Path) -> str:
    """Let a package do the main job in an environment of its own; return what came of it."""
    libraries = {"LIBRARIES": sysconfig.get_path("purelib"), "PYTHON": sys.executable}
    tried = subprocess.run(
        [SETUP / "try-package", package],
        env={**os.environ, **libraries, "UV": str(Path(sys.executable).with_name("uv"))},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert tried.returncode == 0, tried.stderr
    return tried.stdout.splitlines()[-1]


def test_a_wheel_begins_checks_and_builds_a_community_far_from_here(dist: Path) -> None:
    assert f"kocbook {kocbook.__version__} on Python" in run_main_job(only(dist, ".whl"))


@pytest.mark.slow
def test_so_does_an_sdist(dist: Path) -> None:
    assert f"kocbook {kocbook.__version__} on Python" in run_main_job(only(dist, ".tar.gz"))


def test_the_sdist_makes_the_same_wheel_as_the_checkout(dist: Path, tmp_path: Path) -> None:
    direct = only(build(tmp_path, "--wheel"), ".whl")
    assert direct.read_bytes() == only(dist, ".whl").read_bytes()


def test_a_package_holds_the_tool_and_none_of_the_sample_community(dist: Path) -> None:
    with tarfile.open(only(dist, ".tar.gz")) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"tooling/kocbook/py.typed", "tooling/setup/hatch_build.py", "LICENSE"} <= names
    assert not any(
        name.startswith(("content/", "members/", "modules/", "tests/")) for name in names
    )
    with zipfile.ZipFile(only(dist, ".whl")) as wheel:
        tops = {name.partition("/")[0] for name in wheel.namelist()}
        metadata = next(name for name in wheel.namelist() if name.endswith("/METADATA"))
        told = wheel.read(metadata).decode()
    assert tops == {"kocbook", "forges", f"kocbook-{kocbook.__version__}.dist-info"}
    assert f"\nVersion: {kocbook.__version__}\n" in told


# ------------------------------------------------------------------------------- the script


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as a release touches, with two changes to tell of."""
    folder = tmp_path / "checkout"
    (folder / "tooling/setup").mkdir(parents=True)
    (folder / "tooling/kocbook").mkdir()
    (folder / "changelog.d").mkdir()
    for name in ("release", "say.sh"):
        shutil.copy(SETUP / name, folder / "tooling/setup")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "changelog.d/README.md", folder / "changelog.d")
    (folder / "tooling/kocbook/__init__.py").write_text('"""The tool."""\n__version__ = "0.2.0"\n')
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n<!-- releases -->\n")
    (folder / "changelog.d/12.added.md").write_text("A door.\n")
    (folder / "changelog.d/+wall.fixed.md").write_text("A hole in the wall.\n")
    (folder / ".gitignore").write_text(".venv\n")
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "Begin"]):
        git(folder, *words)
    return folder


def surroundings() -> dict[str, str]:
    return {**os.environ, **AUTHOR, "GIT_CONFIG_GLOBAL": os.devnull}


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=folder, env=surroundings(), check=True, capture_output=True, text=True
    ).stdout


def release(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "tooling/setup/release", *words],
        cwd=folder,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_release_is_a_version_a_changelog_a_commit_and_a_tag(checkout: Path) -> None:
    made = release(checkout, "0.3.0", "--commit")
    assert made.returncode == 0, made.stderr
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "tag", "--points-at", "HEAD").split() == ["kocbook-0.3.0"]
    assert '__version__ = "0.3.0"' in (checkout / "tooling/kocbook/__init__.py").read_text()
    assert [path.name for path in (checkout / "changelog.d").iterdir()] == ["README.md"]
    told = release(checkout, "--notes").stdout
    assert "A door. (#12)" in told
    assert "A hole in the wall." in told
    assert release(checkout, "--check", "kocbook-0.3.0").returncode == 0
    assert release(checkout, "--check", "kocbook-0.4.0").returncode == 3


def test_notes_are_of_the_newest_release_alone(checkout: Path) -> None:
    release(checkout, "0.3.0", "--commit")
    (checkout / "changelog.d/13.changed.md").write_text("The door opens inwards.\n")
    git(checkout, "add", ".")
    git(checkout, "commit", "-q", "-m", "Turn the door")
    assert release(checkout, "0.3.1", "--commit").returncode == 0
    told = release(checkout, "--notes").stdout
    assert "inwards" in told
    assert "A door." not in told


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("0.1.9", "older"),
        ("0.2", "Which"),
        ("", "Which"),
        ("v0.3.0", "Which"),
        ("0.2.0rc1", "older"),
    ],
)
def test_what_is_no_next_version_is_refused(checkout: Path, version: str, why: str) -> None:
    refused = release(checkout, version, "--commit")
    assert (refused.returncode, why in refused.stderr) == (3, True), refused.stderr
    assert git(checkout, "tag") == ""


def test_what_is_not_committed_and_what_was_released_are_in_the_way(checkout: Path) -> None:
    (checkout / "left.txt").write_text("left\n")
    assert "commit" in release(checkout, "0.3.0", "--commit").stderr
    (checkout / "left.txt").unlink()
    assert release(checkout, "0.3.0rc1", "--commit").returncode == 0
    assert "exists already" in release(checkout, "0.3.0rc1", "--commit").stderr
    assert git(checkout, "tag").split() == ["kocbook-0.3.0rc1"]


# ------------------------------------------------------------------------------- workflows


def test_where_a_token_can_publish_nothing_of_this_repository_runs() -> None:
    for name, job in RELEASE["jobs"].items():
        if "id-token" not in job["permissions"]:
            continue
        assert (name, job["environment"]) == ("publish", "release")
        assert {"test", "build"} <= set(job["needs"])
        for step in job["steps"]:
            assert "run" not in step
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]), step
    assert RELEASE["permissions"] == {}
    assert sum("id-token" in job["permissions"] for job in RELEASE["jobs"].values()) == 1
    writers = [
        name for name, job in RELEASE["jobs"].items() if "write" in job["permissions"].values()
    ]
    assert writers == ["publish", "announce"]
    assert all(
        RELEASE["jobs"][name].get("if", RELEASE["jobs"]["publish"]["if"])
        == "github.event_name == 'push'"
        for name in writers
    )


def test_ci_tests_the_versions_that_the_package_names() -> None:
    jobs = CI["jobs"]
    packaged = jobs["package"]["strategy"]["matrix"]["python"]
    oldest = jobs["test"]["steps"][1]["with"]["python-version"]
    assert [oldest, *jobs["newer"]["strategy"]["matrix"]["python"]] == packaged
    named = re.findall(r":: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    assert named == packaged
    assert PROJECT["project"]["requires-python"] == f">={oldest}"


# ------------------------------------------------------------------------------- pre-commit


def pre_commit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    tools = str(Path(sys.executable).parent)
    return subprocess.run(
        [f"{tools}/pre-commit", *words],
        cwd=folder,
        env={
            **surroundings(),
            "PRE_COMMIT_HOME": str(folder.parent / "hooks"),
            "PATH": f"{tools}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_files_for_pre_commit_are_what_it_accepts() -> None:
    assert pre_commit(ROOT, "validate-config", ".pre-commit-config.yaml").returncode == 0
    assert pre_commit(ROOT, "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0


def test_a_community_checks_its_records_before_each_commit(koc: Koc) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    local = {"repo": "local", "hooks": [{**hook, "language": "system"}]}
    (koc.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [local]}), "utf-8")
    git(koc.folder, "add", ".")
    assert "no files to check" in pre_commit(koc.folder, "run").stdout
    member = koc.folder / "members/xiao-man.yml"
    member.write_text(member.read_text("utf-8") + "# 常在杭州\n", "utf-8")
    git(koc.folder, "add", ".")
    assert pre_commit(koc.folder, "run").returncode == 0
    member.write_text("name: [\n", "utf-8")
    git(koc.folder, "add", ".")
    refused = pre_commit(koc.folder, "run")
    assert refused.returncode == 1
    assert "members/xiao-man.yml" in refused.stdout
