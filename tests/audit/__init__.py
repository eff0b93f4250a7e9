"""Is everybody credited: history, accounts, findings and the command."""
