"""The rule about mkdocs.yml, which is no record: its text is checked on its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from kocbook.base.finding import Finding, Location, Severity
from kocbook.rules.registry import Hit, Rule, add_rule

PATH = "mkdocs.yml"
SANITISER = "kocbook-sanitise"

RULE = Rule(
    "site-without-sanitiser",
    Severity.ERROR,
    "file",
    "The site's configuration lacks the plugin that removes scripts from contributed pages.",
    None,
)
add_rule(RULE)


def check_site_config(text: str) -> list[Finding]:
    """Return what is wrong with the text of mkdocs.yml."""
    return [Finding(RULE.id, RULE.severity, where, data) for where, data in _find(text)]


def _find(text: str) -> Iterator[Hit]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        # What cannot be read protects nobody.
        broken = getattr(error, "problem_mark", None)
        yield Location(PATH, broken.line + 1 if broken else 1, 1), {"plugin": SANITISER}
        return
    plugins = _value_of(root, "plugins")
    if SANITISER not in _names(plugins):
        mark = plugins.start_mark if plugins is not None else None
        yield Location(PATH, mark.line + 1 if mark else 1, 1), {"plugin": SANITISER}


def _value_of(node: Any, key: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return value
    return None


def _names(plugins: Any) -> set[str]:
    """Return the plugins' names: a list of names or of one-key mappings, or one mapping."""
    if isinstance(plugins, yaml.MappingNode):
        return {str(name.value) for name, _ in plugins.value}
    if not isinstance(plugins, yaml.SequenceNode):
        return set()
    names: set[str] = set()
    for item in plugins.value:
        names |= {str(item.value)} if isinstance(item, yaml.ScalarNode) else _names(item)
    return names
