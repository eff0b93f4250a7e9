"""One more module in a chapter, with every other letter of the blueprint as its people wrote it."""

from __future__ import annotations

from typing import Any

import yaml

from kocbook.base.errors import KocError
from kocbook.records.yaml_reader import read_yaml


def add_to_chapter(text: str, chapter: int, module: str) -> str:
    """Return a blueprint's text with `module` at the end of a chapter, counted from 0.

    Raises:
        KocError: the blueprint is written so that it cannot be edited safely.
    """
    before, _ = read_yaml(text)
    try:
        node = _find_modules(yaml.compose(text, Loader=yaml.SafeLoader), chapter)
        edited = _insert(text, node, module)
    except (yaml.YAMLError, LookupError, TypeError):
        raise KocError("errors.record-odd", field="chapters") from None
    after, faults = read_yaml(edited)
    if faults or after != _wanted(before, chapter, module):
        raise KocError("errors.record-odd", field="chapters")
    return edited


def _find_modules(root: Any, chapter: int) -> yaml.SequenceNode:
    chapters = _value_of(root, "chapters")
    if isinstance(chapters, yaml.SequenceNode):
        modules = _value_of(chapters.value[chapter], "modules")
        if isinstance(modules, yaml.SequenceNode):
            return modules
    raise TypeError


def _value_of(node: Any, key: str) -> Any:
    if not isinstance(node, yaml.MappingNode):
        raise TypeError
    return next((value for name, value in node.value if name.value == key), None)


def _insert(text: str, node: yaml.SequenceNode, module: str) -> str:
    """Return the text with one more item; marks count characters from the beginning."""
    if node.flow_style:
        # Behind the last item, so that a comment or a line break before the bracket stays there.
        at = node.value[-1].end_mark.index if node.value else node.start_mark.index + 1
        return text[:at] + (", " if node.value else "") + module + text[at:]
    last = node.value[-1].end_mark.index
    line_end = text.find("\n", last)
    at = len(text) if line_end < 0 else line_end + 1
    newline = "\r\n" if "\r\n" in text else "\n"
    start = "" if line_end >= 0 else newline
    return text[:at] + f"{start}{' ' * node.start_mark.column}- {module}{newline}" + text[at:]


def _wanted(before: Any, chapter: int, module: str) -> Any:
    chapters = [dict(one) for one in before["chapters"]]
    chapters[chapter]["modules"] = [*chapters[chapter]["modules"], module]
    return {**before, "chapters": chapters}
