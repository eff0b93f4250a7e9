"""Findings and tables as text, json, github, sarif, csv and markdown."""
