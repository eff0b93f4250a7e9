"""`koc init`, as a new brand would use it: begin, check, take part, build; upgrade later."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.intake.starter import render
from tests.conftest import AUTHOR, Koc

ROOT = Path(__file__).parents[2]
ANSWERS = {
    "--name": "远山车友会",
    "--name-en": "Far Hills' Owners",
    "--brand": "远山汽车: 山野系列",
    "--repository": "https://github.com/far-hills/handbook",
    "--lead-name": "顾 青",
    "--lead-login": "Gu-Qing",
    "--lead-number": "10101",
    "--pack": "cars",
    "--kocbook": "kocbook==0.1.0",
}


def git(folder: Path, *words: str) -> str:
    environment = {**os.environ, **AUTHOR, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Koc]:
    """Begin a community with some answers changed; return `koc` in it."""
    # A busy machine must not add lines about progress to what is read.
    monkeypatch.setattr("kocbook.cli.ui.progress.QUIET_SECONDS", 600.0)

    def make(name: str = "brand", **changed: str) -> Koc:
        given = {**ANSWERS, **{f"--{key.replace('_', '-')}": text for key, text in changed.items()}}
        # A date in the environment is more than GitPython reads.
        settings = {key: text for key, text in AUTHOR.items() if not key.endswith("_DATE")}
        settings["GIT_CONFIG_GLOBAL"] = os.devnull
        words = [word for pair in given.items() for word in pair]
        result = Koc(tmp_path, settings)("init", name, "--yes", "--untried", "--lang", "zh", *words)
        assert (result.code, result.err) == (0, "")
        return Koc(tmp_path / name, settings)

    return make


def test_a_new_brand_begins_and_its_first_contributor_takes_part(
    begin: Callable[..., Koc],
) -> None:
    koc = begin()
    assert git(koc.folder, "rev-list", "--count", "HEAD") == "1"
    assert git(koc.folder, "status", "--porcelain", "--ignored") == ""
    assert git(koc.folder, "symbolic-ref", "--short", "HEAD") == "main"
    check = koc("check", "--format", "json")
    assert (check.code, yaml.safe_load(check.out)["findings"]) == (0, [])
    assert koc("audit").code == 0
    assert koc("codeowners", "--check").code == koc("forms", "--check").code == 0

    joined = koc(
        *("join", "--id", "lin-xiaoman", "--name", "林小满"),
        *("--github", "linxiaoman", "--github-id", "10234567", "--skills", "copywriting"),
    )
    assert (joined.code, joined.err) == (0, "")
    git(koc.folder, "switch", "--quiet", "main")
    git(koc.folder, "merge", "--quiet", "join/lin-xiaoman")
    claimed = koc("claim", "first-week", "writer", "--member", "lin-xiaoman", "--yes")
    assert (claimed.code, claimed.err) == (0, "")
    git(koc.folder, "switch", "--quiet", "main")
    git(koc.folder, "merge", "--quiet", "claim/new-owner-guide-first-week-writer")
    planned = koc(
        *("new", "module", "new-owner-guide/night-lights", "--member", "gu-qing"),
        *("--title", "夜里会车，灯光怎么用", "--chapter", "提车第一周", "--type", "precision"),
        *("--form", "article", "--size", "S", "--no-resources", "--points", "10"),
        *("--background", "群里每到冬天都有人问会车时该不该关远光，答案说法不一，新车主更拿不准。"),
        *("--goal", "text=三位新车主看完能自己切换灯光; measure=三步，每步一图; must=yes"),
        *("--include", "远近光", "--seat", "role=writing; duty=写文章; share=100%"),
        *("--channel", "官网"),
    )
    assert (planned.code, planned.err) == (0, "")
    assert koc("check").code == 0
    built = koc("build")
    assert built.code == 0
    site = koc.folder / "site"
    for page in ("index.html", "new-owner-guide/first-week/index.html", "en/board/index.html"):
        assert (site / page).is_file()
    assert "远山车友会" in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("languages", "forge", "expected"),
    [
        ("en", "gitlab", [".gitlab-ci.yml", "README.zh-CN.md"]),
        ("zh", "gitea", [".gitea/workflows/check.yml", ".gitea/workflows/publish.yml"]),
        ("en,zh", "gitee", [".workflow/check.yml", ".workflow/publish.yml"]),
        ("zh,en", "github", [".github/workflows/check.yml", ".github/CODEOWNERS", "README.en.md"]),
    ],
)
def test_languages_and_forges(
    begin: Callable[..., Koc], languages: str, forge: str, expected: list[str]
) -> None:
    koc = begin(languages=languages, forge=forge)
    files = git(koc.folder, "ls-files").splitlines()
    assert set(expected) <= set(files)
    assert any(path.startswith(".github/") for path in files) == (forge == "github")
    for path in files:
        if path.endswith((".yml", ".yaml")) and not path.startswith("mkdocs"):
            yaml.safe_load((koc.folder / path).read_text(encoding="utf-8"))
    check = koc("check", "--format", "json")
    assert (check.code, yaml.safe_load(check.out)["findings"]) == (0, [])


def test_workflows_ask_only_for_what_the_makefile_has() -> None:
    makefile = (ROOT / "tooling/kocbook/intake/starter/files/every/Makefile").read_text()
    used = set()
    for file in [*(ROOT / ".github/workflows").glob("*.yml")]:
        if file.name not in ("ci.yml", "release.yml"):  # of the tool itself
            text = file.read_text(encoding="utf-8")
            used |= {
                line.split("make ")[1].split()[0]
                for line in text.splitlines()
                if "run: make" in line
            }
            used |= {f"venv-{part}" for part in re.findall("part: (\\w+)", text)}
    assert {"venv-media", "venv-site", "build"} <= used
    targets = {name for line in makefile.splitlines() for name in line.partition(":")[0].split()}
    assert used <= targets


def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **changes: str) -> None:
    """Let this be a later version of the tool, which writes some shared files differently."""
    shared = tmp_path / "newer"
    shared.mkdir()
    for name in (
        "mkdocs.yml",
        "mkdocs.en.yml",
        ".gitattributes",
        ".vscode",
        ".github",
        "tooling/setup",
    ):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, shared / name)
    for path, text in changes.items():
        file = shared / path.replace("_", ".")
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    (shared / ".github/pull_request_template.md").unlink()
    monkeypatch.setattr(render, "SHARED", (shared,))
    monkeypatch.setattr("kocbook.app.start.__version__", "0.2.0")


def test_an_upgrade_keeps_what_people_changed(
    begin: Callable[..., Koc], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    koc = begin()
    config, brief = (
        koc.folder / "mkdocs.yml",
        koc.folder / "modules/new-owner-guide/first-week/module.yml",
    )
    config.write_text(config.read_text().replace("favicon: assets/mark.svg", "favicon: own.svg"))
    brief.write_text(brief.read_text().replace("十件小事", "九件小事"))
    (koc.folder / "community.yml").write_text(
        (koc.folder / "community.yml").read_text() + "# 我们自己的话\n"
    )
    assert koc("init", "--upgrade").code == 2  # changes without a commit
    git(koc.folder, "commit", "--quiet", "--all", "--message", "Our own")
    same = koc("init", "--upgrade", "--lang", "en")
    assert (same.code, git(koc.folder, "symbolic-ref", "--short", "HEAD")) == (0, "main")
    assert "nothing to change" in same.out

    newer(tmp_path, monkeypatch, mkdocs_yml="\n# newer\n")
    done = koc("init", "--upgrade", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert git(koc.folder, "symbolic-ref", "--short", "HEAD") == "upgrade/koc-0.2.0"
    text = config.read_text(encoding="utf-8")
    assert "favicon: own.svg" in text
    assert text.endswith("# newer\n")
    assert not (koc.folder / ".github/pull_request_template.md").exists()
    assert "九件小事" in brief.read_text()
    assert (koc.folder / "community.yml").read_text().endswith("# 我们自己的话\n")
    assert 'koc: "0.2.0"' in (koc.folder / ".koc-init.yml").read_text()
    assert koc("check").code == 0
    # A squashed merge repeats the mark, but not the tree; the next upgrade starts from the true one.
    message = git(koc.folder, "log", "--format=%B", "main..HEAD")
    git(koc.folder, "switch", "--quiet", "main")
    git(koc.folder, "merge", "--quiet", "--squash", "upgrade/koc-0.2.0")
    git(koc.folder, "commit", "--quiet", "--message", message)
    git(koc.folder, "branch", "--quiet", "-D", "upgrade/koc-0.2.0")
    monkeypatch.setattr("kocbook.app.start.__version__", "0.3.0")
    again = koc("init", "--upgrade")
    assert (again.code, again.err) == (0, "")
    assert config.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("is_newer", [True, False])
def test_an_upgrade_moves_old_forms_and_old_records_too(
    begin: Callable[..., Koc], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_newer: bool
) -> None:
    koc = begin()
    page = koc.folder / "content/new-owner-guide/first-week/index.md"
    page.parent.mkdir(parents=True)
    page.write_text('!!! tip "慢"\n    看[胎压](https://a.example/)。\n', encoding="utf-8")
    review = koc.folder / "modules/new-owner-guide/first-week/reviews/1-gu-qing.yml"
    review.parent.mkdir()
    goals = yaml.safe_load((review.parents[1] / "module.yml").read_text("utf-8"))["goals"]
    judged = "".join(f"  {goal['id']}: {{met: partly, evidence: 短}}\n" for goal in goals)
    # What 0.1 wrote of this text, printed by its own function.
    mark = "a8e94f525165"
    review.write_text(f'reviewer: gu-qing\ndate: 2026-01-01\ngoals:\n{judged}text: "{mark}"\n')
    git(koc.folder, "add", "--all")
    git(koc.folder, "commit", "--quiet", "--message", "From 0.1")
    if is_newer:
        newer(tmp_path, monkeypatch, mkdocs_yml="\n# newer\n")
    done = koc("init", "--upgrade", "--lang", "en")
    assert (done.code, done.err) == (0, "")
    assert git(koc.folder, "symbolic-ref", "--short", "HEAD").startswith("upgrade/koc-")
    assert git(koc.folder, "status", "--porcelain") == ""
    moved = "> [!TIP]\n> **慢**\n>\n> 看[胎压](https://a.example/)。\n"
    assert page.read_text(encoding="utf-8") == moved
    assert f'text: "{text_fingerprint(moved)}"' in review.read_text("utf-8")
    changed = git(koc.folder, "diff", "--name-only", "HEAD~1").splitlines()
    assert changed == [str(file.relative_to(koc.folder)) for file in (page, review)]
    again = koc("init", "--upgrade", "--lang", "en")
    assert "nothing to change" in again.out


def test_where_both_changed_a_person_decides(
    begin: Callable[..., Koc], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    koc = begin()
    config = koc.folder / "mkdocs.yml"
    config.write_text(config.read_text() + "# ours\n")
    git(koc.folder, "commit", "--quiet", "--all", "--message", "Our own")
    newer(tmp_path, monkeypatch, mkdocs_yml="# theirs\n")
    done = koc("init", "--upgrade", "--lang", "en")
    assert done.code == 1
    assert "mkdocs.yml" in done.out
    assert {"# ours", "# theirs", "<<<<<<< HEAD"} <= set(config.read_text().splitlines())
    git(koc.folder, "merge", "--abort")
    assert git(koc.folder, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"repository": "git@github.com:a/b.git", "site": "https://a.example/"}, "--repository"),
        ({"lead_number": "twelve"}, "twelve"),
        ({"lead": "Gu_Qing"}, "Gu_Qing"),
        ({"languages": "zh,fr"}, "fr"),
        ({"currency": "rmb"}, "rmb"),
        ({"forge": "sourcehut"}, "sourcehut"),
        ({"lead_login": "Gu_Qing"}, "Gu_Qing"),
    ],
)
def test_nothing_is_written_from_answers_that_cannot_be(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    given = {**ANSWERS, **{f"--{key.replace('_', '-')}": text for key, text in changed.items()}}
    words = [word for pair in given.items() for word in pair]
    result = Koc(tmp_path)("init", "brand", "--yes", "--untried", "--lang", "en", *words)
    assert result.code in (2, 3)
    assert said in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_community_begins_inside_another_whose_day_is_frozen(sample_repo: Path) -> None:
    assert "\nas_of: 2026-06-30\n" in (sample_repo / "community.yml").read_text("utf-8")
    words = [word for pair in ANSWERS.items() for word in pair]
    result = Koc(sample_repo)("init", "brand", "--yes", "--untried", "--lang", "en", *words)
    assert result.code == 0, result.err
    assert (sample_repo / "brand/community.yml").is_file()


def test_missing_answers_are_named_all_at_once_and_a_full_folder_is_left_alone(
    tmp_path: Path,
) -> None:
    result = Koc(tmp_path)("init", "brand", "--lang", "en")
    assert result.code == 2
    assert all(flag in result.err for flag in ("--name", "--brand", "--repository", "--lead-login"))
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand/mine.txt").touch()
    words = [word for pair in ANSWERS.items() for word in pair]
    assert Koc(tmp_path)("init", "brand", "--yes", *words).code == 2
    assert [path.name for path in (tmp_path / "brand").iterdir()] == ["mine.txt"]


def test_asked_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["远山", "", "远山汽车", "", "https://git.hills.example/a/b", "gitea"]
    answers += ["https://hills.example/", "顾青", "gu-qing", "7", "", "zh", "", ""]
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answers.pop(0))
    assert Koc(tmp_path, {"GIT_CONFIG_GLOBAL": os.devnull})("init", "brand").code == 0
    assert answers == []
    plan = yaml.safe_load((tmp_path / "brand/.koc-init.yml").read_text(encoding="utf-8"))
    assert (plan["name_en"], plan["forge"], plan["languages"]) == ("远山", "gitea", ["zh"])
    assert git(tmp_path / "brand", "log", "--format=%ae") == "7+gu-qing@users.noreply.github.com"
