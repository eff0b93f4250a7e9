"""What Markdown costs: texts read by the rules, judged, signed and rendered, and nothing else.

`python -m tests.bench.markdown_work ROOT` runs in this tree and in that of 404b4c4, the last with
Python-Markdown and markdown-it-py; which one it is in shows the package that it can import.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.rules.context import Context
from kocbook.rules.registry import tree_rules
from tests.bench.communities import AS_OF


def main(root: Path) -> None:
    """Print the CPU seconds of each part as JSON."""
    gc.disable()
    community = load_community(WorkingTree(root)).community
    if community is None:
        raise SystemExit(f"{root} holds no community")
    texts = [module.text for module in community.modules.values() if module.text is not None]
    render = _find_renderer()
    render("甲")
    context = Context(community, AS_OF)
    rules = [
        rule.check
        for rule in tree_rules()
        if rule.check and (rule.record == "content" or rule.id.startswith("privacy-"))
    ]
    costs = {
        "reading": _cost(lambda: (context.pages, context.facts)),
        "rules": _cost(lambda: [list(check(context)) for check in rules]),
        "rendering": _cost(lambda: [render(text) for text in texts]),
    }
    json.dump({"texts": len(texts), **costs}, sys.stdout)


def _cost(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _find_renderer() -> Callable[[str], str]:
    """Return what makes sanitised HTML of a text in this tree."""
    if importlib.util.find_spec("kocbook.markdown"):
        from kocbook.base.texts import load_texts
        from kocbook.site.text.article import ArticleFrame, make_article

        frame = ArticleFrame(load_texts("zh"))
        return lambda text: make_article(text, frame)
    from mkdocs.config import load_config

    import markdown
    from kocbook.site.engine.sanitise_plugin import sanitise_text  # type: ignore[attr-defined]

    home = Path(sys.modules["kocbook"].__path__[0]).parents[1]
    config = load_config(str(home / "mkdocs.yml"), docs_dir=str(home / "content"))

    def render(text: str) -> str:
        # As MkDocs does: a converter for each page.
        made = markdown.Markdown(
            extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"]
        )
        return str(sanitise_text(made.convert(text), "zh"))

    return render


if __name__ == "__main__":
    main(Path(sys.argv[1]))
