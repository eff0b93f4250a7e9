"""Taking in what exists: handbooks, documents, rosters and credits, one file for each kind of source."""
