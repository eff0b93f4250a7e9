"""Parts of the theme that name nothing of a page: rendered once in a build.

Icons, the switch of colours, the theme's own words: half of what a page includes says the same on
every page. Whether it does is read off the template itself, so that a theme that differs is safe.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from jinja2 import BaseLoader, Environment, Template, meta, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

_ICONS = ".icons/"
_PARTS = frozenset({"partials/palette.html", "partials/javascripts/palette.html"})
_WORDS = "partials/language.html"
_LANGUAGES = "partials/languages/"
_SAME_EVERYWHERE = frozenset({"config"})


class ConstantLoader(BaseLoader):
    """Loads the theme's templates; those that say the same on every page are rendered once."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's source as Jinja asks for it."""
        return self.loader.get_source(environment, template)

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


def keep_constant(template: Template, source: str) -> None:
    """Let a template be rendered once, if it is one that says the same on every page."""
    name = template.name or ""
    if name.startswith(_ICONS) or name in _PARTS:
        if _is_constant(template.environment, source, _ICONS):
            _render_once(template)
    elif name == _WORDS and _is_constant(template.environment, source, _LANGUAGES):
        _import_once(template)


def _is_constant(environment: Environment, source: str, folder: str) -> bool:
    """True for a template that names the settings alone, and other templates below `folder`."""
    if "{{" not in source and "{%" not in source:
        return True
    tree = environment.parse(source)
    if not meta.find_undeclared_variables(tree) <= _SAME_EVERYWHERE:
        return False
    filters = [environment.filters[used.name] for used in tree.find_all(nodes.Filter)]
    if any(_asks_where_it_stands(function) for function in filters):
        return False
    others = [
        *(used.template for used in tree.find_all(nodes.Include)),
        *(used.template for used in tree.find_all(nodes.Import)),
        *(used.template for used in tree.find_all(nodes.FromImport)),
        *(used.template for used in tree.find_all(nodes.Extends)),
    ]
    return all(_begins_with(name, folder) for name in others)


def _asks_where_it_stands(function: object) -> bool:
    """True for a filter that Jinja hands the context, by which an address is made relative."""
    asked = getattr(function, "jinja_pass_arg", None)
    return asked is not None and asked.name == "context"


def _begins_with(name: nodes.Expr, folder: str) -> bool:
    """True for the name of a template that stands below `folder`, whatever the settings put in it."""
    first = name.nodes[0] if isinstance(name, nodes.Concat) else name
    return isinstance(first, nodes.Const) and str(first.value).startswith(folder)


def _render_once(template: Template) -> None:
    render, new_context = template.root_render_func, template.new_context
    kept: list[str] = []
    empty = new_context()

    def render_once(context: Context) -> Iterator[str]:
        if not kept:
            kept.append("".join(render(context)))
        yield kept[0]

    template.root_render_func = render_once
    template.new_context = (  # type: ignore[method-assign]  # of this one template
        lambda *given, **named: empty if kept else new_context(*given, **named)
    )


def _import_once(template: Template) -> None:
    """Make the module of the theme's words once, and look each of them up once."""
    make_module = template.make_module
    kept: list[TemplateModule] = []

    def make_once(*given: Any, **named: Any) -> TemplateModule:
        if not kept:
            module = make_module(*given, **named)
            module.t = functools.cache(module.t)  # type: ignore[attr-defined]  # a macro of the theme
            kept.append(module)
        return kept[0]

    template.make_module = make_once  # type: ignore[method-assign]  # of this one template
