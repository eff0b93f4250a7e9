"""One Markdown: what a contributed text says, parsed once for rules, fingerprints, pages and paper."""
