"""Attacks on the real site and the real reader: `python -m tests.hostile FOLDER`, see __main__."""
