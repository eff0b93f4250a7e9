"""From files to a Community and back: the YAML reader, the schemas, the loader, and records as text."""
