"""Releases: what was published, locked and built again."""
