"""The files below `/admin/`: a page of its own, its scripts, the configuration and the editor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kocbook.base.texts import Texts
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.site.editor.backend import Backend, Missing
from kocbook.site.editor.config import LOCALES, TEXT_FORMAT, render_config
from kocbook.site.pages import Files, Media
from kocbook.site.vendor_files import content_name, find_vendor_file

FOLDER = "admin"
_PAGE = Path(__file__).parent / "page"
_MARK = Path(__file__).parents[1] / "theme" / "assets" / "mark.svg"
_EDITOR = "decap-cms/dist/decap-cms.js"
_LICENCE = f"{_EDITOR}.LICENSE.txt"
_SCRIPTS = ("before.js", "editor.js")


def find_editor() -> Path | None:
    """Return the editor's one file of this installation; None where there is none."""
    return find_vendor_file(_EDITOR)


def make_editor_files(
    community: Community,
    facts: Mapping[str, ModuleFacts],
    texts: Texts,
    backend: Backend | Missing,
) -> Files:
    """Return what stands below `/admin/`, by path from the root of the site.

    Without a backend, or without the editor itself, one page says so and what to do instead.
    """
    editor = find_editor()
    shown = Missing("not-installed") if editor is None else backend
    page = _render_page(community, texts, shown, editor)
    files: Files = {
        "index.html": page.encode(),
        "editor.css": (_PAGE / "editor.css").read_bytes(),
        "mark.svg": _MARK.read_bytes(),
    }
    if isinstance(shown, Backend) and editor is not None:
        files |= {name: (_PAGE / name).read_bytes() for name in _SCRIPTS}
        files["config.yml"] = render_config(community, facts, texts, shown).encode()
        files[_address(editor)] = Media(str(editor))
        if licence := find_vendor_file(_LICENCE):
            # The name that the script itself tells.
            files[licence.name] = Media(str(licence))
    return {f"{FOLDER}/{name}": content for name, content in files.items()}


def _address(editor: Path) -> str:
    return f"decap-cms-{content_name(editor)}.js"


def _render_page(
    community: Community, texts: Texts, shown: Backend | Missing, editor: Path | None
) -> str:
    settings = community.settings
    ready = isinstance(shown, Backend)
    return (
        _environment()
        .get_template("index.html.j2")
        .render(
            t=texts,
            language=texts.language,
            name=settings.name.in_language(texts.language),
            repository=settings.site.repository,
            policy=make_policy(shown) if isinstance(shown, Backend) else _CLOSED,
            ready=ready,
            reason=None if isinstance(shown, Backend) else shown.reason,
            data={} if isinstance(shown, Backend) else shown.data,
            editor=_address(editor) if editor else "",
            format=TEXT_FORMAT,
            locale=LOCALES[texts.language],
            local=isinstance(shown, Backend) and shown.is_local,
            words={
                name.rpartition(".")[2]: texts(name)
                for name in texts.keys_under("editor.page.script")
            },
        )
    )


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
