"""The files below `/admin/`: a page of its own, its scripts, the configuration and the editor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kocbook.base.languages import LANGUAGE_TABLE
from kocbook.base.texts import Texts
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.site.editor.backend import Backend, NoEditorReason
from kocbook.site.editor.config import TEXT_FORMAT, render_config
from kocbook.site.files.vendor_files import content_name, find_vendor_file
from kocbook.site.files.writer import Files, Media

FOLDER = "admin"
_PAGE = Path(__file__).parent / "page"
_MARK = Path(__file__).parents[1] / "theme" / "assets" / "mark.svg"
_EDITOR = "decap-cms/dist/decap-cms.js"
_LICENCE = f"{_EDITOR}.LICENSE.txt"
_FIRST = f"../../{FOLDER}/"
"""The way from the folder of another language to that of the first."""
_SCRIPTS = ("before.js", "editor.js")


def find_editor() -> Path | None:
    """Return the editor's one file of this installation; None where there is none."""
    return find_vendor_file(_EDITOR)


def make_editor_files(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    texts: Texts,
    backend: Backend | NoEditorReason,
    is_first: bool = True,
) -> Files:
    """Return what stands below `admin/`, by path from the root of one language's site.

    The editor itself stands in the first language's folder alone. Without a backend, or without the
    editor, one page says so and what to do instead.
    """
    editor = find_editor()
    shown = NoEditorReason("not-installed") if editor is None else backend
    address = f"decap-cms-{content_name(editor)}.js" if editor else ""
    page = _render_page(community, texts, shown, address if is_first else f"{_FIRST}{address}")
    files: Files = {
        "index.html": page.encode(),
        "editor.css": (_PAGE / "editor.css").read_bytes(),
        "mark.svg": _MARK.read_bytes(),
    }
    if isinstance(shown, Backend) and editor is not None:
        files |= {name: (_PAGE / name).read_bytes() for name in _SCRIPTS}
        files["config.yml"] = render_config(community, facts, texts, shown).encode()
        if is_first:
            files[address] = Media(str(editor))
            licence = find_vendor_file(_LICENCE)
            # The name that the script itself tells.
            files |= {licence.name: Media(str(licence))} if licence else {}
    return {f"{FOLDER}/{name}": content for name, content in files.items()}


def _render_page(
    community: Community, texts: Texts, shown: Backend | NoEditorReason, editor: str
) -> str:
    settings = community.settings
    values: dict[str, object] = {
        "t": texts,
        "language": texts.language,
        "name": settings.name.in_language(texts.language),
        "ready": isinstance(shown, Backend),
    }
    if isinstance(shown, Backend):
        script = texts.keys_under("editor.page.script")
        values |= {
            "policy": _written(make_policy(shown)),
            "editor": editor,
            "settings": {
                "format": TEXT_FORMAT,
                "local": shown.is_local,
                "locale": LANGUAGE_TABLE[texts.language].editor,
                "words": {key.rpartition(".")[2]: texts(key) for key in script},
            },
        }
    else:
        values |= {"policy": _written(_CLOSED), "reason": shown.reason, "data": shown.data}
    return _environment().get_template("index.html.j2").render(values)


def _written(policy: str) -> Markup:
    """Return a policy for an attribute in double quotes: its own single ones stay readable."""
    return Markup(policy.replace("&", "&amp;").replace('"', "&quot;"))  # noqa: S704 (escaped here)


_CLOSED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
)


def make_policy(backend: Backend) -> str:
    """Return the page's Content-Security-Policy: its own host, and the service that it writes to.

    The editor compiles the checks of its configuration (`'unsafe-eval'`), sets styles on elements,
    and shows pictures that are not saved yet by `blob:`. It stands alone in its folder: what
    contributors wrote is shown inside it as data, never as a page.
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", *backend.pictures],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", "blob:", "data:", *backend.hosts],
        "frame-src": ["'self'", "blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join((name, *values)) for name, values in directives.items())


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
