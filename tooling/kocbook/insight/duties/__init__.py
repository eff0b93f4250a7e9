"""What waits for the brand's own people: one file a desk, and the Monday view."""
