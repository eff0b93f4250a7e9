"""Names: one word for one thing, and one room for each outside program."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "tooling/kocbook"
STARTERS = {"run", "Popen", "call", "check_call", "check_output"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def test_no_two_public_classes_share_a_name() -> None:
    found = defaultdict(list)
    for path, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path)
    assert len(found) > 300
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def starts_git(node: ast.AST) -> bool:
    """True for `subprocess.run(["git", …])` and its like."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr not in STARTERS or not node.args or not isinstance(node.args[0], ast.List):
        return False
    first = next(iter(node.args[0].elts), None)
    return isinstance(first, ast.Constant) and first.value == "git"


def test_only_one_room_starts_git() -> None:
    starting = {path for path, tree in modules() if any(map(starts_git, ast.walk(tree)))}
    assert {Path(path).parts[0] for path in starting} <= {"git"}
    assert starts_git(ast.parse('subprocess.run(["git", "log"])').body[0].value)  # type: ignore[attr-defined]
