"""Builds the site of one language in a process of its own.

`python -m kocbook.site.engine.mkdocs_build CONFIG DOCS SITE` builds once and writes `{"warnings": [...]}`
to the standard output; MkDocs is not even imported where all is as it was at the last build. With
`--stay` it builds for every line that it reads, into the site that is there, and answers with lines:
`{"pages": "placed"}` once readers can have them, and at the end the same, or `{"failed": …}` instead
of either. The settings of the next build are read while nobody waits.
"""

from __future__ import annotations

import json
import os
import sys

from kocbook.base.quick_exit import prepare_exit
from kocbook.site.engine.site_record import LastBuild, Order


def main(arguments: list[str]) -> None:
    """Build as the command line says."""
    order, options = Order(*arguments[:3]), arguments[3:]
    if options == ["--stay"]:
        from kocbook.site.engine.site_build import stay

        # What a plugin prints is no answer: it goes where errors go.
        answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        stay(order, answers)
        return
    found: list[str] = []
    last = LastBuild(order)
    if not last.recall():
        from kocbook.site.engine.site_build import run_build

        found = run_build(order, last)
    sys.stdout.write(json.dumps({"warnings": found}, ensure_ascii=False))


if __name__ == "__main__":
    end = prepare_exit()
    main(sys.argv[1:])
    end(0)
