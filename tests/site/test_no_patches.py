"""No module or class of another package is changed by ours: what they offer is all that is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tooling"
OWN = ("kocbook", "forges")


def find_patches(source: str) -> list[int]:
    """Return the lines that set, or delete, an attribute of something imported from elsewhere."""
    tree = ast.parse(source)
    foreign = set(_foreign_names(tree))
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if any(_root(one) in foreign for one in _changed(node))
    )


def _foreign_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [(alias.name, alias.asname) for alias in node.names]
            yield from (name or path.partition(".")[0] for path, name in names if _is_foreign(path))
        elif isinstance(node, ast.ImportFrom) and not node.level and _is_foreign(node.module or ""):
            yield from (alias.asname or alias.name for alias in node.names)


def _is_foreign(module: str) -> bool:
    return module.partition(".")[0] not in OWN


def _changed(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what a statement sets attributes of."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
        targets = [node.target]
    for target in targets:
        for one in ast.walk(target):
            if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store | ast.Del):
                yield one.value
    match node:
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[owner, *_]):
            yield owner


def _root(node: ast.expr) -> str:
    """Return the name that an expression begins with; of a call, that of what is called."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize(
    "line",
    [
        "utils.write_file = replace",
        "mkdocs.utils.write_file = replace",
        "setattr(utils, 'write_file', replace)",
        "delattr(engine.Page, 'render')",
        "del utils.write_file",
        "utils.write_file, other = replace, 1",
        "for utils.write_file in (): pass",
        "Page.render: object = replace",
    ],
)
def test_a_patch_is_found(line: str) -> None:
    head = (
        "import mkdocs.utils\nfrom mkdocs import utils\nimport mkdocs.commands.build as engine\n"
        "from mkdocs.structure.pages import Page\n"
    )
    assert find_patches(head + line) == [5]


def test_what_is_our_own_may_be_set() -> None:
    source = "from mkdocs.plugins import BasePlugin\nclass A(BasePlugin):\n  def a(self):\n    self.b = 1\n"
    assert find_patches(f"{source}\nfrom kocbook import model\nmodel.a = 1\n") == []


def test_nothing_of_another_package_is_patched() -> None:
    files = [path for package in OWN for path in (TOOL / package).rglob("*.py")]
    assert len(files) > 200
    found = {str(path.relative_to(TOOL)): find_patches(path.read_text("utf-8")) for path in files}
    assert {path: lines for path, lines in found.items() if lines} == {}
