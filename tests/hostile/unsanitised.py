"""A build without the sanitiser, for the control run alone: it shows that the harness can see.

`python -m tests.hostile.unsanitised CONFIG DOCS SITE`
"""

from __future__ import annotations

import sys

from kocbook.site import sanitise_plugin
from kocbook.site.mkdocs_build import run_build

if __name__ == "__main__":
    sanitise_plugin.sanitise_text = lambda html, _language, _glossary: html
    sanitise_plugin.escape_labels = lambda toc: None
    run_build(*sys.argv[1:4])
