"""A third language of the interface: a row of one table, a folder of texts and a MkDocs file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kocbook.base.languages import LANGUAGES
from kocbook.model.tree import READ_FOLDERS
from kocbook.records.schema import load_schema
from tests.site.built import ROOT

ROW = """        Language(
            *("eo", "Esperanto", "eo", "eo", "en", ", ", " "),
            plurals=(("one", "i is 1 and v is 0"),),
        ),
    )
}
"""


def test_the_schemas_know_the_languages_of_the_table() -> None:
    languages = list(LANGUAGES)
    assert load_schema("community")["properties"]["languages"]["items"]["enum"] == languages
    for record in ("module", "handbook"):
        assert load_schema(record)["properties"]["language"]["enum"] == languages


@pytest.mark.slow
def test_a_third_language_is_a_row_and_a_folder(tmp_path: Path) -> None:
    tool = tmp_path / "tooling"
    shutil.copytree(
        ROOT / "tooling/kocbook", tool / "kocbook", ignore=shutil.ignore_patterns("__pycache__")
    )
    table = tool / "kocbook/base/languages.py"
    text = table.read_text("utf-8")
    assert text.count("    )\n}\n") == 1
    table.write_text(text.replace("    )\n}\n", ROW), "utf-8")
    locales = tool / "kocbook/base/locales"
    shutil.copytree(locales / "en", locales / "eo")
    words = locales / "eo/site.yml"
    words.write_text(
        words.read_text("utf-8").replace("write books together", "kune verkas"), "utf-8"
    )
    # The schemas list languages for editors; the test above says so to whoever adds one.
    for schema in (tool / "kocbook/records/schemas").glob("*.json"):
        known = schema.read_text("utf-8")
        schema.write_text(re.sub(r'("enum": \[\s*"zh",\s*"en")', r'\1, "eo"', known), "utf-8")

    community = tmp_path / "community"
    for name in READ_FOLDERS:
        shutil.copytree(ROOT / name, community / name)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, community)
    config = (ROOT / "mkdocs.en.yml").read_text("utf-8")
    changed = config.replace("/en", "/eo").replace("language: en", "language: eo")
    (community / "mkdocs.eo.yml").write_text(changed, "utf-8")
    settings = (ROOT / "community.yml").read_text("utf-8")
    settings = settings.replace("languages: [zh, en]", "languages: [zh, en, eo]")
    (community / "community.yml").write_text(settings, "utf-8")
    subprocess.run(["git", "init", "-q", "-b", "main", community], check=True)

    done = subprocess.run(
        [sys.executable, "-m", "kocbook", "--root", community, "build"],
        env={**os.environ, "PYTHONPATH": str(tool)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    home = (community / "site/eo/index.html").read_text("utf-8")
    assert "kune verkas" in home
    assert 'lang="eo"' in home
    first = (community / "site/index.html").read_text("utf-8")
    assert "Esperanto" in first
    assert yaml.safe_load(settings)["languages"][-1] == "eo"
