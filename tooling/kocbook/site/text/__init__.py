"""Contributed text as finished HTML, in the shapes of the site's theme."""
