"""A large site built on several machines, and made whole again."""
