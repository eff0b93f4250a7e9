"""Drawings that stand in figures of a text: a module for each kind.

The words of a figure stay the page's own words, in its table or list: they wrap, are read aloud, found
and translated, and no sign of the author's is lost. What is drawn beside them is inline SVG without a word
that is not theirs, in the colours of the page, measured in percent of its room and in pixels of its
height: nothing is scaled, so that a label has its size on every screen.
"""
