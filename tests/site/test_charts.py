"""Charts: data that cannot leave its script, a table beside each, one library for who needs it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.site.assemble.pages import make_files
from kocbook.site.files import vendor_files
from kocbook.site.views.charts import ChartLibrary, find_chart_library
from kocbook.site.views.context import make_contexts
from tests.builders import base_files, load_files, member
from tests.insight.test_skills import work_files
from tests.site.built import AS_OF

LIBRARY = ChartLibrary(Path("/nowhere/echarts.min.js"), "assets/echarts-0.min.js")
_OPTION = re.compile(r'<script type="application/json">(.*?)</script>')


def pages(community: Community, language: str, library: ChartLibrary | None) -> dict[str, str]:
    languages = {name: load_texts(name) for name in ("zh", "en")}
    context = make_contexts(community, AS_OF, languages)[language]
    files = make_files(context, {}, library)[0]
    return {path: text.decode() for path, text in files.items() if isinstance(text, bytes)}


def script_of(page: str) -> object:
    """Return the address of the script that a page's front matter asks for, or None."""
    return yaml.safe_load(page.split("---\n")[1]).get("charts")


@pytest.mark.parametrize(("language", "up"), [("zh", "../"), ("en", "../../")])
def test_a_page_with_a_chart_and_no_other_loads_the_library(
    living: Community, language: str, up: str
) -> None:
    found = pages(living, language, LIBRARY)
    assert script_of(found["skills/index.md"]) == f"{up}assets/echarts-0.min.js"
    assert script_of(found["people/index.md"]) is None


def test_every_chart_has_a_label_and_a_table(living: Community) -> None:
    text = pages(living, "zh", LIBRARY)["skills/index.md"]
    assert text.count('role="img" aria-label="') == text.count("<table>") == 2
    assert all(json.loads(option)["series"] for option in _OPTION.findall(text))


def test_without_the_library_the_table_is_open_and_nothing_is_drawn(living: Community) -> None:
    text = pages(living, "zh", None)["skills/index.md"]
    assert text.count('<details class="kb-chart__table" open>') == 2
    assert "data-kb-chart" not in text
    assert script_of(text) is None


def test_a_name_cannot_end_the_script() -> None:
    hostile = '</script><img src=x onerror="steal()">{b}'
    files = base_files() | work_files()
    files["members/owner-a.yml"] = member(1, hostile)
    text = pages(load_files(files), "zh", LIBRARY)["skills/index.md"]
    assert "</script><img" not in text
    (option,) = _OPTION.findall(text)
    assert json.loads(option)["yAxis"]["data"] == [hostile]


def test_those_who_hide_their_name_are_in_no_picture_and_no_table() -> None:
    files = base_files() | work_files(share=6000)
    files["members/owner-a.yml"] = member(1, "不愿露名", visibility="anonymous")
    found = pages(load_files(files), "zh", LIBRARY)
    assert "owner-a" not in found["skills/index.md"] + found["data/skills.json"]
    assert "kb-chart--square" not in found["skills/index.md"]


def test_the_library_is_found_in_a_checkout_and_named_after_its_content() -> None:
    library = find_chart_library()
    assert library is not None, "run: make npm-dev"
    assert re.fullmatch(r"assets/echarts-[0-9a-f]{12}\.min\.js", library.address)


def test_a_missing_library_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vendor_files, "_PLACES", (tmp_path,))
    assert find_chart_library() is None
