"""Everything that touches MkDocs: its plugins, and the cache of what it once built."""
