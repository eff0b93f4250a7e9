"""GitHub: events in, `koc` asked, comments, statuses and reminders out. Decides nothing itself."""
