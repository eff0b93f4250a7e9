"""From files to a Community: the YAML reader, the schemas, and the loader."""
