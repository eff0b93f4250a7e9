"""Every file of rules: importing this one is what fills the list."""

from __future__ import annotations

from kocbook.rules import claims, members, reading, references

RULE_FILES = (claims, members, reading, references)
