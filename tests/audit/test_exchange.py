"""Credits for other tools and from them: .all-contributorsrc and CITATION.cff."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from kocbook.model.contribution_types import CONTRIBUTION_TYPES, USUAL_TYPE
from kocbook.model.paths import RecordKind
from kocbook.records.loader import load_community
from kocbook.records.schema import load_schema
from kocbook.records.tree import WorkingTree
from tests.audit.workshop import LAN, Workshop
from tests.conftest import Koc
from tests.site.built import ROOT

# What the schema of the Citation File Format 1.2.0 says of the keys that we write.
ROOT_KEYS = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi"),
    *("identifiers", "keywords", "license", "license-url", "message", "preferred-citation"),
    *("references", "repository", "repository-artifact", "repository-code", "title", "type"),
    *("url", "version"),
}
PERSON_KEYS = {
    *("address", "affiliation", "alias", "city", "country", "email", "family-names", "fax"),
    *("given-names", "name-particle", "name-suffix", "orcid", "post-code", "region", "tel"),
    "website",
}
ENTITY_KEYS = {
    *("address", "alias", "city", "country", "date-end", "date-start", "email", "fax"),
    *("location", "name", "orcid", "post-code", "region", "tel", "website"),
}
ADDRESS = re.compile(r"(https|http|ftp|sftp)://.+")


def check_cff(value: dict[str, Any]) -> None:
    assert value.keys() >= {"cff-version", "message", "title", "authors"}
    assert value.keys() <= ROOT_KEYS
    assert value["cff-version"] == "1.2.0"
    assert value["type"] in ("software", "dataset")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value["date-released"])
    for key in ("url", "repository-code"):
        assert ADDRESS.fullmatch(value[key])
    check_authors(value["authors"])
    if "preferred-citation" in value:
        book = value["preferred-citation"]
        assert book.keys() >= {"type", "title", "authors"}
        assert book["type"] == "book"
        assert isinstance(book["year"], int)
        assert book["publisher"].keys() == {"name"}
        check_authors(book["authors"])


def check_authors(authors: list[dict[str, str]]) -> None:
    assert authors
    assert len({json.dumps(author, sort_keys=True) for author in authors}) == len(authors)
    for author in authors:
        assert author.keys() <= (ENTITY_KEYS if "name" in author else PERSON_KEYS)
        assert all(isinstance(value, str) and value for value in author.values())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", [(), ("--handbook", "guide"), ("--handbook", "trip")])
def test_a_citation_keeps_to_the_format(koc: Koc, language: str, words: tuple[str, ...]) -> None:
    done = koc("credits", "--format", "citation", "--lang", language, *words)
    assert (done.code, done.err) == (0, "")
    value = yaml.safe_load(done.out)
    check_cff(value)
    assert "&" not in done.out
    assert "ma-jun" not in done.out  # who hides the name


def test_a_citation_names_each_author_once_in_byline_order(koc: Koc) -> None:
    value = yaml.safe_load(koc("credits", "--format", "citation", "--handbook", "guide").out)
    assert [author["alias"] for author in value["authors"]] == ["老何", "林小满"]
    assert value["license"] == "CC-BY-4.0"
    assert value["preferred-citation"]["authors"] == value["authors"]


def test_all_contributors_are_everybody_who_shows_a_name(koc: Koc) -> None:
    done = koc("credits", "--format", "all-contributors", "--lang", "en")
    value = json.loads(done.out)
    logins = [entry["login"] for entry in value["contributors"]]
    assert len(logins) == len(set(logins))
    rows = json.loads(koc("credits", "--format", "json").out)["rows"]
    shown = {row["member"] for row in rows if row["state"] != "proposed"} - {"ma-jun"}
    assert {login.removesuffix("-car") for login in logins} == shown
    assert "left out" in done.err
    for entry in value["contributors"]:
        assert set(entry["contributions"]) <= CONTRIBUTION_TYPES
        assert re.fullmatch(
            r"https://avatars\.githubusercontent\.com/u/\d+\?v=4", entry["avatar_url"]
        )


def test_every_role_has_a_kind() -> None:
    community = load_community(WorkingTree(ROOT)).community
    assert community is not None
    for role in community.settings.roles:
        assert (role.all_contributors or USUAL_TYPE) in CONTRIBUTION_TYPES
    schema = load_schema(RecordKind.COMMUNITY)
    role_schema = schema["properties"]["roles"]["items"]["properties"]["all_contributors"]
    assert set(role_schema["enum"]) == CONTRIBUTION_TYPES


@pytest.fixture
def shop(sample_repo: Any, koc: Koc) -> Workshop:
    made = Workshop(sample_repo)
    settings = (sample_repo / "community.yml").read_text("utf-8")
    for role, kind in (("reviewing", "review"), ("writing", "content"), ("testing", "userTesting")):
        settings = settings.replace(f"{{id: {role}, ", f"{{id: {role}, all_contributors: {kind}, ")
    made.change(LAN, "community.yml", settings)
    made.git("config", "user.email", LAN)
    koc.environment.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    return made


def test_what_is_exported_can_be_imported(shop: Workshop, koc: Koc, tmp_path: Any) -> None:
    file = tmp_path / ".all-contributorsrc"
    text = koc("credits", "--format", "all-contributors").out
    value = json.loads(text.replace('"old-he-car"', '"renamed-since"'))
    avatar = "https://avatars.githubusercontent.com/u/{}?v=4"
    value["contributors"] += [
        {"login": "somebody", "avatar_url": avatar.format(5), "contributions": ["doc"]},
        {"login": "xiao-man-car", "avatar_url": avatar.format(999), "contributions": ["review"]},
        {"login": "gu-heng-car", "contributions": ["fundingFinding", "review", "review", 5]},
        {"login": 5, "contributions": []},
        "nothing",
    ]
    file.write_text(json.dumps(value), "utf-8")
    done = koc("import", str(file), "guide/tyre-check", "--lang", "en")
    assert done.code == 0, done.out + done.err
    said = " ".join(done.out.split())
    assert "somebody is no member yet" in said
    assert "xiao-man-car is no member yet" in said  # another account has that login now
    assert "no role of the community stands for fundingFinding" in said
    folder = shop.folder / "modules/guide/tyre-check/credits"
    written = sorted(path.name for path in folder.iterdir())
    assert "old-he--writing.yml" in written  # by the account's number
    assert "gu-heng--reviewing.yml" in written
    record = yaml.safe_load((folder / "gu-heng--reviewing.yml").read_text("utf-8"))
    assert "confirmed_by" not in record
    rows = json.loads(koc("credits", "--format", "json").out)["rows"]
    assert {"proposed"} == {row["state"] for row in rows if row["member"] == "gu-heng"}
    assert koc("check").code == 0
    again = koc("import", str(file), "guide/tyre-check", "--lang", "en")
    assert "no new credit" in again.out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"contributors": 5}', "[" * 100_000])
def test_another_file_is_refused(shop: Workshop, koc: Koc, tmp_path: Any, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    assert koc("import", str(tmp_path / "x.json"), "guide/tyre-check").code == 2
    assert koc("import", str(tmp_path / "nowhere.json"), "guide/tyre-check").code == 2
