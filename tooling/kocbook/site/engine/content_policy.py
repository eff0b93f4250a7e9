"""The Content-Security-Policy of a page: its own host, and no script that a contributor brought.

It stands in a `<meta>`, since a static site cannot send headers. The few inline scripts of the theme
are allowed by their hash (CSP Level 3, § 2.3.1). Whatever contributed text became is left out when
they are looked for: a script that slipped through the sanitiser has no hash, and does not run.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re

PLACEHOLDER = "kocbook:content-policy"
"""What the theme writes where the policy belongs."""

_DIRECTIVES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    # The theme and the charts set styles on elements; styles load nothing from elsewhere.
    ("style-src", "'self' 'unsafe-inline'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("media-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'self'"),
    ("form-action", "'self'"),
)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_META = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


def add_content_policy(html: str, contributed: str = "") -> str:
    """Return a finished page with its policy; `contributed` is the part that allows no script."""
    trusted = html.replace(contributed, "", 1) if contributed else html
    hashes = dict.fromkeys(_hash(text) for text in _inline_scripts(trusted))
    policy = "; ".join(
        " ".join((name, value, *(hashes if name == "script-src" else ())))
        for name, value in _DIRECTIVES
    )
    return html.replace(PLACEHOLDER, policy, 1)


def drop_content_policy(html: bytes) -> bytes:
    """Return a page without its policy, for a preview that adds a script of its own."""
    return _META.sub(b"", html, count=1)


def _inline_scripts(html: str) -> list[str]:
    """List the scripts that stand in a page itself; blocks of data are none."""
    found = _SCRIPT.findall(html)
    return [text for marks, text in found if " src=" not in marks and "type=" not in marks]


@functools.lru_cache(maxsize=256)  # nearly all pages have the same few
def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
