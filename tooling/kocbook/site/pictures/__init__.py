"""Pictures of a page: several widths of each, kept by content, and one to share it by."""
