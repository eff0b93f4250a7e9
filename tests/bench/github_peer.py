"""GitHub's rendering of Markdown, by GitHub's own cmark-gfm. Runs in the peers' interpreter.

Reads a JSON list of texts and prints a JSON list of pairs: the HTML as GitHub makes it, and the same
where a strike takes two tildes.
"""

import json
import sys

import cmarkgfm
from cmarkgfm.cmark import Options

_AS_GITHUB = (
    Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_GITHUB_PRE_LANG
)
_TWO_TILDES = _AS_GITHUB | Options.CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE


def main() -> None:
    """Answer one request."""
    render = cmarkgfm.github_flavored_markdown_to_html
    texts = json.load(sys.stdin)
    json.dump(
        [[render(text, how) for how in (_AS_GITHUB, _TWO_TILDES)] for text in texts], sys.stdout
    )


if __name__ == "__main__":
    main()
