"""Which pages there are, where they stand, and how one reaches them."""
