"""The visual editor at `/admin/`: Decap CMS, and its configuration from the records' schemas."""
