"""Git as koc uses it: revisions read as objects, history, changes, and whose clone it is."""
