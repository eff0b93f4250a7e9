"""Renders the site of one language: what `mkdocs build` does, step by step, over MkDocs' own parts.

Configuration, files, navigation, contexts and the theme's environment are MkDocs'; the order of
steps is that of its documented events. Since pages arrive finished, nothing is rendered from Markdown,
and what an earlier build made is taken from it. The bytes are those of `mkdocs build`: a test compares.
Where a site has plugins or hooks that are not ours, it is built by `mkdocs build` itself.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs import utils
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from kocbook.base.atomic_file import write_whole
from kocbook.base.tool_key import digest
from kocbook.site.engine.build_key import UnknownValueError, environment_key
from kocbook.site.engine.finished_page import read_finished
from kocbook.site.engine.page_cache import PageCache
from kocbook.site.engine.page_renderer import PageRenderer, PageSource, Write
from kocbook.site.engine.place_file import KeptPages, place_file
from kocbook.site.engine.search_plugin import FOLDER as SEARCH
from kocbook.site.engine.search_plugin import SearchPlugin
from kocbook.site.engine.site_folder import remove_others
from kocbook.site.engine.theme_environment import CompiledTemplates, theme_environment

OUR_PLUGINS = {"kocbook-pages", "kocbook-search", "kocbook-sanitise"}
_INCLUDED = (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV)


class NotOursError(Exception):
    """The site holds something that only MkDocs itself knows how to build."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a site is built: over the site that is there, or anew.

    `compiled` keeps templates for the next build, `sources` are pages that were read already, by
    their paths. `placed` is called once all pages are in place, before the search index is.
    """

    in_place: bool = False
    compiled: CompiledTemplates | None = None
    sources: Mapping[str, bytes] = field(default_factory=dict)
    placed: Callable[[], None] = lambda: None


def is_ours(config: MkDocsConfig) -> bool:
    """Say whether this engine knows everything that has a say in a site."""
    return set(config.plugins) == OUR_PLUGINS and not config.hooks and not config.extra_templates


def render_site(config: MkDocsConfig, manner: Manner) -> KeptPages:
    """Build the site of `config`, which `is_ours`; return the pages that are kept, by their files.

    Raises:
        NotOursError: a page is none that assembly finished; no file of the site was touched.
    """
    plugins = config.plugins
    config = plugins.on_config(config)
    plugins.on_pre_build(config=config)
    environment = theme_environment(config, manner.compiled)
    files, nav = _find_files(config, environment)
    sources = _read_pages(config, files, manner.sources)
    environment = plugins.on_env(environment, config=config, files=files) or environment
    write: Write = _replace_file if manner.in_place else _write_file
    if not manner.in_place:
        utils.clean_directory(config.site_dir)
    _write_others(config, environment, files, nav, write)
    cache = _find_cache(config)
    renderer = PageRenderer(config, environment, nav, files.documentation_pages(), cache, write)
    entries = renderer.make_all(sources, len(os.sched_getaffinity(0)))
    manner.placed()
    search = plugins["kocbook-search"]
    assert isinstance(search, SearchPlugin)
    search.entries = entries
    plugins.on_post_build(config=config)
    if manner.in_place:
        remove_others(config, files, {SEARCH, *config.extra["kocbook"]["languages"]})
    if cache is None:
        return {}
    cache.save()
    kept = cache.used.pages
    return {path: (key, kept[key]) for path, key in renderer.wholes.items() if key in kept}


def _write_others(
    config: MkDocsConfig, environment: Environment, files: Files, nav: Navigation, write: Write
) -> None:
    """Put everything in place that is no page."""
    for file in files:
        if not file.is_documentation_page() and file.inclusion in _INCLUDED:
            _place_static(file, config, write)
    for name in config.theme.static_templates:
        _write_template(name, config, environment, files, nav, write)


def _find_files(config: MkDocsConfig, environment: Environment) -> tuple[Files, Navigation]:
    """Return every file of the site, and the navigation over its pages."""
    files = get_files(config)
    files.add_files_from_theme(environment, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    return files, config.plugins.on_nav(nav, config=config, files=files)


def _read_pages(config: MkDocsConfig, files: Files, known: Mapping[str, bytes]) -> list[PageSource]:
    """Read every page that the site shows.

    Raises:
        NotOursError: one is not finished.
    """
    sources: list[PageSource] = []
    for file in files.documentation_pages():
        page = file.page or Page(None, file, config)
        data = known.get(file.src_uri)
        data = file.content_bytes if data is None else data
        finished = read_finished(data)
        if finished is None:
            raise NotOursError(file.src_uri)
        page.markdown, page.meta = "", finished.meta
        sources.append(PageSource(page, finished, digest(file.src_uri, file.url, data)))
    return sources


def _find_cache(config: MkDocsConfig) -> PageCache | None:
    """Return what earlier builds made; None where it cannot be known whether it still holds."""
    docs = Path(config.docs_dir)
    try:
        environment = environment_key(config, config.extra.get("kocbook", {}))
    except UnknownValueError:
        return None
    return PageCache(docs.with_name(f"{docs.name}.cache"), environment)


def _place_static(file: File, config: MkDocsConfig, write: Write) -> None:
    """Put a file of the community or the theme in place.

    Media are linked. What belongs to a library is copied: whoever edits the site must not edit that.
    """
    source, target = file.abs_src_path, file.abs_dest_path
    if source is None:
        write(file.content_bytes, target)
    elif source.startswith(f"{config.docs_dir}/") and not os.path.islink(source):  # noqa: PTH114 (a path per file)
        place_file(source, target)
    else:
        write(Path(source).read_bytes(), target)


def _write_template(
    name: str,
    config: MkDocsConfig,
    environment: Environment,
    files: Files,
    nav: Navigation,
    write: Write,
) -> None:
    """Write a page of the theme that is no page of the community: for addresses that lead nowhere."""
    plugins = config.plugins
    template: Any = environment.get_template(name)
    template = plugins.on_pre_template(template, template_name=name, config=config)
    is_error = utils.is_error_template(name)
    base = urlsplit(config.site_url or "/").path if is_error else utils.get_relative_url(".", name)
    context = get_context(nav, files, config, base_url=base)
    context = plugins.on_template_context(context, template_name=name, config=config)
    output = plugins.on_post_template(template.render(context), template_name=name, config=config)
    if not output.strip():
        return
    data, target = output.encode("utf-8"), f"{config.site_dir}/{name}"
    write(data, target)
    if name == "sitemap.xml":
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        packed = f"{target}.gz"
        with (
            open(packed, "wb") as file,  # noqa: PTH123
            gzip.GzipFile(packed, "wb", 9, file, utils.get_build_timestamp(pages=pages)) as zipped,
        ):
            zipped.write(data)


def _write_file(content: bytes, target: str) -> None:
    # Paths as text, and no buffer: there are as many as pages.
    try:
        file = open(target, "wb", 0)  # noqa: PTH123, SIM115
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        file = open(target, "wb", 0)  # noqa: PTH123, SIM115
    with file:
        file.write(content)


def _replace_file(content: bytes, target: str) -> None:
    # Written over, a file would change under its other names: that of the cache, for one.
    write_whole(Path(target), content)
