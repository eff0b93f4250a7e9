"""What every layer speaks: errors, findings, places in files, and texts for readers."""
