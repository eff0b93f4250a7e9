"""The editor's configuration says what the schemas say, for every field of every collection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.insight.state import all_facts
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, parse_content_path, parse_record_path
from kocbook.model.settings import EditorAccess, Site
from kocbook.records.schema import load_schema
from kocbook.site.editor.backend import Backend, NoEditorReason, find_backend, local_backend
from kocbook.site.editor.config import iter_collections, make_config, render_config
from kocbook.site.editor.fields import KEPT, FieldMaker
from kocbook.site.editor.files import make_editor_files, make_policy
from tests.site.built import AS_OF, ROOT, load_living

Field = dict[str, Any]
KINDS = (RecordKind.MEMBER, RecordKind.MODULE, RecordKind.HANDBOOK)


@pytest.fixture(scope="module")
def living() -> Community:
    return load_living()


def walk(
    fields: list[Field], schema: Mapping[str, Any], path: str, is_asked: bool = True
) -> Iterator[tuple[str, Field, Mapping[str, Any], bool]]:
    """Yield each field with the schema of its property, and whether it must be filled in.

    Both sides must name the same. Nothing inside an object that may be left out is demanded.
    """
    properties = schema["properties"]
    assert [field["name"] for field in fields] == list(properties)
    for field in fields:
        inner = properties[field["name"]]
        where = f"{path}.{field['name']}"
        required = is_asked and field["name"] in schema.get("required", ())
        yield where, field, inner, required
        if where in KEPT:
            continue  # carried on as it is, whatever is inside
        if "properties" in inner:
            yield from walk(field["fields"], inner, where, required)
        elif inner["type"] == "array" and "properties" in inner["items"]:
            yield from walk(field["fields"], inner["items"], where)


def all_fields(living: Community) -> list[tuple[str, Field, Mapping[str, Any], bool]]:
    maker = FieldMaker.of(living, load_texts("zh"))
    return [
        one
        for kind in KINDS
        for one in walk(maker.make_fields(kind), load_schema(kind), kind.value)
    ]


def test_every_property_is_a_field_that_demands_what_the_schema_demands(living: Community) -> None:
    for path, field, schema, required in all_fields(living):
        if path in KEPT:
            assert field["widget"] == "hidden", path
        elif schema["type"] == "boolean":
            assert not field["required"], path  # off is a value too
        else:
            assert field["required"] == required, path


def test_closed_lists_are_the_schemas(living: Community) -> None:
    for path, field, schema, _ in all_fields(living):
        closed = schema.get("enum") or schema.get("items", {}).get("enum")
        if closed and path not in KEPT:
            assert [option["value"] for option in field["options"]] == closed, path
            assert field.get("multiple", False) == (schema["type"] == "array"), path


def test_bounds_are_the_schemas(living: Community) -> None:
    pairs = {"integer": ("minimum", "maximum"), "array": ("minItems", "maxItems")}
    for path, field, schema, _ in all_fields(living):
        if schema["type"] in pairs and path not in KEPT:
            found = (field.get("min"), field.get("max"))
            assert found == tuple(schema.get(name) for name in pairs[schema["type"]]), path
            assert schema["type"] != "integer" or field["value_type"] == "int", path


def patterned(living: Community) -> list[tuple[str, Field, Mapping[str, Any]]]:
    """List the fields into which a person types, with the schema of the typed text."""
    found = [(path, field, schema) for path, field, schema, _ in all_fields(living)]
    found += [
        (path, field["field"], schema["items"]) for path, field, schema in found if "field" in field
    ]
    return [one for one in found if "pattern" in one[1]]


def test_every_typed_text_has_a_pattern(living: Community) -> None:
    typed = [
        path for path, field, _, _ in all_fields(living) if field["widget"] in ("string", "text")
    ]
    assert set(typed) <= {path for path, _, _ in patterned(living)}


@pytest.fixture(scope="module")
def typed_fields(living: Community) -> list[tuple[str, Field, Mapping[str, Any]]]:
    return patterned(living)


@settings(deadline=None)
@given(st.data())
def test_a_pattern_allows_what_the_schema_allows(
    typed_fields: list[tuple[str, Field, Mapping[str, Any]]], data: st.DataObject
) -> None:
    listed = typed_fields
    path, field, schema = listed[data.draw(st.integers(0, len(listed) - 1))]
    short = st.text(st.sampled_from("ab-Z09 .:/中文\nhttps@"), max_size=8)
    most = schema.get("maxLength", 50)
    long = st.builds(lambda n: "a" * n, st.sampled_from([most - 1, most, most + 1]))
    typed = data.draw(short | long | st.sampled_from([*schema["examples"], "https://a.example/b"]))
    if typed == "":
        return  # whether a field may be empty is its `required`
    fits = re.compile(_as_python(field["pattern"][0])).search(typed) is not None
    exact = {name: value for name, value in schema.items() if name != "format"}
    exact["pattern"] = _as_python(schema["pattern"])
    valid = jsonschema.Draft202012Validator(exact).is_valid(typed)
    assert fits == valid, (path, typed)


def _as_python(pattern: str) -> str:
    """Write a pattern of JavaScript for Python: `$` means the very end there."""
    return pattern.replace("$", r"\Z")


def test_what_the_records_say_can_be_chosen(living: Community) -> None:
    fields = {path: field for path, field, _, _ in all_fields(living)}

    def choices(path: str) -> set[str]:
        return {option["value"] for option in fields[path]["options"]}

    for module in living.modules.values():
        assert module.brief.contact in choices("module.contact")
        assert set(module.brief.tags) <= choices("module.tags")
        assert module.brief.terms.licence in choices("module.terms.licence")
        assert set(module.brief.terms.channels) <= choices("module.terms.channels")
        assert {seat.role for seat in module.brief.seats} <= choices("module.seats.role")
    skills = {field["name"] for field in fields["module.pool"]["fields"]}
    assert skills == {skill.id for skill in living.settings.skills} == choices("member.skills")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_a_collection_is_a_record_or_text_that_is_there(
    living: Community, language: str
) -> None:
    facts, texts = all_facts(living, AS_OF), load_texts(language)
    listed = list(iter_collections(living, facts, texts))
    names = [one["name"] for one in listed]
    assert len(set(names)) == len(names)
    for collection in listed:
        for file in collection.get("files", ()):
            record = parse_record_path(file["file"])
            if collection["name"].startswith("text-"):
                place = parse_content_path(file["file"])
                assert place is not None
                assert place["name"] == "index.md"
                module = living.modules[f"{place['handbook']}/{place['module']}"]
                assert place["seat"] is None or module.brief.find_seat(place["seat"])
                assert (file["media_folder"], file["public_folder"]) == ("", "")
            else:
                assert record is not None
                assert (ROOT / file["file"]).is_file()
                kind = (
                    RecordKind.HANDBOOK if collection["name"] == "handbooks" else RecordKind.MODULE
                )
                assert record.kind is kind
    live = {one.id for one in living.handbooks.values() if one.archived is None}
    assert {name.partition("-")[2] for name in names if name.startswith("brief-")} == live


def test_nobodys_name_but_staffs_stands_in_the_configuration(living: Community) -> None:
    facts = all_facts(living, AS_OF)
    backend = local_backend(living.settings.site)
    told = render_config(living, facts, load_texts("zh"), backend)
    examples = load_schema(RecordKind.MEMBER)["properties"]["name"]["examples"]
    for member in living.members.values():
        if not member.staff and member.name not in examples:
            assert member.name not in told, member.id


def test_yaml_says_what_was_meant_and_equal_fields_stand_once(living: Community) -> None:
    facts, texts = all_facts(living, AS_OF), load_texts("zh")
    backend = find_backend(living.settings.site)
    assert isinstance(backend, Backend)
    text = render_config(living, facts, texts, backend)
    config = make_config(living, facts, texts, backend)
    assert yaml.safe_load(text) == config
    assert text.count("name: superseded_by") == 1
    assert config["publish_mode"] == "editorial_workflow"
    assert config["locale"] == "zh_Hans"
    assert config["media_processing"]["strip_metadata"] is True
    local = make_config(living, facts, texts, local_backend(living.settings.site))
    assert "publish_mode" not in local


ACCESS = EditorAccess(sign_in="https://signin.example", app="a1")


@pytest.mark.parametrize(
    ("repository", "name", "host"),
    [
        ("https://github.com/a/b", "github", "https://api.github.com"),
        ("https://gitlab.com/a/deep/b.git", "gitlab", "https://gitlab.com"),
        ("https://codeberg.org/a/b", "forgejo", "https://codeberg.org"),
        ("https://gitea.club.example/a/b/", "forgejo", "https://gitea.club.example"),
    ],
)
def test_a_known_service_has_its_backend_and_the_page_reaches_no_other_host(
    repository: str, name: str, host: str
) -> None:
    backend = find_backend(Site("https://a.example/", repository, editor=ACCESS))
    assert isinstance(backend, Backend)
    assert backend.settings["name"] == name
    assert backend.settings["repo"] in ("a/b", "a/deep/b")
    policy = dict(part.split(" ", 1) for part in make_policy(backend).split("; "))
    assert policy["connect-src"].split() == ["'self'", "blob:", "data:", host]
    assert policy["script-src"] == "'self' 'unsafe-eval'"


@pytest.mark.parametrize(
    ("repository", "access", "reason"),
    [
        ("https://github.com/a/b", None, "sign-in"),
        ("https://github.com/a/b", EditorAccess(app="a1"), "sign-in"),
        ("https://gitlab.com/a/b", None, "app"),
        ("https://codeberg.org/a/b", EditorAccess(sign_in="https://s.example"), "app"),
        ("https://gitee.com/a/b", ACCESS, "service"),
        ("https://git.example/a/b", ACCESS, "service"),
        ("https://gitlab.x;script-src/a/b", ACCESS, "service"),
        ("https://me@gitlab.com/a/b", ACCESS, "service"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_service_or_sign_in_the_page_says_so_and_loads_nothing(
    living: Community, repository: str, access: EditorAccess | None, reason: str, language: str
) -> None:
    backend = find_backend(Site("https://a.example/", repository, editor=access))
    assert isinstance(backend, NoEditorReason)
    assert backend.reason == reason
    texts = load_texts(language)
    files = make_editor_files(living, all_facts(living, AS_OF), texts, backend)
    assert sorted(files) == ["admin/editor.css", "admin/index.html", "admin/mark.svg"]
    page = files["admin/index.html"]
    assert isinstance(page, bytes)
    assert "<script" not in page.decode()
    assert texts("editor.none.title") in page.decode()


def test_an_installation_without_the_editor_says_so(
    living: Community, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kocbook.site.files.vendor_files._PLACES", (tmp_path,))
    backend = local_backend(living.settings.site)
    files = make_editor_files(
        living, all_facts(living, date(2026, 1, 1)), load_texts("en"), backend
    )
    page = files["admin/index.html"]
    assert isinstance(page, bytes)
    assert "make npm-site" in page.decode()
