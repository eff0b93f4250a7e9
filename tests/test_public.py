"""What the reference page calls public is what there is: no name more, no name less."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import click
import pytest

import kocbook
from kocbook import app
from kocbook.cli.main import SECTIONS, koc
from kocbook.model.paths import RecordKind
from tests.conftest import AUTHOR, Koc
from tests.front.test_release import PROJECT

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / f"tooling/docs/{language}/reference/public.md" for language in ("en", "zh")]


def listed(page: Path) -> list[list[str]]:
    """Return what the last lines of each part list, part by part."""
    parts = re.split(r"^## ", page.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [re.findall(r"`([^`]+)`", part.strip().split("\n\n")[-1]) for part in parts]


def formats() -> list[str]:
    """Return every word for programs that some command's --format takes."""
    context = click.Context(koc)
    words: set[str] = set()
    for name in koc.list_commands(context):
        command = koc.get_command(context, name)
        assert command is not None
        for param in command.params:
            if "--format" in param.opts:
                words.update(getattr(param.type, "words", None) or param.type.choices)
    return sorted(words - {"text", "table", "markdown"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_lists_what_is_public(page: Path) -> None:
    commands, shapes, records, plugins, parts, names = listed(page)
    project = PROJECT["project"]
    every = [
        word.partition(":")[2].strip("_").replace("_", "-") for s in SECTIONS.values() for word in s
    ]
    assert commands == sorted(every)
    assert shapes == formats()
    assert records == sorted(RecordKind)
    assert plugins == sorted(project["entry-points"]["mkdocs.plugins"])
    assert parts == sorted(project["optional-dependencies"])
    assert names == sorted([*kocbook.__all__, *app.__all__])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_examples_run(page: Path, sample_repo: Path, koc: Koc) -> None:
    """Check a folder, judge a request, build a site: pasted one after another into one program."""
    examples = re.findall(r"```python\n(.+?)```", page.read_text("utf-8"), re.DOTALL)
    assert len(examples) == 3

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=sample_repo, check=True, env={**os.environ, **AUTHOR})

    git("switch", "-q", "-c", "proposal")
    other = sample_repo / "members/xiao-man.yml"  # 老何 gives another member a new name
    other.write_text(re.sub("name: .+", "name: 别人", other.read_text("utf-8"), count=1), "utf-8")
    git("commit", "-q", "-a", "-m", "Not mine")
    git("switch", "-q", "main")
    program = "\n".join(examples).replace("my-community", str(sample_repo))
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=sample_repo.parent,
        env=koc.clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    checked, judged, built = done.stdout.splitlines()
    assert checked == "0"
    assert judged.startswith("members/xiao-man.yml")
    assert int(built) > 20
    assert (sample_repo / "site/index.html").is_file()


def test_a_use_case_is_loaded_when_it_is_used() -> None:
    script = (
        "import sys, kocbook.app as app; before = set(sys.modules)\n"
        "assert not [name for name in before if name.startswith('kocbook.app.')]\n"
        "assert all(callable(getattr(app, name)) for name in app.__all__)\n"
        "assert not {'click', 'mkdocs'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    with pytest.raises(AttributeError):
        _ = app.nothing


def test_types_are_the_package_s_own() -> None:
    assert (files("kocbook") / "py.typed").is_file()
    assert all(hasattr(kocbook, name) for name in kocbook.__all__)


def test_the_code_of_conduct_names_whom_to_tell_in_both_languages() -> None:
    text = (ROOT / "CODE_OF_CONDUCT.md").read_text("utf-8")
    contacts = re.findall(r"<!-- contact -->\n(.+?)\n<!-- /contact -->", text, re.DOTALL)
    addresses = [re.findall(r"\*\*(.+?)\*\*|<(.+?)>", contact) for contact in contacts]
    assert len(contacts) == 2
    assert addresses[0] == addresses[1] != []
