"""The visual editor: its configuration, its local server, and both in a real browser."""
