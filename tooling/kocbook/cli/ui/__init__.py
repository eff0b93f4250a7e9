"""Manners of the command line: options, questions, progress, errors and output."""
