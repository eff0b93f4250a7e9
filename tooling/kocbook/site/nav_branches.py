"""Branches of the navigation that many pages show alike, rendered once.

Material renders the whole sidebar again on every page. A branch without the page itself in it looks
the same on all pages of one folder, because relative addresses from there are the same: it is kept
as text. The theme's own macro still makes it, so that not one byte differs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import BaseLoader, Environment, Template, pass_context
from jinja2.runtime import Context

from kocbook.site.constant_parts import keep_constant

_CALLS = {
    "partials/nav.html": (
        "{{ item.render(nav_item, path, 1) }}",
        "{{ kocbook_branch(item.render, nav_item, path, 1) }}",
    ),
    "partials/nav-item.html": (
        '{{ render(item, path ~ "_" ~ loop.index, level + 1, nav_item) }}',
        '{{ kocbook_branch(render, item, path ~ "_" ~ loop.index, level + 1, nav_item) }}',
    ),
}
"""What the pinned theme writes where it renders a branch, and what asks for a kept one."""


class BranchLoader(BaseLoader):
    """Loads the theme's templates; the two that render the navigation ask for kept branches.

    Those that say the same on every page are rendered once.
    """

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's source as Jinja asks for it."""
        source, name, is_current = self.loader.get_source(environment, template)
        if template in _CALLS:
            source = source.replace(*_CALLS[template])
        return source, name, is_current

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's name)
    ) -> Template:
        """Return a template, ready to be rendered."""
        template = super().load(environment, name, globals)
        keep_constant(template, self.get_source(environment, name)[0])
        return template

    def list_templates(self) -> list[str]:
        """List what there is to load."""
        return self.loader.list_templates()


def keep_branches(environment: Environment) -> bool:
    """Make `environment` render branches once; False where the theme is not the one we know."""
    loader = environment.loader
    if loader is None:
        return False
    for template, (call, _) in _CALLS.items():
        if call not in loader.get_source(environment, template)[0]:
            return False
    environment.loader = BranchLoader(loader)
    environment.globals["kocbook_branch"] = _Branches().render
    return True


class _Branches:
    def __init__(self) -> None:
        self.kept: dict[tuple[Any, ...], str] = {}
        self.folders: dict[int, frozenset[str]] = {}
        self.page: Any = None
        self.url = self.place = ""

    @pass_context
    def render(
        self, context: Context, render: Any, item: Any, path: str, level: int, parent: Any = None
    ) -> str:
        """Return a branch of the navigation as the theme renders it on this page."""
        arguments = (item, path, level) if parent is None else (item, path, level, parent)
        page = context.get("page")
        if page is not self.page:
            self.page, self.url = page, page.url if page else ""
            self.place = posixpath.dirname(self.url.rstrip("/"))
        # An address within the page's own folder is written in another way from there.
        if not self.url or item.active or self.url in self._folders_of(item):
            rendered: str = render(*arguments)
            return rendered
        seen = parent is not None and parent.active
        key = (self.place, id(item), path, level, seen)
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = render(*arguments)
        return found

    def _folders_of(self, item: Any) -> frozenset[str]:
        """Return every folder on the way to the pages of a branch."""
        found = self.folders.get(id(item))
        if found is None:
            urls = [page.url for page in _iter_pages(item)]
            ways = {
                url[: place + 1] for url in urls for place, sign in enumerate(url) if sign == "/"
            }
            found = self.folders[id(item)] = frozenset(ways)
        return found


def _iter_pages(item: Any) -> list[Any]:
    if not item.children:
        return [item] if getattr(item, "url", None) else []
    return [page for child in item.children for page in _iter_pages(child)]
