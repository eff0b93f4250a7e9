"""What waits for whom, since when and until when: asked by inbox, desks and reminders."""
