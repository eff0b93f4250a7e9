"""The configuration of the visual editor: which files of the repository it offers, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from kocbook.base.languages import LANGUAGE_TABLE
from kocbook.base.texts import Texts
from kocbook.insight.parts import is_joint
from kocbook.insight.state import ModuleFacts
from kocbook.insight.team import is_team
from kocbook.model.community import Community, Module
from kocbook.model.enums import State
from kocbook.model.handbook import Handbook
from kocbook.model.paths import RecordKind
from kocbook.site.editor.backend import Backend
from kocbook.site.editor.fields import Field, FieldMaker

TEXT_FORMAT, TEXT_WIDGET = "kocbook-text", "kocbook-text"
"""Ours, registered by `page/editor.js`: a text is kept byte for byte, nothing lays it out anew."""
_WITHOUT_TEXT = frozenset({State.DRAFT, State.WITHDRAWN, State.SUPERSEDED, State.DECLINED})
_PHOTOS = {
    "enabled": True,
    "format": {"enabled": True, "default": "jpeg"},
    "quality": 85,
    "strip_metadata": True,
}
"""Photos are drawn anew in the browser before a service gets them: place and device stay behind."""


def render_config(
    community: Community, facts: Mapping[str, ModuleFacts], texts: Texts, backend: Backend
) -> str:
    """Return the configuration as YAML. Equal lists of fields stand in it once, by reference."""
    config = make_config(community, facts, texts, backend)
    return yaml.dump(config, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def make_config(
    community: Community, facts: Mapping[str, ModuleFacts], texts: Texts, backend: Backend
) -> dict[str, Any]:
    """Return the configuration as plain data, as Decap CMS documents it."""
    site = community.settings.site
    config: dict[str, Any] = {
        "backend": backend.settings,
        "locale": LANGUAGE_TABLE[texts.language].editor,
        "site_url": site.url,
        "logo": {"src": "mark.svg", "show_in_header": False},
        # Pictures stand beside the text that shows them; each file below says so.
        "media_folder": "content",
        "public_folder": "/content",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "show_preview_links": False,
        "editor": {"preview": False},
        "collections": list(iter_collections(community, facts, texts)),
    }
    if not backend.is_local:
        config |= {"publish_mode": "editorial_workflow", "media_processing": _PHOTOS}
    return config


def iter_collections(
    community: Community, facts: Mapping[str, ModuleFacts], texts: Texts
) -> Iterator[dict[str, Any]]:
    """Yield the texts and briefs of each handbook that is not archived, the handbooks, the members."""
    maker = FieldMaker.of(community, texts)
    live = [one for _, one in sorted(community.handbooks.items()) if one.archived is None]
    brief = maker.make_fields(RecordKind.MODULE)
    for handbook in live:
        modules = list(community.iter_chapter_modules(handbook.id))
        written = [module for module in modules if _has_text(module, facts[module.key])]
        if written:
            yield _text_collection(handbook, written, texts)
        if modules:
            files = [_file(one.id, one.brief.title, one.path, brief) for one in modules]
            yield _collection("brief", handbook, files, texts)
    blueprint = maker.make_fields(RecordKind.HANDBOOK)
    if live:
        yield {
            "name": "handbooks",
            "label": texts("editor.collection.handbooks"),
            "files": [_file(one.id, one.title, one.path, blueprint) for one in live],
        }
    yield _member_collection(maker.make_fields(RecordKind.MEMBER), texts)


def _has_text(module: Module, facts: ModuleFacts) -> bool:
    return facts.state not in _WITHOUT_TEXT and bool(module.text is not None or module.brief.seats)


def _text_collection(handbook: Handbook, modules: Iterable[Module], texts: Texts) -> dict[str, Any]:
    fields = [
        {
            "name": "body",
            "label": texts("editor.label-body"),
            "widget": TEXT_WIDGET,
            "required": True,
        }
    ]
    files = [
        {**_file(name, label, path, fields), "media_folder": "", "public_folder": ""}
        for module in modules
        for name, label, path in _list_texts(module)
    ]
    shown = {"format": TEXT_FORMAT, "editor": {"preview": True}}
    return {**_collection("text", handbook, files, texts), **shown}


def _list_texts(module: Module) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the label and the path of a module's text; in a team, of every seat's part."""
    title, folder = module.brief.title, f"content/{module.key}"
    if not is_team(module) or is_joint(module):
        yield module.id, title, f"{folder}/index.md"
        return
    for seat in module.brief.seats:
        yield f"{module.id}--{seat.id}", f"{title} · {seat.duty}", f"{folder}/{seat.id}/index.md"


def _collection(
    kind: str, handbook: Handbook, files: list[dict[str, Any]], texts: Texts
) -> dict[str, Any]:
    return {
        "name": f"{kind}-{handbook.id}",
        "label": texts(f"editor.collection.{kind}", title=handbook.title),
        "files": files,
    }


def _file(name: str, label: str, path: str, fields: list[Field]) -> dict[str, Any]:
    return {"name": name, "label": label, "file": path, "fields": fields}


def _member_collection(fields: list[Field], texts: Texts) -> dict[str, Any]:
    """Return the roster as a folder: names stand in its records alone, since some hide theirs."""
    return {
        "name": "members",
        "label": texts("editor.collection.members"),
        "folder": "members",
        "extension": "yml",
        "format": "yml",
        "identifier_field": "name",
        "summary": "{{name}} · {{filename}}",
        "create": False,
        "delete": False,
        "fields": fields,
    }
