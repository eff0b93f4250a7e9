"""What a page may load: the theme's own scripts by their hash, and nothing that was contributed."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kocbook.site.engine.content_policy import PLACEHOLDER, add_content_policy, drop_content_policy

META = f'<meta http-equiv="Content-Security-Policy" content="{PLACEHOLDER}">'


def hash_of(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def test_inline_scripts_of_the_theme_are_allowed_by_hash() -> None:
    page = f'{META}<script>a()</script><script src="b.js"></script><script type="application/json">{{}}</script>'
    made = add_content_policy(page)
    assert f"'sha256-{hash_of('a()')}'" in made
    assert made.count("sha256-") == 1
    assert PLACEHOLDER not in made


@given(st.text())
def test_a_contributed_script_is_never_allowed(script: str) -> None:
    text = f"<p>x</p><script>{script}</script>"
    made = add_content_policy(f"{META}<script>theme()</script>{text}", text)
    assert made.count("sha256-") == 1
    assert hash_of("theme()") in made


def test_the_preview_leaves_everything_but_the_policy() -> None:
    made = add_content_policy(f"<head>{META}<title>x</title></head>").encode()
    assert drop_content_policy(made) == b"<head><title>x</title></head>"


def test_every_built_page_has_a_policy_before_anything_that_loads(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    for path in pages:
        page = path.read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        assert policy, path
        assert "default-src 'none'" in policy[1]
        # Without a word on scripts none runs at all.
        scripts = policy[1].partition("script-src")[2].split(";")[0]
        assert "'unsafe-inline'" not in scripts
        first = min(page.find(mark) for mark in ("<link", "<script", "<img") if mark in page)
        assert policy.start() < first, path
