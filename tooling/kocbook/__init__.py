"""kocbook: a brand's community writes large works together, in one Git repository."""

__version__ = "0.1.0"
