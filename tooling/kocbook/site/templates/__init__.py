"""The shapes of pages: views in, Markdown and HTML out."""
