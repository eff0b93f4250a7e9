"""Pages that templates wrote whole: Markdown would hand them back, and so it is not asked."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from mkdocs.structure.pages import _HTMLHandler
from mkdocs.utils import meta

from kocbook.model.community import Community
from kocbook.site.assembly import assemble_site
from kocbook.site.dead_links import CONTRIBUTED
from kocbook.site.plain_html import find_ids, is_plain_html
from tests.hostile.corpus import Payload
from tests.hostile.poisoned import make_community
from tests.site.built import AS_OF, copy_root, load_living
from tests.site.kitchen_sink import EXTENSIONS, KITCHEN_SINK, OPTIONS
from tests.site.test_sanitise import VECTORS

WORDS = [
    *VECTORS,
    *KITCHEN_SINK.split("\n\n"),
    "- a\n- b\n\n\n\n    code",
    "a\tb",
    "<div markdown>\n\n*x*",
    '" id="x',
]


def poisoned() -> Community:
    payloads = [Payload(f"p-{n}", "text", text, text.encode()) for n, text in enumerate(WORDS)]
    return make_community(payloads)


@pytest.mark.parametrize("make", [load_living, poisoned])
def test_markdown_hands_back_what_templates_wrote(make: object, tmp_path: Path) -> None:
    assert callable(make)
    root = copy_root(tmp_path / "root")
    out = tmp_path / "docs"
    assemble_site(root, make(), AS_OF, out)
    converter = markdown.Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)
    seen, changed = 0, list[Path]()
    for path in sorted(out.rglob("*.md")):
        source, front = meta.get_data(path.read_text(encoding="utf-8"))
        if CONTRIBUTED in source:
            assert not is_plain_html(front, source)
            continue
        seen += 1
        if not is_plain_html(front, source):
            changed.append(path)
            continue
        assert converter.reset().convert(source) == source.strip(), path
        handler = _HTMLHandler()
        handler.feed(source)
        assert find_ids(source) == handler.present_anchor_ids - {""}, path
    assert seen > 40
    assert changed == []


@pytest.mark.parametrize("odd", ["<p>\t</p>", "<p></p>\n\n\n<p></p>", "<p></p>\n  \n<p></p>"])
def test_what_markdown_changes_between_tags_is_left_to_it(odd: str) -> None:
    assert is_plain_html({"kind": "brief"}, "<p>x</p>")
    assert not is_plain_html({"kind": "brief"}, odd)
    assert not is_plain_html({}, "<p>x</p>")
