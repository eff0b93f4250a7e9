"""`python -m kocbook.site.trial_worker CONFIG`: renders texts, and may die of any of them.

Reads a JSON list of texts, says "ready", and writes a line for each: "fine", or "hard" for one that takes too
long or raises. One that takes all memory or hangs inside the interpreter ends the process.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import time
from html import unescape
from urllib.parse import urlsplit

import markdown
from mkdocs.config import load_config

from kocbook.site.patience import limit_seconds

SECONDS = 3
MEMORY = 1024**3
_ADDRESS = re.compile(r'(?:href|src)="([^"]*)"')


def main() -> None:
    """Try each text under the limits."""
    with tempfile.TemporaryDirectory() as docs, tempfile.TemporaryDirectory() as site:
        config = load_config(sys.argv[1], plugins=[], docs_dir=docs, site_dir=site)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for text in json.load(sys.stdin):
        # Python's own timer cannot end what runs in C; the kernel can.
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS + 2, -1))
        fine = _renders(text, config.markdown_extensions, config.mdx_configs)
        sys.stdout.write("fine\n" if fine else "hard\n")
        sys.stdout.flush()


def _renders(text: str, extensions: list[str], options: dict[str, dict[str, object]]) -> bool:
    try:
        with limit_seconds(SECONDS):
            parser = markdown.Markdown(extensions=extensions, extension_configs=options)
            for address in _ADDRESS.findall(parser.convert(text)):
                urlsplit(unescape(address))  # MkDocs asks the same of every link
    except Exception:  # noqa: BLE001 (whatever it is, the page cannot be made)
        return False
    return True


if __name__ == "__main__":
    main()
