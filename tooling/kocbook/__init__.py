"""kocbook: a brand's community writes large works together, in one Git repository.

What other programs may rely on stands in tooling/docs/en/reference/public.md and public.zh.md.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
"""Of the tool, as Semantic Versioning has it: the one place, which the build reads too."""
